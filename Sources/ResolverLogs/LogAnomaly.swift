import NetworkTypes
package import PacketDecoding

/// What kept parts of a log from being read, or should be known of those that were.
///
/// The raw values are stable names for reports.
package enum LogAnomaly: String, Hashable, Sendable, CaseIterable {
    /// Frames that are no protocol buffers.
    case frameUndecodable = "dnstap_frame_undecodable"
    case frameOversized = "dnstap_frame_oversized"
    /// Octets without order, passed over up to the next stream.
    case streamDamaged = "frame_stream_damaged"
    /// The writer of a stream was killed, or still writes.
    case streamNotStopped = "frame_stream_without_stop"
    /// Frames of a kind or message type that is not known.
    case frameOfOtherKind = "dnstap_frame_of_other_kind"
    case messageAbsent = "dnstap_message_absent"
    case clientAbsent = "dnstap_client_absent"
    case protocolAbsent = "dnstap_protocol_absent"
    case timeAbsent = "dnstap_time_absent"
    /// Messages between resolvers and servers, beside those of the clients for whom they were.
    case upstreamRepeated = "dnstap_upstream_repeated"
    /// Messages of a resolver that names no client.
    case resolverForClients = "dnstap_resolver_for_clients"

    /// Whether something was not inspected that should have been.
    package var isGap: Bool {
        switch self {
        case .frameUndecodable, .frameOversized, .streamDamaged, .frameOfOtherKind, .messageAbsent,
            .clientAbsent, .resolverForClients:
            true
        case .streamNotStopped, .protocolAbsent, .timeAbsent, .upstreamRepeated:
            false
        }
    }

    /// One sentence for people.
    package var detail: String {
        switch self {
        case .frameUndecodable: "Frames of dnstap that are no protocol buffers."
        case .frameOversized: "Frames of dnstap that are longer than any should be, passed over."
        case .streamDamaged: "Places where frames lost their order; read on at the next stream."
        case .streamNotStopped: "Frame streams without end: their writer was killed, or still writes."
        case .frameOfOtherKind: "Frames of dnstap of an unknown kind or message type, passed over."
        case .messageAbsent: "Frames of dnstap without a DNS message in them."
        case .clientAbsent: "Frames of dnstap that do not say who asked; 0.0.0.0 stands for them."
        case .protocolAbsent: "Frames of dnstap that do not say over what protocol, taken for UDP."
        case .timeAbsent: "Frames of dnstap without a time, which have that of the frame before."
        case .upstreamRepeated:
            "Messages between resolvers and servers, which count with those of the clients."
        case .resolverForClients:
            "Messages of a resolver whose log names no client; the resolver stands for all of them."
        }
    }
}

/// What was seen of logs, beside messages.
package struct LogStatistics: Sendable {
    package private(set) var anomalies: [LogAnomaly: Tally] = [:]

    package init() {}

    mutating func count(_ anomaly: LogAnomaly, _ place: FramePlace) {
        anomalies[anomaly, default: Tally()].note(place)
    }
}
