/// Questions of security software to its vendor about files, web sites and addresses.
extension RecognizedServiceCatalog {
    package static let reputation: [RecognizedService] = [
        RecognizedService(
            "McAfee Global Threat Intelligence",
            under: ["avqs.mcafee.com", "avts.mcafee.com"],
            layout: #/(?:[a-z0-9-]{1,16}\.){0,12}(?:[a-z0-9]{26}|[0-9a-f]{32})/#,
            answers: .listCodes,
            source: "knot-resolver issue on DVE-2017-0003; packets of file reputation look-ups"
        ),
        RecognizedService(
            "Sophos Extensible List",
            under: ["sophosxl.net", "sophosxl.com"],
            layout:
                #/(?:[0-9a-z-]{1,4}\.)?[0-9a-z]{6,40}(?:\.[0-9a-z-]{2,40}){0,6}(?:\.(?:samples|files|sxl[0-9]?|[a-z]{1,3}[0-9]?|[0-9]{1,2})){0,3}/#,
            answers: .few,
            source: "Microsoft Sentinel's exclusions for DNS tunneling; nDPI's list"
        ),
        RecognizedService(
            "ESET LiveGrid",
            under: ["e5.sk"],
            layout: #/[a-z0-9]{16,40}(?:\.[a-z]){1,2}\.e/#,
            answers: .few,
            source: "ntop/ntopng issues 5799 and 5947"
        ),
        RecognizedService(
            "Team Cymru Malware Hash Registry",
            under: ["hash.cymru.com"],
            layout: #/(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{32}\.[0-9a-f]{32})(?:\.malware)?/#,
            answers: .listCodes,
            source: "team-cymru.com, documentation of the registry's DNS service"
        ),
        RecognizedService(
            "Trend Micro reputation",
            under: ["trendmicro.com", "trendmicro.co.jp"],
            layout:
                #/(?:[a-z0-9_-]{1,63}\.){1,6}(?:[a-z0-9-]*(?:tmrs?|tmufe|url|wrs|wis|icrc|rep|ers|ipas|census|grid|activeupdate|backup)[a-z0-9-]*)(?:\.[a-z0-9-]{1,12}){0,2}/#,
            answers: .few,
            source: "Microsoft Sentinel's exclusions for DNS tunneling"
        ),
        RecognizedService(
            "Webroot BrightCloud",
            under: ["webcfs00.com"],
            layout: #/[a-z0-9_-]{8,40}(?:\.[a-z0-9_-]{1,40}){0,3}/#,
            answers: .few,
            source: "Microsoft Sentinel's exclusions for DNS tunneling (webcfs00.com)"
        ),
        RecognizedService(
            "SonicWall reputation",
            under: ["global.sonicwall.com"],
            layout: #/(?:[0-9]{1,3}\.){4}geoipd|(?:[a-z0-9_-]{1,40}\.){1,2}geoipd/#,
            answers: .few,
            source: "SonicWall, hosts that its security services contact (geoipd.global.sonicwall.com)"
        ),
        RecognizedService(
            "Avast secure DNS",
            under: ["securedns.avast.com"],
            layout: #/[0-9]{1,2}/#,
            answers: .few,
            source: "nDPI, avast_securedns.pcapng: one name in ever new letter case, a DNSCrypt certificate"
        ),
        RecognizedService(
            "Rspamd lists",
            under: ["rspamd.com"],
            layout: #/[a-z0-9]{32}\.(?:email|uribl)/#,
            answers: .listCodes,
            source: "rspamd.com, documentation of the rbl module"
        ),
    ]
}
