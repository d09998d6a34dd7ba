/// Numbers at the beginning of the texts of one response, whose order servers rotate.
enum RecordOrder {
    /// Digits before a mark, such as `2:`.
    case before(mark: UInt8)
    /// So many digits.
    case digits(Int)

    private static let widest = 3
    private static let fewestResponses = 3

    /// What numbers the texts of all responses with several, from 0 or 1 on.
    ///
    /// - Parameter responses: The texts of each; where nothing numbers them, there is no order.
    init?(_ responses: [[[UInt8]]]) {
        let several = responses.filter { $0.count > 1 }
        guard several.count >= Self.fewestResponses else { return nil }
        let orders =
            [":", "|", ";", ",", "-", "/", "#", "=", " "].map { Self.before(mark: UInt8(ascii: $0)) }
            + (1...Self.widest).reversed().map(Self.digits)
        guard let order = orders.first(where: { order in several.allSatisfy(order.numbers) }) else {
            return nil
        }
        self = order
    }

    private func numbers(_ texts: [[UInt8]]) -> Bool {
        let numbers = texts.compactMap { split($0)?.number }.sorted()
        guard numbers.count == texts.count, let first = numbers.first, first < 2 else { return false }
        return zip(numbers, numbers.dropFirst()).allSatisfy { $0 + 1 == $1 }
    }

    private func split(_ text: [UInt8]) -> (number: Int, rest: ArraySlice<UInt8>)? {
        let digits: ArraySlice<UInt8>
        switch self {
        case .before: digits = text.prefix { (0x30...0x39).contains($0) }
        case .digits(let count): digits = text.prefix(count)
        }
        guard let number = Counter.number(digits, base: 10) else { return nil }
        let rest = text.dropFirst(digits.count)
        guard case .before(let mark) = self else { return digits.count < text.count ? (number, rest) : nil }
        return rest.first == mark ? (number, rest.dropFirst()) : nil
    }

    /// Texts in the order of their numbers and without them.
    func joined(_ texts: [[UInt8]]) -> [UInt8] {
        let parts = texts.map { split($0) ?? (.max, $0[...]) }
        return parts.sorted { $0.number < $1.number }.flatMap(\.rest)
    }
}
