import Channels
import DNSWire
import OrdinaryTraffic
import Testing

/// What a question foretells of its answer.
@Suite struct AskedNameTests {
    @Test(arguments: [
        ("www.example.com", "www", ""), ("www.example.com", "EXAMPLE", ""),
        ("static-assets.example.com", "assets", ""),
        // Only what the name says is foretold, not what stands around it.
        ("contoso.example.com", "contoso-com", "-com"),
        ("poll.example.com", "aGVsbG8POLLd29ybGQ", "aGVsbG8d29ybGQ"),
        ("www.example.com", "e12345", "e12345"), ("a.example.com", "ab", "ab"),
    ])
    func foretellsLabels(name: String, label: String, news: String) {
        #expect(AskedName(DomainName(name)).news(in: Array(label.utf8)[...]) == Array(news.utf8))
    }

    @Test(arguments: [
        ("192-168-3-7.0a1b.plex.example", true), ("ec2-192.168.3.7.compute.example", true),
        ("7.3.168.192.example", false), ("www.example", false),
    ])
    func spellsAddresses(name: String, isSpelled: Bool) {
        #expect(AskedName(DomainName(name)).spells([192, 168, 3, 7]) == isSpelled)
    }

    @Test(arguments: [
        // RFC 6116 §3.4.3.
        ("4.3.2.1.6.7.9.8.6.4.e164.arpa", "sip:+49301234567", "sip:+49301234567"),
        ("5.4.3.2.1.6.7.9.8.6.4.e164.arpa", "sip:+46897612345@gate", "sip:+@gate"),
        ("www.example.com", "46", "46"),
    ])
    func foretellsNumbers(name: String, answer: String, news: String) {
        #expect(AskedName(DomainName(name)).withoutNumber(Array(answer.utf8)) == Array(news.utf8))
    }

    @Test func knowsChallenges() {
        #expect(AskedName(DomainName("_ACME-challenge.www.example.com")).isOfChallenge)
        #expect(!AskedName(DomainName("www._acme-challenge.example.com")).isOfChallenge)
    }
}
