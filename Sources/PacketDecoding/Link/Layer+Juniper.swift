/// The content behind the header that Juniper's routers put before captured frames.
enum JuniperContent: Equatable {
    case ethernet
    /// An EtherType, then the layer that it names.
    case etherType
    case ppp
    case frameRelay
    case ciscoHDLC
    /// A cookie, then PPP; on some cards a packet.
    case multilinkPPP
    /// A cookie of so many octets, then a network layer's identifier; on some cards a packet.
    case multilinkFrameRelay(cookie: Int)
    /// The record of an encryption card about a packet, and the packet.
    case encryptionCard
    /// A cookie of so many octets, then a packet.
    case ip(cookie: Int)
    /// A cookie of so many octets, then LLC, a frame or a packet.
    case atm(cookie: Int)
}

extension Layer {
    /// A magic number, flags, extensions with a length of their own, and the content that the link type names.
    ///
    ///     | 0x4D4743, 3 octets | flags | length of extensions, 2 | extensions |
    ///
    /// Bit 7 of the flags tells of extensions, bit 1 that the link layer was taken off: then four octets of
    /// an address family and a packet follow.
    ///
    /// Source: the layout that tcpdump's print-juniper.c reads.
    static func insideJuniper(_ content: JuniperContent, _ octets: Span<UInt8>) throws(Obstacle) -> InnerLayer
    {
        try octets.require(4)
        guard octets[0] == 0x4D, octets[1] == 0x47, octets[2] == 0x43 else { throw .anomaly(.linkMalformed) }
        var start = 4
        if octets[3] & 0x80 != 0 {
            try octets.require(6)
            start = 6 + Int(octets.bigEndian16(at: 4))
        }
        if octets[3] & 0x02 != 0 { return try octets.inner(.ip, from: start + 4) }
        switch content {
        case .ethernet: return try octets.inner(.ethernet, from: start)
        case .etherType: return try octets.inner(.typed(headerLength: 2), from: start)
        case .ppp: return try octets.inner(.ppp, from: start)
        case .frameRelay: return try octets.inner(.frameRelay, from: start)
        case .ciscoHDLC: return try octets.inner(.typed(headerLength: 4), from: start)
        case .multilinkPPP:
            try octets.require(start + 1)
            let (cookie, isPacket) = juniperCookie(of: 2, octets[start])
            return try octets.inner(isPacket ? .ip : .ppp, from: start + cookie)
        case .multilinkFrameRelay(let cookie):
            try octets.require(start + 1)
            let (length, isPacket) = juniperCookie(of: cookie, octets[start])
            if isPacket { return try octets.inner(.ip, from: start + length) }
            return try insideJuniperATM(octets, from: start + length)
        case .encryptionCard:
            try octets.require(start + 4)
            // Authentication or encryption alone; of both together tcpdump shows no packet either.
            guard 3...5 ~= octets[start + 3] else { throw .irrelevant }
            return try octets.inner(.ip, from: start + 16)
        case .ip(let cookie):
            try octets.require(start + 1)
            return try octets.inner(.ip, from: start + juniperCookie(of: cookie, octets[start]).length)
        case .atm(let cookie):
            try octets.require(start + 1)
            return try insideJuniperATM(octets, from: start + juniperCookie(of: cookie, octets[start]).length)
        }
    }

    /// The length of a cookie that would have `length` octets, by its first octet; the cookie of one family of cards means a packet.
    private static func juniperCookie(of length: Int, _ first: UInt8) -> (length: Int, isPacket: Bool) {
        switch first {
        case 0x47: (8, true)
        case 0x54: (length + 2, false)
        default: (length, false)
        }
    }

    /// LLC, a network layer's identifier as RFC 2427 writes it, or a packet.
    private static func insideJuniperATM(
        _ octets: Span<UInt8>,
        from start: Int
    ) throws(Obstacle) -> InnerLayer {
        try octets.require(start + 3)
        switch (octets[start], octets[start + 1]) {
        case (0xAA, 0xAA): return try octets.inner(.llc, from: start)
        case (0x03, 0xCC), (0x03, 0x8E): return try octets.inner(.ip, from: start + 2)
        default: return try octets.inner(.ip, from: start)
        }
    }
}
