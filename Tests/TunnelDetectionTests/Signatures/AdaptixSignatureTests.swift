import DNSWire
import Findings
import Signatures
import TestSupport
import Testing

/// The DNS beacon of AdaptixC2 by its masked counters.
@Suite struct AdaptixSignatureTests {
    static let all = [traffic(mask: 0x3991_3991)]

    private static func traffic(mask: UInt32) -> ToolTraffic {
        var generator = SeededGenerator(seed: 31)
        var traffic = ToolTraffic(tool: "AdaptixC2")
        func hexadecimal(_ value: UInt32) -> [UInt8] {
            TextEncoding.base16.encode(ToolEncoding.bigEndian(UInt64(value), octets: 4))
        }
        for number in 0..<16 {
            let operation = ["www", "hb", "cdn", "api"][number % 4]
            let data = ToolEncoding.text(
                generator.octets(16 + 20),
                symbols: "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
            )
            traffic.exchange(
                [
                    Array("7f3a90c1".utf8), Array(operation.utf8),
                    hexadecimal(UInt32(number + 0x5000) ^ mask),
                    hexadecimal(3 ^ mask),
                ] + ToolEncoding.labels(data, length: 48),
                operation == "hb" ? .a : .txt
            )
        }
        return traffic
    }

    @Test func uploadsAreThePayload() throws {
        let channel = try #require(Self.all[0].traffic.channel("example.com", cut: "t.example.com"))
        let match = try #require(AdaptixSignature().match(channel))
        #expect(match.tool.because.contains("0x7f3a90c1"))
        #expect(CarriedPayload(of: channel, in: try #require(match.layout)).bytesUp == 80)
    }

    @Test func anotherMaskIsNone() throws {
        #expect(try Self.traffic(mask: 0x3991_3991 ^ 0xFFFF_0000).match(AdaptixSignature()) == nil)
    }
}
