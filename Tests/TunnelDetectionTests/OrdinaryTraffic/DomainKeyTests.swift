import Channels
import OrdinaryTraffic
import Testing

/// Public keys in DKIM records, by the examples of the documents that define them.
@Suite struct DomainKeyTests {
    @Test(arguments: [
        // RFC 6376 appendix C.
        "v=DKIM1; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDwIRP/UC3SBsEmGqZ9ZJW3/DkMoGeLnQg1fWn7/zYt",
        // RFC 8463 appendix A.2.
        "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=",
        // RFC 6376 §3.6.1: an empty one has been revoked.
        "v=DKIM1; p=",
        // A modulus of 2,048 bits in a structure of its own, RFC 8017 appendix A.1.1: 30 82 01 0A 02 82 01 01 00.
        "p=MIIBCgKCAQEAwvsX0Q",
    ])
    func isAKey(text: String) {
        #expect(DomainKey.isIn(Array(text.utf8)))
    }

    @Test(arguments: [
        "v=DKIM1; k=rsa; p=rC30AFy9YQfd2YzkDc7uqX9nyTJDPyUy", "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS",
        "v=spf1 -all", "p=x", "",
    ])
    func isNone(text: String) {
        #expect(!DomainKey.isIn(Array(text.utf8)))
    }

    @Test(arguments: [
        ("v=DKIM1; k=rsa; p=rC30AFy9YQfd2YzkDc7uqX9nyTJDPyUy", true),
        ("v=DKIM1; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDwIRP/UC3SBsEmGqZ9", false),
        // A policy, RFC 7489 §6.3.
        ("v=DMARC1; p=reject", false), ("v=spf1 -all", false),
    ])
    func isForged(text: String, isForged: Bool) {
        #expect(DomainKey.isForged(Array(text.utf8)) == isForged)
    }
}
