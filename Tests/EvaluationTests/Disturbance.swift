import Foundation
import NetworkTypes
import PacketCapture
import PacketDecoding
import TestSupport

/// One packet of a capture, free to be moved.
struct CapturedPacket {
    var time: Timestamp
    let linkType: LinkType
    let originalLength: Int
    var octets: [UInt8]

    /// All packets of a capture.
    static func all(in path: String) throws -> [CapturedPacket] {
        var file = try CaptureFile(path: path)
        var packets: [CapturedPacket] = []
        while try file.nextFrame({ frame, octets in
            packets.append(
                CapturedPacket(
                    time: frame.time,
                    linkType: frame.linkType,
                    originalLength: frame.originalLength,
                    octets: octets.indices.map { octets[$0] }
                )
            )
        }) {}
        return packets
    }

    /// Classic pcap with nanoseconds, little-endian.
    ///
    /// Source: draft-ietf-opsawg-pcap, §4 and §5.
    static func write(_ packets: [CapturedPacket], to file: URL) throws {
        var octets: [UInt8] = []
        func append(_ value: UInt32) {
            octets += (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * UInt32($0))) }
        }
        let linkType = packets.first?.linkType.rawValue ?? 1
        append(0xA1B2_3C4D)
        append(0x0004_0002)
        append(0)
        append(0)
        append(262_144)
        // libpcap's number for raw IP is its own; files have 101.
        append(linkType == 12 ? 101 : UInt32(linkType))
        for packet in packets {
            append(UInt32(packet.time.nanoseconds / 1_000_000_000))
            append(UInt32(packet.time.nanoseconds % 1_000_000_000))
            append(UInt32(packet.octets.count))
            append(UInt32(packet.originalLength))
            octets += packet.octets
        }
        try Data(octets).write(to: file)
    }
}

/// Something that happens to packets before the program sees them.
enum Disturbance: String, CaseIterable, Sendable {
    case halfLost
    case shuffledWithinASecond
    case lowercasedByAResolver
    case splitInTwoFiles
    case amongOrdinaryTraffic
    case recordedTwice

    /// The captures that come of it, to be read as one timeline.
    func apply(to packets: [CapturedPacket], ordinary: [CapturedPacket]) -> [[CapturedPacket]] {
        var generator = SeededGenerator(seed: 0xD15)
        switch self {
        case .halfLost: return [packets.filter { _ in Bool.random(using: &generator) }]
        case .shuffledWithinASecond:
            // The times stay with the packets; the order in the file does not.
            let keys = packets.map {
                Double($0.time.nanoseconds) / 1e9 + Double.random(in: 0..<1, using: &generator)
            }
            return [packets.indices.sorted { keys[$0] < keys[$1] }.map { packets[$0] }]
        case .lowercasedByAResolver: return [packets.map(\.lowercased)]
        case .splitInTwoFiles:
            return [Array(packets[..<(packets.count / 2)]), Array(packets[(packets.count / 2)...])]
        case .recordedTwice: return [packets.flatMap(\.withCopy)]
        case .amongOrdinaryTraffic:
            // The channel begins when a quarter of the ordinary packets are through.
            guard let start = packets.first?.time, packets.first?.linkType == ordinary.first?.linkType else {
                return [packets]
            }
            let shift = start.nanoseconds - ordinary[ordinary.count / 4].time.nanoseconds
            let moved = ordinary.map { packet in
                var packet = packet
                packet.time = Timestamp(nanoseconds: packet.time.nanoseconds + shift)
                return packet
            }
            return [(packets + moved).sorted { $0.time < $1.time }]
        }
    }
}

extension CapturedPacket {
    /// The packet, and what a second tap records of it 3 microseconds later.
    fileprivate var withCopy: [CapturedPacket] {
        var copy = self
        copy.time = Timestamp(nanoseconds: time.nanoseconds + 3_000)
        return [self, copy]
    }

    /// The same packet with the name of its question in lower case.
    ///
    /// Found where the DNS message lies in the frame; messages in fragments and streams stay as they are.
    fileprivate var lowercased: CapturedPacket {
        var message: [UInt8] = []
        var decoder = FrameDecoder()
        decoder.decode(
            octets.span,
            linkType: linkType.rawValue,
            time: time,
            frame: 1,
            originalLength: originalLength
        ) { _, octets in
            message = octets.indices.map { octets[$0] }
        }
        guard message.count > 12, let start = octets.firstRange(of: message)?.lowerBound else { return self }
        var packet = self
        var position = start + 12
        while position < packet.octets.count, (1...63).contains(packet.octets[position]) {
            let end = min(position + Int(packet.octets[position]) + 1, packet.octets.count)
            for index in (position + 1)..<max(end, position + 1)
            where (0x41...0x5A).contains(packet.octets[index]) {
                packet.octets[index] |= 0x20
            }
            position = end
        }
        return packet
    }
}
