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
