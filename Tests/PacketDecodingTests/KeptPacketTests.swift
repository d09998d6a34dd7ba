import Foundation
import NetworkTypes
import PacketCapture
import PacketDecoding
import TestSupport
import Testing

/// A decoder that keeps packets and another one that reads them give what one decoder gives that does both.
@Suite struct KeptPacketTests {
    private struct Reading: Equatable {
        struct Payload: Equatable {
            let flow: Flow
            let time: Timestamp
            let place: FramePlace
            let service: DNSService
            let isTruncated: Bool
            let isUnusualPort: Bool
            let octets: [UInt8]
        }
        var payloads: [Payload] = []
        var anomalies: [DecodingAnomaly: Tally] = [:]
        var encrypted: [EncryptedDNSPackets] = []
        var copies = 0

        mutating func note(_ payload: DNSPayload, _ octets: Span<UInt8>) {
            payloads.append(
                Payload(
                    flow: payload.flow,
                    time: payload.time,
                    place: payload.place,
                    service: payload.service,
                    isTruncated: payload.isTruncated,
                    isUnusualPort: payload.isUnusualPort,
                    octets: octets.indices.map { octets[$0] }
                )
            )
        }

        mutating func finish(_ decoder: consuming FrameDecoder) {
            decoder.finish { note($0, $1) }
            anomalies = decoder.statistics.anomalies
            encrypted = decoder.statistics.encryptedDNS.all
            copies = decoder.statistics.copies
        }
    }

    private static func forEachFrame(of path: String, _ body: (Frame, Span<UInt8>) -> Void) {
        guard var capture = try? CaptureFile(path: path) else { return }
        while (try? capture.nextFrame(body)) ?? false {}
    }

    private static func decode(
        _ decoder: inout FrameDecoder,
        _ frame: Frame,
        _ octets: Span<UInt8>,
        _ note: (DNSPayload, Span<UInt8>) -> Void
    ) {
        decoder.decode(
            octets,
            linkType: frame.linkType.rawValue,
            time: frame.time,
            frame: frame.number,
            originalLength: frame.originalLength,
            note
        )
    }

    private static let captures: [String] = {
        let root = Repository.url("Fixtures/captures")
        let names = FileManager.default.enumerator(atPath: root.path)?.compactMap { $0 as? String } ?? []
        return names.filter { $0.contains(".pcap") }.sorted().map { root.path + "/" + $0 }
    }()

    @Test func `two decoders give what one gives`() {
        var payloads = 0
        var kinds: Set<DecodingAnomaly> = []
        for path in Self.captures {
            var (one, two) = (Reading(), Reading())
            var whole = FrameDecoder()
            var keeper = FrameDecoder(keepsPackets: true)
            var reader = FrameDecoder()
            Self.forEachFrame(of: path) { frame, octets in
                Self.decode(&whole, frame, octets) { one.note($0, $1) }
                Self.decode(&keeper, frame, octets) { _, _ in Issue.record("a keeper delivers nothing") }
                for packet in keeper.takeKept() { reader.decode(packet, input: 0) { two.note($0, $1) } }
            }
            reader.add(
                anomalies: keeper.statistics.anomalies,
                unknownLinkTypes: keeper.statistics.unknownLinkTypes,
                copies: keeper.statistics.copies
            )
            reader.add(
                keeper.statistics.encryptedDNS.records,
                unlisted: keeper.statistics.encryptedDNS.unlisted
            )
            one.finish(whole)
            two.finish(reader)
            #expect(one == two, "\(path)")
            payloads += one.payloads.count
            kinds.formUnion(one.anomalies.keys)
        }
        #expect(Self.captures.count > 150 && payloads > 20_000)
        #expect(kinds.isSuperset(of: [.fragmentsReassembled, .truncatedBySnapLength, .streamsJoinedMidway]))
    }

    // MARK: - Shares of a capture

    /// HTTP in two segments, a message over TCP and another one in two segments behind it on the same odd port, a server that
    /// a name gives away, and packets that are recorded twice.
    private static let frames: [[UInt8]] = {
        let query = Build.query()
        let post = Array(
            "POST /dns-query HTTP/1.1\r\nContent-Type: application/dns-message\r\nContent-Length: \(query.count)\r\n\r\n"
                .utf8
        )
        let framed = Build.framed(query)
        let hello = TLSBuild.hello("dns.google")
        let data = [23, 3, 3, 0, 60] + [UInt8](repeating: 0xA5, count: 60)
        let segments: [[UInt8]] = [
            Build.tcp(post, sequence: 1, from: 40_001, to: 8_080),
            Build.tcp(framed, sequence: 1, from: 40_002, to: 5_353),
            Build.tcp(hello, sequence: 1, from: 40_003, to: 443),
            Build.tcp(query, sequence: 1 + post.count, from: 40_001, to: 8_080),
            Build.tcp(Array(framed.prefix(9)), sequence: 1 + framed.count, from: 40_002, to: 5_353),
            Build.tcp(data, sequence: 1 + hello.count, from: 40_003, to: 443),
            Build.tcp(Array(framed.dropFirst(9)), sequence: 10 + framed.count, from: 40_002, to: 5_353),
            Build.tcp(data, sequence: 1 + hello.count + data.count, from: 40_003, to: 443),
        ]
        let packets = segments.enumerated().map { Build.ethernet(Build.ipv4($1, transport: 6, id: 7 + $0)) }
        return packets.flatMap { [$0, $0] }
    }()

    /// Decodes frames one millisecond apart.
    private static func decode(
        _ decoder: inout FrameDecoder,
        _ frames: Range<Int>,
        _ note: (DNSPayload, Span<UInt8>) -> Void = { _, _ in }
    ) {
        for index in frames {
            let octets = Self.frames[index]
            decoder.decode(
                octets.span,
                linkType: 1,
                time: Timestamp(nanoseconds: Int64(index) * 1_000_000),
                frame: index + 1,
                originalLength: octets.count,
                note
            )
        }
    }

    @Test(arguments: 0...16)
    func `what a share has depends on the packets before it`(border: Int) {
        var one = Reading()
        var whole = FrameDecoder()
        Self.decode(&whole, 0..<Self.frames.count) { one.note($0, $1) }
        one.finish(whole)
        #expect(one.payloads.count == 3 && one.encrypted.map(\.tally.count) == [3])
        // The copy of the body comes when the request is over, and belongs to nothing.
        #expect(one.copies == 7)

        var two = Reading()
        var reader = FrameDecoder()
        for share in [0..<border, border..<Self.frames.count] {
            var keeper = FrameDecoder(keepsPackets: true, follows: share.lowerBound > 0)
            Self.decode(&keeper, 0..<share.lowerBound)
            #expect(keeper.takeKept().isEmpty)
            keeper.beginKeeping()
            Self.decode(&keeper, share)
            for packet in keeper.takeKept() { reader.decode(packet, input: 0) { two.note($0, $1) } }
            let statistics = keeper.statistics
            reader.add(
                anomalies: statistics.anomalies,
                unknownLinkTypes: statistics.unknownLinkTypes,
                copies: statistics.copies
            )
            reader.add(statistics.encryptedDNS.records, unlisted: statistics.encryptedDNS.unlisted)
        }
        two.finish(reader)
        #expect(one == two)
    }

    /// A card writes checksums later, so that copies differ in them; a keeper leaves them out.
    @Test func `packets are kept without checksums and link layers`() throws {
        let path = Repository.url("Fixtures/captures/tunnels/dns2tcp_key_stream.pcap").path
        var keeper = FrameDecoder(keepsPackets: true)
        var packets: [TransportPacket] = []
        Self.forEachFrame(of: path) { frame, octets in
            Self.decode(&keeper, frame, octets) { _, _ in }
            packets += keeper.takeKept()
        }
        #expect(packets.count == 116)
        #expect(packets.allSatisfy { $0.content == .datagram && $0.octets[6..<8] == [0, 0] })
        let ports = Set(packets.map { UInt16($0.octets[2]) << 8 | UInt16($0.octets[3]) })
        #expect(ports.contains(53))
    }
}
