import DNSWire
import NetworkTypes

/// Remembers who asked whom for which name just now, so that an event counts once wherever it shows.
///
/// The table has a fixed size: an entry takes the place of an older one, so that a step takes constant time and
/// allocates nothing. An event whose entry was overwritten too early counts as an event of its own.
struct RecentEvents: Sendable {
    /// The relation of a transaction to an event that is counted in another one.
    enum Relation: Sendable {
        /// Its client passes on a question that it got itself, and has not answered yet.
        case upstream
        /// The client has asked another server for the same, which has not answered yet.
        case secondServer
        /// The same octets went to the server from another address at once: a router replaced the address.
        case translated
    }

    /// The subject of an entry.
    private enum Subject: UInt64 {
        /// A client's question.
        case asking
        /// A question to a server.
        case asked
        /// Octets of a query to a server.
        case octets
        /// Octets of a response to a client.
        case answered
    }

    private struct Entry {
        var identity: UInt64 = 0
        var time = Timestamp(nanoseconds: .min)
        /// The other end, hashed.
        var other: UInt64 = 0
        /// A hash of the answers, or 0 while there are none, and of the server that gave them.
        var answers: UInt64 = 0
        var answerer: UInt64 = 0
    }

    private struct Place {
        let identity: UInt64
        let index: Int
    }

    /// In seconds: a host that forwards a query, or passes it on with another address, does so at once.
    static let translationPatience = 0.01
    private static let slotCount = 1 << 15
    private var entries = [Entry](repeating: Entry(), count: slotCount)

    /// The relation of a query to an event that is counted already; notes it.
    ///
    /// A query without a question belongs to none.
    mutating func relation(of query: borrowing Observation) -> Relation? {
        guard query.queryType != nil else { return nil }
        let (client, server) = (query.client.address, query.server.address)
        let ends = (client: Self.hash(client), server: Self.hash(server))
        let octets = Self.place(.octets, server, query.contentHash, query)
        let asking = Self.place(.asking, client, query.queryNameHash, query)
        let relation: Relation?
        if query.contentHash != 0, let passed = entry(at: octets), passed.other != ends.client,
            query.time.seconds(since: passed.time) <= Self.translationPatience
        {
            relation = .translated
        } else if !client.isLoopback, isAsked(client, query) || isAsked(.loopback, query) {
            relation = .upstream
        } else if let other = entry(at: asking), other.other != ends.server, isWaiting(other, query) {
            relation = .secondServer
        } else {
            relation = nil
        }
        if relation != .translated { set(octets, query.time, other: ends.client) }
        // A server that gets a query may ask on, also for a query that counts with somebody else.
        let asked = server.isLoopback ? IPAddress.loopback : server
        set(Self.place(.asked, asked, query.queryNameHash, query), query.time, other: ends.client)
        if relation == nil { set(asking, query.time, other: ends.server) }
        return relation
    }

    /// Whether an address waits for an answer that it was asked for.
    ///
    /// A server that listens on a loopback address asks on with another address of its host.
    private func isAsked(_ address: IPAddress, _ query: borrowing Observation) -> Bool {
        isWaiting(entry(at: Self.place(.asked, address, query.queryNameHash, query)), query)
    }

    private func isWaiting(_ entry: Entry?, _ query: borrowing Observation) -> Bool {
        guard let entry, entry.answers == 0 else { return false }
        return query.time.seconds(since: entry.time) < TransactionMatcher.patience
    }

    /// Whether the answers to a query that waited are to be counted; notes them.
    ///
    /// Answers of two servers count twice where they differ.
    mutating func noteAnswer(_ response: borrowing Observation, counted: Relation?) -> Bool {
        let (client, server) = (response.client.address, response.server.address)
        let answers =
            KeyedHash.hash(
                response.answerOctets.span,
                seed: UInt64(response.responseCode.rawValue)
            ) | 1
        set(
            Self.place(.answered, client, response.contentHash, response),
            response.time,
            other: Self.hash(server)
        )
        let forwarder = server.isLoopback ? IPAddress.loopback : server
        let asked = Self.place(.asked, forwarder, response.queryNameHash, response)
        if entry(at: asked) != nil { entries[asked.index].answers = answers }
        switch counted {
        case .upstream, .translated:
            return false
        case nil, .secondServer:
            let asking = Self.place(.asking, client, response.queryNameHash, response)
            guard let event = entry(at: asking) else { return true }
            let answerer = Self.hash(server)
            guard event.answers != 0 else {
                entries[asking.index].answers = answers
                entries[asking.index].answerer = answerer
                return true
            }
            return event.answers != answers || event.answerer == answerer
        }
    }

    /// Whether a response that nobody waits for is the repetition of one that came before.
    func isRepeated(_ response: borrowing Observation) -> Bool {
        let place = Self.place(.answered, response.client.address, response.contentHash, response)
        guard response.contentHash != 0, let entry = entry(at: place) else { return false }
        return entry.other == Self.hash(response.server.address)
            && response.time.seconds(since: entry.time) < TransactionMatcher.patience
    }

    // MARK: - The table

    private func entry(at place: Place) -> Entry? {
        let entry = entries[place.index]
        return entry.identity == place.identity ? entry : nil
    }

    private mutating func set(_ place: Place, _ time: Timestamp, other: UInt64) {
        entries[place.index] = Entry(identity: place.identity, time: time, other: other)
    }

    private static func hash(_ address: IPAddress) -> UInt64 {
        var hash = TableHash()
        hash.absorb(address)
        return UInt64(truncatingIfNeeded: hash.value)
    }

    /// The place of an entry.
    ///
    /// Its index comes from the name and the address alone and not from secrets of the process, so that equal captures
    /// give equal reports.
    private static func place(
        _ subject: Subject,
        _ address: IPAddress,
        _ content: UInt64,
        _ observation: borrowing Observation
    ) -> Place {
        let type = observation.queryType?.rawValue ?? 0
        var hash = TableHash()
        hash.absorb(address)
        hash.absorb(content)
        hash.absorb(
            subject.rawValue << 32 | UInt64(type) << 16 | UInt64(observation.queryClass?.rawValue ?? 0)
        )
        let mark = observation.queryNameHash &+ address.low &* 31 &+ address.high &+ UInt64(type) << 2
        let index = ((mark &+ subject.rawValue) &* 0x9E37_79B9_7F4A_7C15) >> 49
        return Place(
            identity: UInt64(truncatingIfNeeded: hash.value),
            index: Int(truncatingIfNeeded: index)
        )
    }
}

extension IPAddress {
    /// Stands for all loopback addresses of a host.
    fileprivate static let loopback = IPAddress(v4: 0x7F00_0001)
}
