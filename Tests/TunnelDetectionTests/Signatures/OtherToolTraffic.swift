import DNSWire
import TestSupport

/// A few exchanges of the tools whose signatures have tests of their own, so that no other one takes them for its.
enum OtherToolTraffic {
    static let all = [iodine, dnscat2, dns2tcp]

    /// Version request and pings, ids in steps of 7727.
    private static let iodine: ToolTraffic = {
        var traffic = ToolTraffic(tool: "iodine")
        var generator = SeededGenerator(seed: 11)
        for index in 0..<24 {
            let name =
                index == 0
                ? Array("vaaaakaqaabq".utf8)
                : Array("p".utf8) + TextEncoding.iodineBase32.encode(generator.octets(5))
            traffic.traffic.exchange(
                at: Double(index),
                labels: [name] + MessageBuilder.labels(traffic.cut),
                type: .null,
                id: UInt16(truncatingIfNeeded: 1 + index * 7727),
                answers: [Traffic.Answer(type: .null, timeToLive: 0, octets: generator.octets(9))]
            )
        }
        return traffic
    }()

    /// Messages of one session, echoed.
    private static let dnscat2: ToolTraffic = {
        var traffic = ToolTraffic(tool: "dnscat2")
        var generator = SeededGenerator(seed: 12)
        for _ in 0..<24 {
            let packet = generator.octets(2) + [1, 0xBE, 0xEF]
            let answer = generator.octets(2) + [1, 0xBE, 0xEF] + generator.octets(20)
            traffic.exchange(
                TextEncoding.base16.labels(packet + generator.octets(30), length: 60),
                .txt,
                [.text(TextEncoding.base16.encode(answer))]
            )
        }
        return traffic
    }()

    /// Authentication, then data of one session in sequence.
    private static let dns2tcp: ToolTraffic = {
        var traffic = ToolTraffic(tool: "dns2tcp")
        var generator = SeededGenerator(seed: 13)
        traffic.exchange(
            [TextEncoding.standardBase64.encode([1, 2, 0, 0, 0, 0, 1]), Array("=auth".utf8)],
            .txt
        )
        for index in 1..<24 {
            let header: [UInt8] = [0x5A, 0x17, 0, UInt8(index), 0, UInt8(index), 8]
            traffic.exchange(TextEncoding.standardBase64.labels(header + generator.octets(40)), .txt)
        }
        return traffic
    }()
}
