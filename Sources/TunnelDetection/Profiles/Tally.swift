/// How often each of a few kinds appeared, such as record types or servers.
///
/// Tells up to 64 kinds apart, far more than any honest zone has, and counts the rest together.
package struct Tally<Kind: Comparable & Sendable>: Sendable {
    // A zone has one to five kinds; a scan of a short array beats hashing.
    private var entries: [(kind: Kind, count: Int)] = []

    private static var capacity: Int { 64 }
    /// Appearances of kinds beyond the capacity.
    package private(set) var others = 0

    package init() {}

    /// How often a kind appeared.
    package subscript(kind: Kind) -> Int {
        get { entries.first { $0.kind == kind }?.count ?? 0 }
        set {
            if let index = entries.firstIndex(where: { $0.kind == kind }) {
                entries[index].count = newValue
            } else if entries.count < Self.capacity {
                entries.append((kind, newValue))
            } else {
                others += newValue
            }
        }
    }

    /// Counts one more appearance.
    mutating func count(_ kind: Kind) {
        if let index = entries.firstIndex(where: { $0.kind == kind }) {
            entries[index].count += 1
        } else {
            self[kind] = 1
        }
    }

    package var total: Int { entries.reduce(others) { $0 + $1.count } }

    /// The kinds in their own order.
    package var kinds: [Kind] { entries.map(\.kind).sorted() }

    /// Most frequent first, then by kind.
    package var sorted: [(kind: Kind, count: Int)] {
        entries.sorted { ($1.count, $0.kind) < ($0.count, $1.kind) }
    }

    mutating func merge(_ other: Self) {
        for (kind, count) in other.entries { self[kind] += count }
        others += other.others
    }
}
