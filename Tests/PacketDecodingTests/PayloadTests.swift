import NetworkTypes
import PacketDecoding
import Testing

@Suite struct PayloadTests {
    struct ServiceRow: CustomTestStringConvertible, Sendable {
        let source: Int
        let destination: Int
        let service: DNSService

        var testDescription: String { "\(source) to \(destination)" }
    }

    @Test(arguments: [
        ServiceRow(source: 40_000, destination: 53, service: .dns),
        ServiceRow(source: 53, destination: 40_000, service: .dns),
        ServiceRow(source: 53, destination: 5353, service: .dns),
        ServiceRow(source: 5353, destination: 53, service: .dns),
        ServiceRow(source: 5353, destination: 5353, service: .mdns),
        ServiceRow(source: 40_000, destination: 5355, service: .llmnr),
        ServiceRow(source: 137, destination: 137, service: .nbns),
    ])
    func portsTellTheService(_ row: ServiceRow) {
        var decoding = Decoding()
        decoding.decode(
            Build.ipv4(Build.udp([1, 2, 3], from: row.source, to: row.destination)),
            linkType: 12,
            seconds: 1.5
        )
        #expect(decoding.messages == [[1, 2, 3]])
        let payload = decoding.deliveries.first?.payload
        #expect(payload?.service == row.service)
        #expect(payload?.frame == 1)
        #expect(payload?.time == Timestamp(nanoseconds: 1_500_000_000))
        #expect(payload?.flow.transport == .udp)
        #expect(
            payload?.flow.source == Endpoint(address: IPAddress(v4: 0xC000_020A), port: UInt16(row.source))
        )
        #expect(
            payload?.flow.destination
                == Endpoint(address: IPAddress(v4: 0xC633_6435), port: UInt16(row.destination))
        )
        #expect(payload?.isUnusualPort == false)
    }

    struct OddRow: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let payload: [UInt8]
        let isDNS: Bool
    }

    private static func changed(_ octets: [UInt8], at index: Int, to value: UInt8) -> [UInt8] {
        var octets = octets
        octets[index] = value
        return octets
    }

    @Test(arguments: [
        OddRow(testDescription: "a query", payload: Build.query(), isDNS: true),
        OddRow(testDescription: "a response", payload: Build.response(), isDNS: true),
        OddRow(
            testDescription: "a query with OPT",
            payload: changed(Build.query(), at: 11, to: 1) + [0, 0, 41, 4, 208, 0, 0, 0, 0, 0, 0],
            isDNS: true
        ),
        OddRow(
            testDescription: "a query with hidden octets",
            payload: Build.query() + Build.zeros(32),
            isDNS: true
        ),
        OddRow(
            testDescription: "a query and too much",
            payload: Build.query() + Build.zeros(33),
            isDNS: false
        ),
        OddRow(
            testDescription: "another opcode",
            payload: changed(Build.query(), at: 2, to: 0x29),
            isDNS: false
        ),
        OddRow(
            testDescription: "the unassigned bit",
            payload: changed(Build.query(), at: 3, to: 0x40),
            isDNS: false
        ),
        OddRow(
            testDescription: "a query with a response code",
            payload: changed(Build.query(), at: 3, to: 3),
            isDNS: false
        ),
        OddRow(testDescription: "two questions", payload: changed(Build.query(), at: 5, to: 2), isDNS: false),
        OddRow(
            testDescription: "an answer in a query",
            payload: changed(Build.query(), at: 7, to: 1),
            isDNS: false
        ),
        OddRow(
            testDescription: "an unknown class",
            payload: changed(Build.query(), at: 26, to: 9),
            isDNS: false
        ),
        OddRow(
            testDescription: "a label of 64",
            payload: changed(Build.query(), at: 12, to: 64),
            isDNS: false
        ),
        OddRow(
            testDescription: "a record beyond the end",
            payload: changed(Build.response(), at: 38, to: 9),
            isDNS: false
        ),
        OddRow(
            testDescription: "a pointer forward",
            payload: changed(Build.response(), at: 28, to: 60),
            isDNS: false
        ),
        OddRow(testDescription: "a header alone", payload: Array(Build.query().prefix(12)), isDNS: false),
        OddRow(testDescription: "nothing", payload: [], isDNS: false),
    ])
    func contentTellsDNSOnOtherPorts(_ row: OddRow) {
        var decoding = Decoding()
        decoding.decode(Build.ipv4(Build.udp(row.payload, from: 40_000, to: 9999)), linkType: 12)
        #expect(decoding.messages == (row.isDNS ? [row.payload] : []))
        #expect(decoding.deliveries.allSatisfy { $0.payload.isUnusualPort && $0.payload.service == .dns })
        #expect(decoding.anomalies.isEmpty)
    }

    @Test func whatIsNoTunnelOnATunnelsPortMayBeDNS() {
        var decoding = Decoding()
        decoding.decode(Build.ipv4(Build.udp(Build.query(), from: 40_000, to: 4789)), linkType: 12)
        #expect(decoding.messages == [Build.query()])
        #expect(decoding.deliveries.first?.payload.isUnusualPort == true)
    }

    /// One whole message in a segment is told by itself; from there on its stream is read as one on port 53.
    @Test func contentTellsDNSOverTCPOnOtherPorts() {
        let later = Build.framed(Build.query(3))
        var decoding = Decoding()
        let segments: [(Int, [UInt8])] = [
            (100, Build.framed(Build.query(1))),
            (129, Build.framed(Build.query(2)) + later.prefix(5)),
            (163, Array(later.dropFirst(5))),
        ]
        #expect(segments[0].1.count == 29)
        for (sequence, payload) in segments {
            decoding.decode(
                Build.ipv4(Build.tcp(payload, sequence: sequence, to: 9999), transport: 6),
                linkType: 12
            )
        }
        decoding.finish()
        #expect(decoding.messages == [1, 2, 3].map { Build.query($0) })
        #expect(decoding.deliveries.allSatisfy { $0.payload.isUnusualPort && $0.payload.service == .dns })
        #expect(decoding.deliveries.allSatisfy { $0.payload.flow.transport == .tcp })
        #expect(decoding.anomalies.isEmpty)
    }

    @Test(arguments: [
        OddRow(testDescription: "a query without its length", payload: Build.query(), isDNS: false),
        OddRow(testDescription: "a length of another query", payload: [0, 28] + Build.query(), isDNS: false),
        OddRow(testDescription: "TLS", payload: [22, 3, 1, 0, 30] + Build.zeros(30), isDNS: false),
        OddRow(testDescription: "a length and zeros", payload: [0, 30] + Build.zeros(30), isDNS: false),
    ])
    func otherTCPIsLeftAlone(_ row: OddRow) {
        var decoding = Decoding()
        decoding.decode(Build.ipv4(Build.tcp(row.payload, sequence: 1, to: 9999), transport: 6), linkType: 12)
        decoding.finish()
        #expect(decoding.messages.isEmpty && decoding.anomalies.isEmpty)
    }

    /// The other stream on the same port that is none costs nothing and says nothing.
    @Test func aStreamOnAnOddPortMayCeaseToBeDNS() {
        var decoding = Decoding()
        for (sequence, payload) in [
            (100, Build.framed(Build.query(1))), (129, [0xFF, 0xFF] + Build.zeros(60)),
        ] {
            decoding.decode(
                Build.ipv4(Build.tcp(payload, sequence: sequence, to: 9999), transport: 6),
                linkType: 12
            )
        }
        decoding.finish()
        #expect(decoding.messages == [Build.query(1)])
        #expect(decoding.decoder.statistics.nonDNSStreams.isEmpty)
    }

    /// Frame and capture of what is found and counted, over two captures.
    @Test func placesNameTheCapture() {
        let whole = Build.framed(Build.query())
        var decoder = FrameDecoder()
        var places: [FramePlace] = []
        for (input, octets) in [(0, Array(whole.prefix(9))), (1, Array(whole.dropFirst(9)) + [0, 30])] {
            let sequence = input == 0 ? 1 : 11  // the SYN takes a number
            let packet = Build.ipv4(
                Build.tcp(octets, sequence: sequence, flags: input == 0 ? 2 : 0x18),
                transport: 6
            )
            decoder.decode(
                packet.span,
                linkType: 12,
                time: Timestamp(nanoseconds: Int64(input)),
                frame: 7,
                input: input,
                originalLength: packet.count
            ) { payload, _ in places.append(payload.place) }
        }
        decoder.finish { _, _ in }
        #expect(places == [FramePlace(input: 1, frame: 7)])
        #expect(
            decoder.statistics.anomalies[.streamsIncomplete]
                == Tally(count: 1, firstFrame: FramePlace(input: 1, frame: 7))
        )
    }

    @Test func namesForReportsAreStable() {
        #expect(
            DecodingAnomaly.allCases.map(\.rawValue) == [
                "truncated_by_snap_length", "link_malformed", "link_encrypted", "nesting_too_deep",
                "ipv4_malformed",
                "ipv6_malformed", "ipsec_encrypted", "wireguard_encrypted", "dns_quoted_in_icmp",
                "dns_in_someip",
                "dns_over_http_unread", "unknown_address_family", "udp_malformed", "tcp_malformed",
                "tunnel_malformed",
                "fragments_reassembled", "fragments_malformed", "fragments_overlapping",
                "fragments_timed_out",
                "fragments_evicted", "fragments_incomplete", "tcp_streams_evicted",
                "tcp_streams_joined_midway",
                "tcp_stream_gaps", "tcp_stream_conflicts", "tcp_streams_continued",
                "tcp_streams_incomplete", "tcp_non_dns_streams",
            ]
        )
    }

    /// What tshark shows as DNS although it does not travel between its ends is named, and not judged.
    @Test func dnsInOtherThings() {
        let quoted = Build.ipv4(Build.udp(Build.query()))
        let someIP =
            Build.u32(0x1234_8001) + Build.u32(8 + Build.query().count) + Build.u32(1) + [1, 1, 2, 0]
        let wireGuard: [UInt8] = [4, 0, 0, 0] + Build.zeros(44)
        var decoding = Decoding()
        for packet in [
            Build.ipv4([3, 3, 0, 0, 0, 0, 0, 0] + quoted, transport: 1),
            Build.ipv4([8, 0, 0, 0, 0, 0, 0, 0] + quoted, transport: 1),
            Build.ipv4(Build.udp(someIP + Build.query(), to: 30_501)),
            Build.ipv4(Build.udp(wireGuard, to: 51_820)),
        ] { decoding.decode(packet, linkType: 12) }
        // NULL and LOOP: a family that no system has.
        decoding.decode([99, 0, 0, 0] + quoted, linkType: 0)
        #expect(decoding.deliveries.isEmpty)
        #expect(
            decoding.anomalies == [
                .quotedInICMP: 1, .dnsInSomeIP: 1, .wireGuardEncrypted: 1, .unknownFamily: 1,
            ]
        )
    }
}
