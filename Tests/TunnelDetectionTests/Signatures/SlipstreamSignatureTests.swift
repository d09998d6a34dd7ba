import DNSWire
import Findings
import Signatures
import TestSupport
import Testing

/// slipstream by QUIC headers at the beginning of names.
@Suite struct SlipstreamSignatureTests {
    static let all = [
        connection(handshakes: 2, packets: 20),
        ToolTraffic(
            tool: "slipstream",
            variant: "without handshake",
            confidence: .probable,
            traffic: connection(handshakes: 0, packets: 20).traffic
        ),
    ]

    private static func connection(
        handshakes: Int,
        packets: Int,
        version: UInt64 = 1,
        label: Int = 57,
        id: [UInt8] = [1, 2, 3, 4, 5, 6, 7, 8]
    ) -> ToolTraffic {
        var generator = SeededGenerator(seed: 1)
        var traffic = ToolTraffic(tool: "slipstream")
        for _ in 0..<handshakes {
            let long =
                [0xC0 | generator.octets(1)[0] & 0x3F] + ToolEncoding.bigEndian(version, octets: 4)
                + [8] + generator.octets(8) + [8] + generator.octets(8 + 100)
            traffic.exchange(ToolEncoding.labels(TextEncoding.base32.encode(long), length: label), .txt)
        }
        for _ in 0..<packets {
            let short =
                [0x40 | generator.octets(1)[0] & 0x3F] + (id.isEmpty ? generator.octets(8) : id)
                + generator.octets(100)
            traffic.exchange(ToolEncoding.labels(TextEncoding.base32.encode(short), length: label), .txt)
        }
        return traffic
    }

    @Test func recognizes() throws {
        let handshake = try #require(try Self.all[0].match(SlipstreamSignature()))
        #expect(handshake.tool.confidence == .certain)
        #expect(handshake.tool.because.contains("20 later ones"))
        let later = try #require(try Self.all[1].match(SlipstreamSignature()))
        #expect(later.tool.confidence == .probable)
        #expect(later.tool.because.contains("0x0102030405060708"))
    }

    @Test func rejectsWhatIsNoQUIC() throws {
        #expect(
            try Self.connection(handshakes: 9, packets: 0, version: 5).match(SlipstreamSignature()) == nil
        )
        #expect(
            try Self.connection(handshakes: 2, packets: 20, label: 63).match(SlipstreamSignature()) == nil
        )
        #expect(try Self.connection(handshakes: 0, packets: 40, id: []).match(SlipstreamSignature()) == nil)
        #expect(try Self.connection(handshakes: 1, packets: 15).match(SlipstreamSignature()) == nil)
    }
}
