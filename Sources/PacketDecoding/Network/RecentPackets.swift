import NetworkTypes

/// Tells packets that a capture holds more than once from packets that were sent more than once.
///
/// A mirror port for both directions, `tcpdump -i any` on a router, or a tap on each of its legs records one packet
/// several times. Copies have the same addresses, the same identification (IPv4) and the same content, and follow
/// each other at once. The link layer, a VLAN tag, the time to live and the checksums may differ: routers change
/// them, and network cards fill checksums in later. A sender that repeats a packet waits longer and, with nearly
/// every system, gives it another identification.
///
/// The table has a fixed size: a packet takes the place of an older one, so that a step takes constant time and
/// allocates nothing. If a packet was overwritten before its copy came, the copy counts as sent again.
package struct RecentPackets: Sendable {
    private struct Slot {
        var identity: UInt64 = 0
        var time = Timestamp(nanoseconds: .min)
    }

    /// The most seconds after which a packet is the copy of another one.
    ///
    /// Copies in recordings of mirror ports and routers come 3 to 100 microseconds apart. Packets that were sent again
    /// with one identification come 0.3 seconds and more apart; scripts that send without pause leave some 20
    /// milliseconds.
    static let patience = 0.01
    private static let slotCount = 1 << 14
    private var slots = [Slot](repeating: Slot(), count: slotCount)

    /// A table that has seen nothing.
    package init() {}

    /// The part of a packet that is compared; the same octets may be looked at in several parts.
    enum Part: UInt64 {
        case datagram, segment, fragment, watched, whole
    }

    /// Whether the same part was seen just before; notes the part.
    ///
    /// - Parameters:
    ///   - part: The part of the packet.
    ///   - octets: That part.
    ///   - content: A ``TableHash`` of all that copies have in common in it.
    ///   - situation: Addresses, identification and time.
    /// - Returns: Whether it is a copy.
    /// - Complexity: O(1).
    mutating func isCopy(
        _ part: Part,
        _ octets: Span<UInt8>,
        content: UInt64,
        _ situation: Situation
    ) -> Bool {
        var hash = TableHash()
        hash.absorb(content)
        hash.absorb(situation.source)
        hash.absorb(situation.destination)
        hash.absorb(UInt64(situation.identification) << 8 | part.rawValue)
        let identity = UInt64(truncatingIfNeeded: hash.value)
        let slot = Self.slot(part, octets, situation)
        let isCopy =
            slots[slot].identity == identity
            && abs(situation.time.seconds(since: slots[slot].time)) <= Self.patience
        // A copy of a copy is one of the packet, too.
        slots[slot] = Slot(identity: identity, time: situation.time)
        return isCopy
    }

    /// The place of a packet in the table: by its length, identification, ports and, in DNS, its transaction id.
    ///
    /// Unlike a hash with secrets of the process it is the same in each run, so that equal captures give equal reports.
    private static func slot(
        _ part: Part,
        _ octets: Span<UInt8>,
        _ situation: Situation
    ) -> Int {
        var mark = situation.source.low &+ situation.destination.low &* 31 &+ part.rawValue
        mark = mark &* 0x9E37_79B9_7F4A_7C15 &+ UInt64(situation.identification) << 32 &+ UInt64(octets.count)
        // Not the checksum of a datagram, which lies between these two.
        if octets.count >= 16 {
            mark = mark &* 0x9E37_79B9_7F4A_7C15 &+ UInt64(octets.bigEndian32(at: 0))
            mark = mark &* 0x9E37_79B9_7F4A_7C15 &+ UInt64(octets.bigEndian32(at: 8))
            mark = mark &* 0x9E37_79B9_7F4A_7C15 &+ octets.bigEndian64(at: octets.count - 8)
        }
        return Int(truncatingIfNeeded: (mark &* 0x9E37_79B9_7F4A_7C15) >> 50)
    }
}

extension TableHash {
    /// The hash of octets alone.
    package static func hash(_ octets: Span<UInt8>) -> UInt64 {
        var hash = TableHash()
        hash.absorb(octets)
        return UInt64(truncatingIfNeeded: hash.value)
    }
}
