import DNSWire
import Findings
import Signatures
import TestSupport
import Testing

/// VayDNS, NoizDNS and dnsttEx by their names, and what all programs of dnstt's kind carry.
@Suite struct TurboTunnelTests {
    static let all = [
        session("VayDNS", window: 256) { [0x3A, 0x91, UInt8($0.count)] + $0 },
        session("NoizDNS", window: 64) { client + [0xE0, UInt8($0.count)] + $0 },
        session("dnsttEx", isShort: true) { client + [0xFD, 0x04, 0xD0, UInt8($0.count)] + $0 },
        probable(session("VayDNS", window: 256) { client + [0xE3, 9, 9, 9, UInt8($0.count)] + $0 }),
    ]

    private static let client: [UInt8] = [0x3A, 1, 2, 3, 4, 5, 6, 0xFE]

    private static func probable(_ traffic: ToolTraffic) -> ToolTraffic {
        ToolTraffic(tool: traffic.tool, variant: "as dnstt", confidence: .probable, traffic: traffic.traffic)
    }

    /// A segment of KCP with data, in its long or short form.
    private static func segment(number: Int, data: [UInt8], window: Int, isShort: Bool) -> [UInt8] {
        func little(_ value: Int, _ octets: Int) -> [UInt8] {
            ToolEncoding.bigEndian(UInt64(value), octets: octets).reversed()
        }
        let start = isShort ? [0x50, 0xF8, 0, 0xFF] : [0x9D, 0x54, 0x01, 0xBB, 81, 0] + little(window, 2)
        let octets = isShort ? 2 : 4
        return start + little(7 * number, octets) + little(number, octets) + little(0, octets)
            + little(data.count, octets) + data
    }

    /// What a client sends of a handshake and messages of these lengths: a length, and Noise over smux.
    private static func stream(_ lengths: [Int], _ generator: inout SeededGenerator) -> [[UInt8]] {
        ([48] + lengths.map { $0 + 24 }).flatMap { length in
            [ToolEncoding.bigEndian(UInt64(length), octets: 2), generator.octets(length)]
        }
    }

    private static let messages = [1, 20, 7, 33, 0, 12]

    private static func session(
        _ tool: String,
        window: Int = 64,
        isShort: Bool = false,
        name: ([UInt8]) -> [UInt8]
    ) -> ToolTraffic {
        var generator = SeededGenerator(seed: 11)
        var traffic = ToolTraffic(tool: tool)
        let symbols = isShort ? "0123456789abcdefghijklmnopqrstuv" : "abcdefghijklmnopqrstuvwxyz234567"
        for (number, data) in stream(messages, &generator).enumerated() {
            let packet = segment(number: number, data: data, window: window, isShort: isShort)
            let answer: [UInt8] = (isShort ? [0] : []) + [0, UInt8(packet.count)] + packet
            // The first piece is sent again.
            for _ in 0..<(number == 3 ? 2 : 1) {
                traffic.exchange(
                    ToolEncoding.labels(ToolEncoding.text(name(packet), symbols: symbols)),
                    .txt,
                    [.text(answer)]
                )
            }
        }
        return traffic
    }

    @Test(arguments: all) func payloadIsWhatTheMessagesHold(traffic: ToolTraffic) throws {
        let channel = try #require(traffic.traffic.channel(traffic.zone, cut: traffic.cut))
        let match = try #require(SignatureCatalog.all.compactMap { $0.match(channel) }.first)
        let payload = CarriedPayload(of: channel, in: try #require(match.layout))
        #expect(payload.bytesUp == Double(Self.messages.reduce(0, +)))
        #expect(payload.bytesDown == Double(Self.messages.reduce(0, +)))
    }

    @Test func lengthsThatDoNotFitAreNone() throws {
        let traffic = Self.session("VayDNS", window: 256) { [0x3A, 0x91, UInt8($0.count + 1)] + $0 }
        let channel = try #require(traffic.traffic.channel(traffic.zone, cut: traffic.cut))
        #expect(SignatureCatalog.all.compactMap { $0.match(channel) }.isEmpty)
    }
}
