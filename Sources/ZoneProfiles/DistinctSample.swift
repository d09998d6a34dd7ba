import NetworkTypes

/// What a distinct sample keeps of one thing, such as a name.
package protocol SampledRecord: Sendable {
    /// Adds what another part of the capture saw of the same thing.
    ///
    /// Associative and commutative.
    mutating func merge(_ other: Self)

    /// What it holds in memory beside itself, in bytes; the same for its whole life.
    var heldBytes: Int { get }
}

/// A bounded, unbiased sample of distinct things, chosen by their hashes.
///
/// All things are kept up to twice the capacity. Beyond it only those with the smallest hashes stay, so that
/// which ones depends neither on order nor on how a capture was split: two samples over two parts unite into
/// the sample of the whole, exactly, and the counts in each kept record are exact too.
///
/// Source: Bar-Yossef et al., "Counting distinct elements in a data stream" (2002), algorithm 1, for the
/// estimate: with `k` smallest hashes the relative standard error is about `1 / √(k − 2)`.
package struct DistinctSample<Record: SampledRecord>: Sendable {
    private var capacity: Int
    private var kept: [Key: Record] = [:]
    /// Things with this hash or a larger one are no longer kept; `nil` while all are.
    private var bound: UInt64?

    /// The hash of a thing, which everybody can work out and thus needs another one as the key of a table.
    private struct Key: Hashable {
        let hash: UInt64

        init(_ hash: UInt64) { self.hash = hash }

        func _rawHashValue(seed: Int) -> Int {
            var table = TableHash()
            table.absorb(hash)
            return table.value
        }
    }

    /// An empty sample.
    ///
    /// - Parameter capacity: How many things are kept at least once there are more than twice as many.
    package init(capacity: Int) {
        self.capacity = capacity
    }

    /// How many records are held in memory, at most twice the capacity.
    package var heldCount: Int { kept.count }

    /// What the sample holds in memory, in bytes: the table, and what the records hold beside it.
    package private(set) var heldBytes = 0
    private var heldByRecords = 0

    /// Whether every distinct thing so far is in the sample.
    package var isComplete: Bool { bound == nil }

    /// How many distinct things there were; exact while the sample is complete, else an estimate.
    package var distinctCount: Int {
        guard !isComplete else { return kept.count }
        let hashes = smallestHashes
        guard let largest = hashes.last, largest > 0 else { return hashes.count }
        return Int(Double(hashes.count - 1) / (Double(largest) / 0x1p64))
    }

    /// The sampled things in the order of their hashes, the same for every order of arrival.
    package var records: [Record] {
        smallestHashes.compactMap { kept[Key($0)] }
    }

    /// What is kept of the thing with this hash, or `nil` when it never appeared or did not stay.
    package func record(of hash: UInt64) -> Record? { kept[Key(hash)] }

    private var smallestHashes: ArraySlice<UInt64> {
        // No key path: making one costs more than a short sample does.
        let sorted = kept.keys.map { $0.hash }.sorted()
        return isComplete ? sorted[...] : sorted.prefix(capacity)
    }

    /// Notes one appearance of a thing: updates its record, or makes one when it is new to the sample.
    ///
    /// - Complexity: O(1) amortized.
    package mutating func note(
        _ hash: UInt64,
        new: @autoclosure () -> Record,
        seen: (inout Record) -> Void
    ) {
        if let bound, hash >= bound { return }
        if let index = kept.index(forKey: Key(hash)) {
            seen(&kept.values[index])
        } else {
            let record = new()
            heldByRecords += record.heldBytes
            kept[Key(hash)] = record
            prune()
        }
    }

    /// Makes the sample smaller for good: fewer things, chosen alike.
    ///
    /// - Parameter capacity: At least 1; a larger one than the sample's changes nothing.
    package mutating func reduce(toCapacity capacity: Int) {
        self.capacity = min(self.capacity, max(1, capacity))
        prune()
    }

    /// Adds the sample of another part of the capture.
    package mutating func merge(_ other: Self) {
        capacity = min(capacity, other.capacity)
        if let otherBound = other.bound, otherBound < bound ?? .max {
            bound = otherBound
            keep { $0 < otherBound }
        }
        for (key, record) in other.kept {
            if let bound, key.hash >= bound { continue }
            if let index = kept.index(forKey: key) {
                kept.values[index].merge(record)
            } else {
                heldByRecords += record.heldBytes
                kept[key] = record
            }
        }
        prune()
    }

    private mutating func prune() {
        if kept.count > 2 * capacity {
            let newBound = kept.keys.map(\.hash).sorted()[capacity]
            bound = newBound
            keep { $0 < newBound }
        }
        heldBytes = MemoryCost.table(kept) + heldByRecords
    }

    private mutating func keep(_ isKept: (UInt64) -> Bool) {
        kept = kept.filter { isKept($0.key.hash) }
        heldByRecords = kept.values.reduce(0) { $0 + $1.heldBytes }
    }
}
