/// Names that test a resolver, new for each test so that no cache answers.
extension RecognizedServiceCatalog {
    package static let probes: [RecognizedService] = [
        RecognizedService(
            "OpenDNS diagnostics",
            under: ["opendns.com"],
            layout: #/(?:[a-z0-9-]{1,32}\.)?(?:debug|myip|which|resolver[1-4]|welcome)/#,
            answers: .texts(octets: 255),
            source: "Cisco, using nslookup for debug.opendns.com"
        ),
        RecognizedService(
            "Leak tests of resolvers",
            under: [
                "dnsleaktest.com", "ipleak.net", "browserleaks.com", "browserleaks.org", "dnscheck.tools",
                "bash.ws",
            ],
            layout: #/[a-z0-9-]{6,48}(?:\.[a-z0-9-]{1,24}){0,3}/#,
            answers: .hosts,
            source: "nDPI's captures of leak tests: a random label for each test"
        ),
        RecognizedService(
            "Resolver identification",
            under: [
                "whoami.akamai.net", "akahelp.net", "rs.dns-oarc.net", "porttest.dns-oarc.net",
                "myaddr.l.google.com", "resolver.dnscrypt.info",
            ],
            layout: #/[a-z0-9-]{1,32}(?:\.[a-z0-9-]{1,24}){0,3}/#,
            answers: .texts(octets: 255),
            source: "Akamai, DNS-OARC reply size test, Google Public DNS documentation (o-o.myaddr)"
        ),
        RecognizedService(
            "APNIC measurements",
            under: ["dotnxdomain.net", "dashnxdomain.net"],
            layout: #/[0-9a-z]{1,12}(?:-[0-9a-z]{1,12}){3,14}(?:\.[a-z0-9]{1,4}){0,2}/#,
            answers: .hosts,
            source: "labs.apnic.net: an advertisement asks for names that are used once"
        ),
    ]
}
