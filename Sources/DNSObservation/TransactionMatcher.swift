import NetworkTypes

/// Pairs responses with their queries and tells an event that was counted already from a new one.
///
/// A query waits under client, server, transport and transaction id (RFC 5452 §9.1). Its name is compared too,
/// without regard to case: a resolver may have changed that.
///
/// One event shows in more than one transaction in three cases: a forwarder asks upstream for a name that a client
/// asked it for; a stub asks a second resolver because the first one has not answered yet; a router replaces the
/// client's address. Such transactions have the role ``Role/elsewhere``; messages that were recorded twice do not
/// come as far as here.
package struct TransactionMatcher: Sendable {
    /// The role of a message in the course of its transaction.
    package enum Role: Hashable, Sendable {
        /// A query that was not waiting for a response already.
        case query
        /// The same query again while it waits, or the same response again.
        case retransmission
        /// A query, or a response to one, of an event that is counted between other ends.
        case elsewhere
        /// The first response to a query, and its delay in nanoseconds.
        case response(delay: Int64)
        /// A response to no query that was seen.
        case unsolicitedResponse
    }

    private struct Key: Hashable {
        let client: IPAddress
        let server: IPAddress
        /// Both ports, the transaction id and the transport, each in bits of its own.
        let ports: UInt64

        init(_ observation: borrowing Observation) {
            client = observation.client.address
            server = observation.server.address
            ports =
                UInt64(observation.client.port) << 48 | UInt64(observation.server.port) << 32
                | UInt64(observation.id) << 16 | (observation.transport == .tcp ? 1 : 0)
        }

        func _rawHashValue(seed: Int) -> Int {
            var hash = TableHash()
            hash.absorb(client)
            hash.absorb(server)
            hash.absorb(ports)
            return hash.value
        }
    }

    private struct Pending {
        let time: Timestamp
        /// `nil` when the query had no question.
        let nameHash: UInt64?
        let contentHash: UInt64
        /// The place where its event is counted, if it is counted there.
        let counted: RecentEvents.Relation?

        init(_ query: borrowing Observation, counted: RecentEvents.Relation?) {
            time = query.time
            nameHash = query.queryType == nil ? nil : query.queryNameHash
            contentHash = query.contentHash
            self.counted = counted
        }

        /// Whether a message is about the same name; an absent question fits any, because error responses may
        /// leave it out.
        func concerns(_ observation: borrowing Observation) -> Bool {
            nameHash == nil || observation.queryType == nil || nameHash == observation.queryNameHash
        }
    }

    /// Stub resolvers give up after some 10 seconds, tunnels hold a query for up to 30.
    package static let patience = 60.0
    private let capacity: Int
    private var pending: [Key: Pending] = [:]
    private var events = RecentEvents()
    /// The number of queries that were let go unanswered, because there were more than fit.
    package private(set) var evictedCount = 0

    /// A matcher without pending queries.
    ///
    /// - Parameter capacity: How many queries may wait at a time. When there are more, those older than
    ///   ``patience`` seconds go first, then all: a flood of queries without responses has nothing to pair.
    package init(capacity: Int = 65_536) {
        self.capacity = capacity
    }

    /// The role of one message.
    ///
    /// - Complexity: O(1) amortized.
    package mutating func role(of observation: borrowing Observation) -> Role {
        observation.isResponse ? role(ofResponse: observation) : role(ofQuery: observation)
    }

    private mutating func role(ofQuery query: borrowing Observation) -> Role {
        let key = Key(query)
        let index = pending.index(forKey: key)
        if let index, query.time.seconds(since: pending.values[index].time) < Self.patience,
            pending.values[index].concerns(query), pending.values[index].contentHash == query.contentHash
        {
            return .retransmission
        }
        let counted = events.relation(of: query)
        if let index {
            pending.values[index] = Pending(query, counted: counted)
        } else {
            makeRoom(at: query.time)
            pending[key] = Pending(query, counted: counted)
        }
        return counted == nil ? .query : .elsewhere
    }

    private mutating func role(ofResponse response: borrowing Observation) -> Role {
        let key = Key(response)
        guard let index = pending.index(forKey: key), pending.values[index].concerns(response) else {
            return events.isRepeated(response) ? .retransmission : .unsolicitedResponse
        }
        let query = pending.remove(at: index).value
        let isNews = events.noteAnswer(response, counted: query.counted)
        let delay = response.time.nanoseconds.subtractingReportingOverflow(query.time.nanoseconds)
        return isNews ? .response(delay: delay.overflow ? 0 : max(0, delay.partialValue)) : .elsewhere
    }

    private mutating func makeRoom(at time: Timestamp) {
        guard pending.count >= capacity else { return }
        let before = pending.count
        pending = pending.filter { time.seconds(since: $0.value.time) < Self.patience }
        if pending.count > capacity / 2 { pending.removeAll(keepingCapacity: true) }
        evictedCount += before - pending.count
    }
}
