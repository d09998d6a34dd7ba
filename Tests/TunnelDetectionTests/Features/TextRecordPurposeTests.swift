import Testing
import TunnelDetection

/// TXT records of known purpose, by the examples of the documents that define them.
@Suite struct TextRecordPurposeTests {
    @Test(arguments: [
        ("RFC 7208 §3", "v=spf1 +mx a:colo.example.com/28 -all"),
        ("RFC 7208 §4.5, case", "V=SPF1 -all"),
        ("RFC 6376 §3.6.1", "v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQ"),
        ("RFC 7489 §6.3", "v=DMARC1; p=none; rua=mailto:dmarc-feedback@example.com"),
        ("RFC 8461 §3.1", "v=STSv1; id=20160831085700Z;"),
        ("RFC 8460 §3", "v=TLSRPTv1; rua=mailto:reports@example.com"),
        ("RFC 6763 §6.7", "txtvers=1"),
        ("provider", "google-site-verification=rXOxyZounnZasA8Z7oaD3c14JdjS9aKSWvsR1EbUSIQ"),
        ("provider", "facebook-domain-verification=22rm551cu4k0ab0bxsw536tlds4h95"),
    ])
    func isKnown(source: String, text: String) {
        #expect(TextRecordPurpose.isKnown(Array(text.utf8)), "\(source)")
    }

    @Test(arguments: [
        "", "v=", "v=spf", "spf1", "hello", "powershell -enc SQBFAFgA", "d29ybGQ=", "x v=spf1 -all",
        "verification", "=verification", "-verification",
    ])
    func isNotKnown(text: String) {
        #expect(!TextRecordPurpose.isKnown(Array(text.utf8)))
    }
}
