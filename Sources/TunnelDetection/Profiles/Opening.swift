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

    fileprivate var answerCount: Int { response?.answers.count ?? 0 }

    /// The first response to a query.
    package struct Response: Sendable {
        /// Answers that are kept of it.
        static let keptAnswers = 8

        package let code: ResponseCode
        package let isAuthoritativeAnswer: Bool
        package let recursionDesired: Bool
        package let recursionAvailable: Bool
        package let answers: [AnswerRecord]
    }
}

/// The first exchanges of a zone: where tools shake hands and give themselves away.
///
/// Holds the earliest distinct names by capture time, so that two openings unite into the opening of the whole.
package struct Opening: Sendable {
    /// Handshakes of the tools in question take less than 30 exchanges.
    static let capacity = 64

    /// By time, then frame.
    package private(set) var exchanges: [Exchange] = []
    /// The names' hashes in the same order, which are looked through for every message.
    private var hashes: [UInt64] = []
    /// Exchanges and the answers in them.
    var heldCount: Int { exchanges.count + heldAnswers }
    private var heldAnswers = 0

    /// Notes one message.
    ///
    /// - Complexity: O(``capacity``).
    mutating func note(
        nameHash: UInt64,
        name: @autoclosure () -> DomainName,
        appearance: NameRecord.Appearance,
        server: IPAddress,
        response: @autoclosure () -> Exchange.Response?,
        isResponse: Bool
    ) {
        if let index = hashes.lastIndex(of: nameHash) {
            if isResponse, exchanges[index].response == nil {
                exchanges[index].response = response()
                heldAnswers += exchanges[index].answerCount
            }
            return
        }
        guard exchanges.count < Self.capacity || exchanges.last.map({ appearance.precedes($0.first) }) == true
        else { return }
        insert(
            Exchange(
                nameHash: nameHash,
                name: name(),
                first: appearance,
                server: server,
                hasQuery: !isResponse,
                response: response()
            )
        )
    }

    /// Adds the opening of another part of the capture.
    mutating func merge(_ other: Self) {
        for exchange in other.exchanges {
            if let index = hashes.firstIndex(of: exchange.nameHash) {
                let (early, late) =
                    exchange.first.precedes(exchanges[index].first)
                    ? (exchange, exchanges[index]) : (exchanges[index], exchange)
                heldAnswers -= exchanges[index].answerCount
                exchanges.remove(at: index)
                hashes.remove(at: index)
                var united = early
                united.response = early.response ?? late.response
                insert(united)
            } else {
                insert(exchange)
            }
        }
    }

    private mutating func insert(_ exchange: Exchange) {
        let position = exchanges.lastIndex { $0.first.precedes(exchange.first) }.map { $0 + 1 } ?? 0
        exchanges.insert(exchange, at: position)
        hashes.insert(exchange.nameHash, at: position)
        heldAnswers += exchange.answerCount
        if exchanges.count > Self.capacity {
            heldAnswers -= exchanges.removeLast().answerCount
            hashes.removeLast()
        }
    }
}
