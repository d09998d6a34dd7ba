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
        let client: Endpoint
        let server: Endpoint
        let transport: TransportProtocol
        let id: UInt16
    }

    private struct Pending {
        let time: Timestamp
        let name: [UInt8]
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
    /// - Complexity: O(octets of the name), amortized.
    package mutating func role(of observation: borrowing Observation) -> Role {
        let key = Key(
            client: observation.client,
            server: observation.server,
            transport: observation.transport,
            id: observation.id
        )
        if observation.isResponse {
            guard let index = pending.index(forKey: key), isSame(pending.values[index].name, observation.queryName)
            else { return .unsolicitedResponse }
            let delay = observation.time.nanoseconds.subtractingReportingOverflow(
                pending.values[index].time.nanoseconds
            )
            pending.remove(at: index)
            return .response(delay: delay.overflow ? 0 : max(0, delay.partialValue))
        }
        if let index = pending.index(forKey: key) {
            let isWaiting = observation.time.seconds(since: pending.values[index].time) < Self.patience
            if isWaiting, isSame(pending.values[index].name, observation.queryName) { return .retransmission }
        }
        makeRoom(at: observation.time)
        pending[key] = Pending(time: observation.time, name: observation.queryName)
        return .query
    }

    /// Whether two names in wire format are equal but for the case of ASCII letters; an empty one fits any,
    /// because error responses may leave the question out.
    private func isSame(_ one: [UInt8], _ other: [UInt8]) -> Bool {
        if one.isEmpty || other.isEmpty { return true }
        guard one.count == other.count else { return false }
        for index in one.indices where one[index] != other[index] {
            let isLetter = (0x61...0x7A).contains(one[index] | 0x20)
            guard isLetter, one[index] ^ other[index] == 0x20 else { return false }
        }
        return true
    }

    private mutating func makeRoom(at time: Timestamp) {
        guard pending.count >= capacity else { return }
        let before = pending.count
        pending = pending.filter { time.seconds(since: $0.value.time) < Self.patience }
        if pending.count > capacity / 2 { pending.removeAll(keepingCapacity: true) }
        evictedCount += before - pending.count
    }
}
