import Glibc

/// How often each octet value appears.
package struct OctetHistogram: Sendable {
    private var counts = [Int](repeating: 0, count: 256)
    package private(set) var total = 0

    package init(_ octets: some Sequence<UInt8> = []) {
        add(octets)
    }

    /// Counts more octets.
    package mutating func add(_ octets: some Sequence<UInt8>) {
        for octet in octets {
            counts[Int(octet)] += 1
            total += 1
        }
    }

    /// How often one value appears.
    package subscript(octet: UInt8) -> Int { counts[Int(octet)] }

    /// How many values appear at all, 0…256.
    package var distinctCount: Int { counts.count { $0 > 0 } }

    /// How many appearances satisfy a condition on their value.
    package func count(where isCounted: (UInt8) -> Bool) -> Int {
        (0...255).reduce(0) { isCounted(UInt8($1)) ? $0 + counts[$1] : $0 }
    }

    /// How evenly the octets are spread: Shannon entropy of order 0.
    ///
    /// - Unit: bits per octet, 0 for one value … 8 for all alike; `nil` for no octets.
    /// - Blind spot: hexadecimal digits never exceed 4, ordinary host names reach 4.8.
    ///
    /// Source: Shannon, "A Mathematical Theory of Communication" (1948), §6.
    package var entropy: Double? {
        guard total > 0 else { return nil }
        return counts.reduce(0) { sum, count in
            guard count > 0 else { return sum }
            let share = Double(count) / Double(total)
            return sum - share * log2(share)
        }
    }
}
