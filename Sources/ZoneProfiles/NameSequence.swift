import NetworkTypes

/// The first names that somebody asked for in a zone, in the order of time, each by a small hash.
///
/// Sequences of two parts of a capture merge into that of the whole, exactly: it has the earliest of both.
package struct NameSequence: Sendable {
    private static let capacity = 256
    private static let hashBits: UInt64 = 8

    /// The time in microseconds and the hash of each, in one number, the earliest first.
    private var steps: [UInt64] = []

    package init() {}

    /// The hashes of the names, where the same name came several times in a row only the first.
    package var names: [UInt8] {
        var names: [UInt8] = []
        for step in steps {
            let name = UInt8(truncatingIfNeeded: step)
            if names.last != name { names.append(name) }
        }
        return names
    }

    /// The memory that it holds, in bytes.
    package var heldBytes: Int { MemoryCost.array(steps) }

    /// Adds a query.
    ///
    /// - Complexity: O(1), for a query out of order O(queries after it).
    mutating func note(_ nameHash: UInt64, at time: Timestamp) {
        let microseconds = UInt64(clamping: time.nanoseconds / 1_000)
        insert(microseconds << Self.hashBits | nameHash & (1 << Self.hashBits - 1))
    }

    private mutating func insert(_ step: UInt64) {
        guard let last = steps.last, step < last else {
            if steps.count < Self.capacity { steps.append(step) }
            return
        }
        let place = 1 + (steps.lastIndex { $0 <= step } ?? -1)
        steps.insert(step, at: place)
        if steps.count > Self.capacity { steps.removeLast() }
    }

    mutating func forget() {
        if !steps.isEmpty { steps = [] }
    }

    mutating func merge(_ other: Self) {
        for step in other.steps { insert(step) }
    }
}
