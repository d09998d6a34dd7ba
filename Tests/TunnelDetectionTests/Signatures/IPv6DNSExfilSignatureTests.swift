import DNSWire
import Findings
import Signatures
import TestSupport
import Testing

/// IPv6DNSExfil by numbered addresses.
@Suite struct IPv6DNSExfilSignatureTests {
    static let all = [traffic(first: 2_000)]

    private static func traffic(first: Int) -> ToolTraffic {
        var generator = SeededGenerator(seed: 81)
        var traffic = ToolTraffic(tool: "IPv6DNSExfil", kind: .exfiltration)
        let answers = (0..<40).map { number -> Traffic.Answer in
            let digits = String(first + number).compactMap(\.wholeNumberValue).map(UInt8.init)
            return Traffic.Answer(
                type: .aaaa,
                octets: [digits[0] * 16 + digits[1], digits[2] * 16 + digits[3]] + generator.octets(14)
            )
        }
        traffic.exchange("a", .aaaa, answers)
        return traffic
    }

    @Test func addressesAreThePayload() throws {
        let channel = try #require(Self.all[0].traffic.channel("example.com", cut: "t.example.com"))
        let match = try #require(IPv6DNSExfilSignature().match(channel))
        #expect(CarriedPayload(of: channel, in: try #require(match.layout)).bytesDown == 560)
    }

    @Test func anotherBeginningIsNone() throws {
        #expect(try Self.traffic(first: 3_000).match(IPv6DNSExfilSignature()) == nil)
    }
}
