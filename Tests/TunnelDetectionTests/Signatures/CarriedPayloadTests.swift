import Channels
import DNSWire
import Findings
import Signatures
import TestSupport
import Testing

/// What known tools carry: polls, acknowledgments, framing and what is sent again count for nothing.
@Suite struct CarriedPayloadTests {
    private static func payload(_ traffic: ToolTraffic) throws -> CarriedPayload {
        let channel = try #require(traffic.traffic.channel(traffic.zone, cut: traffic.cut))
        let match = try #require(SignatureCatalog.all.compactMap { $0.match(channel) }.first)
        #expect(match.tool.name == traffic.tool)
        return CarriedPayload(of: channel, in: try #require(match.layout))
    }

    // MARK: - dnscat2

    /// A packet: id, type, session, sequence number, what was acknowledged, data.
    private static func dnscat2(_ id: Int, type: UInt8, sequence: Int = 0, data: [UInt8] = []) -> [UInt8] {
        ToolEncoding.bigEndian(UInt64(id), octets: 2) + [type, 0xBE, 0xEF]
            + ToolEncoding.bigEndian(UInt64(sequence), octets: 2) + [0, 1] + data
    }

    @Test(arguments: [RecordType.txt, .cname]) func idleSessionOfDNSCat2(type: RecordType) throws {
        var traffic = ToolTraffic(tool: "dnscat2")
        func exchange(_ query: [UInt8], _ answer: [UInt8]) {
            let digits = TextEncoding.base16.encode(answer)
            let name = ToolEncoding.labels(digits).map { String(decoding: $0, as: UTF8.self) }.joined(
                separator: "."
            )
            traffic.exchange(
                TextEncoding.base16.labels(query, length: 60),
                type,
                [type == .txt ? .text(digits) : .name(.cname, "\(name).t.example.com")]
            )
        }
        exchange(Self.dnscat2(1, type: 0), Self.dnscat2(2, type: 0))
        let command = Array("eighteen octets up".utf8)
        for id in 3..<6 {
            exchange(Self.dnscat2(id, type: 1, sequence: 7, data: command), Self.dnscat2(id, type: 1))
        }
        for id in 10..<90 { exchange(Self.dnscat2(id, type: 1, sequence: 25), Self.dnscat2(id, type: 1)) }
        exchange(
            Self.dnscat2(100, type: 1, sequence: 25),
            Self.dnscat2(101, type: 1, data: [UInt8](repeating: 0x21, count: 60))
        )
        let payload = try Self.payload(traffic)
        #expect(payload.bytesUp == 18)
        #expect(payload.bytesDown == 60)
    }

    // MARK: - dns2tcp

    @Test func pollsOfDNS2TCP() throws {
        var traffic = ToolTraffic(tool: "dns2tcp")
        func name(_ sequence: Int, type: UInt8, _ data: [UInt8]) -> [UInt8] {
            [0x40, 0x39, 0, 0] + ToolEncoding.bigEndian(UInt64(sequence), octets: 2) + [type] + data
        }
        traffic.exchange("AAAAACf4AA.=auth", .txt)
        for sequence in 1..<60 {
            let isData = sequence % 20 == 0
            let query = name(sequence, type: isData ? 8 : 4, isData ? Array("typed".utf8) : [])
            let answer = name(sequence, type: isData ? 8 : 4, isData ? Array("what is shown".utf8) : [])
            traffic.exchange(
                ToolEncoding.labels(TextEncoding.standardBase64.encode(query)),
                .txt,
                [.text(Array("A".utf8) + TextEncoding.standardBase64.encode(answer))]
            )
        }
        let payload = try Self.payload(traffic)
        #expect(payload.bytesUp == 10)
        #expect(payload.bytesDown == 26)
    }

    // MARK: - iodine

    /// A stream of zlib with one stored block (RFC 1950, RFC 1951 §3.2.4).
    private static func stored(_ octets: [UInt8]) -> [UInt8] {
        let (low, high) = (UInt8(octets.count % 256), UInt8(octets.count / 256))
        var (one, two) = (1, 0)
        for octet in octets {
            one = (one + Int(octet)) % 65_521
            two = (two + one) % 65_521
        }
        return [0x78, 0xDA, 1, low, high, ~low, ~high] + octets
            + ToolEncoding.bigEndian(UInt64(two << 16 | one), octets: 4)
    }

    /// The header of a tun device and an IPv4 packet of this length.
    private static func packet(_ length: Int, _ generator: inout SeededGenerator) -> [UInt8] {
        stored(
            [0, 0, 8, 0, 0x45, 0] + ToolEncoding.bigEndian(UInt64(length), octets: 2)
                + generator.octets(length - 4)
        )
    }

    /// Pings alone on the way up, as before version 0.6, with bits behind the counter.
    @Test func answersOfAnOldIodine() throws {
        var generator = SeededGenerator(seed: 5)
        var traffic = ToolTraffic(tool: "iodine")
        let symbols = "abcdefghijklmnopqrstuvwxyz012345"
        for number in 0..<30 {
            let ping = ToolEncoding.text([0, 0, 0x10, UInt8(number), UInt8(number * 8)], symbols: symbols)
                .prefix(7)
            let isData = number % 3 == 0
            let header: [UInt8] = [0x80, UInt8(number / 3 % 8 * 32 + 1)]
            traffic.exchange(
                [Array("P".utf8) + ping],
                .null,
                [Traffic.Answer(type: .null, octets: header + (isData ? Self.packet(80, &generator) : []))]
            )
        }
        let payload = try Self.payload(traffic)
        #expect(payload.bytesUp == 0)
        #expect(payload.bytesDown == 800)
    }
}
