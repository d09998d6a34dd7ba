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
    /// Octets of all packets, without the additions of the capture.
    private(set) var octetCount = 0

    /// Octets of all packets that somebody chose to send, see ``chosenOctets(of:)``.
    private(set) var chosenCount = 0

    var isEmpty: Bool { packets.isEmpty }
    var first: [UInt8]? { packets.min { $0.time < $1.time }?.octets }

    mutating func add(_ octets: some Sequence<UInt8>, at time: Timestamp) {
        packets.append((time, Array(octets)))
        octetCount += packets.last?.octets.count ?? 0
        chosenCount += packets.last.map { Self.chosenOctets(of: $0.octets) } ?? 0
    }

    /// The number of octets of a packet that somebody chose to send: the content of TCP, UDP and echo requests.
    ///
    /// Headers, handshakes and acknowledgments come by themselves. So do messages that a system sends to its
    /// neighbors whenever it has an interface, such as router solicitations: a tunnel that nobody uses carries them,
    /// too.
    ///
    /// Source: RFC 791 §3.1, RFC 8200 §4, RFC 9293 §3.1, RFC 792 and RFC 4443 §4.
    static func chosenOctets(of packet: [UInt8]) -> Int {
        guard packet.count >= 20 else { return 0 }
        if packet[0] >> 4 == 4 {
            let body = packet.dropFirst(Int(packet[0] & 0xF) * 4)
            let isMulticast = packet[16] >= 224
            let isLaterFragment = packet[6] & 0x1F != 0 || packet[7] != 0
            return isMulticast ? 0 : isLaterFragment ? body.count : chosenOctets(of: body, in: packet[9])
        }
        guard packet[0] >> 4 == 6, packet.count >= 40, packet[24] != 0xFF else { return 0 }
        return chosenOctets(of: packet.dropFirst(40), in: packet[6])
    }

    private static func chosenOctets(of body: ArraySlice<UInt8>, in transport: UInt8) -> Int {
        guard let first = body.first else { return 0 }
        switch transport {
        case 6 where body.count >= 20: return max(0, body.count - Int(body[body.startIndex + 12] >> 4) * 4)
        case 6: return 0
        case 17: return max(0, body.count - 8)
        case 1: return first == 8 || first == 0 ? max(0, body.count - 8) : 0
        case 58: return first == 128 || first == 129 ? max(0, body.count - 8) : 0
        // Hop-by-hop options come before the messages in which hosts tell routers of their groups.
        case 0: return 0
        default: return body.count
        }
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
