import DNSWire
import ZoneProfiles

/// The names that a resolver asks for on its way to a longer one, label by label, to find where a zone is cut.
///
/// They say nothing that the longer name does not say. Of a sample of names, few still have a longer one in it. Then
/// all names of as many labels count as such, and those of fewer, if nobody asked for more than their addresses or
/// servers.
///
/// Source: RFC 9156 §2.3, and BIND's `_` as the first label.
enum MinimizedNames {
    /// Of the names with a longer name in the sample, as a multiple of how many all would have.
    private static let share = 0.5
    private static let fewestNames = 3
    private static let types: Set<RecordType> = [.a, .ns]

    /// The names that somebody wanted to know something of.
    ///
    /// - Parameters:
    ///   - names: Of a zone, in any order.
    ///   - namesPerSample: How many distinct names stand for each of them, at least 1.
    /// - Returns: All of them where no resolver minimizes.
    /// - Complexity: O(octets).
    static func askedFor(of names: [NameRecord], namesPerSample: Double) -> [NameRecord] {
        let ends = Set(
            names.flatMap { record in
                let name = record.name.lowercased
                return (1..<max(2, name.labelCount)).map { name.suffix(labelCount: name.labelCount - $0) }
            }
        )
        func isWayStop(_ record: NameRecord) -> Bool { types.isSuperset(of: record.askedTypes) }
        let isEnd = names.map { isWayStop($0) && ends.contains($0.name.lowercased) }
        let deepest = zip(names, isEnd).reduce(0) { $1.1 ? max($0, $1.0.name.labelCount) : $0 }
        let stops = names.map { isWayStop($0) && $0.name.labelCount <= deepest }
        let found = isEnd.count { $0 }
        let isMinimized =
            found >= fewestNames
            && Double(found) * namesPerSample >= share * Double(stops.count { $0 })
        return names.indices.filter { place in
            let isLeftOut = isMinimized && (namesPerSample > 1 ? stops : isEnd)[place]
            return !isLeftOut && !isPlaceholder(names[place])
        }.map { names[$0] }
    }

    private static func isPlaceholder(_ record: NameRecord) -> Bool {
        record.name.labels.first { _ in true }?.elementsEqual([UInt8(ascii: "_")]) == true
    }
}
