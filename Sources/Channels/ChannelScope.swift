import DNSObservation
package import DNSWire
package import NetworkTypes
import OrdinaryTraffic
package import ZoneProfiles

/// The part of a profile that belongs to a channel: all of it, the names below a cut, or those from one client.
///
/// A part is counted by its names and by the answers that were first given to these. Facts that only the whole
/// profile knows, such as bursts in time, are left to the whole.
package struct ChannelScope: Sendable {
    /// The share of a profile's names from which on a part is taken for the whole.
    private static let wholeShare = 0.95

    /// Whether it is all of the profile, but for a few neighbors.
    package let isWhole: Bool
    /// The sampled names strictly below the cut, by their first appearance.
    package let names: [NameRecord]
    /// How many distinct names stand for each one in `names`, at least 1.
    package let namesPerSample: Double
    /// The sampled distinct answers.
    package let answers: [AnswerRecord]
    /// How many distinct answers stand for each one in `answers`, at least 1.
    package let answersPerSample: Double
    /// ``queries`` by type.
    package let queryTypes: Tally<RecordType>
    /// Queries, and responses to queries that were not captured; each event once.
    package let queries: Int
    package let responses: Int
    /// Messages that were captured.
    package let messages: Int
    /// Responses with an answer, by the response code alone: those that are not errors.
    package let answeredResponses: Int
    package let clients: Set<IPAddress>
    package let firstSeen: Timestamp
    package let lastSeen: Timestamp

    /// The layout that most of the names have, or `nil` where none has most: a number that only compares.
    package let layout: UInt64?
    /// The number of clients that ask below the cut, and how alike they ask.
    let crowd: Crowd

    /// - Parameters:
    ///   - profile: The profile of the zone or of one that it lies in.
    ///   - zone: The name at which to cut.
    ///   - client: The client whose names count, or `nil` for all.
    /// - Complexity: O(sampled names and answers).
    init(_ profile: ZoneProfile, zone: DomainName, client: IPAddress?) {
        let records = profile.names.records
        let all = records.filter { $0.name.labelCount > zone.labelCount && $0.name.isSubdomain(of: zone) }
        let perSample = max(1, Double(profile.distinctNames) / Double(max(1, records.count)))
        let below =
            2 * profile.iterativeQueries >= profile.queries && profile.queries > 0
            ? MinimizedNames.askedFor(of: all, namesPerSample: perSample) : all
        names =
            below.filter { client == nil || $0.first.client == client }
            .sorted { $0.first.precedes($1.first) }
        namesPerSample = perSample
        let kept = profile.answers.records
        answersPerSample = max(1, Double(profile.answers.distinctCount) / Double(max(1, kept.count)))
        // One client's part is still judged by how many others use the zone.
        crowd = Crowd(of: names, among: below, zone: zone, profile: profile)
        layout = Crowd.commonLayout(of: names, below: zone)
        isWhole = client == nil && Double(all.count) >= Self.wholeShare * Double(records.count)
        let sums = Sums(names, namesPerSample: namesPerSample)
        if isWhole {
            answers = kept
            let isMinimized = below.count < all.count
            queryTypes = isMinimized ? sums.types : profile.queryTypes
            queries = isMinimized ? sums.queries : profile.queries
            responses = isMinimized ? sums.responses : profile.responses
            messages = profile.messages
            answeredResponses =
                profile.responses == 0 || kept.isEmpty
                ? 0 : isMinimized ? sums.answered : profile.responseCodes[.noError]
            clients = Set(profile.clients.keys)
            firstSeen = profile.firstSeen
            lastSeen = profile.lastSeen
            return
        }
        let hashes = Set(names.map { KeyedHash.hash($0.name.lowercased.octets) })
        // An answer that was given so often was given to one of them too, by chance; of a sample, each stands for others
        // that came with the same name.
        let isComplete = profile.answers.distinctCount <= kept.count
        let share = Double(sums.responses) / Double(max(1, profile.responses))
        answers = kept.filter {
            isComplete && Double($0.count) * share >= 1 || hashes.contains($0.queryName)
        }
        queryTypes = sums.types
        queries = sums.queries
        responses = sums.responses
        messages = sums.messages
        answeredResponses = answers.isEmpty ? 0 : sums.answered
        clients = Set(below.map(\.first.client))
        firstSeen = names.first?.first.time ?? profile.firstSeen
        lastSeen = names.last?.first.time ?? profile.lastSeen
    }

    /// The rest of a scope without the content that ordinary traffic explains.
    init(_ scope: ChannelScope, without content: ExplainedContent) {
        names = scope.names.indices.filter { !content.names.contains($0) }.map { scope.names[$0] }
        let kept = scope.answers.indices.filter { !content.answersOfOthers.contains($0) }
        answers = kept.filter { !content.answers.contains($0) }.map { scope.answers[$0] }
        namesPerSample = scope.namesPerSample
        answersPerSample =
            scope.answersPerSample * Double(max(1, scope.answers.count)) / Double(max(1, kept.count))
        crowd = scope.crowd
        layout = scope.layout
        // Explained answers alone leave the questions as they are.
        let keepsNames = content.names.isEmpty
        isWhole = keepsNames && scope.isWhole
        let sums = Sums(names, namesPerSample: namesPerSample)
        queryTypes = keepsNames ? scope.queryTypes : sums.types
        queries = keepsNames ? scope.queries : sums.queries
        responses = keepsNames ? scope.responses : sums.responses
        messages = keepsNames ? scope.messages : sums.messages
        answeredResponses = keepsNames ? scope.answeredResponses : answers.isEmpty ? 0 : sums.answered
        clients = scope.clients
        firstSeen = scope.firstSeen
        lastSeen = scope.lastSeen
    }

    /// The sums over all queries and responses that the sampled names tell.
    private struct Sums {
        let types: Tally<RecordType>
        let queries: Int
        let messages: Int
        let responses: Int
        let answered: Int

        init(_ names: [NameRecord], namesPerSample: Double) {
            var types = Tally<RecordType>()
            var sums = (messages: 0, responses: 0, answered: 0)
            for record in names {
                // A response without its query counts as a query too.
                let uses = record.queries > 0 ? record.queries : record.responses
                // Programs that connect ask for several types of a name, each about as often.
                let asked = record.askedTypes
                for type in asked { types.count(type, times: uses / asked.count) }
                types.count(record.first.type, times: uses % asked.count)
                sums.messages += record.queries + record.responses
                sums.responses += record.responses
                sums.answered += record.responseCode == .noError ? record.responses : 0
            }
            self.types = types.scaled(by: namesPerSample)
            queries = self.types.total
            messages = Int(Double(sums.messages) * namesPerSample)
            responses = Int(Double(sums.responses) * namesPerSample)
            answered = Int(Double(sums.answered) * namesPerSample)
        }
    }
}
