import Channels
import Findings
import SteadyFields

/// The evidence, with points, in changes of fields that ordinary software keeps.
enum FieldEvidence {
    /// The evidence of one subject's fields, the strongest stream of each field.
    static func evidence(of streams: [FieldStream]) -> [Evidence] {
        strongest(streams).compactMap { evidence(of: $0.field, counts: $0.best, values: $0.valuesText) }
    }

    /// The evidence that the changes of a field amount to, or `nil` when it is too little to show.
    static func evidence(of field: SteadyField, counts: ChangeCounts, values: String) -> Evidence? {
        let points = field.habit.points(counts)
        guard points >= Calibration.infoScore else { return nil }
        let changes = field.habit.changes(in: counts)
        let messages = field.isUpstream ? "queries" : "responses"
        return Evidence(
            feature: field.feature,
            value: Double(changes),
            unit: messages,
            threshold: Double(threshold(of: field, in: counts.all)),
            points: points,
            statement: "\(field.sentence) It changes in \(changes) of \(counts.all) \(messages), \(values)."
        )
    }

    /// The fewest changes in so many messages, to values that came before, that are shown at all.
    private static func threshold(of field: SteadyField, in messages: Int) -> Int {
        var (low, high) = (1, max(1, messages))
        while low < high {
            let middle = (low + high) / 2
            let counts =
                field.habit.remembered > 0
                ? ChangeCounts(same: messages - middle, new: middle)
                : ChangeCounts(same: messages - middle, known: middle)
            if field.habit.points(counts) >= Calibration.infoScore { high = middle } else { low = middle + 1 }
        }
        return low
    }

    /// The most that the changes can say, in bytes.
    static func bytes(of streams: [FieldStream], isUp: Bool) -> Int {
        strongest(streams).filter { $0.field.isUpstream == isUp && $0.points >= Calibration.lowScore }
            .reduce(0) { $0 + Int($1.capacityBits / 8) }
    }

    /// Of each field the stream that says most; RD and CD are a part of all bits of a query.
    private static func strongest(_ streams: [FieldStream]) -> [FieldStream] {
        let byField = Dictionary(grouping: streams) { $0.field == .checkingBits ? .queryBits : $0.field }
        return byField.sorted { $0.key.rawValue < $1.key.rawValue }
            .compactMap { $0.value.max { ($0.points, $1.field.rawValue) < ($1.points, $0.field.rawValue) } }
    }
}

extension FieldStream {
    /// The points of the best ordinary code.
    var points: Int { field.habit.points(best) }

    var valuesText: String {
        "to \(hasManyValues ? "more than \(valueCount)" : "one of \(valueCount)") values"
    }
}

extension SteadyField {
    /// The stable name in reports.
    var feature: String {
        switch self {
        case .queryBits: "query_bit_changes"
        case .checkingBits: "recursion_or_checking_bit_changes"
        case .opcode: "opcode_changes"
        case .ednsSize: "edns_size_changes"
        case .ednsFlags: "edns_flag_changes"
        case .paddingLength: "padding_length_changes"
        case .clientNetwork: "client_network_changes"
        case .retries: "retry_count_changes"
        case .updatedAddresses: "updated_network_changes"
        case .questionTypes: "question_type_changes"
        case .serverEDNSSize: "server_edns_size_changes"
        case .serverEDNSFlags: "server_edns_flag_changes"
        case .serverCookie: "server_cookie_changes"
        case .recordCount: "record_count_changes"
        case .authorityBit: "authority_bit_changes"
        case .answerBits: "answer_bit_changes"
        case .responseCode: "response_code_changes"
        case .ownerLayout: "owner_layout_changes"
        case .recordContents: "record_content_changes"
        case .serial: "serial_changes"
        case .additionalAddresses: "additional_address_changes"
        case .denial: "denial_changes"
        case .authority: "zone_authority_changes"
        }
    }

    /// The description of how ordinary software treats the field.
    fileprivate var sentence: String {
        switch self {
        case .queryBits: "A program sets RD, AD, CD and DO alike in all its queries."
        case .checkingBits: "A program sets RD and CD alike in all its queries."
        case .opcode: "A client asks with one opcode."
        case .ednsSize: "A program offers one EDNS payload size."
        case .ednsFlags: "A program sets version and flags of EDNS alike in all its queries."
        case .paddingLength: "A program pads its queries by one rule."
        case .clientNetwork: "A client asks for few networks."
        case .retries: "A query that gets an answer is seldom sent again."
        case .updatedAddresses: "The addresses that a client writes into a zone lie in few networks."
        case .questionTypes: "A client asks one name for the same types each time."
        case .serverEDNSSize: "A server offers one EDNS payload size."
        case .serverEDNSFlags: "A server sets version and flags of EDNS alike in all its responses."
        case .serverCookie: "A server answers one client cookie with one cookie, or one that tells the time."
        case .recordCount: "A server answers one question with as many records each time."
        case .authorityBit: "A server is an authority for a name or is not."
        case .answerBits: "A server sets AD and RA alike in all responses to one question."
        case .responseCode: "A server answers one question with one response code."
        case .ownerLayout: "A server writes the owners of its records in one way."
        case .recordContents:
            "Records of mail, certificates, keys and services stay as their owner set them up."
        case .serial: "The serial of a zone goes forward in small steps."
        case .additionalAddresses: "A name server or host has its addresses in few networks."
        case .authority: "A zone names one server and one mailbox, and keeps its intervals."
        case .denial: "What does not exist beside a name stays the same."
        }
    }
}
