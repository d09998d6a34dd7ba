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

    /// The memory that it holds beside itself, in bytes.
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

/// The first exchanges of a zone, in which tools shake hands and give themselves away.
///
/// Holds the earliest distinct names by capture time, with the answers that came until one name more appeared. That
/// depends neither on order nor on how a capture was split, so two openings unite into the opening of the whole.
package struct Opening: Sendable {
    /// Handshakes of the tools in question take less than 30 exchanges.
    package static let capacity = 64

    /// By time, then frame.
    package private(set) var exchanges: [Exchange] = []
    /// The names' hashes in the same order, which are looked through for every message.
    private var hashes: [UInt64] = []

    /// The first message about the first name that did not fit.
    ///
    /// It and later exchanges are not part of the opening. `nil` while all names fit.
    private var end: NameRecord.Appearance?
    /// The memory that the exchanges hold, in bytes.
    package var heldBytes: Int { MemoryCost.array(exchanges) + MemoryCost.array(hashes) + heldByExchanges }
    private var heldByExchanges = 0

    /// Whether a message adds anything: it is about a new name, or the first response or the first message about one.
    ///
    /// - Complexity: O(``capacity``); O(1) once the opening is over.
    func takes(_ appearance: NameRecord.Appearance, of nameHash: UInt64, isResponse: Bool) -> Bool {
        guard isInside(appearance) else { return false }
        guard let index = hashes.lastIndex(of: nameHash) else { return true }
        if appearance.precedes(exchanges[index].first) { return true }
        return isResponse && exchanges[index].response.map { appearance.precedes($0.appearance) } ?? true
    }

    /// Adds a query, or the first response to one, that the opening takes.
    mutating func note(_ exchange: Exchange) {
        add(exchange, at: hashes.lastIndex(of: exchange.nameHash))
    }

    /// Adds the opening of another part of the capture.
    package mutating func merge(_ other: Self) {
        if let end = other.end, isInside(end) { close(at: end) }
        for exchange in other.exchanges where isInside(exchange.first) {
            add(exchange, at: hashes.firstIndex(of: exchange.nameHash))
        }
    }

    private func isInside(_ appearance: NameRecord.Appearance) -> Bool {
        end.map(appearance.precedes) ?? true
    }

    /// Adds an exchange, uniting it with the known one of the same name at `index`.
    private mutating func add(_ exchange: Exchange, at index: Int?) {
        var united = exchange
        if let index {
            var response = exchanges[index].response ?? exchange.response
            if let known = response, let other = exchange.response,
                other.appearance.precedes(known.appearance)
            {
                response = other
            }
            if exchanges[index].first.precedes(exchange.first) {
                return setResponse(response.flatMap { isInside($0.appearance) ? $0 : nil }, at: index)
            }
            remove(at: index)
            united.response = response
        }
        if let response = united.response, !isInside(response.appearance) { united.response = nil }
        let position =
            exchanges.indices.last { exchanges[$0].first.precedes(united.first) }.map { $0 + 1 } ?? 0
        heldByExchanges += united.heldBytes
        hashes.place(united.nameHash, at: position)
        exchanges.place(united, at: position)
        if exchanges.count > Self.capacity { close(at: exchanges[Self.capacity].first) }
    }

    private mutating func remove(at index: Int) {
        heldByExchanges -= exchanges[index].heldBytes
        exchanges.remove(at: index)
        hashes.remove(at: index)
    }

    /// Lets go the exchanges that do not come before a moment.
    private mutating func close(at end: NameRecord.Appearance) {
        self.end = end
        for index in exchanges.indices.reversed() {
            if !exchanges[index].first.precedes(end) {
                remove(at: index)
            } else if let response = exchanges[index].response, !response.appearance.precedes(end) {
                setResponse(nil, at: index)
            }
        }
    }

    private mutating func setResponse(_ response: Exchange.Response?, at index: Int) {
        heldByExchanges -= exchanges[index].heldBytes
        exchanges[index].response = response
        heldByExchanges += exchanges[index].heldBytes
    }
}
