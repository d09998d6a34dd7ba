package import DNSWire
package import NetworkTypes

/// A query with all that was answered to it.
package struct Exchange: Sendable {
    package let nameHash: UInt64
    package let name: DomainName
    package let first: NameRecord.Appearance
    package let server: IPAddress
    /// Whether the query itself was seen, and not just its answer.
    package let hasQuery: Bool
    package internal(set) var response: Response?

    /// What it holds in memory beside itself, in bytes.
    fileprivate var heldBytes: Int {
        MemoryCost.array(name.octets)
            + (response.map { MemoryCost.array($0.answers) + $0.answers.reduce(0) { $0 + $1.heldBytes } } ?? 0)
    }

    /// The first response to a query.
    package struct Response: Sendable {
        /// Answers that are kept of it.
        package static let keptAnswers = 8

        package let code: ResponseCode
        package let isAuthoritativeAnswer: Bool
        package let recursionDesired: Bool
        package let recursionAvailable: Bool
        package let answers: [AnswerRecord]
        /// The message that it came in.
        package let appearance: NameRecord.Appearance
    }
}

/// The first exchanges of a zone: where tools shake hands and give themselves away.
///
/// Holds the earliest distinct names by capture time, with what was answered until one name more appeared. That
/// depends neither on order nor on how a capture was split, so two openings unite into the opening of the whole.
package struct Opening: Sendable {
    /// Handshakes of the tools in question take less than 30 exchanges.
    package static let capacity = 64

    /// By time, then frame.
    package private(set) var exchanges: [Exchange] = []
    /// The names' hashes and the moments known of them, in the same order.
    ///
    /// They are looked through for every message, without a copy of an exchange.
    private var known: [Known] = []

    private struct Known: Sendable {
        let hash: UInt64
        let first: NameRecord.Appearance
        var response: NameRecord.Appearance?
    }

    /// The first message about the first name that did not fit.
    ///
    /// It and what comes later are not part of the opening. `nil` while all names fit.
    private var end: NameRecord.Appearance?
    /// What the exchanges hold in memory, in bytes.
    package private(set) var heldBytes = 0
    private var heldByExchanges = 0

    /// Notes one message.
    ///
    /// - Complexity: O(``capacity``); O(1) once the opening is over.
    package mutating func note(
        nameHash: UInt64,
        name: @autoclosure () -> DomainName,
        appearance: NameRecord.Appearance,
        server: IPAddress,
        response: @autoclosure () -> Exchange.Response?,
        isResponse: Bool
    ) {
        guard isInside(appearance) else { return }
        let index = known.lastIndex { $0.hash == nameHash }
        if let index {
            let isFirstResponse = isResponse && known[index].response.map(appearance.precedes) ?? true
            guard isFirstResponse || appearance.precedes(known[index].first) else { return }
        }
        let exchange = Exchange(
            nameHash: nameHash,
            name: name(),
            first: appearance,
            server: server,
            hasQuery: !isResponse,
            response: response()
        )
        add(exchange, at: index)
    }

    /// Adds the opening of another part of the capture.
    package mutating func merge(_ other: Self) {
        if let end = other.end, isInside(end) { close(at: end) }
        for exchange in other.exchanges where isInside(exchange.first) {
            add(exchange, at: known.firstIndex { $0.hash == exchange.nameHash })
        }
    }

    private func isInside(_ appearance: NameRecord.Appearance) -> Bool {
        end.map(appearance.precedes) ?? true
    }

    /// Adds an exchange, uniting it with the known one of the same name at `index`.
    private mutating func add(_ exchange: Exchange, at index: Int?) {
        var united = exchange
        if let index {
            let known = remove(at: index)
            if known.first.precedes(exchange.first) { united = known }
            united.response = [known.response, exchange.response].compactMap { $0 }
                .min { $0.appearance.precedes($1.appearance) }
        }
        if let response = united.response, !isInside(response.appearance) { united.response = nil }
        let position = known.lastIndex { $0.first.precedes(united.first) }.map { $0 + 1 } ?? 0
        exchanges.insert(united, at: position)
        known.insert(
            Known(hash: united.nameHash, first: united.first, response: united.response?.appearance),
            at: position
        )
        heldByExchanges += united.heldBytes
        if exchanges.count > Self.capacity { close(at: exchanges[Self.capacity].first) }
        heldBytes = MemoryCost.array(exchanges) + MemoryCost.array(known) + heldByExchanges
    }

    private mutating func remove(at index: Int) -> Exchange {
        let exchange = exchanges.remove(at: index)
        known.remove(at: index)
        heldByExchanges -= exchange.heldBytes
        return exchange
    }

    /// Lets go what does not come before a moment.
    private mutating func close(at end: NameRecord.Appearance) {
        self.end = end
        for index in exchanges.indices.reversed() {
            if !exchanges[index].first.precedes(end) {
                _ = remove(at: index)
            } else if let response = known[index].response, !response.precedes(end) {
                heldByExchanges -= exchanges[index].heldBytes
                exchanges[index].response = nil
                heldByExchanges += exchanges[index].heldBytes
                known[index].response = nil
            }
        }
        heldBytes = MemoryCost.array(exchanges) + MemoryCost.array(known) + heldByExchanges
    }
}
