extension Layer {
    /// An optional address and control field, then a protocol number of two octets or, when odd, of one.
    ///
    /// Source: RFC 1661 §2, RFC 1662 §3.1.
    static func insidePPP(_ octets: Span<UInt8>) throws(Obstacle) -> InnerLayer {
        try octets.require(2)
        let start = octets[0] == 0xFF && octets[1] == 0x03 ? 2 : 0
        try octets.require(start + 1)
        if octets[start] & 1 == 1 {
            return try inside(pppProtocol: UInt16(octets[start]), octets, from: start + 1)
        }
        try octets.require(start + 2)
        return try inside(pppProtocol: octets.bigEndian16(at: start), octets, from: start + 2)
    }

    private static func inside(
        pppProtocol: UInt16,
        _ octets: Span<UInt8>,
        from start: Int
    ) throws(Obstacle) -> InnerLayer {
        switch pppProtocol {
        case 0x0021: return try octets.inner(.ipv4, from: start)
        case 0x0057: return try octets.inner(.ipv6, from: start)
        case 0x0281, 0x0283: return try octets.inner(.mpls, from: start)
        case 0x0053, 0x0055: throw .anomaly(.linkEncrypted)
        default: throw .irrelevant
        }
    }

    /// Version and type, code, session, length.
    ///
    /// Source: RFC 2516 §4.
    static func insidePPPoE(_ octets: Span<UInt8>) throws(Obstacle) -> InnerLayer {
        try octets.require(6)
        guard octets[0] == 0x11 else { throw .anomaly(.linkMalformed) }
        guard octets[1] == 0 else { throw .irrelevant }
        let end = 6 + Int(octets.bigEndian16(at: 4))
        return InnerLayer(layer: .ppp, range: 6..<min(octets.count, end))
    }

    /// Cisco's framing begins with 0x0F or 0x8F, PPP with anything else.
    ///
    /// Source: RFC 1547 §4.3.1.
    static func insideSerial(_ octets: Span<UInt8>) throws(Obstacle) -> InnerLayer {
        try octets.require(2)
        let isCisco = octets[0] == 0x0F || octets[0] == 0x8F
        return try octets.inner(isCisco ? .typed(headerLength: 4) : .ppp, from: 0)
    }

    /// An address of two to four octets, then a control field and a protocol's identifier, or Cisco's type.
    ///
    /// Source: RFC 2427 §3, §4.
    static func insideFrameRelay(_ octets: Span<UInt8>) throws(Obstacle) -> InnerLayer {
        var start = 0
        repeat {
            start += 1
            guard start <= 4 else { throw .anomaly(.linkMalformed) }
            try octets.require(start)
        } while octets[start - 1] & 1 == 0
        try octets.require(start + 2)
        guard octets[start] == 0x03 else {
            return try octets.inner(.etherType(octets.bigEndian16(at: start)), from: start + 2)
        }
        start += octets[start + 1] == 0 ? 2 : 1  // a pad octet may stand before the identifier
        try octets.require(start + 1)
        switch octets[start] {
        case 0xCC: return try octets.inner(.ipv4, from: start + 1)
        case 0x8E: return try octets.inner(.ipv6, from: start + 1)
        case 0x80: return try insideSNAP(octets, at: start + 1, bridgedPadding: 0)
        case 0xCF: return try octets.inner(.ppp, from: start + 1)
        default: throw .irrelevant
        }
    }

    /// Access control, frame control, two addresses, and a route where the source's first bit is set.
    ///
    /// Source: IEEE 802.5 §3.2, IEEE 802.1D annex C.
    static func insideTokenRing(_ octets: Span<UInt8>) throws(Obstacle) -> InnerLayer {
        try octets.require(14)
        guard octets[8] & 0x80 != 0 else { return try octets.inner(.llc, from: 14) }
        try octets.require(15)
        return try octets.inner(.llc, from: 14 + Int(octets[14] & 0x1F))
    }

    /// Two addresses, Linux's two octets of offset, and the protocol.
    ///
    /// The numbers for IP are those of RFC 1201 and RFC 1051.
    static func insideARCNET(_ octets: Span<UInt8>, headerLength: Int) throws(Obstacle) -> InnerLayer {
        try octets.require(headerLength)
        switch octets[headerLength - 1] {
        case 0xD4, 0xC4:
            // A split flag and a sequence number follow; any flag but 0 marks a piece of a packet.
            try octets.require(headerLength + 3)
            if octets[headerLength] != 0 { throw .irrelevant }
            return try octets.inner(.ip, from: headerLength + 3)
        case 0xF0: return try octets.inner(.ip, from: headerLength)
        default: throw .irrelevant
        }
    }
}
