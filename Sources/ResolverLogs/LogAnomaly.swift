import NetworkTypes
package import PacketDecoding

/// A reason why parts of a log were not read, or a fact that readers should know about read ones.
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
    case timeAbsent = "log_time_absent"
    /// Messages between resolvers and servers, beside those of the clients that caused them.
    case upstreamRepeated = "dnstap_upstream_repeated"
    /// Messages of a resolver that names no client.
    case resolverForClients = "dnstap_resolver_for_clients"

    case lineUnreadable = "log_line_unreadable"
    case lineOversized = "log_line_oversized"
    case lineOfOtherKind = "log_line_of_other_kind"
    case yearAbsent = "log_year_absent"
    case timeWithoutZone = "log_time_without_zone"
    case nameMasked = "log_name_masked"
    case nameCutOff = "log_name_cut_off"
    case nameUnprintable = "log_name_unprintable"

    // Facts that all lines of a producer leave out.
    case responsesAbsent = "log_without_responses"
    case recordsAbsent = "log_without_records"
    case recordsAsText = "log_with_records_as_text"
    case headersAbsent = "log_without_headers"
    case serverAbsent = "log_without_server"
    case letterCaseAbsent = "log_without_letter_case"
    case queriesLeftOut = "log_leaves_queries_out"
    case secondsOnly = "log_of_whole_seconds"

    /// Whether something was not inspected that should have been.
    package var isGap: Bool {
        switch self {
        case .frameUndecodable, .frameOversized, .streamDamaged, .frameOfOtherKind, .messageAbsent,
            .clientAbsent, .resolverForClients, .lineUnreadable, .lineOversized, .nameMasked, .nameCutOff,
            .nameUnprintable, .responsesAbsent, .recordsAbsent, .recordsAsText, .headersAbsent,
            .letterCaseAbsent,
            .queriesLeftOut:
            true
        case .streamNotStopped, .protocolAbsent, .timeAbsent, .upstreamRepeated, .lineOfOtherKind,
            .yearAbsent,
            .timeWithoutZone, .serverAbsent, .secondsOnly:
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
        case .timeAbsent: "Frames or lines without a time, which have that of the one before."
        case .upstreamRepeated:
            "Messages between resolvers and servers, which count with those of the clients."
        case .resolverForClients:
            "Messages of a resolver whose log names no client; the resolver stands for all of them."
        case .lineUnreadable: "Lines that should say something of a query and cannot be read."
        case .lineOversized: "Lines longer than a mebibyte, passed over."
        case .lineOfOtherKind: "Lines about something else than queries, and headers."
        case .yearAbsent: "Lines whose time has no year, counted from the year 2000."
        case .timeWithoutZone: "Lines whose time has no zone, taken for UTC."
        case .nameMasked:
            "Names with octets that the log shows as question marks: distinct ones may look alike."
        case .nameCutOff: "Names whose end, with their zone, the log leaves out."
        case .nameUnprintable:
            "Names that the log does not show, because not all of their octets can be printed."
        case .responsesAbsent: "Queries of a log that says nothing of responses."
        case .recordsAbsent:
            "Messages of a log without the records of responses: what servers send is not seen."
        case .recordsAsText:
            "Messages of a log with records as text, of which NULL and rare types are left out."
        case .headersAbsent:
            "Messages of a log without all of their headers and EDNS: fields that hide data are not seen."
        case .serverAbsent: "Messages of a log that does not say who was asked; 0.0.0.0 stands for it."
        case .letterCaseAbsent:
            "Messages of a log with names in small letters: what their case carries is lost."
        case .queriesLeftOut:
            "Queries of a log that leaves out unknown classes and versions and what is malformed."
        case .secondsOnly: "Messages of a log with times in whole seconds."
        }
    }
}

/// The anomalies that were seen in logs, beside messages.
package struct LogStatistics: Sendable {
    package private(set) var anomalies: [LogAnomaly: Tally] = [:]

    package init() {}

    mutating func count(_ anomaly: LogAnomaly, _ place: FramePlace) {
        anomalies[anomaly, default: Tally()].note(place)
    }
}
