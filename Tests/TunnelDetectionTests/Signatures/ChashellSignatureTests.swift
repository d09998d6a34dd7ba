import DNSWire
import Findings
import Signatures
import TestSupport
import Testing

/// chashell by polls of one length and the answer to them.
@Suite struct ChashellSignatureTests {
    static let all = [traffic(answer: "-")]

    private static func traffic(answer: String) -> ToolTraffic {
        var generator = SeededGenerator(seed: 51)
        var traffic = ToolTraffic(tool: "chashell", confidence: .probable)
        for number in 0..<14 {
            // Nonce and tag, the client in a field, and a poll, or a chunk of 30 octets with its numbers.
            let message = number == 5 ? 14 + 2 + 2 + 2 + 2 + 30 : 14 + 2
            let octets = generator.octets(24 + 16 + message)
            traffic.exchange(
                ToolEncoding.labels(TextEncoding.base16.encode(octets)),
                .txt,
                [.text(answer.utf8)]
            )
        }
        return traffic
    }

    @Test func chunksAreThePayload() throws {
        let channel = try #require(Self.all[0].traffic.channel("example.com", cut: "t.example.com"))
        let match = try #require(ChashellSignature().match(channel))
        #expect(match.evidence.value == 13)
        #expect(CarriedPayload(of: channel, in: try #require(match.layout)).bytesUp == 30)
    }

    @Test func otherAnswersAreNone() throws {
        #expect(try Self.traffic(answer: "ok").match(ChashellSignature()) == nil)
    }
}
