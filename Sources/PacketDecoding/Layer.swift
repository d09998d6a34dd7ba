import NetworkTypes

/// What a run of octets begins with.
enum Layer: Equatable {
    case ethernet
    /// Named by an EtherType that was read before it.
    case etherType(UInt16)
    /// IEEE 802.2, as in the place of an EtherType that is a length.
    case llc
    case linuxCooked
    case linuxCooked2
    /// An address family in four octets.
    case loopback
    /// IP of the version that the first four bits name.
    case ip
    case ipv4
    case ipv6
    /// What an IP packet carries, by its protocol number.
    case transport(UInt8)
}

/// The layer that lies within another, and where.
struct InnerLayer: Equatable {
    var layer: Layer
    var range: Range<Int>
}

/// Why nothing further is to be found in a layer.
enum Obstacle: Error, Equatable {
    /// The octets end within the header.
    case short
    case anomaly(DecodingAnomaly)
    /// It is well formed and carries something that does not concern us, such as ARP.
    case irrelevant
}

extension Span<UInt8> {
    /// Checks that a header of fixed size is there, once for all its fields.
    func require(_ octets: Int) throws(Obstacle) {
        if count < octets { throw .short }
    }

    /// The 16 bits at `offset` in network order; the caller has checked that they are there.
    func bigEndian16(at offset: Int) -> UInt16 {
        UInt16(self[offset]) << 8 | UInt16(self[offset + 1])
    }

    /// The 32 bits at `offset` in network order; the caller has checked that they are there.
    func bigEndian32(at offset: Int) -> UInt32 {
        UInt32(bigEndian16(at: offset)) << 16 | UInt32(bigEndian16(at: offset + 2))
    }

    /// The 64 bits at `offset` in network order; the caller has checked that they are there.
    func bigEndian64(at offset: Int) -> UInt64 {
        UInt64(bigEndian32(at: offset)) << 32 | UInt64(bigEndian32(at: offset + 4))
    }

    /// What lies from `offset` to the end, as `layer`.
    func inner(_ layer: Layer, from offset: Int) throws(Obstacle) -> InnerLayer {
        if offset > count { throw .short }
        return InnerLayer(layer: layer, range: offset..<count)
    }
}
