import Channels
import OrdinaryTraffic
import Testing

/// TXT records of known purpose, by the examples of the documents that define them.
@Suite struct TextRecordPurposesTests {
    @Test(arguments: [
        ("RFC 7208 §3", "v=spf1 +mx a:colo.example.com/28 -all"),
        ("RFC 7208 §4.5, case", "V=SPF1 -all"),
        ("RFC 6376 §3.6.1", "v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQ"),
        (
            "RFC 7208 §7.4",
            "v=spf1 exists:%{ir}.%{l1r+-}._spf.%{d} include:_spf.example.net ip4:192.0.2.0/24 ip6:2001:db8::/32 ~all"
        ),
        ("RFC 7208 §6.1", "v=spf1 redirect=_spf.example.com"),
        ("RFC 6376 §3.6.1, tags in another order", "k=rsa; t=s; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQ=="),
        ("RFC 8463 §4", "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="),
        ("BIMI draft §4", "v=BIMI1; l=https://example.com/brand/logo.svg; a=;"),
        ("provider", "MS=ms75159160"),
        (
            "kubernetes-sigs/external-dns, TXT registry",
            "heritage=external-dns,external-dns/owner=prod,external-dns/resource=ingress/default/shop"
        ),
        ("provider", "docusign=ec5554bd-6bd6-3bbb-a5d4-efd70e83e751"),
        ("RFC 7489 §6.3", "v=DMARC1; p=none; rua=mailto:dmarc-feedback@example.com"),
        ("RFC 8461 §3.1", "v=STSv1; id=20160831085700Z;"),
        ("RFC 8460 §3", "v=TLSRPTv1; rua=mailto:reports@example.com"),
        ("RFC 6763 §6.7", "txtvers=1"),
        ("provider", "google-site-verification=rXOxyZounnZasA8Z7oaD3c14JdjS9aKSWvsR1EbUSIQ"),
        ("atproto.com, Handle, and Bluesky's own", "did=did:plc:z72i7hdynmk6r22z27h6tvur"),
        ("atproto.com, DID", "did=did:web:example.com"),
        ("provider", "facebook-domain-verification=22rm551cu4k0ab0bxsw536tlds4h95"),
    ])
    func isKnown(source: String, text: String) {
        #expect(TextRecordPurposes().isKnown(Array(text.utf8)), "\(source)")
    }

    @Test(arguments: [
        "", "v=", "v=spf", "spf1", "hello", "powershell -enc SQBFAFgA", "d29ybGQ=", "x v=spf1 -all",
        "verification", "=verification", "-verification",
        // What begins like a record but is none.
        "v=spf1 powershell -enc SQBFAFgAIAAoAE4AZQB3AC0ATwBiAGoA",
        "v=spf1 c3Vkbw==", "heritage=external-dns,run=d2hvYW1p", "heritage=d2hvYW1p",
        "v=spf1 include:ZWNobyBoZWxsbyB3b3JsZCBhbmQgbW9yZSB0aGFuIGZvcnR5IHN5bWJvbHM.example.com",
        "v=spf1 x=d2hvYW1p -all", "v=DKIM1; c=d2hvYW1p", "v=DKIM1; k=rsa; p=MIGf; n=run this",
        "v=DMARC1; p=none; cmd=whoami", "v=STSv1; id=20160831085700Z; run", "v=TLSRPTv1; d2hvYW1p",
        "did=did:plc:whoami", "did=did:key:z72i7hdynmk6r22z27h6tvur",
        "google-site-verification=two words", "txtvers=1\u{1}\u{2}", "docusign=d2hvYW1p", "MS=whoami",
    ])
    func isNotKnown(text: String) {
        #expect(!TextRecordPurposes().isKnown(Array(text.utf8)))
    }

    /// Long texts are kept by their beginning; what the cut left of a word does not count.
    @Test(arguments: [
        ("v=spf1 ip4:192.0.2.0/24 ip4:198.51.100.0/24 inclu", true),
        ("v=DKIM1; k=rsa; p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQ", true),
        ("v=spf1 payload payload payl", false),
    ])
    func beginningOfALongText(text: String, isKnown: Bool) {
        #expect(TextRecordPurposes().isKnown(Array(text.utf8), isComplete: false) == isKnown)
        #expect(!TextRecordPurposes().isKnown(Array("v=spf1 inclu".utf8)))
    }

    /// The DNSCrypt protocol, "Certificates": magic, two versions, signature, key, client magic, serial, two times.
    @Test(arguments: [(124, true), (123, false), (200, false)])
    func certificate(length: Int, isKnown: Bool) {
        let certificate = Array("DNSC".utf8) + [0, 2, 0, 0] + [UInt8](repeating: 0xA5, count: length - 8)
        #expect(TextRecordPurposes().isKnown(certificate) == isKnown)
    }
}
