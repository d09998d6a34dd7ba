import DNSWire
import Findings
import Signatures
import TestSupport
import Testing

/// Cobalt Strike's layout as a hint.
@Suite struct CobaltStrikeSignatureTests {
    static let all = [session { 1 + $0 % 3 }]

    private static func session(digit: (Int) -> Int) -> ToolTraffic {
        var generator = SeededGenerator(seed: 1)
        var traffic = ToolTraffic(tool: "Cobalt Strike", confidence: .possible)
        for index in 0..<9 {
            let labels = 1 + index % 3
            let data = ToolEncoding.labels(
                TextEncoding.base16.encode(generator.octets(28 * labels)),
                length: 56
            )
            .map { String(decoding: $0, as: UTF8.self) }.joined(separator: ".")
            let counter = String(UInt32.random(in: 0 ... .max, using: &generator), radix: 16)
            traffic.exchange("post.\(digit(index))\(data).\(counter).5305cbf4", .a, [.address(0)])
        }
        return traffic
    }

    @Test func isOnlyPossible() throws {
        let match = try #require(try Self.all[0].match(CobaltStrikeSignature()))
        #expect(match.tool.confidence == .possible)
        #expect(match.evidence.points < 30)
        #expect(match.evidence.value == 9)
        #expect(match.tool.because.contains("5305cbf4"))
    }

    @Test func rejectsAnotherCount() throws {
        #expect(try Self.session { 1 + ($0 + 1) % 3 }.match(CobaltStrikeSignature()) == nil)
    }
}
