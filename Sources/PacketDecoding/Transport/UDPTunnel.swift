/// The tunnels that a UDP port announces and their header confirms.
enum UDPTunnel {
    case vxlan
    case vxlanGPE
    case geneve
    case teredo
    case gtpU
    case l2tp
    case mpls
    case gre
    case tzsp

    /// The tunnel of a datagram between these ports.
    init?(ports first: UInt16, _ second: UInt16) {
        guard let tunnel = Self(port: second) ?? Self(port: first) else { return nil }
        self = tunnel
    }

    private init?(port: UInt16) {
        switch port {
        case 4789, 8472: self = .vxlan
        case 4790: self = .vxlanGPE
        case 6081: self = .geneve
        case 3544: self = .teredo
        case 2152: self = .gtpU
        case 1701: self = .l2tp
        case 6635: self = .mpls
        case 4754: self = .gre
        case 37008: self = .tzsp
        default: return nil
        }
    }

    /// The content of the tunnel; throws when the payload is not one of its data packets.
    func inner(of octets: Span<UInt8>) throws(Obstacle) -> InnerLayer {
        switch self {
        case .vxlan: try Self.insideVXLAN(octets)
        case .vxlanGPE: try Self.insideVXLANGPE(octets)
        case .geneve: try Self.insideGENEVE(octets)
        case .teredo: try Self.insideTeredo(octets)
        case .gtpU: try Self.insideGTPU(octets)
        case .l2tp: try Self.insideL2TP(octets)
        case .mpls: try octets.inner(.mpls, from: 0)
        case .gre: try Layer.insideGRE(octets)  // RFC 8086
        case .tzsp: try Layer.insideTZSP(octets)
        }
    }

    /// Flags with a set identifier bit, and Ethernet after eight octets.
    ///
    /// Source: RFC 7348 §5.
    private static func insideVXLAN(_ octets: Span<UInt8>) throws(Obstacle) -> InnerLayer {
        try octets.require(8)
        guard octets[0] & 0x08 != 0, octets[7] == 0 else { throw .irrelevant }
        return try octets.inner(.ethernet, from: 8)
    }

    /// Source: draft-ietf-nvo3-vxlan-gpe §3.
    private static func insideVXLANGPE(_ octets: Span<UInt8>) throws(Obstacle) -> InnerLayer {
        try octets.require(8)
        guard octets[0] & 0x08 != 0 else { throw .irrelevant }
        // Without the flag for it, a next protocol is still meant where one is given.
        if octets[3] == 0 { return try octets.inner(.ethernet, from: 8) }
        return try octets.inner(nextProtocol: octets[3], from: 8)
    }

    /// Version and options' length, flags, an EtherType, the network's identifier, options.
    ///
    /// Source: RFC 8926 §3.4.
    private static func insideGENEVE(_ octets: Span<UInt8>) throws(Obstacle) -> InnerLayer {
        try octets.require(8)
        guard octets[0] >> 6 == 0 else { throw .irrelevant }
        let length = 8 + Int(octets[0] & 0x3F) * 4
        return try octets.inner(.etherType(octets.bigEndian16(at: 2)), from: length)
    }

    /// IPv6, after an optional authentication and an optional origin indication.
    ///
    /// Source: RFC 4380 §5.1.1.
    private static func insideTeredo(_ octets: Span<UInt8>) throws(Obstacle) -> InnerLayer {
        var start = 0
        try octets.require(start + 4)
        if octets.bigEndian16(at: start) == 1 {
            start += 4 + Int(octets[start + 2]) + Int(octets[start + 3]) + 9  // nonce and confirmation
            try octets.require(start + 4)
        }
        if octets.bigEndian16(at: start) == 0 { start += 8 }
        try octets.require(start + 40)
        guard octets[start] >> 4 == 6 else { throw .irrelevant }
        return try octets.inner(.ipv6, from: start)
    }

    /// Version 1, message type 255, and optional fields and extension headers.
    ///
    /// Source: 3GPP TS 29.281 §5.1, §5.2.
    private static func insideGTPU(_ octets: Span<UInt8>) throws(Obstacle) -> InnerLayer {
        try octets.require(8)
        guard octets[0] >> 4 == 3, octets[1] == 255 else { throw .irrelevant }
        var start = 8
        if octets[0] & 0x07 != 0 {
            try octets.require(12)
            start = 12
            var next = octets[0] & 0x04 != 0 ? octets[11] : 0
            while next != 0 {
                try octets.require(start + 1)
                let length = Int(octets[start]) * 4
                guard length > 0 else { throw .irrelevant }
                start += length
                try octets.require(start)
                next = octets[start - 1]
            }
        }
        return try octets.inner(.ip, from: start)
    }

    /// A data message of version 2, which carries PPP, or of version 3.
    ///
    ///     |T|L|x|x|S|x|O|P|x|x|x|x|  Ver  | length? | tunnel | session | Ns, Nr? | offset? |
    ///
    /// Version 3 has the session behind two reserved octets.
    ///
    /// Source: RFC 2661 §3.1; RFC 3931 §4.1.2.
    private static func insideL2TP(_ octets: Span<UInt8>) throws(Obstacle) -> InnerLayer {
        try octets.require(2)
        let flags = octets.bigEndian16(at: 0)
        guard flags & 0x8000 == 0 else { throw .irrelevant }
        if flags & 0x000F == 3 {
            let start = 4
            try octets.require(start)
            let inner = try Layer.insideL2TPv3(octets.extracting(start..<octets.count))
            return try octets.inner(inner.layer, from: start + inner.range.lowerBound)
        }
        guard flags & 0x000F == 2 else { throw .irrelevant }
        var start = 2
        if flags & 0x4000 != 0 { start += 2 }
        start += 4
        if flags & 0x0800 != 0 { start += 4 }
        if flags & 0x0200 != 0 {
            try octets.require(start + 2)
            start += 2 + Int(octets.bigEndian16(at: start))
        }
        return try octets.inner(.ppp, from: start)
    }
}
