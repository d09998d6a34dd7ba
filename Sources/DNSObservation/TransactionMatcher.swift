import NetworkTypes

/// Pairs responses with their queries and tells repeated queries from new ones.
///
/// A query waits under client, server, transport and transaction id (RFC 5452 §9.1). Its name is compared too,
/// without regard to case: a resolver may have changed that.
package struct TransactionMatcher: Sendable {
    /// What a message is in the course of its transaction.
    package enum Role: Hashable, Sendable {
        /// A query that was not waiting for a response already.
        case query
        /// The same query again while it waits.
        case retransmission
        /// The first response to a query, and how long it took in nanoseconds.
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

        init(_ query: borrowing Observation) {
            time = query.time
            nameHash = query.queryType == nil ? nil : query.queryNameHash
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
    /// How many queries were let go unanswered, because there were more than fit.
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
        let key = Key(observation)
        if observation.isResponse {
            guard let index = pending.index(forKey: key), pending.values[index].concerns(observation)
            else { return .unsolicitedResponse }
            let asked = pending.values[index].time.nanoseconds
            let delay = observation.time.nanoseconds.subtractingReportingOverflow(asked)
            pending.remove(at: index)
            return .response(delay: delay.overflow ? 0 : max(0, delay.partialValue))
        }
        if let index = pending.index(forKey: key) {
            let isWaiting = observation.time.seconds(since: pending.values[index].time) < Self.patience
            if isWaiting, pending.values[index].concerns(observation) { return .retransmission }
            pending.values[index] = Pending(observation)
            return .query
        }
        makeRoom(at: observation.time)
        pending[key] = Pending(observation)
        return .query
    }

    private mutating func makeRoom(at time: Timestamp) {
        guard pending.count >= capacity else { return }
        let before = pending.count
        pending = pending.filter { time.seconds(since: $0.value.time) < Self.patience }
        if pending.count > capacity / 2 { pending.removeAll(keepingCapacity: true) }
        evictedCount += before - pending.count
    }
}
