/// The ordinary services that are recognized, each with its source.
enum RecognizedServiceCatalog {
    static let all: [RecognizedService] = [
        RecognizedService(
            name: "McAfee Global Threat Intelligence",
            suffixes: ["avqs.mcafee.com", "avts.mcafee.com", "mcafee.com"],
            fits: {
                $0.wholeMatch(
                    of: #/([a-z0-9-]+\.){0,12}([a-z2-7]{26}|[a-z0-9]{26}|[0-9a-f]{32})(\.av[qt]s)?/#
                ) != nil
            },
            answers: .listCodes,
            source: "knot-resolver issue on DVE-2017-0003; packets of file reputation look-ups"
        ),
        RecognizedService(
            name: "Sophos Extensible List",
            suffixes: ["sophosxl.net", "sophosxl.com"],
            fits: {
                $0.wholeMatch(
                    of: #/([0-9a-z-]{1,4}\.)?[0-9a-f]{6,40}(\.[0-9a-f]{6,40}){0,6}(\.[a-z0-9]{1,12}){0,3}/#
                ) != nil
            },
            answers: .few,
            source: "Microsoft Sentinel's exclusions for DNS tunneling; nDPI's list"
        ),
        RecognizedService(
            name: "Team Cymru Malware Hash Registry",
            suffixes: ["malware.hash.cymru.com", "hash.cymru.com"],
            fits: {
                $0.wholeMatch(of: #/([0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{32}\.[0-9a-f]{32})(\.malware)?/#)
                    != nil
            },
            answers: .listCodes,
            source: "team-cymru.com, documentation of the registry's DNS service"
        ),
        RecognizedService(
            name: "Team Cymru IP to ASN mapping",
            suffixes: ["asn.cymru.com", "cymru.com"],
            fits: {
                $0.wholeMatch(
                    of:
                        #/([0-9a-f]{1,3}\.){1,32}(origin6?|peer)(\.asn)?|as[0-9]+(\.asn)?|malware\.hash|[0-9a-f]{32,40}\.malware\.hash/#
                ) != nil
            },
            answers: .addresses,
            source: "team-cymru.com, documentation of the mapping's DNS service"
        ),
        RecognizedService(
            name: "ESET LiveGrid",
            suffixes: ["e5.sk"],
            fits: { $0.wholeMatch(of: #/[a-z0-9]{16,40}(\.[a-z]){1,2}\.e/#) != nil },
            answers: .few,
            source: "ntop/ntopng issues 5799 and 5947"
        ),
        RecognizedService(
            name: "Google safe frame hosts",
            suffixes: ["safeframe.googlesyndication.com"],
            fits: { $0.wholeMatch(of: #/[0-9a-f]{32}/#) != nil },
            answers: .addresses,
            source: "Google Publisher Tag documentation: a random host for each frame"
        ),
        RecognizedService(
            name: "Google Video edge hosts",
            suffixes: ["googlevideo.com", "gvt1.com"],
            fits: { $0.wholeMatch(of: #/(r+[0-9]+(---|\.)|redirector)?[a-z0-9-]*(\.[a-z0-9-]+)*/#) != nil },
            answers: .addresses,
            source: "nDPI's list of content delivery hosts"
        ),
        RecognizedService(
            name: "NTP pool",
            suffixes: ["pool.ntp.org"],
            fits: { $0.wholeMatch(of: #/([0-3]\.)?([a-z-]{2,24}\.)?(pool)?/#) != nil || $0 == "." },
            answers: .addresses,
            source: "ntppool.org: each answer names other hosts of volunteers"
        ),
        RecognizedService(
            name: "acme-dns challenges",
            suffixes: ["auth.acme-dns.io"],
            fits: { $0.wholeMatch(of: #/[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}/#) != nil },
            answers: .tokens,
            source: "joohoi/acme-dns, README: one UUID for each account; RFC 8555 §8.4"
        ),
    ]
}
