/// The layer that a run of octets begins with.
enum Layer: Equatable {
    case ethernet
    /// Named by an EtherType that was read before it.
    case etherType(UInt16)
    /// An EtherType at the end of a header of fixed length, and nothing else that matters.
    case typed(headerLength: Int)
    /// An EtherType and two reserved octets.
    case infiniband
    case llc
    case mpls
    case linuxCooked
    case linuxCooked2
    /// An address family in four octets.
    case loopback

    case ppp
    case pppoe
    /// PPP or Cisco's framing, as the first octet tells.
    case serial
    case frameRelay
    case tokenRing
    case arcnet(headerLength: Int)

    case wireless
    /// Several frames that 802.11 sends as one.
    case aggregate
    case radiotap
    case prism

    /// Headers that capturing software puts before a frame.
    case ppi
    case pktap
    case nflog
    case pflog
    case juniper(JuniperContent)
    case tzsp
    /// A record of Endace's capture cards.
    case erf
    /// A frame of a cable modem.
    case docsis

    /// IP of the version that the first four bits name.
    case ip
    case ipv4
    case ipv6
    /// The content of an IP packet, by its protocol number.
    case transport(UInt8)
}

extension Layer {
    /// The anomaly that counts a layer that ends too early.
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

    /// The content of a layer that takes no state to read.
    func inner(of octets: Span<UInt8>) throws(Obstacle) -> InnerLayer {
        switch self {
        case .ethernet: try Self.insideEthernet(octets)
        case .etherType(let type): try Self.inside(etherType: type, octets)
        case .typed(let length): try Self.insideTyped(octets, headerLength: length)
        case .infiniband: try Self.insideInfiniBand(octets)
        case .llc: try Self.insideLLC(octets)
        case .mpls: try Self.insideMPLS(octets)
        case .linuxCooked: try Self.insideLinuxCooked(octets)
        case .linuxCooked2: try Self.insideLinuxCooked2(octets)
        case .loopback: try Self.insideLoopback(octets)
        case .ppp: try Self.insidePPP(octets)
        case .pppoe: try Self.insidePPPoE(octets)
        case .serial: try Self.insideSerial(octets)
        case .frameRelay: try Self.insideFrameRelay(octets)
        case .tokenRing: try Self.insideTokenRing(octets)
        case .arcnet(let length): try Self.insideARCNET(octets, headerLength: length)
        case .wireless: try Self.insideWireless(octets)
        case .radiotap: try Self.insideRadiotap(octets)
        case .prism: try Self.insidePrism(octets)
        case .ppi: try Self.insidePPI(octets)
        case .pktap: try Self.insidePKTAP(octets)
        case .nflog: try Self.insideNFLOG(octets)
        case .pflog: try Self.insidePFLOG(octets)
        case .juniper(let content): try Self.insideJuniper(content, octets)
        case .tzsp: try Self.insideTZSP(octets)
        case .erf: try Self.insideERF(octets)
        case .docsis: try Self.insideDOCSIS(octets)
        case .transport(let number): try Self.inside(ipProtocol: number, octets)
        // The decoder reads these itself: aggregates hold several frames, packets have addresses.
        case .aggregate, .ip, .ipv4, .ipv6: throw .irrelevant
        }
    }
}

/// The layer that lies within another, and where.
struct InnerLayer: Equatable {
    var layer: Layer
    var range: Range<Int>
}

/// The reason why a layer has nothing further to find.
package enum Obstacle: Error, Equatable {
    /// The octets end within the header.
    case short
    case anomaly(DecodingAnomaly)
    /// A capturing header announces a link type that is not decoded.
    case unknownLink(Int32)
    /// It is well formed and carries something that does not concern us, such as ARP.
    case irrelevant
}

// MARK: - Reading fields

// Inlined by force: every field of every frame comes through here, and as calls they cost a third of decoding.
extension Span<UInt8> {
    /// Checks that a header of fixed size is there, once for all its fields.
    @inline(__always) func require(_ octets: Int) throws(Obstacle) {
        if count < octets { throw .short }
    }

    /// The 16 bits at `offset` in network order; the caller has checked that they are there.
    @inline(__always) func bigEndian16(at offset: Int) -> UInt16 {
        UInt16(self[offset]) << 8 | UInt16(self[offset + 1])
    }

    /// The 32 bits at `offset` in network order; the caller has checked that they are there.
    @inline(__always) func bigEndian32(at offset: Int) -> UInt32 {
        UInt32(bigEndian16(at: offset)) << 16 | UInt32(bigEndian16(at: offset + 2))
    }

    /// The 64 bits at `offset` in network order; the caller has checked that they are there.
    @inline(__always) func bigEndian64(at offset: Int) -> UInt64 {
        UInt64(bigEndian32(at: offset)) << 32 | UInt64(bigEndian32(at: offset + 4))
    }

    /// The 16 bits at `offset` with the low octet first; the caller has checked that they are there.
    @inline(__always) func littleEndian16(at offset: Int) -> UInt16 {
        bigEndian16(at: offset).byteSwapped
    }

    /// The 32 bits at `offset` with the low octet first; the caller has checked that they are there.
    @inline(__always) func littleEndian32(at offset: Int) -> UInt32 {
        bigEndian32(at: offset).byteSwapped
    }

    /// The octets from `offset` to the end, as `layer`.
    @inline(__always) func inner(_ layer: Layer, from offset: Int) throws(Obstacle) -> InnerLayer {
        if offset > count { throw .short }
        return InnerLayer(layer: layer, range: offset..<count)
    }
}

// MARK: - Keeping octets

extension Array where Element == UInt8 {
    /// A copy of octets that are lent only for a while.
    package init(copying octets: Span<UInt8>) {
        self.init()
        reserveCapacity(octets.count)
        append(copying: octets)
    }

    mutating func append(copying octets: Span<UInt8>) {
        for index in octets.indices { append(octets[index]) }
    }
}
