package import NetworkTypes

/// Finds what should be DNS messages in captured frames, through whatever layers lie around them.
///
/// Takes the frames of one capture in their order and keeps what fragments and TCP streams need,
/// within `limits`. An ordinary frame with a UDP datagram allocates nothing.
package struct FrameDecoder: Sendable {
    package internal(set) var statistics: DecodingStatistics

    /// How many layers may lie in each other, VLAN tags and tunnels included.
    ///
    /// Real stacks stay below half of it; a hostile frame costs at most so many steps.
    static let maximumDepth = 32

    private var fragments: FragmentReassembly
    private var streams: TCPStreamReassembly

    /// A decoder that has seen nothing yet.
    ///
    /// - Parameters:
    ///   - limits: What it may keep of fragments and streams.
    ///   - watchedAddresses: Addresses whose packets are counted, whatever they carry.
    package init(limits: ReassemblyLimits = .standard, watchedAddresses: [AddressTable] = []) {
        statistics = DecodingStatistics(watchedAddresses: watchedAddresses)
        fragments = FragmentReassembly(limits: limits)
        streams = TCPStreamReassembly(limits: limits)
    }

    /// Decodes one frame and lends every payload that it completes to `deliver`.
    ///
    /// Handed on are: every UDP payload from or to the ports of ``DNSService``; the messages of TCP
    /// streams on port 53, cut by their length fields (RFC 7766 §8); and what is plainly DNS on other ports
    /// of both, as ``DNSPayload/isUnusualPort``.
    ///
    /// - Parameters:
    ///   - octets: What was captured.
    ///   - linkType: The capture's `DLT_` number.
    ///   - time: When the frame was captured; reassembly times out by it.
    ///   - frame: Its number in its capture, for payloads and statistics.
    ///   - input: Which capture it is from, for the same.
    ///   - originalLength: How long the frame was on the wire, in octets.
    ///   - deliver: Receives each payload; its octets end with the call.
    /// - Complexity: O(octets of the frame, and of the datagram or messages that it completes).
    package mutating func decode(
        _ octets: Span<UInt8>,
        linkType: Int32,
        time: Timestamp,
        frame: Int,
        input: Int = 0,
        originalLength: Int,
        _ deliver: (DNSPayload, Span<UInt8>) -> Void
    ) {
        statistics.packets += 1
        let place = FramePlace(input: input, frame: frame)
        guard let (layer, skipped) = Layer.outermost(linkType: linkType) else {
            statistics.countUnknown(linkType: linkType, frame: place)
            return
        }
        let missing = max(0, originalLength - octets.count)
        let situation = Situation(time: time, frame: place, missing: missing)
        decode(layer, octets.extracting(min(skipped, octets.count)..<octets.count), situation, deliver)
    }

    /// Hands on what streams still hold behind gaps, and counts what stayed incomplete.
    ///
    /// To be called once, after the capture's last frame.
    package mutating func finish(_ deliver: (DNSPayload, Span<UInt8>) -> Void) {
        fragments.finish(&statistics)
        streams.finish(&statistics, deliver)
    }
}

/// Where in a frame the decoder stands.
package struct Situation {
    package let time: Timestamp
    package let frame: FramePlace
    /// How many octets of the current layer lie beyond those at hand because the capture did not keep them.
    package var missing: Int
    /// How many layers lie around.
    var depth = 0
    /// Of the innermost IP packet so far.
    package var source = IPAddress(v4: 0)
    package var destination = IPAddress(v4: 0)

    package init(time: Timestamp, frame: FramePlace, missing: Int) {
        self.time = time
        self.frame = frame
        self.missing = missing
    }
}

// MARK: - Layer by layer

extension FrameDecoder {
    private mutating func decode(
        _ first: Layer,
        _ all: Span<UInt8>,
        _ start: Situation,
        _ deliver: (DNSPayload, Span<UInt8>) -> Void
    ) {
        var layer = first
        var octets = all
        var situation = start
        do throws(Obstacle) {
            while true {
                guard situation.depth < Self.maximumDepth else { throw .anomaly(.nestingTooDeep) }
                situation.depth += 1
                let next: InnerLayer?
                switch layer {
                case .ip, .ipv4, .ipv6:
                    next = try decodeIP(layer, octets, &situation, deliver)
                case .transport(6):
                    try decodeTCP(octets, situation, deliver)
                    next = nil
                case .transport(17):
                    next = try decodeUDP(octets, situation, deliver)
                case .transport(44):
                    next = try decodeIPv6Fragment(octets, situation, deliver)
                case .aggregate:
                    try decodeAggregate(octets, situation, deliver)
                    next = nil
                default:
                    next = try layer.inner(of: octets)
                }
                guard let next else { return }
                if next.range.upperBound < octets.count { situation.missing = 0 }
                layer = next.layer
                octets = octets.extracting(next.range)
            }
        } catch {
            switch error {
            case .short:
                let isCut = situation.missing > 0
                statistics.count(isCut ? .truncatedBySnapLength : layer.malformed, frame: situation.frame)
            case .anomaly(let anomaly):
                statistics.count(anomaly, frame: situation.frame)
            case .unknownLink(let linkType):
                statistics.countUnknown(linkType: linkType, frame: situation.frame)
            case .irrelevant:
                break
            }
        }
    }
}

// MARK: - Aggregates

extension FrameDecoder {
    /// Decodes every subframe of an 802.11 aggregate.
    ///
    ///     | destination, 6 | source, 6 | length, 2 | LLC … | padding to a multiple of 4 | …
    ///
    /// All subframes together have no more octets than their aggregate, so aggregates within aggregates
    /// cost no more than the depth allows for each octet.
    ///
    /// Source: IEEE 802.11 §9.3.2.2.2.
    private mutating func decodeAggregate(
        _ octets: Span<UInt8>,
        _ situation: Situation,
        _ deliver: (DNSPayload, Span<UInt8>) -> Void
    ) throws(Obstacle) {
        let headerLength = 14
        var position = 0
        while position + headerLength <= octets.count {
            let start = position + headerLength
            let end = start + Int(octets.bigEndian16(at: start - 2))
            var inner = situation
            if end <= octets.count { inner.missing = 0 }
            decode(.llc, octets.extracting(start..<min(end, octets.count)), inner, deliver)
            position += (end - position + 3) & ~3
        }
        // What is left is the frame's checksum, unless the capture cut it.
        if situation.missing > 0, position <= octets.count { throw .short }
    }
}

// MARK: - IP

extension FrameDecoder {
    private mutating func decodeIP(
        _ layer: Layer,
        _ octets: Span<UInt8>,
        _ situation: inout Situation,
        _ deliver: (DNSPayload, Span<UInt8>) -> Void
    ) throws(Obstacle) -> InnerLayer? {
        let packet =
            switch layer {
            case .ipv4: try IPPacket(ipv4: octets)
            case .ipv6: try IPPacket(ipv6: octets)
            default: try IPPacket(octets)
            }
        situation.source = packet.source
        situation.destination = packet.destination
        if statistics.watchedFlows.isWatching {
            let length = packet.end ?? octets.count
            statistics.watchedFlows.note(packet, length: length, time: situation.time, frame: situation.frame)
        }
        if let end = packet.end {
            let missing = max(0, end - octets.count)
            if missing > 0, situation.missing == 0 {
                // Longer than its frame although all of the frame is here: use what there is.
                statistics.count(
                    packet.source.isIPv4 ? .ipv4Malformed : .ipv6Malformed,
                    frame: situation.frame
                )
            }
            situation.missing = missing
        }
        let range = packet.start..<min(packet.end ?? octets.count, octets.count)
        guard let fragment = packet.fragment else {
            return InnerLayer(layer: .transport(packet.transport), range: range)
        }
        return insert(octets, range, fragment, of: packet.transport, situation, deliver)
    }

    private mutating func decodeIPv6Fragment(
        _ octets: Span<UInt8>,
        _ situation: Situation,
        _ deliver: (DNSPayload, Span<UInt8>) -> Void
    ) throws(Obstacle) -> InnerLayer? {
        let fragment = try IPPacket.Fragment(header: octets)
        let content = try octets.inner(.transport(octets[0]), from: IPPacket.Fragment.headerLength)
        if fragment.isAtomic { return content }
        return insert(octets, content.range, fragment, of: octets[0], situation, deliver)
    }

    /// Keeps a fragment and decodes the datagram that it completes.
    ///
    /// One that was cut by the capture cannot complete any; if it is the first, it is read as it is.
    private mutating func insert(
        _ octets: Span<UInt8>,
        _ range: Range<Int>,
        _ fragment: IPPacket.Fragment,
        of transport: UInt8,
        _ situation: Situation,
        _ deliver: (DNSPayload, Span<UInt8>) -> Void
    ) -> InnerLayer? {
        if situation.missing > 0 {
            if fragment.offset == 0 { return InnerLayer(layer: .transport(transport), range: range) }
            statistics.count(.truncatedBySnapLength, frame: situation.frame)
            return nil
        }
        let content = octets.extracting(range)
        if let datagram = fragments.insert(content, fragment, of: transport, situation, &statistics) {
            decode(.transport(datagram.transport), datagram.octets.span, situation, deliver)
        }
        return nil
    }
}

// MARK: - UDP and TCP

extension FrameDecoder {
    private mutating func decodeUDP(
        _ octets: Span<UInt8>,
        _ situation: Situation,
        _ deliver: (DNSPayload, Span<UInt8>) -> Void
    ) throws(Obstacle) -> InnerLayer? {
        let datagram = try UDPDatagram(octets)
        let end = datagram.end ?? (octets.count + situation.missing)
        let isTruncated = end > octets.count
        if isTruncated, situation.missing == 0 { throw .anomaly(.udpMalformed) }
        let range = UDPDatagram.headerLength..<min(end, octets.count)
        let payload = octets.extracting(range)
        let service = DNSService(ports: datagram.sourcePort, datagram.destinationPort)
        if service == nil {
            if let tunnel = UDPTunnel(ports: datagram.sourcePort, datagram.destinationPort) {
                do throws(Obstacle) {
                    let inner = try tunnel.inner(of: payload)
                    let start = range.lowerBound
                    let place = inner.range.lowerBound + start..<inner.range.upperBound + start
                    return InnerLayer(layer: inner.layer, range: place)
                } catch  where error == .short && isTruncated {
                    throw .short
                } catch {}  // something else that uses the tunnel's port
            }
            statistics.otherDatagrams += 1
            if isTruncated || !isPlainlyDNS(payload) {
                statistics.encryptedDNS.note(datagram, payload, situation)
                throw .irrelevant
            }
        }
        if isTruncated { statistics.count(.truncatedBySnapLength, frame: situation.frame) }
        statistics.udpPayloads += 1
        let payloadFacts = DNSPayload(
            flow: Flow(
                source: Endpoint(address: situation.source, port: datagram.sourcePort),
                destination: Endpoint(address: situation.destination, port: datagram.destinationPort),
                transport: .udp
            ),
            time: situation.time,
            place: situation.frame,
            service: service ?? .dns,
            isTruncated: isTruncated,
            isUnusualPort: service == nil
        )
        deliver(payloadFacts, payload)
        return nil
    }

    private mutating func decodeTCP(
        _ octets: Span<UInt8>,
        _ situation: Situation,
        _ deliver: (DNSPayload, Span<UInt8>) -> Void
    ) throws(Obstacle) {
        let segment = try TCPSegment(octets)
        let payload = octets.extracting(segment.headerLength..<octets.count)
        let flow = Flow(
            source: Endpoint(address: situation.source, port: segment.sourcePort),
            destination: Endpoint(address: situation.destination, port: segment.destinationPort),
            transport: .tcp
        )
        guard flow.isOnDNSPort || streams.isFollowed(payload, of: flow) else {
            statistics.encryptedDNS.note(segment, payload, situation)
            throw .irrelevant
        }
        if situation.missing > 0 { statistics.count(.truncatedBySnapLength, frame: situation.frame) }
        streams.insert(payload, segment, of: flow, situation, &statistics, deliver)
    }
}
