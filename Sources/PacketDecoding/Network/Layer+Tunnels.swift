extension Layer {
    /// The layer that an IP protocol number stands for, apart from UDP, TCP and fragments.
    ///
    /// Source: IANA, "Assigned Internet Protocol Numbers".
    static func inside(ipProtocol: UInt8, _ octets: Span<UInt8>) throws(Obstacle) -> InnerLayer {
        switch ipProtocol {
        case 4, 94: return try octets.inner(.ipv4, from: 0)  // RFC 2003, and KA9Q's number for the same
        case 41: return try octets.inner(.ipv6, from: 0)  // RFC 4213 §3
        case 47: return try insideGRE(octets)
        case 50: throw .anomaly(.ipsecEncrypted)
        case 97:  // EtherIP (RFC 3378 §3)
            try octets.require(2)
            guard octets[0] >> 4 == 3 else { throw .anomaly(.tunnelMalformed) }
            return try octets.inner(.ethernet, from: 2)
        case 115: return try insideL2TPv3(octets)
        case 137: return try octets.inner(.mpls, from: 0)  // RFC 4023
        case 0, 43, 60, 135, 139, 140:
            // Hop-by-hop, routing, destination options, mobility, HIP, shim6: next header and length in
            // units of eight octets beyond the first (RFC 8200 §4, RFC 6564).
            try octets.require(8)
            return try octets.inner(.transport(octets[0]), from: (Int(octets[1]) + 1) * 8)
        case 51:  // authentication header, length in units of four octets beyond the first two (RFC 4302 §2)
            try octets.require(8)
            return try octets.inner(.transport(octets[0]), from: (Int(octets[1]) + 2) * 4)
        default: throw .irrelevant
        }
    }

    /// A session's identifier, then a cookie and a sublayer's header of lengths that only the two ends know.
    ///
    /// The content identifies itself: an IP packet that fits its frame, in Ethernet or in PPP, behind one of
    /// the lawful lengths. A session of 0 is the tunnel's own control channel.
    ///
    /// Source: RFC 3931 §4.1; RFC 4719 for Ethernet.
    static func insideL2TPv3(_ octets: Span<UInt8>) throws(Obstacle) -> InnerLayer {
        try octets.require(4)
        guard octets.bigEndian32(at: 0) != 0 else { throw .irrelevant }
        for start in stride(from: 4, through: 16, by: 4) {
            if octets.holdsIP(inEthernetAt: start) { return try octets.inner(.ethernet, from: start) }
            if octets.holdsIP(inPPPAt: start) { return try octets.inner(.ppp, from: start) }
        }
        throw .irrelevant
    }

    /// Flags, an EtherType, and the fields that the flags announce.
    ///
    ///     |C|R|K|S|      Reserved       | Version |         Protocol Type         |
    ///
    /// Version 1 is that of PPTP (RFC 2637 §4.1).
    ///
    /// Source: RFC 2784 §2, RFC 2890 §2.
    static func insideGRE(_ octets: Span<UInt8>) throws(Obstacle) -> InnerLayer {
        try octets.require(4)
        let flags = octets.bigEndian16(at: 0)
        let type = octets.bigEndian16(at: 2)
        let hasSequence = flags & 0x1000 != 0
        var length = 4
        if flags & 0xC000 != 0 { length += 4 }  // a checksum, a route's offset, or both
        if flags & 0x2000 != 0 { length += 4 }
        if hasSequence { length += 4 }
        if flags & 0x7 == 1, flags & 0x0080 != 0 { length += 4 }  // PPTP's acknowledgment
        if flags & 0x4000 != 0 { throw .irrelevant }  // RFC 1701's routes, long withdrawn
        switch type {
        case 0x88BE where !hasSequence:  // ERSPAN I has no header of its own
            return try octets.inner(.ethernet, from: length)
        case 0x883E:  // WCCP, whose second version puts four octets before the packet
            try octets.require(length + 1)
            return try octets.inner(.ip, from: octets[length] >> 4 == 4 ? length : length + 4)
        case 0x6559:
            return try octets.inner(.frameRelay, from: length)
        default:
            return try octets.inner(.etherType(type), from: length)
        }
    }

    /// Source: draft-foschiano-erspan §4.2.
    static func insideERSPAN2(_ octets: Span<UInt8>) throws(Obstacle) -> InnerLayer {
        try octets.inner(.ethernet, from: 8)
    }

    /// Twelve octets, and eight more where the last bit says so.
    ///
    /// Source: draft-foschiano-erspan §4.3.
    static func insideERSPAN3(_ octets: Span<UInt8>) throws(Obstacle) -> InnerLayer {
        try octets.require(12)
        return try octets.inner(.ethernet, from: octets[11] & 1 == 0 ? 12 : 20)
    }

    /// A service header whose length counts units of four octets.
    ///
    /// Source: RFC 8300 §2.2.
    static func insideNSH(_ octets: Span<UInt8>) throws(Obstacle) -> InnerLayer {
        try octets.require(8)
        let length = Int(octets[1] & 0x3F) * 4
        guard length >= 8 else { throw .anomaly(.tunnelMalformed) }
        return try octets.inner(nextProtocol: octets[3], from: length)
    }
}

extension Span<UInt8> {
    /// Whether an IP packet in Ethernet, also behind a VLAN tag, begins at an offset and fits.
    fileprivate func holdsIP(inEthernetAt offset: Int) -> Bool {
        guard offset + 18 <= count else { return false }
        let type = bigEndian16(at: offset + 12)
        guard type == 0x8100 else { return holdsIP(etherType: type, at: offset + 14) }
        return holdsIP(etherType: bigEndian16(at: offset + 16), at: offset + 18)
    }

    /// Whether an IP packet in PPP with an uncompressed header begins at an offset and fits.
    fileprivate func holdsIP(inPPPAt offset: Int) -> Bool {
        guard offset + 4 <= count, bigEndian16(at: offset) == 0xFF03 else { return false }
        switch bigEndian16(at: offset + 2) {
        case 0x0021: return holdsIP(etherType: 0x0800, at: offset + 4)
        case 0x0057: return holdsIP(etherType: 0x86DD, at: offset + 4)
        default: return false
        }
    }

    private func holdsIP(etherType: UInt16, at offset: Int) -> Bool {
        switch etherType {
        case 0x0800:
            // Version 4, a header of at least 20 octets and a length that holds it.
            offset + 20 <= count && 0x45...0x4F ~= self[offset] && bigEndian16(at: offset + 2) >= 20
        case 0x86DD:
            offset + 40 <= count && self[offset] >> 4 == 6
        default:
            false
        }
    }

    /// The layer that a next-protocol number shared by NSH and VXLAN-GPE stands for.
    ///
    /// Source: RFC 8300 §2.2, draft-ietf-nvo3-vxlan-gpe §3.2.
    func inner(nextProtocol: UInt8, from offset: Int) throws(Obstacle) -> InnerLayer {
        switch nextProtocol {
        case 1: try inner(.ipv4, from: offset)
        case 2: try inner(.ipv6, from: offset)
        case 3: try inner(.ethernet, from: offset)
        case 4: try inner(.etherType(0x894F), from: offset)
        case 5: try inner(.mpls, from: offset)
        default: throw .irrelevant
        }
    }
}
