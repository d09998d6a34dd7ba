import FoundationEssentials
import NetworkTypes
import PacketDecoding

/// Packets by columns: what is alike lies side by side, which packs well.
struct PacketColumns: Sendable {
    private(set) var message = PartPackets()
    private var addresses: [IPAddress: UInt32] = [:]
    private var time: Int64 = 0
    private var frame = 0
    private var octets: [UInt8] = []
    private var kinds: [UInt8] = []
    private var depths: [UInt8] = []

    var count: Int { kinds.count }
    /// The frame of the first packet; 0 for none.
    var firstFrame: Int { Int(clamping: message.frames.first ?? 0) }
    /// About how many octets the packets take before packing.
    var octetCount: Int { octets.count + 16 * kinds.count }

    private enum Kind: UInt8 {
        case datagram, segment, fragment
    }

    mutating func append(_ packet: TransportPacket) {
        switch packet.content {
        case .datagram: kinds.append(Kind.datagram.rawValue)
        case .segment: kinds.append(Kind.segment.rawValue)
        case .fragment(let transport, let fragment):
            kinds.append(Kind.fragment.rawValue)
            var place = PartFragment()
            place.transport = UInt32(transport)
            place.identification = fragment.identification
            place.offset = UInt32(clamping: fragment.offset)
            place.isLast = fragment.isLast
            message.fragments.append(place)
        }
        message.times.append(packet.time.nanoseconds &- time)
        time = packet.time.nanoseconds
        message.frames.append(UInt64(max(0, packet.frame - frame)))
        frame = packet.frame
        message.sources.append(index(of: packet.source))
        message.destinations.append(index(of: packet.destination))
        message.identifications.append(UInt32(packet.identification))
        message.missing.append(UInt32(clamping: packet.missing))
        depths.append(UInt8(clamping: packet.depth))
        message.lengths.append(UInt32(clamping: packet.octets.count))
        octets += packet.octets
    }

    private mutating func index(of address: IPAddress) -> UInt32 {
        if let index = addresses[address] { return index }
        let index = UInt32(addresses.count)
        addresses[address] = index
        message.addresses.append(Data(address.octets))
        return index
    }

    /// The message with all columns.
    var finished: PartPackets {
        var message = message
        message.kinds = Data(kinds)
        message.depths = Data(depths)
        message.octets = Data(octets)
        return message
    }

    /// The packets of a message, in order.
    ///
    /// - Returns: `false` where the columns contradict each other, at the packet that shows it.
    static func forEachPacket(in message: PartPackets, _ body: (TransportPacket) -> Void) -> Bool {
        let count = message.kinds.count
        guard
            [
                message.times.count, message.frames.count, message.sources.count, message.destinations.count,
                message.identifications.count, message.missing.count, message.depths.count,
                message.lengths.count,
            ].allSatisfy({ $0 == count })
        else { return false }
        let addresses = message.addresses.compactMap { IPAddress(octets: Array($0)) }
        let (kinds, depths, octets) = (
            [UInt8](message.kinds), [UInt8](message.depths), [UInt8](message.octets)
        )
        var (time, frame, start, fragment): (Int64, Int, Int, Int) = (0, 0, 0, 0)
        for index in 0..<count {
            let (source, destination) = (Int(message.sources[index]), Int(message.destinations[index]))
            let end = start + Int(message.lengths[index])
            time = time &+ message.times[index]
            frame = frame &+ Int(clamping: message.frames[index])
            guard source < addresses.count, destination < addresses.count, end <= octets.count,
                (0..<1 << 43).contains(frame),
                let content = content(kinds[index], message, &fragment)
            else { return false }
            body(
                TransportPacket(
                    content: content,
                    octets: Array(octets[start..<end]),
                    time: Timestamp(nanoseconds: time),
                    frame: frame,
                    source: addresses[source],
                    destination: addresses[destination],
                    identification: UInt16(truncatingIfNeeded: message.identifications[index]),
                    missing: Int(message.missing[index]),
                    depth: Int(depths[index])
                )
            )
            start = end
        }
        return start == octets.count
    }

    private static func content(
        _ kind: UInt8,
        _ message: PartPackets,
        _ next: inout Int
    ) -> TransportPacket.Content? {
        switch Kind(rawValue: kind) {
        case .datagram: return .datagram
        case .segment: return .segment
        case .fragment:
            guard next < message.fragments.count else { return nil }
            let place = message.fragments[next]
            next += 1
            guard place.transport <= UInt8.max, place.offset <= UInt16.max else { return nil }
            return .fragment(
                UInt8(place.transport),
                IPPacket.Fragment(
                    identification: place.identification,
                    offset: Int(place.offset),
                    isLast: place.isLast
                )
            )
        case nil: return nil
        }
    }
}
