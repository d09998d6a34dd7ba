/// The record that a distinct sample keeps of one thing, such as a name.
package protocol SampledRecord: Sendable {
    /// Adds the record that another part of the capture has of the same thing.
    ///
    /// Associative and commutative.
    mutating func merge(_ other: Self)

    /// The memory that it holds beside itself, in bytes; the same for its whole life.
    var heldBytes: Int { get }
}

/// A bounded, unbiased sample of distinct things, chosen by their hashes.
///
/// The sample keeps all things up to twice the capacity. Beyond that only those with the smallest hashes stay. Their
/// choice depends neither on order nor on how a capture was split: two samples over two parts unite into the sample
/// of the whole, exactly, and the counts in each kept record are exact too.
///
/// Source: Bar-Yossef et al., "Counting distinct elements in a data stream" (2002), algorithm 1, for the
/// estimate: with `k` smallest hashes the relative standard error is about `1 / √(k − 2)`.
package struct DistinctSample<Record: SampledRecord>: Sendable {
    private var capacity: Int
    /// The hashes of all things that are held, the smallest first; the records are in the same order.
    ///
    /// These are two short arrays, since most samples have a thing or two and a bounded one is searched in nine steps.
    private var hashes: [UInt64] = []
    private var held: [Record] = []
    /// Things with this hash or a larger one are no longer kept; `nil` while all are.
    private var bound: UInt64?

    /// An empty sample.
    ///
    /// - Parameter capacity: How many things are kept at least once there are more than twice as many.
    package init(capacity: Int) {
        self.capacity = capacity
    }

    /// How many records are held in memory, at most twice the capacity.
    package var heldCount: Int { hashes.count }

    /// The memory that the sample holds, in bytes: the arrays, and the memory that the records hold beside them.
    package var heldBytes: Int { MemoryCost.array(hashes) + MemoryCost.array(held) + heldByRecords }
    private var heldByRecords = 0

    /// Whether every distinct thing so far is in the sample.
    package var isComplete: Bool { bound == nil }

    /// How many distinct things there were; exact while the sample is complete, else an estimate.
    package var distinctCount: Int {
        guard !isComplete else { return hashes.count }
        let count = min(capacity, hashes.count)
        guard count > 0, hashes[count - 1] > 0 else { return count }
        return Int(Double(count - 1) / (Double(hashes[count - 1]) / 0x1p64))
    }

    /// The sampled things in the order of their hashes, the same for every order of arrival.
    package var records: [Record] { isComplete ? held : Array(held.prefix(capacity)) }

    /// The record of the thing with this hash, or `nil` when it never appeared or did not stay.
    package func record(of hash: UInt64) -> Record? {
        let place = place(of: hash)
        return isHeld(hash, at: place) ? held[place] : nil
    }

    /// Whether anything that is held meets a condition, without a copy of it.
    func contains(_ isSought: (borrowing Record) -> Bool) -> Bool {
        for place in held.indices where isSought(held.span[place]) { return true }
        return false
    }

    /// The place where a hash is, or belongs.
    private func place(of hash: UInt64) -> Int {
        var (low, high) = (0, hashes.count)
        while low < high {
            let middle = (low + high) / 2
            if hashes[middle] < hash { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private func isHeld(_ hash: UInt64, at place: Int) -> Bool {
        place < hashes.count && hashes[place] == hash
    }

    /// Notes one appearance of a thing: updates its record, or makes one when it is new to the sample.
    ///
    /// - Complexity: O(log capacity), O(capacity) for a thing that is new to the sample.
    package mutating func note(
        _ hash: UInt64,
        new: @autoclosure () -> Record,
        seen: (inout Record) -> Void
    ) {
        if let bound, hash >= bound { return }
        let place = place(of: hash)
        if isHeld(hash, at: place) {
            seen(&held[place])
        } else {
            insert(new(), hash, at: place)
            prune()
        }
    }

    private mutating func insert(_ record: Record, _ hash: UInt64, at place: Int) {
        heldByRecords += record.heldBytes
        hashes.place(hash, at: place)
        held.place(record, at: place)
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
            keep(place(of: otherBound))
        }
        for (hash, record) in zip(other.hashes, other.held) {
            if let bound, hash >= bound { break }
            let place = place(of: hash)
            if isHeld(hash, at: place) {
                held[place].merge(record)
            } else {
                insert(record, hash, at: place)
            }
        }
        prune()
    }

    private mutating func prune() {
        guard hashes.count > 2 * capacity else { return }
        bound = hashes[capacity]
        keep(capacity)
    }

    /// Lets go all but the first things.
    private mutating func keep(_ count: Int) {
        guard count < hashes.count else { return }
        heldByRecords -= held[count...].reduce(0) { $0 + $1.heldBytes }
        hashes.removeLast(hashes.count - count)
        held.removeLast(held.count - count)
    }
}
