import DNSWire
import Findings
import Signatures
import TestSupport
import Testing

/// PacketWhisper by names that it makes up in zones of others.
@Suite struct PacketWhisperSignatureTests {
    static let all = [
        randomized(
            beginnings: ["716l", "32el", "3937", "72tg"],
            symbols: "abcdefghijklmnopqrstuvwxyz0123456789"
        ),
        listed(["Mr", "Dr", "Sir", "Prof"]),
        knock("camembert"),
    ]

    private static func randomized(beginnings: [String], symbols: String, names: Int = 24) -> ToolTraffic {
        var generator = SeededGenerator(seed: 1)
        let symbols = Array(symbols.utf8)
        var traffic = ToolTraffic(
            tool: "PacketWhisper",
            variant: "akstat.io",
            kind: .exfiltration,
            zone: "akstat.io",
            cut: "akstat.io"
        )
        for index in 0..<names {
            let end = (0..<4).map { _ in symbols[Int.random(in: 0..<symbols.count, using: &generator)] }
            traffic.exchange([Array(beginnings[index % beginnings.count].utf8) + end], .a)
        }
        return traffic
    }

    private static func listed(_ titles: [String]) -> ToolTraffic {
        var traffic = ToolTraffic(
            tool: "PacketWhisper",
            variant: "yoyodyne.com",
            kind: .exfiltration,
            zone: "yoyodyne.com",
            cut: "yoyodyne.com"
        )
        for (index, title) in titles.enumerated() {
            traffic.exchange("\(title).John.\(["Bigboote", "Gomez", "Whorfin"][index % 3])", .a)
        }
        return traffic
    }

    private static func knock(_ word: String) -> ToolTraffic {
        var traffic = ToolTraffic(
            tool: "PacketWhisper",
            variant: "knock",
            confidence: .probable,
            kind: .exfiltration,
            zone: "google.com",
            cut: "google.com"
        )
        for name in ["www", word, "mail", "docs"] { traffic.exchange(name, .a, [.address(0x0808_0808)]) }
        return traffic
    }

    @Test(arguments: all) func recognizes(traffic: ToolTraffic) throws {
        let match = try #require(try traffic.match(PacketWhisperSignature()))
        #expect(match.tool.confidence == traffic.confidence)
        #expect(match.kind == .exfiltration)
    }

    @Test func rejectsWhatTheZonesHave() throws {
        let own = Self.randomized(beginnings: ["1732", "684d"], symbols: "0123456789abcdef")
        #expect(try own.match(PacketWhisperSignature()) == nil)
        #expect(try Self.listed(["Mr", "Dr", "Sir"]).match(PacketWhisperSignature()) == nil)
        #expect(try Self.knock("brie").match(PacketWhisperSignature()) == nil)
    }

    /// Each name a registered domain of its own, beside ordinary hosts of the same network and other clients.
    @Test func hostsOfAContentNetwork() throws {
        var generator = SeededGenerator(seed: 7)
        let symbols = Array("abcdefghijklmnopqrstuvwxyz0123456789")
        func random(_ count: Int) -> String {
            String((0..<count).compactMap { _ in symbols.randomElement(using: &generator) })
        }
        let beginnings = (0..<66).map { _ in "d" + random(5) }
        var traffic = TrafficModel.browsing()
        for index in 0..<160 {
            let host =
                index % 4 == 3
                ? "d" + random(13) : beginnings[Int.random(in: 0..<66, using: &generator)] + random(7)
            traffic.exchange(
                at: 20 + Double(index) / 2,
                host + ".cloudfront.net",
                client: index % 4 == 3 ? 0x0A00_0050 : TrafficModel.client,
                answers: [.address(.random(in: 0x3400_0000...0x34FF_FFFF, using: &generator))]
            )
        }
        let finding = try #require(traffic.inOrderOfTime.findings.first { $0.tool?.name == "PacketWhisper" })
        #expect(finding.zone == "cloudfront.net")
        #expect(finding.tool?.confidence == .certain)
    }

    @Test func ordinaryHostsOfAContentNetwork() {
        var generator = SeededGenerator(seed: 8)
        let symbols = Array("abcdefghijklmnopqrstuvwxyz0123456789")
        var traffic = TrafficModel.browsing()
        for index in 0..<200 {
            let host = "d" + String((0..<13).compactMap { _ in symbols.randomElement(using: &generator) })
            traffic.exchange(
                at: 20 + Double(index) / 2,
                host + ".cloudfront.net",
                client: TrafficModel.client
            )
        }
        #expect(traffic.inOrderOfTime.findings.allSatisfy { $0.tool == nil })
    }
}
