import DNSWire
import Findings
import Signatures
import TestSupport
import Testing

/// ObviousDNSC2 by the time of day in its names.
@Suite struct ObviousDNSC2SignatureTests {
    static let all = [traffic("2026-03-01 12:30:")]

    private static func name(_ kind: String, _ text: String) -> String {
        let symbols = ToolEncoding.text(Array(text.utf8), symbols: "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
        let padded = ToolEncoding.padded(symbols, group: 8).map {
            $0 == UInt8(ascii: "=") ? UInt8(ascii: "-") : $0
        }
        return kind + String(decoding: padded, as: UTF8.self) + (padded.last == UInt8(ascii: "-") ? "0" : "")
    }

    private static func traffic(_ day: String) -> ToolTraffic {
        var traffic = ToolTraffic(tool: "ObviousDNSC2")
        for second in 10..<20 {
            traffic.exchange(name("CHK", "\(day)\(second).123456"), .txt, [.text("NUL".utf8)])
        }
        traffic.exchange(name("CON", "\(day)21.123456"), .txt, [.text("CMDd2hvYW1p".utf8)])
        traffic.exchange("RESOJXW65AKOJXW65AK", .txt, [.text("ACK0".utf8)])
        return traffic
    }

    @Test func commandAndOutputAreThePayload() throws {
        let channel = try #require(Self.all[0].traffic.channel("example.com", cut: "t.example.com"))
        let match = try #require(ObviousDNSC2Signature().match(channel))
        let payload = CarriedPayload(of: channel, in: try #require(match.layout))
        #expect(payload.bytesUp == 10)
        #expect(payload.bytesDown == 6)
    }

    @Test func otherTextIsNone() throws {
        #expect(try Self.traffic("the 1st of March, ").match(ObviousDNSC2Signature()) == nil)
    }
}
