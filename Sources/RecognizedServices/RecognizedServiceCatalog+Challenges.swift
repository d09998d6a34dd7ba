/// Records that prove control of a domain.
extension RecognizedServiceCatalog {
    package static let challenges: [RecognizedService] = [
        RecognizedService(
            "acme-dns challenges",
            under: ["acme-dns.io"],
            layout: #/[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\.auth/#,
            answers: .tokens,
            source: "joohoi/acme-dns, README: one UUID for each account; RFC 8555 §8.4"
        ),
        RecognizedService(
            "AWS certificate validation",
            under: ["acm-validations.aws"],
            layout: #/_[0-9a-f]{32}\.[a-z]{10}/#,
            answers: .few,
            source: "AWS Certificate Manager User Guide, DNS validation"
        ),
        RecognizedService(
            "Comodo and Sectigo validation",
            under: ["comodoca.com", "sectigo.com"],
            layout: #/_?[0-9a-f]{32}\.[0-9a-f]{32}(?:\.[a-z0-9-]{1,20})?/#,
            answers: .few,
            source: "CA/Browser Forum Baseline Requirements §3.2.2.4.7; Sectigo, CNAME validation"
        ),
    ]
}
