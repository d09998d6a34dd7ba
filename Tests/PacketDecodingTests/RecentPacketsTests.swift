import PacketDecoding
import Testing

/// Which packets are one that was recorded twice, and which were sent twice.
@Suite struct RecentPacketsTests {
    struct Row: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let second: [UInt8]
        var seconds = 3e-6
        let isCopy: Bool
    }

    private static let first = Build.ethernet(Build.ipv4(Build.udp(Build.query()), id: 7))

    /// A packet of IPv4 with one octet of it changed.
    private static func changed(_ offset: Int, to value: UInt8) -> [UInt8] {
        var octets = first
        octets[offset] = value
        return octets
    }

    @Test(arguments: [
        Row(testDescription: "the same octets", second: first, isCopy: true),
        // What a router changes: addresses of the link, time to live, checksum of the header (RFC 1812 §5.3.1).
        Row(testDescription: "another hardware address", second: changed(0, to: 4), isCopy: true),
        Row(testDescription: "another time to live", second: changed(22, to: 63), isCopy: true),
        Row(testDescription: "another checksum of IP", second: changed(24, to: 0xAB), isCopy: true),
        // A network card fills it in behind the first place of capture.
        Row(testDescription: "another checksum of UDP", second: changed(40, to: 0xAB), isCopy: true),
        Row(
            testDescription: "a VLAN tag",
            second: Build.ethernet(
                Build.u16(12) + Build.u16(0x0800) + Build.ipv4(Build.udp(Build.query()), id: 7),
                type: 0x8100
            ),
            isCopy: true
        ),
        Row(
            testDescription: "within a mirror session (ERSPAN)",
            second: Build.ethernet(
                Build.ipv4([0, 0, 0x88, 0xBE] + first, transport: 47, id: 99, source: [192, 0, 2, 99])
            ),
            isCopy: true
        ),
        Row(testDescription: "a little later", second: first, seconds: 0.009, isCopy: true),
        Row(
            testDescription: "sent again, as its sender numbers packets",
            second: changed(19, to: 8),
            isCopy: false
        ),
        Row(testDescription: "sent again later", second: first, seconds: 0.1, isCopy: false),
        Row(
            testDescription: "another transaction id",
            second: Build.ethernet(Build.ipv4(Build.udp(Build.query(2)), id: 7)),
            isCopy: false
        ),
        Row(
            testDescription: "another port",
            second: Build.ethernet(Build.ipv4(Build.udp(Build.query(), from: 40_001), id: 7)),
            isCopy: false
        ),
        Row(
            testDescription: "another source",
            second: Build.ethernet(
                Build.ipv4(Build.udp(Build.query()), id: 7, source: [192, 0, 2, 11])
            ),
            isCopy: false
        ),
        Row(testDescription: "one octet of the name", second: changed(55, to: 0x62), isCopy: false),
    ])
    func copy(_ row: Row) {
        var decoding = Decoding()
        decoding.decode(Self.first)
        decoding.decode(row.second, seconds: row.seconds)
        #expect(decoding.deliveries.count == (row.isCopy ? 1 : 2))
        #expect(decoding.decoder.statistics.copies == (row.isCopy ? 1 : 0))
    }

    /// Fragments and streams that come twice give each message once, and nothing odd to count.
    @Test func fragmentsAndStreams() {
        let long = Build.udp(Build.query() + Build.zeros(32))
        let frames =
            [(0, 32), (32, long.count)].map {
                FragmentReassemblyTests.fragment4($0.0, $0.1, octets: long)
            }
            + [
                Build.tcp(sequence: 10, flags: Build.syn),
                Build.tcp(Build.framed(Build.query()), sequence: 11),
                Build.tcp(sequence: 42, flags: Build.fin),
            ].enumerated().map { Build.ethernet(Build.ipv4($1, transport: 6, id: 50 + $0)) }
        var decoding = Decoding()
        for (index, frame) in frames.enumerated() {
            decoding.decode(frame, seconds: Double(index))
            decoding.decode(frame, seconds: Double(index) + 3e-6)
        }
        decoding.finish()
        #expect(decoding.deliveries.count == 2)
        #expect(decoding.decoder.statistics.copies == 5)
        #expect(decoding.anomalies == [.fragmentsReassembled: 1])
    }
}
