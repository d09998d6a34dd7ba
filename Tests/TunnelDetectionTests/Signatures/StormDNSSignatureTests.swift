import DNSWire
import Findings
import Signatures
import TestSupport
import Testing

/// MasterDnsVPN and StormDNS by headers with a check octet, and pongs.
@Suite struct StormDNSSignatureTests {
    static let all = [
        session("StormDNS/MasterDnsVPN", firstSize: nil),
        session("StormDNS", firstSize: 1_000),
        session("MasterDnsVPN", firstSize: 200),
    ]

    private static let key: [UInt8] = Array("0123456789abcdef0123456789abcdef".utf8)

    /// The fields, a check octet over them, the payload.
    private static func packet(_ fields: [UInt8], _ payload: [UInt8]) -> [UInt8] {
        var sum = (fields.count * 17 + 0x5D) % 256
        for (index, field) in fields.enumerated() {
            sum = (sum + Int(field) + index) % 256
            sum ^= (Int(field) << (index % 4)) % 256
        }
        return fields + [UInt8(sum)] + payload
    }

    /// Seven octets in eleven symbols, fewer in as many as they need.
    private static func base36(_ octets: [UInt8]) -> [UInt8] {
        let digits = Array("0123456789abcdefghijklmnopqrstuvwxyz".utf8)
        return stride(from: 0, to: octets.count, by: 7).flatMap { start -> [UInt8] in
            let block = octets[start..<min(start + 7, octets.count)]
            var value = block.reduce(UInt64(0)) { $0 * 256 + UInt64($1) }
            var symbols: [UInt8] = []
            for _ in 0..<[0, 2, 4, 5, 7, 8, 10, 11][block.count] {
                symbols.insert(digits[Int(value % 36)], at: 0)
                value /= 36
            }
            return symbols
        }
    }

    private static func session(_ tool: String, firstSize: Int?) -> ToolTraffic {
        var generator = SeededGenerator(seed: 21)
        var traffic = ToolTraffic(tool: tool, confidence: firstSize == nil ? .certain : .probable)
        func exchange(_ query: [UInt8], _ answers: [[UInt8]]) {
            let masked = query.enumerated().map { $1 ^ key[$0 % key.count] }
            traffic.exchange(ToolEncoding.labels(base36(masked)), .txt, answers.map { .text($0) })
        }
        if let firstSize {
            let size = ToolEncoding.bigEndian(UInt64(firstSize), octets: 2)
            let answer = packet(
                [0xFF, 0x04, 0, 0, 0, 0, 0, 1, 0, 0x22],
                size + [UInt8](repeating: 0, count: 100)
            )
            exchange(packet([0xFF, 0x03, 0x22], size + generator.octets(4)), [answer])
        }
        for number in 0..<12 {
            exchange(
                packet([9, 0x07, 0x51], Array("PI:".utf8) + generator.octets(4)),
                [packet([9, 0x08, 0x51], Array("PO:".utf8) + generator.octets(4))]
            )
            let data = packet([9, 0x0F, 0, 3, 0, UInt8(number), 0, 1, 0, 0x51], generator.octets(50))
            let more = generator.octets(200)
            let first = packet([9, 0x0F, 0, 3, 1, UInt8(number), 0, 1, 0, 0x51], generator.octets(100))
            exchange(data, number == 0 ? [[0, 2] + first, [1] + more] : [])
        }
        return traffic
    }

    @Test(arguments: all) func recognizes(traffic: ToolTraffic) throws {
        let channel = try #require(traffic.traffic.channel(traffic.zone, cut: traffic.cut))
        let match = try #require(SignatureCatalog.all.compactMap { $0.match(channel) }.first)
        #expect(match.tool.because.contains("12 of them pongs"))
        let payload = CarriedPayload(of: channel, in: try #require(match.layout))
        #expect(payload.bytesUp == 600)
        #expect(payload.bytesDown == 300)
    }
}
