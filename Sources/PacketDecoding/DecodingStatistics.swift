package import NetworkTypes

/// A reason why octets were not inspected, or a fact that readers should know about inspected ones.
///
/// The raw values are stable names for reports.
package enum DecodingAnomaly: String, Hashable, Sendable, CaseIterable {
    /// The capture kept too little of a frame to reach its content, or to hold all of a payload.
    case truncatedBySnapLength = "truncated_by_snap_length"
    case linkMalformed = "link_malformed"
    /// Frames whose content is enciphered below IP: MACsec, protected 802.11.
    case linkEncrypted = "link_encrypted"
    /// More layers lie in each other than are followed.
    case nestingTooDeep = "nesting_too_deep"
    case ipv4Malformed = "ipv4_malformed"
    case ipv6Malformed = "ipv6_malformed"
    /// ESP, whose content is enciphered.
    case ipsecEncrypted = "ipsec_encrypted"
    /// WireGuard, whose content is enciphered.
    case wireGuardEncrypted = "wireguard_encrypted"
    /// Errors of ICMP that quote a packet of DNS: no message of their own.
    case quotedInICMP = "dns_quoted_in_icmp"
    /// DNS messages as the payload of SOME/IP, which are no DNS between their ends.
    case dnsInSomeIP = "dns_in_someip"
    /// DNS over HTTP without TLS that could not be read, for octets are missing or its form is not known.
    case unreadHTTP = "dns_over_http_unread"
    /// Frames of an address family that the link type does not know.
    case unknownFamily = "unknown_address_family"
    case udpMalformed = "udp_malformed"
    case tcpMalformed = "tcp_malformed"
    case tunnelMalformed = "tunnel_malformed"

    case fragmentsReassembled = "fragments_reassembled"
    /// A fragment's place in its datagram is impossible, or fragments contradict each other.
    case fragmentsMalformed = "fragments_malformed"
    case fragmentsOverlapping = "fragments_overlapping"
    case fragmentsTimedOut = "fragments_timed_out"
    /// Incomplete datagrams let go because a limit was reached.
    case fragmentsEvicted = "fragments_evicted"
    /// Incomplete datagrams at the end of the capture.
    case fragmentsIncomplete = "fragments_incomplete"

    /// Streams let go because a limit was reached.
    case streamsEvicted = "tcp_streams_evicted"
    /// Streams whose beginning was not seen and that were joined at a plausible message.
    case streamsJoinedMidway = "tcp_streams_joined_midway"
    /// Octets missing within a stream, passed over to the next plausible message.
    case streamGaps = "tcp_stream_gaps"
    /// Octets sent twice with different content; those that came first count.
    case streamConflicts = "tcp_stream_conflicts"
    /// Streams with new octets behind their end, which had been forged or was none; they are read.
    case streamsContinued = "tcp_streams_continued"
    /// Streams that ended, or the capture with them, within a message.
    case streamsIncomplete = "tcp_streams_incomplete"
    /// Streams on port 53 that cannot be DNS.
    case nonDNSStreams = "tcp_non_dns_streams"
}

/// The count of an event, and the place where it was seen first.
package struct Tally: Hashable, Sendable {
    package var count: Int
    package var firstFrame: FramePlace

    package init(count: Int = 0, firstFrame: FramePlace = FramePlace(frame: 0)) {
        self.count = count
        self.firstFrame = firstFrame
    }

    /// Counts one more, in order of capture.
    package mutating func note(_ place: FramePlace) {
        if count == 0 { firstFrame = place }
        count += 1
    }

    /// Adds what another decoder counted, in frames before or behind.
    package mutating func add(_ other: Tally) {
        guard other.count > 0 else { return }
        firstFrame = count == 0 ? other.firstFrame : min(firstFrame, other.firstFrame)
        count += other.count
    }
}

/// A TCP stream on port 53 that carries something else than DNS messages.
package struct NonDNSStream: Hashable, Sendable {
    package let flow: Flow
    package let time: Timestamp
    /// The frame whose octets showed it.
    package let place: FramePlace
    /// Octets that it carried.
    package internal(set) var octets = 0
}

/// The counts of a decoder over a capture.
package struct DecodingStatistics: Sendable {
    /// Frames given to the decoder.
    package internal(set) var packets = 0
    /// Packets of DNS that the capture holds more than once; each was read once.
    package internal(set) var copies = 0
    /// UDP datagrams between ports of no DNS service, other than tunnels that were followed.
    package internal(set) var otherDatagrams = 0
    /// Payloads handed on, over UDP.
    package internal(set) var udpPayloads = 0
    /// Payloads handed on, over TCP.
    package internal(set) var tcpPayloads = 0
    package private(set) var anomalies: [DecodingAnomaly: Tally] = [:]
    /// Frames of a link type that is not decoded, by its `DLT_` number.
    package private(set) var unknownLinkTypes: [Int32: Tally] = [:]
    /// The first of the streams that ``DecodingAnomaly/nonDNSStreams`` counts, in order of frames.
    package private(set) var nonDNSStreams: [NonDNSStream] = []
    /// The place of the latest one of each flow among them.
    private var nonDNSIndices: [Flow: Int] = [:]
    /// The clients and servers that spoke DNS that cannot be read.
    package internal(set) var encryptedDNS = EncryptedDNSEndpoints()
    /// Packets from and to the addresses that were given to look for.
    package internal(set) var watchedFlows: WatchedFlows

    package init(watchedAddresses: [AddressTable] = []) {
        watchedFlows = WatchedFlows(addresses: watchedAddresses)
    }

    /// Statistics that have counted nothing, of a decoder that knows what this one's does.
    func forgettingCounts() -> DecodingStatistics {
        var statistics = DecodingStatistics()
        statistics.encryptedDNS = encryptedDNS.forgettingCounts()
        statistics.watchedFlows = watchedFlows.forgettingCounts()
        return statistics
    }

    /// Counts an anomaly; the first frame of each is remembered.
    package mutating func count(_ anomaly: DecodingAnomaly, frame: FramePlace) {
        anomalies[anomaly, default: Tally()].note(frame)
    }

    mutating func add(_ others: [DecodingAnomaly: Tally], _ otherLinks: [Int32: Tally]) {
        for (anomaly, tally) in others { anomalies[anomaly, default: Tally()].add(tally) }
        for (linkType, tally) in otherLinks { unknownLinkTypes[linkType, default: Tally()].add(tally) }
    }

    mutating func countUnknown(linkType: Int32, frame: FramePlace) {
        unknownLinkTypes[linkType, default: Tally()].note(frame)
    }

    /// Keeps a stream as long as there are fewer than `limit`.
    package mutating func note(_ stream: NonDNSStream, limit: Int) {
        count(.nonDNSStreams, frame: stream.place)
        guard nonDNSStreams.count < limit else { return }
        nonDNSIndices[stream.flow] = nonDNSStreams.count
        nonDNSStreams.append(stream)
    }

    /// Notes how many octets the latest stream of a flow carried, if it is one of those that are kept.
    mutating func note(octets: Int, of flow: Flow) {
        guard let index = nonDNSIndices[flow] else { return }
        nonDNSStreams[index].octets = octets
    }
}
