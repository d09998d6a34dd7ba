import NetworkTypes

/// What the header of an IPv4 or IPv6 packet says, extension headers included.
struct IPPacket: Equatable {
    /// The place of a fragment in its datagram.
    struct Fragment: Equatable {
        let identification: UInt32
        /// In octets.
        let offset: Int
        let isLast: Bool
    }

    let source: IPAddress
    let destination: IPAddress
    /// The protocol number of what is carried; for a fragment, of what its own header names.
    let transport: UInt8
    /// Where the payload begins.
    let start: Int
    /// Where the payload ends by the header; may lie beyond the octets at hand. `nil` where it does not say.
    let end: Int?
    /// `nil` unless the packet is one fragment of several.
    let fragment: Fragment?

    /// Reads an IP header of the version that its first four bits name.
    init(_ octets: Span<UInt8>) throws(Obstacle) {
        try octets.require(1)
        switch octets[0] >> 4 {
        case 4: self = try IPPacket(ipv4: octets)
        case 6: self = try IPPacket(ipv6: octets)
        default: throw .irrelevant
        }
    }
}

// MARK: - IPv4

extension IPPacket {
    /// Reads an IPv4 header and passes over its options.
    ///
    ///     |Version|  IHL  |Type of Service|          Total Length         |
    ///     |         Identification        |Flags|     Fragment Offset     |
    ///     |  Time to Live |    Protocol   |        Header Checksum        |
    ///     |                         Source Address                        |
    ///     |                      Destination Address                      |
    ///
    /// A total length of 0 is left by hardware that cuts segments later; it stands for the rest.
    ///
    /// Source: RFC 791 §3.1.
    init(ipv4 octets: Span<UInt8>) throws(Obstacle) {
        try octets.require(20)
        let headerLength = Int(octets[0] & 0xF) * 4
        guard octets[0] >> 4 == 4, headerLength >= 20 else { throw .anomaly(.ipv4Malformed) }
        try octets.require(headerLength)
        let totalLength = Int(octets.bigEndian16(at: 2))
        guard totalLength == 0 || totalLength >= headerLength else { throw .anomaly(.ipv4Malformed) }
        source = IPAddress(v4: octets.bigEndian32(at: 12))
        destination = IPAddress(v4: octets.bigEndian32(at: 16))
        transport = octets[9]
        start = headerLength
        end = totalLength == 0 ? nil : totalLength
        let flagsAndOffset = octets.bigEndian16(at: 6)
        let offset = Int(flagsAndOffset & 0x1FFF) * 8
        let moreFollow = flagsAndOffset & 0x2000 != 0
        fragment =
            offset == 0 && !moreFollow
            ? nil
            : Fragment(
                identification: UInt32(octets.bigEndian16(at: 4)),
                offset: offset,
                isLast: !moreFollow
            )
    }
}

// MARK: - IPv6

extension IPPacket {
    /// Reads an IPv6 header and the extension headers behind it, up to a fragment's.
    ///
    ///     |Version| Traffic Class |           Flow Label                  |
    ///     |         Payload Length        |  Next Header  |   Hop Limit   |
    ///     |                   Source Address, 16 octets                   |
    ///     |                 Destination Address, 16 octets                |
    ///
    /// A payload length of 0 belongs to jumbograms (RFC 2675) and to hardware that cuts segments
    /// later; it stands for the rest.
    ///
    /// Source: RFC 8200 §3, §4; RFC 4302 §2.
    init(ipv6 octets: Span<UInt8>) throws(Obstacle) {
        let fixedLength = 40
        try octets.require(fixedLength)
        guard octets[0] >> 4 == 6 else { throw .anomaly(.ipv6Malformed) }
        source = IPAddress(v6High: octets.bigEndian64(at: 8), low: octets.bigEndian64(at: 16))
        destination = IPAddress(v6High: octets.bigEndian64(at: 24), low: octets.bigEndian64(at: 32))
        let payloadLength = Int(octets.bigEndian16(at: 4))
        let end = payloadLength == 0 ? nil : fixedLength + payloadLength
        var next = octets[6]
        var position = fixedLength
        var fragment: Fragment?
        // Every header is at least eight octets long, so the packet's length ends the walk.
        while fragment == nil, let length = try Self.extensionLength(next, at: position, in: octets) {
            if next == 44 {
                let offsetAndFlag = octets.bigEndian16(at: position + 2)
                let offset = Int(offsetAndFlag & 0xFFF8)
                let isLast = offsetAndFlag & 1 == 0
                // RFC 6946: offset 0 and nothing to follow is a whole packet, whatever else has its number.
                if offset != 0 || !isLast {
                    fragment = Fragment(
                        identification: octets.bigEndian32(at: position + 4),
                        offset: offset,
                        isLast: isLast
                    )
                }
            }
            next = octets[position]
            position += length
        }
        if let end, position > end { throw .anomaly(.ipv6Malformed) }
        self.fragment = fragment
        transport = next
        start = position
        self.end = end
    }

    /// The length in octets of the extension header at `position`, or `nil` when it is none.
    private static func extensionLength(
        _ number: UInt8,
        at position: Int,
        in octets: Span<UInt8>
    ) throws(Obstacle) -> Int? {
        switch number {
        case 0, 43, 60, 135, 139, 140:  // hop-by-hop, routing, destination options, mobility, HIP, shim6
            try octets.require(position + 8)
            let length = (Int(octets[position + 1]) + 1) * 8
            try octets.require(position + length)
            return length
        case 44:  // fragment
            try octets.require(position + 8)
            return 8
        case 51:  // authentication
            try octets.require(position + 8)
            let length = (Int(octets[position + 1]) + 2) * 4
            try octets.require(position + length)
            return length
        default:
            return nil
        }
    }
}
