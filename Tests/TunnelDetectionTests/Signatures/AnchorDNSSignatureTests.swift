import DNSWire
import Findings
import Signatures
import TestSupport
import Testing

/// Anchor_DNS by the first and last octet of requests.
@Suite struct AnchorDNSSignatureTests {
    static let all = [traffic()]

    private static func traffic(key: UInt8 = 0xB9, length: Int = 19) -> ToolTraffic {
        var generator = SeededGenerator(seed: 60)
        var traffic = ToolTraffic(tool: "Anchor_DNS", confidence: .possible)
        for _ in 0..<40 {
            let request = [UInt8(ascii: "1")] + generator.octets(length) + [0]
            traffic.exchange(
                [TextEncoding.base16.encode(request.map { $0 ^ key })],
                .a,
                [.address(.random(in: 0 ... .max, using: &generator))]
            )
        }
        return traffic
    }

    @Test func recognizes() throws {
        let match = try #require(try Self.all[0].match(AnchorDNSSignature()))
        #expect(match.evidence.value == 40)
    }

    @Test func rejectsOtherKeysAndLengths() throws {
        #expect(try Self.traffic(key: 0xB8).match(AnchorDNSSignature()) == nil)
        #expect(try Self.traffic(length: 20).match(AnchorDNSSignature()) == nil)
    }
}
