import NetworkTypes

/// Follows the TCP streams that carry DNS, within bounds; the stream that was quiet longest goes first.
///
/// Every stream on port 53 should carry it. On other ports, the decoder follows a stream from the first segment on
/// that is one whole message by itself, length field included, and plainly DNS.
struct TCPStreamReassembly: Sendable {
    private let limits: ReassemblyLimits
    private var streams = RecencyTable<Flow, TCPStream>()
    private var footprint = 0
    /// Whether any stream on another port was ever followed; else none has to be looked for.
    private var hasUnusualPorts = false

    init(limits: ReassemblyLimits) {
        self.limits = limits
    }

    /// Adds a segment to its stream and hands on the messages that it completes.
    mutating func insert(
        _ octets: Span<UInt8>,
        _ segment: TCPSegment,
        of flow: Flow,
        _ situation: Situation,
        _ statistics: inout DecodingStatistics,
        _ deliver: (DNSPayload, Span<UInt8>) -> Void
    ) {
        let isEmpty = octets.count + situation.missing == 0
        // Most segments without octets only acknowledge the other direction.
        if isEmpty, !segment.isSynchronizing, !segment.isFinal, !segment.isReset { return }
        var known = remove(flow)
        if known?.isSucceeded(by: segment) == true {
            known?.end { hand(on: $0, $1, of: flow, &statistics, deliver) }
            known = nil
        }
        if known == nil, isEmpty, !segment.isSynchronizing { return }
        let arrival = Arrival(time: situation.time, frame: situation.frame)
        let isUnusualPort = !flow.isOnDNSPort
        if isUnusualPort { hasUnusualPorts = true }
        var stream = known ?? TCPStream(startingWith: segment, isFramed: isUnusualPort, arrival)
        known = nil
        stream.insert(octets, missing: situation.missing, segment, arrival, mostKept: limits.octetsPerStream)
        {
            hand(on: $0, $1, of: flow, &statistics, deliver)
        }
        if stream.isForeign { statistics.note(octets: stream.octetCount, of: flow) }
        footprint += stream.footprint
        streams.set(stream, for: flow)
        while streams.count > limits.streams || footprint > limits.streamOctets {
            guard let (quietest, _) = streams.oldest(), var evicted = remove(quietest) else { break }
            if !evicted.isEnded { statistics.count(.streamsEvicted, frame: evicted.lastArrival.frame) }
            evicted.end { hand(on: $0, $1, of: quietest, &statistics, deliver) }
        }
    }

    /// Whether a segment between ports that are not those of DNS is part of a stream of DNS messages all the same.
    ///
    /// - Complexity: O(1) for nearly all segments, as the first two octets have to say how many follow.
    func isFollowed(_ octets: Span<UInt8>, of flow: @autoclosure () -> Flow) -> Bool {
        if octets.count > 2, Int(octets.bigEndian16(at: 0)) == octets.count - 2,
            isPlainlyDNS(octets.extracting(2..<octets.count))
        {
            return true
        }
        return hasUnusualPorts && streams.contains(flow())
    }

    /// Hands on the octets that streams still hold, and counts streams that stopped within a message.
    mutating func finish(
        _ statistics: inout DecodingStatistics,
        _ deliver: (DNSPayload, Span<UInt8>) -> Void
    ) {
        for (flow, stream) in streams.removeAll() {
            var stream = stream
            stream.end { hand(on: $0, $1, of: flow, &statistics, deliver) }
        }
        footprint = 0
    }

    /// Passes a message to `deliver` and counts everything else.
    private func hand(
        on event: StreamEvent,
        _ octets: Span<UInt8>,
        of flow: Flow,
        _ statistics: inout DecodingStatistics,
        _ deliver: (DNSPayload, Span<UInt8>) -> Void
    ) {
        switch event {
        case .message where !flow.isOnDNSPort && !isPlainlyDNS(octets):
            break  // there, every message has to speak for itself
        case .message(let arrival, let isTruncated):
            statistics.tcpPayloads += 1
            let service = flow.service
            let facts = DNSPayload(
                flow: flow,
                time: arrival.time,
                place: arrival.frame,
                service: service ?? .dns,
                isTruncated: isTruncated,
                isUnusualPort: service == nil,
                contentHash: TableHash.hash(octets)
            )
            deliver(facts, octets)
        case .foreign where !flow.isOnDNSPort:
            break  // no port made a promise that the stream breaks
        case .foreign(let arrival):
            let stream = NonDNSStream(flow: flow, time: arrival.time, place: arrival.frame)
            statistics.note(stream, limit: limits.nonDNSStreams)
        case .counted(let anomaly, let arrival):
            statistics.count(anomaly, frame: arrival.frame)
        }
    }

    private mutating func remove(_ flow: Flow) -> TCPStream? {
        let stream = streams.remove(flow)
        footprint -= stream?.footprint ?? 0
        return stream
    }
}
