import DNSObservation
import DNSWire
import NetworkTypes
import ZoneProfiles

/// Everything that profiles hold, line by line and in a fixed order, so that two of them can be compared.
enum ProfileText {
    static func lines(_ table: ProfileTable) -> [String] {
        table.zones.sorted { $0.zone < $1.zone }.flatMap { lines($0, "zone \($0.zone.presentation)") }
            + table.direct.sorted { $0.key < $1.key }.flatMap { pair, profile in
                lines(profile, "direct \(pair.client) \(pair.server)")
            }
            + [
                "clients \(table.clientCount) evicted \(table.evictedZones) pairs \(table.evictedPairs)"
            ]
    }

    static func lines(_ profile: ZoneProfile, _ heading: String) -> [String] {
        var lines = [
            "queries \(profile.queries) messages \(profile.messages)",
            "responses \(profile.responses)",
            "octets \(profile.nameOctets) \(profile.answerOctets)",
            "query types \(counts(profile.queryTypes))",
            "response codes \(counts(profile.responseCodes))",
            "answer types \(counts(profile.answerTypes))",
            "seen \(profile.firstSeen.nanoseconds) \(profile.lastSeen.nanoseconds)",
            "frames \(profile.firstFrame.input) \(profile.firstFrame.frame)"
                + " \(profile.lastFrame.input) \(profile.lastFrame.frame)",
            "timeline \(profile.timeline.windowWidth) \(profile.timeline.windows)",
            "servers \(counts(profile.servers))",
            "unlisted \(profile.unlisted?.count ?? 0) \(profile.unlisted?.messages ?? 0)",
            "distinct names \(profile.names.distinctCount) \(profile.names.isComplete)",
            "distinct answers \(profile.answers.distinctCount) \(profile.answers.isComplete)",
        ]
        lines += profile.clients.sorted { $0.key < $1.key }.map { address, counts in
            "client \(address) \(counts.queries) \(counts.responses) \(counts.nameOctets) \(counts.answerOctets)"
                + " \(counts.firstSeen.nanoseconds) \(counts.lastSeen.nanoseconds)"
        }
        lines += profile.names.records.map { record in
            "name \(record.name.presentation) \(text(record.first)) \(record.queries) \(record.responses)"
                + " \(record.responseCode?.rawValue ?? 9999) \(record.hasSeveralClients)"
        }
        lines += profile.answers.records.map { "answer \(text($0))" }
        lines += profile.opening.exchanges.map { exchange in
            "exchange \(exchange.name.presentation) \(text(exchange.first)) \(exchange.server) \(exchange.hasQuery)"
                + " \(exchange.response.map { "\($0.code.rawValue) \($0.answers.map { text($0) })" } ?? "-")"
        }
        return lines.map { heading + ": " + $0 }
    }

    /// The first line in which two lists differ, or `nil` when they are the same.
    static func firstDifference(_ left: [String], _ right: [String]) -> String? {
        for (one, other) in zip(left, right) where one != other { return "\(one)\n≠ \(other)" }
        return left.count == right.count ? nil : "\(left.count) ≠ \(right.count) lines"
    }

    private static func text(_ appearance: NameRecord.Appearance) -> String {
        "\(appearance.time.nanoseconds)/\(appearance.input)/\(appearance.frame)/\(appearance.client)"
            + "/\(appearance.id)/\(appearance.type.rawValue)"
    }

    private static func text(_ record: AnswerRecord) -> String {
        "\(record.type.rawValue)/\(KeyedHash.hash(record.octets))/\(record.length)/\(record.timeToLive)/\(record.count)"
            + "/\(record.firstTime.nanoseconds)/\(record.firstFrame)"
    }

    private static func counts<Kind>(_ tally: Tally<Kind>) -> String {
        tally.sorted.map { "\($0.kind)=\($0.count)" }.joined(separator: " ") + " others \(tally.others)"
    }
}
