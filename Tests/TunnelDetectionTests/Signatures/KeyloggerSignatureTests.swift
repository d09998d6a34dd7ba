import DNSWire
import Findings
import Signatures
import TestSupport
import Testing

/// DNS-Tunnel-Keylogger by numbers and the answers to them.
@Suite struct KeyloggerSignatureTests {
    static let all = [traffic(first: 200)]

    private static func traffic(first: UInt32) -> ToolTraffic {
        var traffic = ToolTraffic(tool: "DNS-Tunnel-Keylogger", kind: .exfiltration)
        traffic.exchange("a.1.1.1", .a, [.address(0x5A39_1401)])
        for number in 0..<10 {
            let keys = String(
                decoding: TextEncoding.base16.encode(Array("keys\(number)".utf8)),
                as: UTF8.self
            )
            traffic.exchange("b.\(number).1.\(keys)", .a, [.address(first << 24 | UInt32(number * 7_919))])
        }
        return traffic
    }

    @Test func keysAreThePayload() throws {
        let channel = try #require(Self.all[0].traffic.channel("example.com", cut: "t.example.com"))
        let match = try #require(KeyloggerSignature().match(channel))
        #expect(match.evidence.value == 10)
        #expect(CarriedPayload(of: channel, in: try #require(match.layout)).bytesUp == 50)
    }

    @Test func otherAnswersAreNone() throws {
        #expect(try Self.traffic(first: 192).match(KeyloggerSignature()) == nil)
    }
}
