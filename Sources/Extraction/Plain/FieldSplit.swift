import PayloadMeasures

/// Ways to make fields of labels.
enum FieldSplit: CaseIterable {
    /// Each label is one.
    case labels
    /// The first label is divided at hyphens, which it has in all names alike.
    case hyphens
    /// The first label is divided at its first hyphen; others are symbols of its text.
    case firstHyphen
    /// The first label is parts of one width between hyphens, such as `de-ad-be-ef`, which make one field.
    case pairs
    /// The first label is divided where hexadecimal digits begin and end, which it does in all names alike.
    case digits

    static let all = allCases

    private static let mostParts = 6

    /// The fields of all names, or `nil` where this way makes no sense of them.
    func applied(to names: [[ArraySlice<UInt8>]]) -> [[ArraySlice<UInt8>]]? {
        guard self != .labels else { return names }
        if self == .pairs {
            let labels = names.map { $0.compactMap(Self.withoutSeparators) }
            return zip(labels, names).allSatisfy { $0.count == $1.count } && labels != names ? labels : nil
        }
        let parts = names.map { labels in labels.first.map { self.parts(of: $0) } ?? [] }
        let counts = Dictionary(grouping: parts.map(\.count), by: { $0 }).mapValues(\.count)
        guard let (count, alike) = counts.max(by: { ($0.value, $0.key) < ($1.value, $1.key) }),
            (2...Self.mostParts).contains(count), 20 * alike >= 19 * names.count
        else { return nil }
        return zip(parts, names).map { $0 + $1.dropFirst() }
    }

    /// The octets of a label without the hyphens between parts of one width; `nil` for hyphens elsewhere.
    private static func withoutSeparators(_ label: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        let parts = label.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard let width = parts.first?.count, width > 0, parts.dropLast().allSatisfy({ $0.count == width }),
            (1...width).contains(parts.last?.count ?? 0)
        else { return nil }
        return Array(parts.joined())[...]
    }

    private func parts(of label: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
        switch self {
        case .labels, .pairs: return [label]
        case .hyphens: return label.split(separator: UInt8(ascii: "-"))
        case .firstHyphen: return label.split(separator: UInt8(ascii: "-"), maxSplits: 1)
        case .digits:
            var parts: [ArraySlice<UInt8>] = []
            var rest = label
            while let first = rest.first {
                let isDigit = EncodedText.hexadecimalValue(first) != nil
                let part = rest.prefix { (EncodedText.hexadecimalValue($0) != nil) == isDigit }
                parts.append(part)
                rest = rest.dropFirst(part.count)
            }
            return parts
        }
    }
}
