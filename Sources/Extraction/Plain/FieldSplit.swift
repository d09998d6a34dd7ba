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
    /// Each label begins with the digit of its place in the name, or with one letter, which are none of its symbols.
    case places
    /// The symbols of long labels stand in the opposite order.
    case mirrored
    /// A label between those with symbols counts; it stands before them in the fields.
    case middle

    static let all = allCases

    private static let mostParts = 6
    private static let longestWord = 8

    /// The fields of all names, or `nil` where this way makes no sense of them.
    func applied(to names: [[ArraySlice<UInt8>]]) -> [[ArraySlice<UInt8>]]? {
        guard self != .labels else { return names }
        if self == .pairs {
            let labels = names.map { $0.compactMap { Self.withoutSeparators($0) } }
            return zip(labels, names).allSatisfy { $0.count == $1.count } && labels != names ? labels : nil
        }
        if self == .places { return Self.withoutPlaces(names) }
        if self == .middle { return Self.withMiddleFirst(names) }
        if self == .mirrored { return Self.mirrored(names) }
        let parts = names.map { labels in labels.first.map { self.parts(of: $0) } ?? [] }
        let counts = Dictionary(grouping: parts.map(\.count), by: { $0 }).mapValues(\.count)
        guard let (count, alike) = counts.max(by: { ($0.value, $0.key) < ($1.value, $1.key) }),
            (2...Self.mostParts).contains(count), 20 * alike >= 19 * names.count
        else { return nil }
        return zip(parts, names).map { $0 + $1.dropFirst() }
    }

    /// Labels with the symbols in the opposite order at places where most are long.
    private static func mirrored(_ names: [[ArraySlice<UInt8>]]) -> [[ArraySlice<UInt8>]] {
        let places = (0..<(names.map(\.count).max() ?? 0)).filter { place in
            2 * names.count(where: { place < $0.count && $0[place].count > longestWord }) > names.count
        }
        return names.map { labels in
            labels.enumerated().map { places.contains($0) ? Array($1.reversed())[...] : $1 }
        }
    }

    /// Labels without what each of several in a row begins with: the digits 0, 1, … or 1, 2, …, or the same letter; `nil`
    /// where they do not.
    private static func withoutPlaces(_ names: [[ArraySlice<UInt8>]]) -> [[ArraySlice<UInt8>]]? {
        guard names.count >= fewestNames, let first = names.first?.first?.first else { return nil }
        let step = first == UInt8(ascii: "0") || first == UInt8(ascii: "1") ? 1 : 0
        func counted(_ labels: [ArraySlice<UInt8>]) -> Int {
            labels.enumerated().prefix { $1.count > 1 && $1.first.map(Int.init) == Int(first) + step * $0 }
                .count
        }
        // A number of two digits may follow that begins alike; what is left over makes the last name shorter.
        let usual = names.map(\.count).max() ?? 0
        guard let most = names.filter({ $0.count == usual }).map(counted).min(), most > 1 else { return nil }
        let counts = names.map { min(counted($0), max(1, most - (usual - $0.count))) }
        // In one label alone the symbol is an ordinary beginning.
        guard counts.allSatisfy({ $0 > 0 }), 2 * counts.count(where: { $0 > 1 }) > counts.count else {
            return nil
        }
        return zip(names, counts).map { labels, count in
            labels.prefix(count).map { $0.dropFirst() } + labels.dropFirst(count)
        }
    }

    /// The fields with a label first that counts and stands neither first nor last; `nil` where none does.
    private static func withMiddleFirst(_ names: [[ArraySlice<UInt8>]]) -> [[ArraySlice<UInt8>]]? {
        guard names.count >= fewestNames, let most = names.map(\.count).max(), most > 2 else { return nil }
        let place = (1..<(most - 1)).first { place in
            Counter(names.map { place < $0.count ? $0[place] : nil }) != nil
        }
        guard let place, names.allSatisfy({ $0.count > place }) else { return nil }
        return names.map { [$0[place]] + $0[..<place] + $0[(place + 1)...] }
    }

    private static let fewestNames = 6

    /// The octets of a label without the hyphens, or the like, between parts of one width; `nil` for those elsewhere.
    static func withoutSeparators(_ label: ArraySlice<UInt8>, _ separator: UInt8 = UInt8(ascii: "-"))
        -> ArraySlice<UInt8>?
    {
        let parts = label.split(separator: separator, omittingEmptySubsequences: false)
        guard let width = parts.first?.count, width > 0, parts.dropLast().allSatisfy({ $0.count == width }),
            (1...width).contains(parts.last?.count ?? 0)
        else { return nil }
        return Array(parts.joined())[...]
    }

    private func parts(of label: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
        switch self {
        case .labels, .pairs, .places, .middle, .mirrored: return [label]
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
