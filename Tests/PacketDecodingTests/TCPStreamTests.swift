import NetworkTypes
import PacketDecoding
import Testing

@Suite struct TCPStreamTests {
    private typealias B = Build

    /// A segment of the client's stream in an IPv4 packet.
    static func segment(
        _ payload: [UInt8] = [],
        _ sequence: Int,
        flags: UInt8 = 0x18,
        port: Int = 40_000
    ) -> [UInt8] {
        B.ipv4(B.tcp(payload, sequence: sequence, flags: flags, from: port), transport: 6)
    }

    private func decode(_ segments: [[UInt8]], finish: Bool = true) -> Decoding {
        var decoding = Decoding()
        for segment in segments { decoding.decode(segment, linkType: 12) }
        if finish { decoding.finish() }
        return decoding
    }

    /// Three messages and where they begin.
    private static let messages = [B.query(1), B.query(2), B.query(3)]
    private static let stream = messages.flatMap(B.framed)
    private static let each = stream.count / 3

    private func piece(_ start: Int, _ end: Int, from first: Int = 101) -> [UInt8] {
        Self.segment(Array(Self.stream[start..<end]), (first + start) & 0xFFFF_FFFF)
    }

    private var syn: [UInt8] { Self.segment([], 100, flags: B.syn) }

    @Test func oneMessageASegment() {
        let decoding = decode([syn] + (0..<3).map { piece($0 * Self.each, ($0 + 1) * Self.each) })
        #expect(decoding.messages == Self.messages)
        #expect(decoding.deliveries.map(\.payload.frame) == [2, 3, 4])
        #expect(
            decoding.deliveries.allSatisfy { $0.payload.flow.transport == .tcp && $0.payload.service == .dns }
        )
        #expect(decoding.anomalies.isEmpty)
        #expect(decoding.decoder.statistics.tcpPayloads == 3)
    }

    @Test func severalMessagesASegment() {
        let decoding = decode([syn, piece(0, Self.stream.count)])
        #expect(decoding.messages == Self.messages)
        #expect(decoding.deliveries.map(\.payload.frame) == [2, 2, 2])
    }

    @Test func everySplitInTwo() {
        for split in 1..<Self.stream.count {
            let decoding = decode([syn, piece(0, split), piece(split, Self.stream.count)])
            #expect(decoding.messages == Self.messages, "\(split)")
            #expect(decoding.anomalies.isEmpty, "\(split)")
        }
    }

    @Test func oneOctetASegment() {
        let decoding = decode([syn] + Self.stream.indices.map { piece($0, $0 + 1) })
        #expect(decoding.messages == Self.messages)
    }

    @Test func allOrdersOfFourPieces() {
        let cuts = [0, 10, 30, 61, Self.stream.count]
        for number in 0..<24 {
            var rest = Array(0..<4)
            var order: [Int] = []
            var code = number
            for size in (1...4).reversed() {
                order.append(rest.remove(at: code % size))
                code /= size
            }
            let decoding = decode([syn] + order.map { piece(cuts[$0], cuts[$0 + 1]) })
            #expect(decoding.messages == Self.messages, "\(order)")
            #expect(decoding.anomalies.isEmpty, "\(order)")
        }
    }

    @Test func sequenceNumbersWrap() {
        for first in (0xFFFF_FFFF - 100)...0xFFFF_FFFF {
            let decoding = decode([
                Self.segment([], first - 1, flags: B.syn), piece(40, Self.stream.count, from: first),
                piece(0, 40, from: first),
            ])
            #expect(decoding.messages == Self.messages, "\(first)")
        }
    }

    @Test func retransmissionsCountOnce() {
        let decoding = decode([
            syn, syn, piece(0, 40), piece(0, 40), piece(20, 60), piece(0, 60), piece(50, Self.stream.count),
        ])
        #expect(decoding.messages == Self.messages)
        #expect(decoding.anomalies.isEmpty)
    }

    @Test func ofDifferentCopiesTheFirstCounts() {
        var forged = Self.stream
        forged[14] ^= 0xFF
        let decoding = decode([
            syn, piece(0, 20), Self.segment(Array(forged[0..<20]), 101), piece(20, Self.stream.count),
        ])
        #expect(decoding.messages == Self.messages)
        #expect(decoding.anomalies == [.streamConflicts: 1])
    }

    @Test func ofDifferentCopiesThatWaitTheFirstCounts() {
        var forged = Self.stream
        forged[24] ^= 0xFF
        let decoding = decode([
            syn, piece(20, 40), Self.segment(Array(forged[20..<40]), 121), piece(40, Self.stream.count),
            piece(0, 20),
        ])
        #expect(decoding.messages == Self.messages)
        #expect(decoding.anomalies == [.streamConflicts: 1])
    }

    @Test func keepAlivesAreNoConflict() {
        let decoding = decode([syn, piece(0, 20), Self.segment([0xEE], 120), piece(20, Self.stream.count)])
        #expect(decoding.messages == Self.messages)
        #expect(decoding.anomalies.isEmpty)
    }

    @Test func aStreamIsJoinedAtItsNextMessage() {
        let decoding = decode([piece(5, Self.each), piece(Self.each, Self.stream.count)])
        #expect(decoding.messages == Array(Self.messages.dropFirst()))
        #expect(decoding.anomalies == [.streamsJoinedMidway: 1])
    }

    @Test func aStreamIsJoinedWithinASegmentAndAcrossTwo() {
        for split in 6..<Self.stream.count {
            let decoding = decode([piece(5, split), piece(split, Self.stream.count)])
            #expect(decoding.messages == Array(Self.messages.dropFirst()), "\(split)")
        }
    }

    @Test func aGapWithinAMessageKeepsTheFraming() {
        // Octets 20..<25 of the first message never come.
        let decoding = decode([syn, piece(0, 20), piece(25, Self.stream.count)])
        #expect(decoding.messages == [Array(Self.messages[0].prefix(18))] + Self.messages.dropFirst())
        #expect(decoding.deliveries.map(\.payload.isTruncated) == [true, false, false])
        #expect(decoding.anomalies == [.streamGaps: 1])
    }

    @Test func aGapOverAMessageEndIsSearched() {
        let decoding = decode([syn, piece(0, 20), piece(Self.each + 5, Self.stream.count)])
        #expect(decoding.messages == [Array(Self.messages[0].prefix(18)), Self.messages[2]])
        #expect(decoding.anomalies == [.streamGaps: 1])
    }

    @Test func aGapIsWaitedForTenSeconds() {
        var decoding = Decoding()
        decoding.decode(syn, linkType: 12, seconds: 0)
        decoding.decode(piece(Self.each, Self.each * 2), linkType: 12, seconds: 1)
        decoding.decode(piece(Self.each * 2, Self.each * 2 + 5), linkType: 12, seconds: 11)
        #expect(decoding.messages.isEmpty)
        decoding.decode(piece(Self.each * 2 + 5, Self.each * 3), linkType: 12, seconds: 11.1)
        #expect(decoding.messages == Array(Self.messages.dropFirst()))
    }

    @Test func aMessageIsOfTheFrameThatFilledItsGap() {
        var decoding = Decoding()
        decoding.decode(syn, linkType: 12, seconds: 0)
        decoding.decode(piece(Self.each, Self.each * 3), linkType: 12, seconds: 1)
        decoding.decode(piece(0, Self.each), linkType: 12, seconds: 2)
        #expect(decoding.messages == Self.messages)
        #expect(decoding.deliveries.map(\.payload.frame) == [3, 3, 3])
        #expect(decoding.deliveries.allSatisfy { $0.payload.time.nanoseconds == 2_000_000_000 })
    }

    @Test func whatTheSnapLengthCutIsPassedOver() {
        // Each frame keeps 50 octets of its packet: 10 octets of payload after 40 of headers.
        let cut = (0..<3).map { piece($0 * Self.each, ($0 + 1) * Self.each) }
        var decoding = Decoding()
        decoding.decode(syn, linkType: 12)
        for packet in cut {
            decoding.decode(Array(packet.prefix(60)), linkType: 12, originalLength: packet.count)
        }
        decoding.finish()
        #expect(decoding.messages == Self.messages.map { Array($0.prefix(18)) })
        #expect(decoding.deliveries.allSatisfy { $0.payload.isTruncated })
        #expect(decoding.anomalies == [.truncatedBySnapLength: 3, .streamGaps: 3])
    }

    @Test func theEndYieldsWhatThereIs() {
        for flags in [B.fin, B.rst] {
            let decoding = decode(
                [syn, piece(0, Self.each + 20), Self.segment([], 101 + Self.each + 20, flags: flags)],
                finish: false
            )
            #expect(decoding.messages == [Self.messages[0], Array(Self.messages[1].prefix(18))])
            #expect(decoding.anomalies == [.streamsIncomplete: 1])
        }
    }

    @Test func aForgedResetHidesNothing() {
        let decoding = decode([
            syn, piece(0, 20), Self.segment([], 50_000, flags: B.rst), piece(20, Self.stream.count),
        ])
        #expect(decoding.messages == Self.messages)
    }

    /// A beginning or end that the receiver never saw, because it was sent to die on the way.
    @Test func aForgedBeginningHidesNothing() {
        for forged in [60_000, 101 + Self.each + 900, 50, 0xFFFF_0000] {
            let decoding = decode([
                syn, piece(0, Self.each), Self.segment([], forged, flags: B.syn),
                piece(Self.each, 2 * Self.each), piece(2 * Self.each, Self.stream.count),
            ])
            #expect(decoding.messages == Self.messages, "\(forged)")
            #expect(decoding.anomalies.values.reduce(0, +) == 1, "\(forged): \(decoding.anomalies)")
        }
    }

    @Test(arguments: [B.fin, B.rst]) func aForgedEndHidesNothing(flags: UInt8) {
        let decoding = decode([
            syn, piece(0, Self.each), Self.segment([], 101 + Self.each, flags: flags),
            piece(Self.each, 2 * Self.each), piece(2 * Self.each, Self.stream.count),
        ])
        #expect(decoding.messages == Self.messages)
        #expect(decoding.anomalies == [.streamsContinued: 1])
    }

    @Test func anEndThatComesEarlyEndsWhereItsDataDoes() {
        let last = Self.segment(Array(Self.stream[Self.each...]), 101 + Self.each, flags: B.fin | 0x08)
        let decoding = decode([syn, last, piece(0, Self.each), piece(0, Self.stream.count)], finish: false)
        #expect(decoding.messages == Self.messages)
        #expect(decoding.anomalies.isEmpty)
    }

    @Test func bothDirectionsAreStreamsOfTheirOwn() {
        let responses = [B.response(1), B.response(2)]
        func fromServer(_ payload: [UInt8], _ sequence: Int, flags: UInt8 = 0x18) -> [UInt8] {
            B.ipv4(
                B.tcp(payload, sequence: sequence, flags: flags, from: 53, to: 40_000),
                transport: 6,
                source: B.server4
            )
        }
        let answer = responses.flatMap(B.framed)
        let decoding = decode([
            syn, fromServer([], 100, flags: B.syn | 0x10), piece(0, 20),
            fromServer(Array(answer[..<30]), 101), piece(20, Self.stream.count),
            fromServer(Array(answer[30...]), 131),
        ])
        #expect(decoding.messages == Self.messages + responses)
        #expect(decoding.anomalies.isEmpty)
    }

    /// Servers close the connection then; what comes behind it is nobody's message.
    @Test func aMessageOfLengthZeroEndsTheMessages() {
        let octets = B.framed(Self.messages[0]) + [0, 0] + B.framed(Self.messages[1])
        let decoding = decode([syn, Self.segment(octets, 101)])
        #expect(decoding.messages == [Self.messages[0]])
        #expect(decoding.anomalies == [.nonDNSStreams: 1])
    }

    @Test func afterTheEndRepetitionsAreSilent() {
        let decoding = decode([
            syn, piece(0, Self.each), Self.segment([], 101 + Self.each, flags: B.fin), piece(0, Self.each),
            Self.segment([], 101 + Self.each, flags: B.fin),
        ])
        #expect(decoding.messages == [Self.messages[0]])
        #expect(decoding.anomalies.isEmpty)
    }

    @Test func portsAreUsedAgain() {
        let decoding = decode([
            syn, piece(0, Self.each), Self.segment([], 101 + Self.each, flags: B.fin),
            Self.segment([], 5000, flags: B.syn), piece(0, Self.stream.count, from: 5001),
        ])
        #expect(decoding.messages == [Self.messages[0]] + Self.messages)
        #expect(decoding.anomalies.isEmpty)
    }

    struct ForeignRow: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let octets: [UInt8]
    }

    @Test(arguments: [
        ForeignRow(testDescription: "HTTP", octets: Array("GET / HTTP/1.1\r\nHost: example\r\n\r\n".utf8)),
        ForeignRow(testDescription: "SSH", octets: Array("SSH-2.0-OpenSSH_9.2p1 Debian\r\n".utf8)),
        ForeignRow(
            testDescription: "TLS",
            octets: [0x16, 3, 1, 2, 0, 1, 0, 1, 0xFC, 3, 3, 0x5A, 0x11, 0x23, 0x99, 0xF2, 0x31, 0x44]
        ),
        ForeignRow(testDescription: "zeros", octets: Build.zeros(20)),
        ForeignRow(testDescription: "a length shorter than a header", octets: [0, 11] + Build.zeros(11)),
    ])
    func otherProtocolsAreNotedOnce(_ row: ForeignRow) {
        let more = Self.segment(row.octets, 101 + row.octets.count)
        let decoding = decode([syn, Self.segment(row.octets, 101), more, more])
        #expect(decoding.messages.isEmpty)
        #expect(decoding.anomalies == [.nonDNSStreams: 1])
        let streams = decoding.decoder.statistics.nonDNSStreams
        #expect(streams.map(\.place.frame) == [2])
        #expect(streams.first?.flow.destination.port == 53)
        // The repetition of a segment carries nothing.
        #expect(streams.map(\.octets) == [2 * row.octets.count])
    }

    @Test func aLongStreamWithoutAnyMessageIsNoted() {
        let junk = [UInt8](repeating: 0xA5, count: 1400)
        let decoding = decode((0..<100).map { Self.segment(junk, 1 + $0 * 1400) })
        #expect(decoding.messages.isEmpty)
        #expect(decoding.anomalies == [.nonDNSStreams: 1])
    }

    @Test func theQuietestStreamGoesFirst() {
        var decoding = Decoding(limits: ReassemblyLimits(streams: 2))
        for port in 1...3 { decoding.decode(Self.segment([], 100, flags: B.syn, port: port), linkType: 12) }
        #expect(decoding.anomalies == [.streamsEvicted: 1])
        for port in 2...3 { decoding.decode(Self.segment(Self.stream, 101, port: port), linkType: 12) }
        #expect(decoding.messages.count == 6)
    }

    @Test func octetsInAllAreBounded() {
        var decoding = Decoding(limits: ReassemblyLimits(streamOctets: 10_000))
        for port in 1...1000 {
            decoding.decode(Self.segment([], 100, flags: B.syn, port: port), linkType: 12)
            decoding.decode(Self.segment(Array(Self.stream.prefix(20)), 101, port: port), linkType: 12)
        }
        #expect(decoding.anomalies[.streamsEvicted] == 500)
    }

    @Test func octetsOfOneStreamAreBounded() {
        var decoding = Decoding(limits: ReassemblyLimits(octetsPerStream: 5000))
        decoding.decode(syn, linkType: 12)
        for number in 1...100 {
            decoding.decode(piece(0, Self.each, from: 1000 * number), linkType: 12)
        }
        // What waits is charged 512 octets for itself; when 5000 are exceeded, the gap before it is given up.
        let waiting = 5000 / (Self.each + 512)
        #expect(decoding.messages.count == 100 - waiting)
        decoding.finish()
        #expect(decoding.messages.count == 100)
    }
}
