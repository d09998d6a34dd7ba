extension Layer {
    /// Version, flags, length, and the link type of the content; all low octet first.
    ///
    /// Source: "PPI Packet Header Specification" §3.
    static func insidePPI(_ octets: Span<UInt8>) throws(Obstacle) -> InnerLayer {
        try octets.require(8)
        return try inside(
            linkType: Int32(bitPattern: octets.littleEndian32(at: 4)),
            octets,
            from: Int(octets.littleEndian16(at: 2)),
            least: 8
        )
    }

    /// Length, record type, link type; all low octet first.
    ///
    /// Source: https://www.tcpdump.org/linktypes.html, PKTAP.
    static func insidePKTAP(_ octets: Span<UInt8>) throws(Obstacle) -> InnerLayer {
        try octets.require(12)
        return try inside(
            linkType: Int32(bitPattern: octets.littleEndian32(at: 8)),
            octets,
            from: Int(octets.littleEndian32(at: 0)),
            least: 12
        )
    }

    private static func inside(
        linkType: Int32,
        _ octets: Span<UInt8>,
        from start: Int,
        least: Int
    ) throws(Obstacle) -> InnerLayer {
        guard start >= least else { throw .anomaly(.linkMalformed) }
        guard let (layer, skipped) = outermost(linkType: linkType) else { throw .unknownLink(linkType) }
        return try octets.inner(layer, from: start + skipped)
    }

    /// A list of lengths, types and values in the capturing machine's order; the packet has the type 9.
    ///
    /// Source: https://www.tcpdump.org/linktypes/LINKTYPE_NFLOG.html.
    static func insideNFLOG(_ octets: Span<UInt8>) throws(Obstacle) -> InnerLayer {
        try octets.require(4)
        guard octets[1] == 0 else { throw .anomaly(.linkMalformed) }
        var position = 4
        while position < octets.count {
            try octets.require(position + 4)
            // No list is long enough for the wrong order to make sense: types stay below 256.
            let isBigEndian = octets[position + 2] == 0 && octets[position + 3] != 0
            let length = Int(
                isBigEndian ? octets.bigEndian16(at: position) : octets.littleEndian16(at: position)
            )
            guard length >= 4 else { throw .anomaly(.linkMalformed) }
            if octets[position + (isBigEndian ? 3 : 2)] == 9 {
                let range = position + 4..<min(octets.count, position + length)
                return InnerLayer(layer: .ip, range: range)
            }
            position += (length + 3) & ~3
        }
        throw .short
    }

    /// A header that says its length, without the padding to four octets.
    ///
    /// Source: OpenBSD pflog(4).
    static func insidePFLOG(_ octets: Span<UInt8>) throws(Obstacle) -> InnerLayer {
        try octets.require(1)
        return try octets.inner(.ip, from: (Int(octets[0]) + 3) & ~3)
    }

    /// Version, type, the protocol of the content, and tags up to the end tag.
    ///
    /// Source: Wireshark wiki, "TaZmen Sniffer Protocol".
    static func insideTZSP(_ octets: Span<UInt8>) throws(Obstacle) -> InnerLayer {
        try octets.require(4)
        guard octets[0] == 1, octets[1] <= 1 else { throw .irrelevant }
        var position = 4
        while true {
            try octets.require(position + 1)
            let tag = octets[position]
            position += 1
            if tag == 1 { break }
            if tag == 0 { continue }
            try octets.require(position + 1)
            position += 1 + Int(octets[position])
        }
        switch octets.bigEndian16(at: 2) {
        case 1: return try octets.inner(.ethernet, from: position)
        case 18: return try octets.inner(.wireless, from: position)
        default: throw .irrelevant
        }
    }

    /// A record's header, extensions of eight octets, and the content that its type names.
    ///
    ///     | time, 8 octets | type | flags | record length, 2 | losses, 2 | length on the wire, 2 | extensions |
    ///
    /// The first bit of the type, and of each extension, tells that an extension follows. Before Ethernet come two
    /// octets more.
    ///
    /// Source: Endace, "ERF types reference guide", EDM11-01.
    static func insideERF(_ octets: Span<UInt8>) throws(Obstacle) -> InnerLayer {
        try octets.require(16)
        var start = 16
        var hasExtension = octets[8] & 0x80 != 0
        while hasExtension {
            try octets.require(start + 8)
            hasExtension = octets[start] & 0x80 != 0
            start += 8
        }
        switch octets[8] & 0x7F {
        case 1, 10, 15, 19: return try octets.inner(.serial, from: start)
        case 2, 11, 16, 20: return try octets.inner(.ethernet, from: start + 2)
        case 22, 23: return try octets.inner(.ip, from: start)
        default: throw .irrelevant
        }
    }

    /// A MAC header, an extended one if the first octet's last bit tells of it, its check sequence, and Ethernet.
    ///
    ///     | type, 2 bits | parameter, 5 | extended, 1 | its length, 1 octet | length, 2 | extended | check, 2 |
    ///
    /// Source: CableLabs, "DOCSIS MAC and Upper Layer Protocols Interface", CM-SP-MULPIv3.0 §6.2.
    static func insideDOCSIS(_ octets: Span<UInt8>) throws(Obstacle) -> InnerLayer {
        try octets.require(4)
        switch octets[0] >> 6 {
        case 0, 2: break  // packets, the second kind out of reach of old modems
        default: throw .irrelevant
        }
        return try octets.inner(.ethernet, from: 6 + (octets[0] & 1 == 0 ? 0 : Int(octets[1])))
    }
}
