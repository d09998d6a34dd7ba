package import NetworkTypes

/// The facts in the header of an IPv4 or IPv6 packet.
package struct IPPacket: Equatable {
    /// The place of a fragment in its datagram.
    package struct Fragment: Equatable, Sendable {
        package let identification: UInt32
        /// In octets.
        package let offset: Int
        package let isLast: Bool

        package init(identification: UInt32, offset: Int, isLast: Bool) {
            self.identification = identification
            self.offset = offset
            self.isLast = isLast
        }
    }

    package let source: IPAddress
    package let destination: IPAddress
    /// The protocol number of the content.
    package let transport: UInt8
    /// The sender's number for the packet, by which fragments find each other; 0 in IPv6, whose fragments have it in
    /// a header of their own.
    let identification: UInt16
    /// The place where the payload begins.
    let start: Int
    /// The place where the payload ends by the header, if it says; may lie beyond the octets at hand.
    package let end: Int?
    /// Present when an IPv4 packet is one fragment of several; IPv6 has a header of its own for that.
    let fragment: Fragment?

    /// Reads an IP header of the version that its first four bits name.
    package init(_ octets: Span<UInt8>) throws(Obstacle) {
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
    package init(ipv4 octets: Span<UInt8>) throws(Obstacle) {
        try octets.require(20)
        let headerLength = Int(octets[0] & 0xF) * 4
        guard octets[0] >> 4 == 4, headerLength >= 20 else { throw .anomaly(.ipv4Malformed) }
        try octets.require(headerLength)
        let totalLength = Int(octets.bigEndian16(at: 2))
        guard totalLength == 0 || totalLength >= headerLength else { throw .anomaly(.ipv4Malformed) }
        source = IPAddress(v4: octets.bigEndian32(at: 12))
        destination = IPAddress(v4: octets.bigEndian32(at: 16))
        transport = octets[9]
        identification = octets.bigEndian16(at: 4)
        start = headerLength
        end = totalLength == 0 ? nil : totalLength
        let flagsAndOffset = octets.bigEndian16(at: 6)
        let offset = Int(flagsAndOffset & 0x1FFF) * 8
        let moreFollow = flagsAndOffset & 0x2000 != 0
        fragment =
            offset == 0 && !moreFollow
            ? nil
            : Fragment(
                identification: UInt32(identification),
                offset: offset,
                isLast: !moreFollow
            )
    }
}

// MARK: - IPv6

extension IPPacket {
    /// Reads an IPv6 header; the protocol in its next-header field counts as that of the content.
    ///
    ///     |Version| Traffic Class |           Flow Label                  |
    ///     |         Payload Length        |  Next Header  |   Hop Limit   |
    ///     |                   Source Address, 16 octets                   |
    ///     |                 Destination Address, 16 octets                |
    ///
    /// A payload length of 0 belongs to jumbograms (RFC 2675) and to hardware that cuts segments
    /// later; it stands for the rest.
    ///
    /// Source: RFC 8200 §3.
    package init(ipv6 octets: Span<UInt8>) throws(Obstacle) {
        let headerLength = 40
        try octets.require(headerLength)
        guard octets[0] >> 4 == 6 else { throw .anomaly(.ipv6Malformed) }
        source = IPAddress(v6High: octets.bigEndian64(at: 8), low: octets.bigEndian64(at: 16))
        destination = IPAddress(v6High: octets.bigEndian64(at: 24), low: octets.bigEndian64(at: 32))
        transport = octets[6]
        identification = 0
        start = headerLength
        let payloadLength = Int(octets.bigEndian16(at: 4))
        end = payloadLength == 0 ? nil : headerLength + payloadLength
        fragment = nil
    }
}

// MARK: - IPv6 fragments

extension IPPacket.Fragment {
    static let headerLength = 8

    /// Reads a fragment header.
    ///
    ///     |  Next Header  |   Reserved    |      Fragment Offset    |Res|M|
    ///     |                         Identification                        |
    ///
    /// Source: RFC 8200 §4.5.
    init(header octets: Span<UInt8>) throws(Obstacle) {
        try octets.require(Self.headerLength)
        let offsetAndFlag = octets.bigEndian16(at: 2)
        identification = octets.bigEndian32(at: 4)
        offset = Int(offsetAndFlag & 0xFFF8)
        isLast = offsetAndFlag & 1 == 0
    }

    /// Whether it is a whole datagram by itself, to be kept apart from fragments of its number (RFC 6946 §4).
    var isAtomic: Bool { offset == 0 && isLast }
}
