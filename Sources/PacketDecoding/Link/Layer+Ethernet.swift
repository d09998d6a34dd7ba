extension Layer {
    /// Two addresses, then a type or a length.
    ///
    /// Source: IEEE 802.3 §3.1.1.
    static func insideEthernet(_ octets: Span<UInt8>) throws(Obstacle) -> InnerLayer {
        try octets.require(14)
        return try inside(typeOrLengthAt: 12, octets)
    }

    /// The layer behind a field that is an EtherType from 0x600 on and the length of an LLC frame below it.
    private static func inside(
        typeOrLengthAt offset: Int,
        _ octets: Span<UInt8>
    ) throws(Obstacle) -> InnerLayer {
        let start = offset + 2
        let value = octets.bigEndian16(at: offset)
        switch value {
        // These two here as well, a step earlier, because nearly all frames are of them.
        case 0x0800: return try octets.inner(.ipv4, from: start)
        case 0x86DD: return try octets.inner(.ipv6, from: start)
        case 0x0600...: return try octets.inner(.etherType(value), from: start)
        default: return InnerLayer(layer: .llc, range: start..<min(octets.count, start + Int(value)))
        }
    }

    static func insideTyped(_ octets: Span<UInt8>, headerLength: Int) throws(Obstacle) -> InnerLayer {
        try octets.require(headerLength)
        return try octets.inner(.etherType(octets.bigEndian16(at: headerLength - 2)), from: headerLength)
    }

    /// The header of IP over InfiniBand.
    ///
    ///     | EtherType, 2 octets | reserved, 2 |
    ///
    /// Source: RFC 4391 §6.
    static func insideInfiniBand(_ octets: Span<UInt8>) throws(Obstacle) -> InnerLayer {
        try octets.require(4)
        return try octets.inner(.etherType(octets.bigEndian16(at: 0)), from: 4)
    }

    /// The layer that an EtherType stands for.
    ///
    /// Source: IANA, "IEEE 802 Numbers".
    static func inside(etherType: UInt16, _ octets: Span<UInt8>) throws(Obstacle) -> InnerLayer {
        switch etherType {
        case 0x0800:
            return try octets.inner(.ipv4, from: 0)
        case 0x86DD:
            return try octets.inner(.ipv6, from: 0)
        case 0x8100, 0x88A8, 0x9100, 0x9200, 0x9300:  // a VLAN tag (IEEE 802.1Q §9.6) and its older numbers
            try octets.require(4)
            return try inside(typeOrLengthAt: 2, octets)
        case 0x8926:  // VN-Tag: four octets, then a type
            try octets.require(6)
            return try inside(typeOrLengthAt: 4, octets)
        case 0x893F:  // E-Tag (IEEE 802.1BR §7.5): six octets, then a type
            try octets.require(8)
            return try inside(typeOrLengthAt: 6, octets)
        case 0x8909:  // Cisco metadata: six octets, then a type
            try octets.require(8)
            return try inside(typeOrLengthAt: 6, octets)
        case 0x6558:  // transparent Ethernet bridging (RFC 7637 §3.2)
            return try octets.inner(.ethernet, from: 0)
        case 0x8847, 0x8848:
            return try octets.inner(.mpls, from: 0)
        case 0x8864:
            return try octets.inner(.pppoe, from: 0)
        case 0x880B:
            return try octets.inner(.ppp, from: 0)
        case 0x88E5:  // MACsec
            throw .anomaly(.linkEncrypted)
        case 0x88BE:
            return try insideERSPAN2(octets)
        case 0x22EB:
            return try insideERSPAN3(octets)
        case 0x894F:
            return try insideNSH(octets)
        default:
            throw .irrelevant
        }
    }

    /// Source: IEEE 802.2 §3; RFC 1042 for SNAP.
    static func insideLLC(_ octets: Span<UInt8>) throws(Obstacle) -> InnerLayer {
        try octets.require(3)
        switch (octets[0], octets[1], octets[2]) {
        case (0xAA, 0xAA, 0x03):
            try octets.require(8)
            return try insideSNAP(octets, at: 3, bridgedPadding: 2)
        case (0x06, 0x06, 0x03):
            return try octets.inner(.ip, from: 3)
        default:
            throw .irrelevant
        }
    }

    /// An organization's code and a type, which is an EtherType for the code 0.
    ///
    /// Bridged Ethernet (RFC 2684 §5.2, RFC 2427 §4.2) lies behind `bridgedPadding` octets more.
    static func insideSNAP(
        _ octets: Span<UInt8>,
        at offset: Int,
        bridgedPadding: Int
    ) throws(Obstacle) -> InnerLayer {
        let start = offset + 5
        try octets.require(start)
        let type = octets.bigEndian16(at: offset + 3)
        switch (octets[offset], octets.bigEndian16(at: offset + 1)) {
        case (0, 0), (0, 0x00F8):
            return try octets.inner(.etherType(type), from: start)
        case (0, 0x80C2) where type == 1 || type == 7:  // with and without the frame's checksum
            return try octets.inner(.ethernet, from: start + bridgedPadding)
        default:
            throw .irrelevant
        }
    }

    /// One label; below the last of the stack, the content has to show its own kind.
    ///
    ///     | Label, 20 bits | class, 3 | last, 1 | time to live, 8 |
    ///
    /// Source: RFC 3032 §2.1; RFC 4385 §3 and RFC 4448 for pseudowires.
    static func insideMPLS(_ octets: Span<UInt8>) throws(Obstacle) -> InnerLayer {
        try octets.require(4)
        if octets[2] & 1 == 0 { return try octets.inner(.mpls, from: 4) }
        try octets.require(5)
        switch octets[4] >> 4 {
        case 4: return try octets.inner(.ipv4, from: 4)
        case 6: return try octets.inner(.ipv6, from: 4)
        case 0: return try octets.inner(.ethernet, from: 8)
        case 1: throw .irrelevant  // the pseudowire's own control channel
        default: return try octets.inner(.ethernet, from: 4)
        }
    }

    /// Source: https://www.tcpdump.org/linktypes/LINKTYPE_LINUX_SLL.html.
    static func insideLinuxCooked(_ octets: Span<UInt8>) throws(Obstacle) -> InnerLayer {
        try octets.require(16)
        return try insideCooked(
            octets,
            hardware: octets.bigEndian16(at: 2),
            type: octets.bigEndian16(at: 14),
            from: 16
        )
    }

    /// Source: https://www.tcpdump.org/linktypes/LINKTYPE_LINUX_SLL2.html.
    static func insideLinuxCooked2(_ octets: Span<UInt8>) throws(Obstacle) -> InnerLayer {
        try octets.require(20)
        return try insideCooked(
            octets,
            hardware: octets.bigEndian16(at: 8),
            type: octets.bigEndian16(at: 0),
            from: 20
        )
    }

    private static func insideCooked(
        _ octets: Span<UInt8>,
        hardware: UInt16,
        type: UInt16,
        from start: Int
    ) throws(Obstacle) -> InnerLayer {
        switch (hardware, type) {
        case (824, _): throw .irrelevant  // netlink
        case (803, _): return try octets.inner(.radiotap, from: start)
        case (_, 4): return try octets.inner(.llc, from: start)
        default: return try octets.inner(.etherType(type), from: start)
        }
    }

    /// The address family in the capturing machine's or in network order; IPv6 has a number for each system.
    ///
    /// Source: https://www.tcpdump.org/linktypes.html, NULL and LOOP.
    static func insideLoopback(_ octets: Span<UInt8>) throws(Obstacle) -> InnerLayer {
        try octets.require(4)
        let value = octets.bigEndian32(at: 0)
        switch min(value, value.byteSwapped) {
        case 2, 10, 23, 24, 28, 30: return try octets.inner(.ip, from: 4)
        // OSI, AppleTalk, IPX and others that carry no IP (sys/socket.h of the BSDs, tcpdump's print-null.c).
        case 3...22: throw .irrelevant
        default: throw .anomaly(.unknownFamily)
        }
    }
}
