package import NetworkTypes

/// Finds octets that should be DNS messages in captured frames, through all layers around them.
///
/// The decoder takes the frames of one capture in their order. It keeps the data that fragments and TCP streams need,
/// within `limits`. An ordinary frame with a UDP datagram allocates nothing.
package struct FrameDecoder: Sendable {
    package internal(set) var statistics: DecodingStatistics

    /// The most layers that may lie in each other, VLAN tags and tunnels included.
    ///
    /// Real stacks stay below half of it; a hostile frame costs at most so many steps.
    static let maximumDepth = 32

    private var recent = RecentPackets()
    private var fragments: FragmentReassembly
    private var streams: TCPStreamReassembly
    private var http = PlainHTTP()
    private let leavesCopiesOut: Bool
    /// Packets that may be DNS, in order, of a decoder that stops before them; `nil` for one that reads them.
    private var kept: [TransportPacket]?
    /// Whether it only follows packets, for those behind them.
    private var isFollowing: Bool

    /// A decoder that has seen nothing yet.
    ///
    /// - Parameters:
    ///   - limits: The bounds on the fragments and streams that it keeps.
    ///   - watchedAddresses: Addresses whose packets are counted, whatever these carry.
    ///   - leavesCopiesOut: Whether the decoder decodes a packet once that was recorded several times.
    ///   - keepsPackets: Whether the decoder takes the layers around packets off and leaves the rest to another one,
    ///     which ``takeKept()`` is for: it delivers nothing, and counts no copies, fragments or streams.
    ///   - follows: Whether such a decoder keeps nothing before ``beginKeeping()``.
    package init(
        limits: ReassemblyLimits = .standard,
        watchedAddresses: [AddressTable] = [],
        leavesCopiesOut: Bool = true,
        keepsPackets: Bool = false,
        follows: Bool = false
    ) {
        self.leavesCopiesOut = leavesCopiesOut
        isFollowing = follows
        kept = keepsPackets ? [] : nil
        statistics = DecodingStatistics(watchedAddresses: watchedAddresses)
        fragments = FragmentReassembly(limits: limits)
        streams = TCPStreamReassembly(limits: limits)
    }

    /// Decodes one frame and lends every payload that it completes to `deliver`.
    ///
    /// The decoder hands on: every UDP payload from or to the ports of ``DNSService``; the messages of TCP streams on
    /// port 53, cut by their length fields (RFC 7766 §8); and payloads that are plainly DNS on other ports of both,
    /// as ``DNSPayload/isUnusualPort``.
    ///
    /// - Parameters:
    ///   - octets: The captured octets.
    ///   - linkType: The capture's `DLT_` number.
    ///   - time: The time of the frame's capture; reassembly times out by it.
    ///   - frame: Its number in its capture, for payloads and statistics.
    ///   - input: The place of its capture among the inputs, for the same.
    ///   - originalLength: The length of the frame on the wire, in octets.
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

    /// Hands on the octets that streams still hold behind gaps, and counts the streams and datagrams that stayed
    /// incomplete.
    ///
    /// The caller must call it once, after the capture's last frame.
    package mutating func finish(_ deliver: (DNSPayload, Span<UInt8>) -> Void) {
        fragments.finish(&statistics)
        streams.finish(&statistics, deliver)
    }
}

/// The decoder's place in a frame.
package struct Situation {
    package let time: Timestamp
    package let frame: FramePlace
    /// The number of octets of the current layer that the capture did not keep.
    package var missing: Int
    /// The number of layers around.
    var depth = 0
    /// The ends of the innermost IP packet so far.
    package var source = IPAddress(v4: 0)
    package var destination = IPAddress(v4: 0)
    var identification: UInt16 = 0

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
                case .transport(1), .transport(58):
                    if Self.quotesDNS(octets, version: layer == .transport(1) ? 4 : 6) {
                        throw .anomaly(.quotedInICMP)
                    }
                    throw .irrelevant
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
        // The rest is the frame's checksum, unless the capture cut it.
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
        situation.identification = packet.identification
        if statistics.watchedFlows.concerns(packet), packet.start <= octets.count {
            let content = octets.extracting(packet.start..<octets.count)
            if !recent.isCopy(.watched, content, content: TableHash.hash(content), situation) {
                let length = packet.end ?? octets.count
                statistics.watchedFlows.note(
                    packet,
                    length: length,
                    time: situation.time,
                    frame: situation.frame
                )
            }
        }
        if let end = packet.end {
            let missing = max(0, end - octets.count)
            if missing > 0, situation.missing == 0 {
                // Longer than its frame although all of the frame is here: use the octets that are there.
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
        let content = octets.extracting(range)
        if kept != nil {
            keep(.fragment(transport, fragment), content, situation)
            return nil
        }
        var hash = TableHash()
        hash.absorb(content)
        hash.absorb(UInt64(fragment.identification) << 32 | UInt64(fragment.offset))
        guard
            !isCopy(.fragment, content, content: UInt64(truncatingIfNeeded: hash.value), situation)
        else { return nil }
        if situation.missing > 0 {
            if fragment.offset == 0 { return InnerLayer(layer: .transport(transport), range: range) }
            statistics.count(.truncatedBySnapLength, frame: situation.frame)
            return nil
        }
        if let datagram = fragments.insert(content, fragment, of: transport, situation, &statistics) {
            decode(.transport(datagram.transport), datagram.octets.span, situation, deliver)
        }
        return nil
    }
}

// MARK: - DNS that does not travel between its ends

extension FrameDecoder {
    /// Whether an ICMP error quotes a packet from or to the port of DNS.
    ///
    /// The quote shows a packet that was sent before; the message itself is seen where it travelled, or was not
    /// captured.
    ///
    /// Source: RFC 792, RFC 4443 §3: an IP packet behind eight octets.
    private static func quotesDNS(_ octets: Span<UInt8>, version: UInt8) -> Bool {
        guard octets.count > 8 + 20, octets[8] >> 4 == version else { return false }
        let isError = version == 4 ? [3, 4, 5, 11, 12].contains(octets[0]) : (1...4).contains(octets[0])
        let quote = octets.extracting(8..<octets.count)
        guard isError, let packet = try? IPPacket(quote), packet.transport == 17 || packet.transport == 6,
            packet.start + 4 <= quote.count
        else { return false }
        return quote.bigEndian16(at: packet.start) == DNSService.dns.port
            || quote.bigEndian16(at: packet.start + 2) == DNSService.dns.port
    }

    /// The kind of a datagram that may hold DNS for a reader who has its key or its application, or `nil`.
    private static func foreignContent(of payload: Span<UInt8>) -> DecodingAnomaly? {
        guard payload.count >= 16 else { return nil }
        // | type, 1…4 | 0, 3 octets | …, of a length that the type knows (wireguard.com/protocol, "Protocol & …")
        switch (payload.littleEndian32(at: 0), payload.count) {
        case (1, 148), (2, 92), (3, 64): return .wireGuardEncrypted
        case (4, let count) where count >= 32 && count % 16 == 0: return .wireGuardEncrypted
        default: break
        }
        // | message id, 4 | length from here on, 4 | request id, 4 | 1 | version | type | code | payload (SOME/IP §4.2)
        guard payload[12] == 1, Int(payload.bigEndian32(at: 4)) == payload.count - 8,
            isPlainlyDNS(payload.extracting(16..<payload.count))
        else { return nil }
        return .dnsInSomeIP
    }
}

// MARK: - Packets for another decoder

extension FrameDecoder {
    private mutating func keep(
        _ content: TransportPacket.Content,
        _ octets: Span<UInt8>,
        _ situation: Situation
    ) {
        guard !isFollowing else { return }
        var packet = Array(copying: octets)
        // No decoder looks at checksums, see ``RecentPackets`` and ``TCPStream``, and nothing packs worse.
        switch content {
        case .datagram: packet.replaceSubrange(6..<8, with: [0, 0])
        case .segment: packet.replaceSubrange(16..<18, with: [0, 0])
        case .fragment: break
        }
        kept?.append(TransportPacket(content, packet, situation))
    }

    /// Keeps and counts packets from here on.
    ///
    /// Those before have told which streams and servers carry DNS, and what is a copy.
    package mutating func beginKeeping() {
        isFollowing = false
        statistics = statistics.forgettingCounts()
    }

    /// Hands out the packets that were kept since the last time.
    package mutating func takeKept() -> [TransportPacket] {
        guard let packets = kept, !packets.isEmpty else { return [] }
        kept = []
        return packets
    }

    /// Decodes a packet that another decoder kept.
    ///
    /// - Parameters:
    ///   - packet: It; packets come in the order of their captures.
    ///   - input: The place of its capture among the inputs.
    ///   - deliver: Receives each payload that it completes; its octets end with the call.
    package mutating func decode(
        _ packet: TransportPacket,
        input: Int,
        _ deliver: (DNSPayload, Span<UInt8>) -> Void
    ) {
        let situation = Situation(packet, input: input)
        let octets = packet.octets.span
        switch packet.content {
        case .datagram: decode(.transport(17), octets, situation, deliver)
        case .segment: decode(.transport(6), octets, situation, deliver)
        case .fragment(let transport, let fragment):
            let whole = 0..<octets.count
            if let inner = insert(octets, whole, fragment, of: transport, situation, deliver) {
                decode(inner.layer, octets.extracting(inner.range), situation, deliver)
            }
        }
    }
}

extension FrameDecoder {
    /// Adds the frames that another decoder, which kept packets for this one, could not decode.
    package mutating func add(
        anomalies: [DecodingAnomaly: Tally],
        unknownLinkTypes: [Int32: Tally],
        copies: Int
    ) {
        statistics.add(anomalies, unknownLinkTypes)
        statistics.copies += copies
    }

    /// Adds the encrypted DNS that such a decoder saw.
    package mutating func add(_ records: [EncryptedDNSRecord], unlisted: Tally) {
        for record in records { statistics.encryptedDNS.add(record) }
        statistics.encryptedDNS.addUnlisted(unlisted)
    }

    /// Adds the packets from and to watched addresses that such a decoder counted.
    package mutating func add(_ flows: [(WatchedFlows.Pair, WatchedFlows.Traffic)], unlisted: Int) {
        for (pair, traffic) in flows { statistics.watchedFlows.add(pair, traffic) }
        statistics.watchedFlows.addUnlisted(unlisted)
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
            if let anomaly = Self.foreignContent(of: payload) { throw .anomaly(anomaly) }
            if isTruncated || !isPlainlyDNS(payload) {
                if EncryptedDNS.usesUDP(datagram.sourcePort) || EncryptedDNS.usesUDP(datagram.destinationPort)
                {
                    // The first octets of enciphered data are as good as all.
                    let start = payload.extracting(0..<min(payload.count, Self.comparedOctets))
                    guard !isCopy(.datagram, octets, content: TableHash.hash(start), situation) else {
                        return nil
                    }
                    statistics.encryptedDNS.note(datagram, payload, situation)
                }
                throw .irrelevant
            }
        }
        if kept != nil {
            keep(.datagram, octets, situation)
            return nil
        }
        let content = TableHash.hash(payload)
        guard !isCopy(.datagram, octets, content: content, situation) else { return nil }
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
            missingOctets: max(0, end - octets.count),
            isUnusualPort: service == nil,
            contentHash: content
        )
        deliver(payloadFacts, payload)
        return nil
    }

    /// Hands on the DNS messages in HTTP without TLS.
    private mutating func decodeHTTP(
        _ payload: Span<UInt8>,
        _ segment: TCPSegment,
        _ flow: Flow,
        _ situation: Situation,
        _ deliver: (DNSPayload, Span<UInt8>) -> Void
    ) {
        var messages: [[UInt8]] = []
        let isUnread = http.insert(payload, sequence: segment.firstSequence, of: flow) { messages.append($0) }
        if isUnread { statistics.count(.unreadHTTP, frame: situation.frame) }
        for message in messages {
            statistics.tcpPayloads += 1
            let facts = DNSPayload(
                flow: flow,
                time: situation.time,
                place: situation.frame,
                service: .dns,
                isUnusualPort: true,
                contentHash: TableHash.hash(message.span)
            )
            deliver(facts, message.span)
        }
    }

    /// Octets of an enciphered payload that are compared.
    private static let comparedOctets = 64

    /// Whether a part of a packet was recorded just before, and is counted as a copy.
    private mutating func isCopy(
        _ part: RecentPackets.Part,
        _ octets: Span<UInt8>,
        content: UInt64,
        _ situation: Situation
    ) -> Bool {
        let isCopy = recent.isCopy(part, octets, content: content, situation)
        if isCopy { statistics.copies += 1 }
        return isCopy && leavesCopiesOut
    }

    /// Whether a TCP segment was recorded just before; its checksum may differ in a copy.
    private mutating func isCopy(_ segment: Span<UInt8>, comparing end: Int, _ situation: Situation) -> Bool {
        var hash = TableHash()
        hash.absorb(segment.extracting(0..<16))
        hash.absorb(segment.extracting(18..<end))
        let content = UInt64(truncatingIfNeeded: hash.value)
        return isCopy(.segment, segment.extracting(0..<16), content: content, situation)
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
            if payload.count > 0, http.isFollowed(payload, of: flow) {
                if kept != nil {
                    keep(.segment, octets, situation)
                    // Followed, to know the segments that belong to it.
                    _ = http.insert(payload, sequence: segment.firstSequence, of: flow) { _ in }
                    return
                }
                guard !isCopy(octets, comparing: octets.count, situation) else { return }
                decodeHTTP(payload, segment, flow, situation, deliver)
                return
            }
            if EncryptedDNS.usesTCP(segment.sourcePort) || EncryptedDNS.usesTCP(segment.destinationPort) {
                // The first octets of enciphered data are as good as all.
                let end = min(octets.count, segment.headerLength + Self.comparedOctets)
                guard !isCopy(octets, comparing: end, situation) else { return }
                statistics.encryptedDNS.note(segment, payload, situation)
            }
            throw .irrelevant
        }
        if kept != nil {
            keep(.segment, octets, situation)
            if !flow.isOnDNSPort {
                // Followed, to know the segments that belong to it; another decoder counts.
                var counts = DecodingStatistics()
                streams.insert(payload, segment, of: flow, situation, &counts) { _, _ in }
            }
            return
        }
        guard !isCopy(octets, comparing: octets.count, situation) else { return }
        if situation.missing > 0 { statistics.count(.truncatedBySnapLength, frame: situation.frame) }
        streams.insert(payload, segment, of: flow, situation, &statistics, deliver)
    }
}
