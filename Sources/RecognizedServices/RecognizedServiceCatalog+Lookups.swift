/// Registries that clients ask about numbers: addresses, networks, telephone numbers, keys.
extension RecognizedServiceCatalog {
    package static let lookups: [RecognizedService] = [
        RecognizedService(
            "Team Cymru IP to ASN mapping",
            under: ["cymru.com"],
            layout:
                #/(?:[0-9a-f]{1,3}\.){1,32}(?:origin6?|peer)\.asn|as[0-9]+\.asn|(?:[0-9a-f]{32}|[0-9a-f]{40})\.malware\.hash|(?:[0-9]{1,3}\.){4}(?:v4\.)?(?:fullbogons|bogons)/#,
            answers: .texts(octets: 120),
            source: "team-cymru.com, documentation of the mapping's DNS service"
        ),
        RecognizedService(
            "ClamAV database versions",
            under: ["clamav.net"],
            layout:
                #/current\.cvd|(?:[a-z]+\.)?[0-9]+\.[0-9]+\.[0-9]+\.[0-9]+\.[0-9a-f]{8}\.ping|database|db\.[a-z]{2}|db\.local/#,
            answers: .texts(octets: 80),
            source:
                "ClamAV, libfreshclam/libfreshclam_internal.c (updatecustomdb, query_remote_database_version)"
        ),
        RecognizedService(
            "Reverse look-ups of IPv4 addresses",
            under: ["in-addr.arpa"],
            // RFC 2317 §4 puts a label such as 0/25 or 0-25 between; RFC 6763 §11 asks for browsing domains.
            layout:
                #/(?:(?:lb|b|db|r|dr)\._dns-sd\._udp\.)?(?:[0-9]{1,3}(?:[\/-][0-9]{1,3})?\.){0,4}[0-9]{1,3}/#,
            answers: .noneOrHosts,
            source: "RFC 1035 §3.5, RFC 2317 §4, RFC 6763 §11"
        ),
        RecognizedService(
            "Reverse look-ups of IPv6 addresses",
            under: ["ip6.arpa"],
            layout: #/(?:(?:lb|b|db|r|dr)\._dns-sd\._udp\.)?(?:[0-9a-f]\.){0,31}[0-9a-f]/#,
            answers: .noneOrHosts,
            source: "RFC 3596 §2.5"
        ),
        RecognizedService(
            "ENUM telephone numbers",
            under: ["e164.arpa", "e164.org"],
            layout: #/(?:[0-9]\.){3,15}[0-9]/#,
            answers: .texts(octets: 200),
            source: "RFC 6116 §3.2"
        ),
        RecognizedService(
            "RouteViews routing look-ups",
            under: ["routeviews.org"],
            layout: #/(?:[0-9]{1,3}\.){4}(?:asn|aspath)/#,
            answers: .texts(octets: 200),
            source: "routeviews.org, DNS zones asn and aspath"
        ),
    ]
}
