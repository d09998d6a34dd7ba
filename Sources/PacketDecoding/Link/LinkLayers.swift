extension Layer {
    /// The outermost layer of a capture, or `nil` for a link type that is not decoded.
    ///
    /// The numbers are libpcap's `DLT_` values, which are the `LINKTYPE_` values of
    /// https://www.tcpdump.org/linktypes.html but for a few old ones.
    init?(linkType: Int32) {
        switch linkType {
        case 0, 108: self = .loopback
        case 1: self = .ethernet
        case 12: self = .ip
        case 113: self = .linuxCooked
        case 228: self = .ipv4
        case 229: self = .ipv6
        case 276: self = .linuxCooked2
        default: return nil
        }
    }

    /// What a layer that ends too early is counted as.
    var malformed: DecodingAnomaly {
        switch self {
        case .ipv4: .ipv4Malformed
        case .ipv6: .ipv6Malformed
        case .transport(6): .tcpMalformed
        case .transport(17): .udpMalformed
        case .transport: .tunnelMalformed
        default: .linkMalformed
        }
    }

    /// What lies within a layer that takes no state to read.
    func inner(of octets: Span<UInt8>) throws(Obstacle) -> InnerLayer {
        switch self {
        case .ethernet: try Self.insideEthernet(octets)
        case .etherType(let type): try Self.inside(etherType: type, octets)
        case .loopback: try Self.insideLoopback(octets)
        case .linuxCooked: try Self.insideLinuxCooked(octets, typeAt: 14, headerLength: 16)
        case .linuxCooked2: try Self.insideLinuxCooked(octets, typeAt: 0, headerLength: 20)
        default: throw .irrelevant
        }
    }

    /// Source: IEEE 802.3 §3.1.1.
    private static func insideEthernet(_ octets: Span<UInt8>) throws(Obstacle) -> InnerLayer {
        try octets.require(14)
        return try octets.inner(.etherType(octets.bigEndian16(at: 12)), from: 14)
    }

    private static func inside(etherType: UInt16, _ octets: Span<UInt8>) throws(Obstacle) -> InnerLayer {
        switch etherType {
        case 0x0800: return try octets.inner(.ipv4, from: 0)
        case 0x86DD: return try octets.inner(.ipv6, from: 0)
        case 0x8100, 0x88A8, 0x9100, 0x9200, 0x9300:  // a VLAN tag (IEEE 802.1Q §9.6) and its older numbers
            try octets.require(4)
            return try octets.inner(.etherType(octets.bigEndian16(at: 2)), from: 4)
        case 0x88E5: throw .anomaly(.linkEncrypted)  // MACsec
        default: throw .irrelevant
        }
    }

    private static func insideLoopback(_ octets: Span<UInt8>) throws(Obstacle) -> InnerLayer {
        try octets.inner(.ip, from: 4)
    }

    private static func insideLinuxCooked(
        _ octets: Span<UInt8>,
        typeAt offset: Int,
        headerLength: Int
    ) throws(Obstacle) -> InnerLayer {
        try octets.require(headerLength)
        return try octets.inner(.etherType(octets.bigEndian16(at: offset)), from: headerLength)
    }
}
