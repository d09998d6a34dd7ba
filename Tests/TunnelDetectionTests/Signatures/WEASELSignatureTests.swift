import DNSWire
import Findings
import Signatures
import TestSupport
import Testing

/// WEASEL by Base32 in which `w` is padding.
@Suite struct WEASELSignatureTests {
    static let all = [session(symbols: { $0 == UInt8(ascii: "w") ? UInt8(ascii: "-") : $0 }, padding: "w")]

    private static func session(symbols: (UInt8) -> UInt8, padding: String, type: RecordType = .aaaa)
        -> ToolTraffic
    {
        var generator = SeededGenerator(seed: 1)
        var traffic = ToolTraffic(tool: "WEASEL", confidence: .probable)
        for index in 0..<16 {
            let text = TextEncoding.base32.encode(generator.octets(26)).map(symbols)
            let label = text + Array(String(repeating: padding, count: 6).utf8)
            let stream = TextEncoding.base16.encode([0, UInt8(index / 3)])
            traffic.exchange(
                [label, stream, Array("q7".utf8)],
                type,
                [Traffic.Answer(type: .aaaa, octets: generator.octets(16))]
            )
        }
        return traffic
    }

    @Test func recognizes() throws {
        let match = try #require(try Self.all[0].match(WEASELSignature()))
        #expect(match.tool.confidence == .probable)
        #expect(match.evidence.value == 16)
    }

    @Test func rejectsOrdinaryBase32() throws {
        #expect(try Self.session(symbols: { $0 }, padding: "").match(WEASELSignature()) == nil)
        #expect(try Self.session(symbols: { $0 }, padding: "w").match(WEASELSignature()) == nil)
        let addresses = Self.session(
            symbols: { $0 == UInt8(ascii: "w") ? UInt8(ascii: "-") : $0 },
            padding: "w",
            type: .a
        )
        #expect(try addresses.match(WEASELSignature()) == nil)
    }
}
