/// How often each of a few kinds appeared, such as record types or servers.
///
/// Tells up to 64 kinds apart, far more than any honest zone has, and counts the rest together.
package struct Tally<Kind: Comparable & Sendable>: Sendable {
    /// The kind that came first, which in most zones is the only one and so needs no memory of its own.
    private var first: (kind: Kind, count: Int)?
    // A zone has one to five kinds; a scan of a short array beats hashing.
    private var rest: [(kind: Kind, count: Int)] = []

    private static var capacity: Int { 64 }
    /// Appearances of kinds beyond the capacity.
    package private(set) var others = 0

    package init() {}

    private var entries: [(kind: Kind, count: Int)] { (first.map { [$0] } ?? []) + rest }

    /// How many kinds are told apart.
    package var kindCount: Int { rest.count + (first == nil ? 0 : 1) }

    /// Whether any kind that is told apart meets a condition.
    func contains(where isSought: (Kind) -> Bool) -> Bool {
        first.map { isSought($0.kind) } ?? false || rest.contains { isSought($0.kind) }
    }

    /// How often a kind appeared.
    package subscript(kind: Kind) -> Int {
        if let first, first.kind == kind { return first.count }
        return rest.first { $0.kind == kind }?.count ?? 0
    }

    /// Counts appearances of a kind.
    package mutating func count(_ kind: Kind, times: Int = 1) {
        if first?.kind ?? kind == kind {
            first = (kind, (first?.count ?? 0) + times)
        } else if let index = rest.firstIndex(where: { $0.kind == kind }) {
            rest[index].count += times
        } else if rest.count < Self.capacity - 1 {
            rest.append((kind, times))
        } else {
            others += times
        }
    }

    /// The same kinds, each as often as its share of a larger whole suggests.
    package func scaled(by factor: Double) -> Self {
        var scaled = self
        scaled.first = first.map { ($0.kind, Int(Double($0.count) * factor)) }
        scaled.rest = rest.map { ($0.kind, Int(Double($0.count) * factor)) }
        scaled.others = Int(Double(others) * factor)
        return scaled
    }

    /// The memory that the kinds hold, in bytes.
    package var heldBytes: Int { MemoryCost.array(rest) }

    package var total: Int { rest.reduce(others + (first?.count ?? 0)) { $0 + $1.count } }

    /// The kinds in their own order.
    package var kinds: [Kind] { entries.map(\.kind).sorted() }

    /// Most frequent first, then by kind.
    package var sorted: [(kind: Kind, count: Int)] {
        entries.sorted { ($1.count, $0.kind) < ($0.count, $1.kind) }
    }

    package mutating func merge(_ other: Self) {
        for (kind, count) in other.entries { self.count(kind, times: count) }
        others += other.others
    }
}
