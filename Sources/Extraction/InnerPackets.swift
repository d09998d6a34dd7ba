import NetworkTypes

/// Writes packets as a capture of their own, so that tools for captures read on.
///
///     | magic, 32 bits | 2, 16 | 4, 16 | 0, 32 | 0, 32 | snap length, 32 | link type, 32 |     once, little-endian
///     | seconds, 32 | nanoseconds, 32 | captured, 32 | original, 32 | packet … |                each
///
/// Source: draft-ietf-opsawg-pcap; LINKTYPE_RAW (101) has packets that begin with the header of IPv4 or IPv6.
struct InnerPackets {
    private static let magicOfNanoseconds: UInt32 = 0xA1B2_3C4D
    private static let linkTypeRaw: UInt32 = 101
    private static let snapLength: UInt32 = 65_535

    private var packets: [(time: Timestamp, octets: [UInt8])] = []
    /// Octets of all packets, without what the capture adds.
    private(set) var octetCount = 0

    var isEmpty: Bool { packets.isEmpty }
    var first: [UInt8]? { packets.min { $0.time < $1.time }?.octets }

    mutating func add(_ octets: some Sequence<UInt8>, at time: Timestamp) {
        packets.append((time, Array(octets)))
        octetCount += packets.last?.octets.count ?? 0
    }

    /// The capture, its packets in the order of time.
    var capture: [UInt8] {
        var capture: [UInt8] = []
        func append(_ word: UInt32) {
            for shift in [0, 8, 16, 24] { capture.append(UInt8(truncatingIfNeeded: word >> UInt32(shift))) }
        }
        append(Self.magicOfNanoseconds)
        capture += [2, 0, 4, 0]
        append(0)
        append(0)
        append(Self.snapLength)
        append(Self.linkTypeRaw)
        for packet in packets.enumerated().sorted(by: {
            ($0.element.time.nanoseconds, $0.offset) < ($1.element.time.nanoseconds, $1.offset)
        }) {
            let nanoseconds = max(0, packet.element.time.nanoseconds)
            append(UInt32(truncatingIfNeeded: nanoseconds / 1_000_000_000))
            append(UInt32(truncatingIfNeeded: nanoseconds % 1_000_000_000))
            append(UInt32(truncatingIfNeeded: packet.element.octets.count))
            append(UInt32(truncatingIfNeeded: packet.element.octets.count))
            capture += packet.element.octets
        }
        return capture
    }
}
