/// A fact about a message that the standards do not foresee.
///
/// An anomaly may be evidence or may be an accident; the parser only tells that it is there. Its name is stable. An
/// anomaly that ends the reading of a message is also thrown as a ``WireError``.
package enum Anomaly: UInt8, CaseIterable, Hashable, Sendable {
    /// The message ends within a question, a name or a record (RFC 1035 §4.1).
    case truncatedMessage
    /// The message is shorter than its header of twelve octets (RFC 1035 §4.1.1).
    case messageTooShort
    /// A compression pointer does not lead to a prior place in the message (RFC 1035 §4.1.4).
    case pointerNotBackward
    /// A name takes more compression pointers than it could have labels (RFC 1035 §4.1.4).
    case tooManyPointers
    /// A label begins with the bits 01 or 10, which stand for no label type in use (RFC 1035 §4.1.4, RFC 6891 §5).
    case reservedLabelType
    /// A name is longer than 255 octets (RFC 1035 §2.3.4).
    case nameTooLong
    /// The message ends, between two entries, before as many as the header announces (RFC 1035 §4.1.1).
    case recordCountExceedsMessage
    /// The data of a record does not have the form that its type asks for (RFC 1035 §3.3 and the type's own RFC).
    case rdataMalformed
    /// Octets follow the last record that the header announces (RFC 1035 §4.1).
    case trailingOctets
    /// The header bit that must be zero is set (RFC 1035 §4.1.1, RFC 6895 §2).
    case reservedBitSet
    /// The opcode is not assigned (RFC 6895 §2.2).
    case unknownOpcode
    /// A query of opcode QUERY has other than one question, or its response has several (RFC 9619 §4).
    ///
    /// Multicast DNS asks several questions at once (RFC 6762 §5.3): there it means nothing.
    case questionCountNotOne
    /// A query of opcode QUERY brings answer or authority records (RFC 1035 §4.1).
    ///
    /// IXFR queries have a SOA record there by design (RFC 1995 §3) and are left out. Multicast DNS lists
    /// known answers (RFC 6762 §7.1): there it means nothing.
    case recordsInQuery
    /// The message has several OPT records (RFC 6891 §6.1.1).
    case duplicateOPT
    /// An OPT record is outside the additional section or its owner is not the root (RFC 6891 §6.1.1, §6.1.2).
    case optMisplaced
    /// The EDNS version is not 0, the only one that is defined (RFC 6891 §6.1.3).
    case unsupportedEDNSVersion
    /// An EDNS option ends beyond its OPT record (RFC 6891 §6.1.2).
    case ednsOptionMalformed
    /// A time to live has its top bit set (RFC 2181 §8).
    case timeToLiveOutOfRange
    /// A class is not in the IANA registry, the multicast bit left aside (RFC 6895 §3.2).
    case unknownClass

    /// The stable machine name, in snake_case.
    package var name: String {
        switch self {
        case .truncatedMessage: "truncated_message"
        case .messageTooShort: "message_too_short"
        case .pointerNotBackward: "pointer_not_backward"
        case .tooManyPointers: "too_many_pointers"
        case .reservedLabelType: "reserved_label_type"
        case .nameTooLong: "name_too_long"
        case .recordCountExceedsMessage: "record_count_exceeds_message"
        case .rdataMalformed: "rdata_malformed"
        case .trailingOctets: "trailing_octets"
        case .reservedBitSet: "reserved_bit_set"
        case .unknownOpcode: "unknown_opcode"
        case .questionCountNotOne: "question_count_not_one"
        case .recordsInQuery: "records_in_query"
        case .duplicateOPT: "duplicate_opt"
        case .optMisplaced: "opt_misplaced"
        case .unsupportedEDNSVersion: "unsupported_edns_version"
        case .ednsOptionMalformed: "edns_option_malformed"
        case .timeToLiveOutOfRange: "time_to_live_out_of_range"
        case .unknownClass: "unknown_class"
        }
    }
}
