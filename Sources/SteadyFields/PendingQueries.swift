import DNSObservation
import NetworkTypes

/// The queries that wait for their answer, with their contents and how often they came.
///
/// A table of fixed size; a query that meets another one in its place takes it, and the other's answer is read
/// without its query.
struct PendingQueries: Sendable {
    /// The facts known of the query that a response answers.
    struct Query: Sendable {
        var key: UInt64 = 0
        /// How often it came again before its first response.
        var repeats: UInt32 = 0
        var isAnswered = false
        /// Its header bits and whether it has EDNS, with DO.
        var style: UInt32 = 0
        var lastTime = Timestamp(nanoseconds: .min)
    }

    static let count = 8_192
    /// Copies of one packet that a capture holds twice lie closer together than a program's second attempt, in
    /// seconds.
    private static let shortestPause = 0.05
    /// A client that repeats a query so much later asks anew, in seconds.
    private static let patience = 30.0

    private var queries = [Query](repeating: Query(), count: count)

    /// Notes a query, and tells whether it came before.
    mutating func isRepeated(_ query: borrowing Observation) -> Bool {
        let key = Self.key(query)
        let place = Int(truncatingIfNeeded: key) & (Self.count - 1)
        let pause = query.time.seconds(since: queries[place].lastTime)
        if queries[place].key == key, pause < Self.patience {
            if pause >= Self.shortestPause {
                queries[place].lastTime = query.time
                if !queries[place].isAnswered { queries[place].repeats += 1 }
            }
            return true
        }
        queries[place] = Query(key: key, style: Self.style(query), lastTime: query.time)
        return false
    }

    /// The query that a response answers first, or `nil` when none is known or it was answered before.
    mutating func answered(by response: borrowing Observation) -> Query? {
        let key = Self.key(response)
        let place = Int(truncatingIfNeeded: key) & (Self.count - 1)
        guard queries[place].key == key, !queries[place].isAnswered else { return nil }
        queries[place].isAnswered = true
        return queries[place]
    }

    private static func key(_ observation: borrowing Observation) -> UInt64 {
        var hash = FieldHash()
        hash.absorb(observation.client.address)
        hash.absorb(observation.server.address)
        hash.absorb(UInt64(observation.client.port) << 16 | UInt64(observation.id))
        hash.absorb(observation.queryNameHash)
        return hash.value
    }

    private static func style(_ query: borrowing Observation) -> UInt32 {
        UInt32(query.headerFlags & 0x0130) | (query.ednsPayloadSize == nil ? 0 : 1)
            | query.ednsFlags & 0x8000
    }
}
