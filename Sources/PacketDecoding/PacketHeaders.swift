package import NetworkTypes

/// The facts in the headers of a captured packet, whatever it carries: sender, receiver, and length.
///
/// Of several IP packets in each other the innermost one counts. The reader puts nothing together: only the first
/// fragment has ports.
package struct PacketHeaders: Hashable, Sendable {
    package let source: IPAddress
    package let destination: IPAddress
    /// The protocol number of the content of IP, extension headers passed over.
    package let transport: UInt8
    /// Of UDP and TCP; 0 for all others and where the packet does not have them.
    package private(set) var sourcePort: UInt16 = 0
    package private(set) var destinationPort: UInt16 = 0
    /// Octets of the IP packet on the wire, its header included.
    package let length: Int
    /// The sender of the frame right around the IP packet, or `nil` where its link has no such address or
    /// another IP packet is around.
    package let hardwareSource: HardwareAddress?
    /// The sender's number for the packet (IPv4), and where in the frame the IP packet's content lies.
    fileprivate(set) var identification: UInt16 = 0
    fileprivate(set) var content = 0..<0
    /// The common identity of the fragments of one datagram, or `nil` for a packet that is no fragment.
    ///
    /// Of several IP packets in each other, the outermost one that is a fragment counts.
    package private(set) var fragment: FragmentIdentity?
    /// The place of the payload of UDP in the frame, as far as it was captured; empty for all others.
    package private(set) var payload = 0..<0

    /// Reads the headers of one frame, or gives `nil` when there is no IP packet in it.
    ///
    /// - Parameters:
    ///   - frame: The captured octets.
    ///   - linkType: The capture's `DLT_` number.
    /// - Complexity: O(layers), ``FrameDecoder/maximumDepth`` at most. Allocates nothing.
    package init?(_ frame: Span<UInt8>, linkType: Int32) {
        guard let (first, skipped) = Layer.outermost(linkType: linkType) else { return nil }
        var layer = first
        var range = min(skipped, frame.count)..<frame.count
        var sender: HardwareAddress?
        var found: PacketHeaders?
        var identity: FragmentIdentity?
        for _ in 0..<FrameDecoder.maximumDepth {
            let octets = frame.extracting(range)
            if let address = layer.senderAddress(in: octets) { sender = address }
            let next: InnerLayer?
            do throws(Obstacle) {
                switch layer {
                case .ip, .ipv4, .ipv6:
                    let packet = try layer == .ipv4 ? IPPacket(ipv4: octets) : IPPacket(octets)
                    found = PacketHeaders(packet, captured: octets.count, hardwareSource: sender)
                    sender = nil
                    let end = min(packet.end ?? octets.count, octets.count)
                    found?.content = range.lowerBound + min(packet.start, end)..<range.lowerBound + end
                    found?.identification = packet.identification
                    if let fragment = packet.fragment {
                        identity = identity ?? FragmentIdentity(of: fragment, found)
                    }
                    let isLater = packet.fragment.map { $0.offset > 0 } ?? false
                    next =
                        isLater || end < packet.start
                        ? nil : InnerLayer(layer: .transport(packet.transport), range: packet.start..<end)
                case .transport(6):
                    let segment = try TCPSegment(octets)
                    found?.setPorts(segment.sourcePort, segment.destinationPort)
                    next = nil
                case .transport(17):
                    next = try Self.datagram(octets, at: range.lowerBound, &found)
                case .transport(44):
                    let fragment = try IPPacket.Fragment(header: octets)
                    if !fragment.isAtomic { identity = identity ?? FragmentIdentity(of: fragment, found) }
                    let inner = try octets.inner(.transport(octets[0]), from: IPPacket.Fragment.headerLength)
                    next = fragment.offset == 0 ? inner : nil
                default:
                    next = try layer.inner(of: octets)
                }
            } catch {
                next = nil
            }
            guard let next else { break }
            if case .transport(let number) = next.layer { found?.setTransport(number) }
            layer = next.layer
            range = (range.lowerBound + next.range.lowerBound)..<(range.lowerBound + next.range.upperBound)
        }
        guard let found else { return nil }
        self = found
        fragment = identity
    }

    private init(_ packet: IPPacket, captured: Int, hardwareSource: HardwareAddress?) {
        source = packet.source
        destination = packet.destination
        transport = packet.transport
        length = packet.end ?? captured
        self.hardwareSource = hardwareSource
    }

    private init(_ other: PacketHeaders, transport: UInt8) {
        source = other.source
        destination = other.destination
        self.transport = transport
        length = other.length
        hardwareSource = other.hardwareSource
    }

    /// Notes the protocol that follows an extension header of IPv6.
    private mutating func setTransport(_ number: UInt8) {
        if number == transport { return }
        let (identification, content) = (identification, content)
        self = PacketHeaders(self, transport: number)
        (self.identification, self.content) = (identification, content)
    }

    private mutating func setPorts(_ source: UInt16, _ destination: UInt16) {
        (sourcePort, destinationPort) = (source, destination)
    }

    /// Reads a UDP datagram: its ports and payload, or the content of a tunnel on its ports.
    private static func datagram(
        _ octets: Span<UInt8>,
        at start: Int,
        _ found: inout PacketHeaders?
    ) throws(Obstacle) -> InnerLayer? {
        let datagram = try UDPDatagram(octets)
        found?.setPorts(datagram.sourcePort, datagram.destinationPort)
        let range = UDPDatagram.headerLength..<min(datagram.end ?? octets.count, octets.count)
        found?.payload = (start + range.lowerBound)..<(start + range.upperBound)
        guard let tunnel = UDPTunnel(ports: datagram.sourcePort, datagram.destinationPort) else { return nil }
        let inner = try tunnel.inner(of: octets.extracting(range))
        return InnerLayer(
            layer: inner.layer,
            range: (range.lowerBound + inner.range.lowerBound)..<(range.lowerBound + inner.range.upperBound)
        )
    }
}

/// The common identity of the fragments of one datagram: sender, receiver, and its number (RFC 791 §3.2, RFC 8200 §4.5).
package struct FragmentIdentity: Hashable, Sendable {
    private let source: IPAddress
    private let destination: IPAddress
    private let identification: UInt32

    fileprivate init?(of fragment: IPPacket.Fragment, _ packet: PacketHeaders?) {
        guard let packet else { return nil }
        source = packet.source
        destination = packet.destination
        identification = fragment.identification
    }
}

extension RecentPackets {
    /// Whether a packet was recorded just before; notes it.
    package mutating func isCopy(
        _ packet: PacketHeaders,
        in frame: Span<UInt8>,
        at time: Timestamp
    ) -> Bool {
        var situation = Situation(time: time, frame: FramePlace(frame: 0), missing: 0)
        situation.source = packet.source
        situation.destination = packet.destination
        situation.identification = packet.identification
        let content = frame.extracting(packet.content)
        return isCopy(.whole, content, content: TableHash.hash(content), situation)
    }
}

extension Layer {
    /// The hardware address of a frame's sender, where this layer has one.
    ///
    /// Sources: IEEE 802.3 §3.1.1; LINKTYPE_LINUX_SLL and SLL2 of tcpdump.org; IEEE 802.11 §9.3.2.1.
    fileprivate func senderAddress(in octets: Span<UInt8>) -> HardwareAddress? {
        let offset: Int
        switch self {
        case .ethernet:
            offset = 6
        case .linuxCooked:
            guard octets.count >= 16, octets.bigEndian16(at: 4) == 6 else { return nil }
            offset = 6
        case .linuxCooked2:
            guard octets.count >= 20, octets[11] == 6 else { return nil }
            offset = 12
        case .wireless:
            guard octets.count >= 24 else { return nil }
            // By whether the frame comes from and goes to the distribution system.
            switch octets[1] & 0x3 {
            case 0, 1: offset = 10
            case 2: offset = 16
            default: offset = 24
            }
        default:
            return nil
        }
        guard octets.count >= offset + 6 else { return nil }
        let address = HardwareAddress(
            bits: UInt64(octets.bigEndian16(at: offset)) << 32 | UInt64(octets.bigEndian32(at: offset + 2))
        )
        return address.isStation ? address : nil
    }
}
