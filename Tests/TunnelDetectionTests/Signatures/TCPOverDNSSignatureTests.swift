import DNSWire
import Findings
import Signatures
import TestSupport
import Testing

/// tcp-over-dns by its checksums.
@Suite struct TCPOverDNSSignatureTests {
    static let all = [traffic(error: 0)]

    private static func traffic(error: UInt8) -> ToolTraffic {
        var generator = SeededGenerator(seed: 41)
        var traffic = ToolTraffic(tool: "tcp-over-dns")
        let letters = Array("abcdefghijklmnop".utf8)
        for number in 0..<20 {
            let isPoll = number.isMultiple(of: 2)
            let content = generator.octets(isPoll ? 8 : 40)
            let fields: [UInt8] = [0x34, 0x12, UInt8(number), 7, isPoll ? 2 : 1]
            // Client counts by its lower half: the sum is of a short.
            let total =
                (0x1234 + number + 7 + (isPoll ? 2 : 1) + content.count + content.reduce(0) { $0 + Int($1) })
                % 256
            let checksum = UInt8((256 - total) % 256) ^ error
            let text = (fields + [checksum] + content).flatMap {
                [letters[Int($0 % 16)], letters[Int($0 / 16)]]
            }
            traffic.exchange(ToolEncoding.labels(Array("a".utf8) + text), .cname, [])
        }
        return traffic
    }

    @Test func contentIsThePayload() throws {
        let channel = try #require(Self.all[0].traffic.channel("example.com", cut: "t.example.com"))
        let match = try #require(TCPOverDNSSignature().match(channel))
        #expect(match.tool.because.contains("0x1234"))
        #expect(CarriedPayload(of: channel, in: try #require(match.layout)).bytesUp == 400)
    }

    @Test func wrongChecksumsAreNone() throws {
        #expect(try Self.traffic(error: 1).match(TCPOverDNSSignature()) == nil)
    }
}
