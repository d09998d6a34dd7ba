import DNSWire
import Findings
import Signatures
import TestSupport
import Testing

/// dnsbotnet by its counter.
@Suite struct DNSBotNetSignatureTests {
    static let all = [traffic()]

    private static func traffic(step: UInt64 = 1) -> ToolTraffic {
        var traffic = ToolTraffic(tool: "dnsbotnet")
        for number in 0..<12 {
            let counter = 5_827_232_492_112_369_283 + UInt64(number) * step
            if number % 4 == 3 {
                traffic.exchange("6869210a.\(counter).o.ws17", .txt)
            } else {
                traffic.exchange("30.\(counter).t.ws17", .txt, number == 2 ? [.text("id".utf8)] : [])
            }
        }
        return traffic
    }

    @Test func outputAndTasksAreThePayload() throws {
        let channel = try #require(Self.all[0].traffic.channel("example.com", cut: "t.example.com"))
        let match = try #require(DNSBotNetSignature().match(channel))
        let payload = CarriedPayload(of: channel, in: try #require(match.layout))
        #expect(payload.bytesUp == 12)
        #expect(payload.bytesDown == 2)
        #expect(match.toolLabels == 0)
    }

    @Test func labelsOfTheToolAreNotTheOperators() throws {
        let channel = try #require(Self.all[0].traffic.channel("example.com", cut: "ws17.t.example.com"))
        #expect(try #require(DNSBotNetSignature().match(channel)).toolLabels == 1)
    }

    @Test func otherCountersAreNone() throws {
        #expect(try Self.traffic(step: 3).match(DNSBotNetSignature()) == nil)
    }
}
