import NetworkTypes
import PacketDecoding
import Testing

@Suite struct FragmentReassemblyTests {
    /// A UDP datagram of 8 + 31 octets in fragments of 16, 16 and 7.
    private static let datagram = Build.udp(Build.query() + [1, 2, 3, 4])

    static func fragment4(_ start: Int, _ end: Int, id: Int = 7, octets: [UInt8] = datagram) -> [UInt8] {
        Build.ethernet(
            Build.ipv4(Array(octets[start..<end]), id: id, offset: start, more: end < octets.count)
        )
    }

    static func fragment6(_ start: Int, _ end: Int, id: Int = 7, octets: [UInt8] = datagram) -> [UInt8] {
        let header = Build.fragmentHeader(offset: start, more: end < octets.count, id: id)
        return Build.ethernet(Build.ipv6(header + octets[start..<end], next: 44), type: 0x86DD)
    }

    struct Version: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let fragment: @Sendable (Int, Int) -> [UInt8]
    }

    static let versions = [
        Version(testDescription: "IPv4") { fragment4($0, $1) },
        Version(testDescription: "IPv6") { fragment6($0, $1) },
    ]

    private static let whole = Build.query() + [1, 2, 3, 4]
    private static let end = datagram.count

    @Test(arguments: versions)
    func anyOrderGivesTheDatagram(_ version: Version) {
        let places = [(0, 16), (16, 32), (32, Self.end)]
        for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
            var decoding = Decoding()
            for index in order { decoding.decode(version.fragment(places[index].0, places[index].1)) }
            #expect(decoding.messages == [Self.whole], "\(order)")
            #expect(decoding.deliveries.first?.payload.frame == 3, "\(order)")
            #expect(decoding.anomalies == [.fragmentsReassembled: 1], "\(order)")
        }
    }

    @Test(arguments: versions)
    func repetitionsAreIgnored(_ version: Version) {
        var decoding = Decoding()
        for (start, end) in [(0, 16), (0, 16), (32, Self.end), (32, Self.end), (16, 32)] {
            decoding.decode(version.fragment(start, end))
        }
        #expect(decoding.messages == [Self.whole])
        #expect(decoding.anomalies == [.fragmentsReassembled: 1])
    }

    @Test(arguments: versions)
    func overlapsDropTheDatagramAndWhatFollowsOfIt(_ version: Version) {
        for overlap in [(8, 24), (0, 24), (0, 8), (8, 16)] {
            var decoding = Decoding()
            decoding.decode(version.fragment(0, 16))
            decoding.decode(version.fragment(overlap.0, overlap.1))
            decoding.decode(version.fragment(16, 32))
            decoding.decode(version.fragment(32, Self.end))
            decoding.finish()
            #expect(decoding.messages.isEmpty, "\(overlap)")
            #expect(decoding.anomalies == [.fragmentsOverlapping: 1], "\(overlap)")
        }
    }

    @Test func sameFragmentWithOtherContentIsAnOverlap() {
        var other = Self.datagram
        other[15] ^= 1
        var decoding = Decoding()
        decoding.decode(Self.fragment4(0, 16))
        decoding.decode(Self.fragment4(0, 16, octets: other))
        decoding.decode(Self.fragment4(16, Self.end))
        #expect(decoding.messages.isEmpty)
        #expect(decoding.anomalies == [.fragmentsOverlapping: 1])
    }

    @Test func datagramsAreKeptApart() {
        var decoding = Decoding()
        decoding.decode(Self.fragment4(0, 16, id: 1))
        decoding.decode(Self.fragment4(16, Self.end, id: 2))
        decoding.decode(Self.fragment6(16, Self.end, id: 1))
        #expect(decoding.messages.isEmpty)
        decoding.decode(Self.fragment4(16, Self.end, id: 1))
        #expect(decoding.messages == [Self.whole])
        decoding.finish()
        #expect(decoding.anomalies == [.fragmentsReassembled: 1, .fragmentsIncomplete: 2])
    }

    @Test func tinyFragmentsMakeAWhole() {
        var decoding = Decoding()
        for start in stride(from: 0, to: Self.end, by: 8) {
            decoding.decode(Self.fragment4(start, min(start + 8, Self.end)))
        }
        #expect(decoding.messages == [Self.whole])
    }

    @Test(arguments: versions)
    func aMissingFragmentLeavesTheDatagramIncomplete(_ version: Version) {
        let places = [(0, 16), (16, 32), (32, Self.end)]
        for missing in places.indices {
            var decoding = Decoding()
            for index in places.indices where index != missing {
                decoding.decode(version.fragment(places[index].0, places[index].1))
            }
            decoding.finish()
            #expect(decoding.messages.isEmpty, "\(missing)")
            #expect(decoding.anomalies == [.fragmentsIncomplete: 1], "\(missing)")
        }
    }

    /// As tools do that hide a port or flags from filters which look at first fragments (RFC 1858 §3).
    @Test func aTransportHeaderMayLieInSeveralFragments() {
        let segments = [
            Build.tcp(sequence: 100, flags: Build.syn), Build.tcp(Build.framed(Build.query()), sequence: 101),
        ]
        var decoding = Decoding()
        for (id, segment) in segments.enumerated() {
            for start in stride(from: 0, to: segment.count, by: 8) {
                let end = min(start + 8, segment.count)
                let fragment = Build.ipv4(
                    Array(segment[start..<end]),
                    transport: 6,
                    id: id,
                    offset: start,
                    more: end < segment.count
                )
                decoding.decode(fragment, linkType: 12)
            }
        }
        #expect(decoding.messages == [Build.query()])
        #expect(decoding.anomalies == [.fragmentsReassembled: 2])
    }

    @Test func extensionHeadersBehindTheFragmentHeaderAreRead() {
        let content = [17, 0] + Build.zeros(6) + Self.datagram
        func fragment(_ start: Int, _ end: Int) -> [UInt8] {
            let header = Build.fragmentHeader(next: 60, offset: start, more: end < content.count, id: 1)
            return Build.ipv6(header + content[start..<end], next: 44)
        }
        var decoding = Decoding()
        decoding.decode(fragment(0, 16), linkType: 12)
        decoding.decode(fragment(16, content.count), linkType: 12)
        #expect(decoding.messages == [Self.whole])
    }

    struct MalformedRow: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let packets: [[UInt8]]
    }

    @Test(arguments: [
        MalformedRow(
            testDescription: "not a multiple of eight",
            packets: [Build.ipv4(Build.zeros(15), id: 1, offset: 0, more: true)]
        ),
        MalformedRow(
            testDescription: "empty",
            packets: [Build.ipv4([], id: 1, offset: 8, more: true)]
        ),
        MalformedRow(
            testDescription: "beyond 65,535",
            packets: [Build.ipv4(Build.zeros(16), id: 1, offset: 65_528)]
        ),
        MalformedRow(
            testDescription: "two ends",
            packets: [
                Build.ipv4(Build.zeros(8), id: 1, offset: 32), Build.ipv4(Build.zeros(8), id: 1, offset: 16),
            ]
        ),
        MalformedRow(
            testDescription: "behind the end",
            packets: [
                Build.ipv4(Build.zeros(8), id: 1, offset: 32),
                Build.ipv4(Build.zeros(8), id: 1, offset: 40, more: true),
            ]
        ),
    ])
    func impossiblePlacesAreCounted(_ row: MalformedRow) {
        var decoding = Decoding()
        for packet in row.packets { decoding.decode(packet, linkType: 12) }
        decoding.finish()
        #expect(decoding.anomalies == [.fragmentsMalformed: 1])
    }

    @Test func timeRunsOutByTheCapture() {
        var decoding = Decoding()
        decoding.decode(Self.fragment4(0, 16), seconds: 100)
        decoding.decode(Self.fragment4(16, Self.end), seconds: 161)
        #expect(decoding.messages.isEmpty)
        #expect(decoding.anomalies == [.fragmentsTimedOut: 1])
        // The late fragment began a datagram of its own, which can still become whole.
        decoding.decode(Self.fragment4(0, 16), seconds: 220)
        #expect(decoding.messages == [Self.whole])
    }

    @Test func theLeastRecentDatagramGoesFirst() {
        var decoding = Decoding(limits: ReassemblyLimits(datagrams: 2))
        for id in 1...3 { decoding.decode(Self.fragment4(0, 16, id: id)) }
        #expect(decoding.anomalies == [.fragmentsEvicted: 1])
        #expect(decoding.decoder.statistics.anomalies[.fragmentsEvicted]?.firstFrame.frame == 1)
        for id in 2...3 { decoding.decode(Self.fragment4(16, Self.end, id: id)) }
        #expect(decoding.messages.count == 2)
    }

    @Test func octetsInAllAreBounded() {
        var decoding = Decoding(limits: ReassemblyLimits(fragmentOctets: 10_000))
        for id in 0..<1000 {
            decoding.decode(Build.ipv4(Build.zeros(8), id: id, more: true), linkType: 12)
        }
        // Each is charged 64 octets for itself: 138 fit.
        #expect(decoding.anomalies == [.fragmentsEvicted: 1000 - 10_000 / 72])
    }

    @Test func fragmentsOfADatagramAreBounded() {
        var decoding = Decoding(limits: ReassemblyLimits(fragmentsPerDatagram: 10))
        for index in 0..<20 {
            decoding.decode(Build.ipv4(Build.zeros(8), id: 1, offset: index * 16, more: true), linkType: 12)
        }
        decoding.finish()
        #expect(decoding.anomalies == [.fragmentsMalformed: 1])
    }

    @Test func aCutFragmentCompletesNothingButTheFirstIsRead() {
        let first = Self.fragment4(0, 32)
        let second = Self.fragment4(32, Self.end)
        var decoding = Decoding()
        decoding.decode(Array(first.dropLast()), originalLength: first.count)
        decoding.decode(Array(second.dropLast()), originalLength: second.count)
        decoding.finish()
        #expect(decoding.messages == [Array(Self.whole.prefix(32 - 8 - 1))])
        #expect(decoding.deliveries.first?.payload.isTruncated == true)
        #expect(decoding.anomalies == [.truncatedBySnapLength: 2])
    }
}
