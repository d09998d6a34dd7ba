import DNSWire
import Testing

@testable import TunnelDetection

/// What a question foretells of its answer.
@Suite struct AskedNameTests {
    @Test(arguments: [
        ("www.example.com", "www", true), ("www.example.com", "EXAMPLE", true),
        ("contoso.example.com", "contoso-com", true), ("static-assets.example.com", "assets", true),
        ("www.example.com", "e12345", false), ("a.example.com", "ab", false),
    ])
    func foretellsLabels(name: String, label: String, isForetold: Bool) {
        #expect(AskedName(DomainName(name)).foretells(Array(label.utf8)[...]) == isForetold)
    }

    @Test(arguments: [
        ("192-168-3-7.0a1b.plex.example", true), ("ec2-192.168.3.7.compute.example", true),
        ("7.3.168.192.example", false), ("www.example", false),
    ])
    func spellsAddresses(name: String, isSpelled: Bool) {
        #expect(AskedName(DomainName(name)).spells([192, 168, 3, 7]) == isSpelled)
    }

    @Test func knowsChallenges() {
        #expect(AskedName(DomainName("_ACME-challenge.www.example.com")).isOfChallenge)
        #expect(!AskedName(DomainName("www._acme-challenge.example.com")).isOfChallenge)
    }
}
