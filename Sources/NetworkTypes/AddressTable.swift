/// Finds the entry of a list that an address falls under, the one with the longest prefix.
///
/// The program asks it about every packet: a bit for each short prefix tells at once of nearly all addresses that
/// they are in no entry. It is a class, since copies of its parts would cost more than the question.
package final class AddressTable: Sendable {
    private let entries: [AddressPrefix: Int32]
    /// Lengths of the entries' prefixes, the longest first.
    private let lengths: [Int]
    private let lengthsOfIPv6: [Int]
    /// A bit for each value of the first ``filterBits`` bits of IPv4, set when an entry has addresses there.
    private let filter: [UInt64]
    private let filterBits: Int

    /// A table of entries by their prefixes; of two entries with one prefix the first one counts.
    ///
    /// - Complexity: O(entries), and more for prefixes of less than 16 bits.
    package init(_ prefixes: [(prefix: AddressPrefix, entry: Int32)]) {
        // 8 kB for short lists; 2 MB keep the filter useful for a million addresses.
        filterBits = prefixes.count < 2_048 ? 16 : 24
        let filterBits = filterBits
        var entries: [AddressPrefix: Int32] = [:]
        var filter: [UInt64] = []
        entries.reserveCapacity(prefixes.count)
        var seen: Set<Int> = []
        var seenOfIPv6: Set<Int> = []
        for (prefix, entry) in prefixes {
            if entries[prefix] == nil { entries[prefix] = entry }
            if prefix.address.isIPv4 {
                if filter.isEmpty { filter = [UInt64](repeating: 0, count: 1 << (filterBits - 6)) }
                seen.insert(prefix.length)
                let shift = UInt64(32 - filterBits)
                let first = prefix.address.low >> shift
                let last = (prefix.address.low | UInt64(UInt32.max >> UInt32(prefix.length))) >> shift
                for value in first...last { filter[Int(value >> 6)] |= 1 << (value & 63) }
            } else {
                seenOfIPv6.insert(prefix.length)
            }
        }
        self.entries = entries
        self.filter = filter
        lengths = seen.sorted(by: >)
        lengthsOfIPv6 = seenOfIPv6.sorted(by: >)
    }

    package var isEmpty: Bool { entries.isEmpty }

    /// Whether there are entries of IPv6.
    package var hasIPv6: Bool { !lengthsOfIPv6.isEmpty }

    /// Whether an entry may have IPv4 addresses that begin with these 16 bits.
    package func mayHave(first bits: Int) -> Bool {
        guard !filter.isEmpty else { return false }
        let values = (bits << (filterBits - 16))..<((bits + 1) << (filterBits - 16))
        return values.contains { filter[$0 >> 6] >> UInt64($0 & 63) & 1 == 1 }
    }

    /// The entry of an address, or `nil`.
    package func entry(of address: IPAddress) -> Int32? {
        guard address.isIPv4 else { return lengthsOfIPv6.isEmpty ? nil : find(address, lengthsOfIPv6) }
        guard !filter.isEmpty else { return nil }
        let value = address.low >> UInt64(32 - filterBits)
        guard filter[Int(value >> 6)] >> (value & 63) & 1 == 1 else { return nil }
        return find(address, lengths)
    }

    private func find(_ address: IPAddress, _ lengths: [Int]) -> Int32? {
        for length in lengths {
            if let prefix = AddressPrefix(address, length: length), let entry = entries[prefix] {
                return entry
            }
        }
        return nil
    }
}
