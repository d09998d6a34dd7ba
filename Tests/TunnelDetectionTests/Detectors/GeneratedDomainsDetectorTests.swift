import DNSWire
import Findings
import NetworkTypes
import TestSupport
import Testing

@Suite struct GeneratedDomainsDetectorTests {
    /// Domains of random letters, as many families make them.
    private static func random(_ count: Int, seed: UInt64 = 5) -> [String] {
        var generator = SeededGenerator(seed: seed)
        return (0..<count).map { _ in
            let letters = (0..<Int.random(in: 9...15, using: &generator)).map { _ in
                Character(Unicode.Scalar(UInt8.random(in: 0x61...0x7A, using: &generator)))
            }
            return String(letters) + [".com", ".net", ".org"][Int.random(in: 0..<3, using: &generator)]
        }
    }

    private static func missing(_ names: [String], every seconds: Double = 2, type: RecordType = .a)
        -> Traffic
    {
        var traffic = Traffic()
        for (index, name) in names.enumerated() {
            traffic.exchange(at: Double(index) * seconds, name, type: type, code: .nxDomain)
        }
        return traffic
    }

    @Test(arguments: [(25, Severity.medium), (60, .medium), (150, .high)])
    func `bursts of random domains that do not exist are found`(count: Int, severity: Severity) throws {
        let finding = try #require(Self.missing(Self.random(count)).findings(.generatedDomains).first)
        #expect(
            finding.severity == severity && finding.clients.map(\.address) == [IPAddress(v4: 0x0A00_0011)]
        )
        #expect(finding.queries == count && finding.attack.map(\.id).contains("T1568.002"))
    }

    @Test func `slow ones are not a burst`() {
        #expect(Self.missing(Self.random(100), every: 600).findings(.generatedDomains).isEmpty)
    }

    @Test func `domains that exist are none`() {
        var traffic = Traffic()
        for (index, name) in Self.random(100).enumerated() {
            traffic.exchange(at: Double(index), name, answers: [.address(0xC633_6401)])
        }
        #expect(traffic.findings(.generatedDomains).isEmpty)
    }

    @Test func `search suffixes, probes of browsers and a few typing errors are none`() {
        let random = Self.random(300, seed: 9).map { $0.split(separator: ".")[0] }
        let suffixed = random.prefix(100).map { "\($0).corp.example.com" }
        let probes = random.dropFirst(100).prefix(100).map(String.init)
        let undotted = random.dropFirst(200).map { "\($0).cluster.local" }
        let typed = ["gogle.com", "facebok.com", "wikpedia.org", "amazom.de", "netflx.com", "youtub.com"]
        #expect(
            Self.missing(suffixed + probes + undotted + typed, every: 1).findings(.generatedDomains).isEmpty
        )
    }

    @Test func `a mail server that checks senders is less`() throws {
        let names = Self.random(60)
        let asked = try #require(Self.missing(names).findings(.generatedDomains).first)
        let checked = Self.missing(names, type: .mx).findings(.generatedDomains).first
        #expect(checked?.score ?? 0 < asked.score && checked?.severity ?? .info < .medium)
    }

    /// A crawler comes back to the domains that exist, and finds links to others that are gone.
    @Test func `domains that exist count as long as they are in use`() throws {
        let gone = (0..<60).map { "closed-shop-number-\($0).com" }
        let alone = try #require(Self.missing(gone, every: 20).findings(.generatedDomains).first)
        var traffic = Self.missing(gone, every: 20)
        for index in 0..<90 {
            for visit in [-2_000.0, 600] {
                traffic.exchange(
                    at: visit + Double(index),
                    "open-shop-number-\(index).com",
                    answers: [.address(0xC633_6401)]
                )
            }
        }
        let among = traffic.inOrderOfTime.findings(.generatedDomains).first
        #expect(among?.score ?? 0 <= alone.score - 20)
    }

    /// Each network of addresses is a registered domain by the rules of suffixes, and nobody makes it up.
    @Test func `addresses in a log are none`() {
        var generator = SeededGenerator(seed: 8)
        let names = (0..<300).map { _ in
            generator.octets(4).map { "\($0)" }.joined(separator: ".") + ".in-addr.arpa"
        }
        #expect(Self.missing(names, type: .ptr).findings(.generatedDomains).isEmpty)
    }
}
