import DNSObservation
import Glibc
package import NetworkTypes

/// How many distinct things there were, such as clients or zones: exactly up to a bound, then by an estimate.
///
/// The estimate has a relative standard error of 1.04 / √registers: 0.8 % for 16,384 of them and 6.5 % for 256. Counts
/// over two parts unite into the count over the whole.
///
/// Source: Flajolet, Fusy, Gandouet and Meunier, "HyperLogLog: the analysis of a near-optimal cardinality estimation
/// algorithm" (2007), with linear counting for the small (figure 3).
package struct DistinctCount: Sendable {
    /// Hashes of the things in an open table, 0 for a free place; empty once there are too many.
    private var exact: [UInt64]
    private var exactCount = 0
    private let mostExact: Int
    /// For each register, the most zeros before the first one in the hashes that begin with the register's number,
    /// plus 1.
    private var registers: [UInt8] = []
    private let registerBits: Int

    /// - Parameters:
    ///   - mostExact: Things that are told apart.
    ///   - registerBits: The binary logarithm of how many registers there are, 4…16.
    package init(exactly mostExact: Int, registerBits: Int) {
        self.mostExact = mostExact
        self.registerBits = registerBits
        exact = mostExact > 0 ? [UInt64](repeating: 0, count: 64) : []
        if mostExact == 0 { registers = [UInt8](repeating: 0, count: 1 << registerBits) }
    }

    /// Whether ``value`` is exact.
    package var isExact: Bool { registers.isEmpty }

    /// The memory that it holds beside itself, in bytes.
    var heldBytes: Int { MemoryCost.array(exact) + MemoryCost.array(registers) }

    /// How many distinct things there were.
    package var value: Int {
        guard !isExact else { return exactCount }
        let count = Double(registers.count)
        let sum = registers.reduce(0.0) { $0 + 1 / Double(UInt64(1) << UInt64($1)) }
        let alpha = 0.7213 / (1 + 1.079 / count)
        let estimate = alpha * count * count / sum
        let empty = registers.count { $0 == 0 }
        if estimate <= 2.5 * count, empty > 0 { return Int((count * log(count / Double(empty))).rounded()) }
        return Int(estimate.rounded())
    }

    /// Notes an address.
    package mutating func note(_ address: IPAddress) {
        // Of fixed keys, so that the estimate is the same in every run.
        let word = address.high &* 0x9E37_79B9_7F4A_7C15 ^ address.low ^ (address.isIPv4 ? 0 : 1 << 63)
        note(KeyedHash.hash(word))
    }

    /// Notes a thing by its hash.
    ///
    /// - Complexity: O(1) amortized.
    package mutating func note(_ hash: UInt64) {
        guard isExact else { return register(hash) }
        let hash = max(1, hash)
        var place = Int(truncatingIfNeeded: hash) & (exact.count - 1)
        while exact[place] != 0 {
            if exact[place] == hash { return }
            place = (place + 1) & (exact.count - 1)
        }
        guard exactCount < mostExact else {
            registers = [UInt8](repeating: 0, count: 1 << registerBits)
            for known in exact where known != 0 { register(known) }
            exact = []
            return register(hash)
        }
        exact[place] = hash
        exactCount += 1
        if 2 * exactCount > exact.count { grow() }
    }

    private mutating func grow() {
        let known = exact
        exact = [UInt64](repeating: 0, count: 2 * known.count)
        for hash in known where hash != 0 {
            var place = Int(truncatingIfNeeded: hash) & (exact.count - 1)
            while exact[place] != 0 { place = (place + 1) & (exact.count - 1) }
            exact[place] = hash
        }
    }

    private mutating func register(_ hash: UInt64) {
        let number = Int(truncatingIfNeeded: hash >> UInt64(64 - registerBits))
        let rank = UInt8(truncatingIfNeeded: (hash << UInt64(registerBits) | 1).leadingZeroBitCount + 1)
        registers[number] = max(registers[number], rank)
    }

    /// Adds the things of another part of the capture, counted with the same bounds.
    package mutating func merge(_ other: Self) {
        for hash in other.exact where hash != 0 { note(hash) }
        guard !other.isExact, registerBits == other.registerBits else { return }
        if isExact {
            registers = [UInt8](repeating: 0, count: 1 << registerBits)
            for known in exact where known != 0 { register(known) }
            exact = []
        }
        for index in registers.indices { registers[index] = max(registers[index], other.registers[index]) }
    }
}
