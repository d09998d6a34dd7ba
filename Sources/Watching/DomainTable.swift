import DNSWire

/// Finds which entries of long lists a name falls under, with one walk over its labels.
///
/// Names are held as 64-bit hashes alone: a million take 16 MB, and one name in 2⁴⁴ is taken for another's.
/// Hashes grow label by label from the right, so that all ends of a name come out of one walk.
package struct DomainTable: Sendable {
    /// A power of two slots, at most half of them taken; 0 is a free one.
    private var hashes = [UInt64](repeating: 0, count: 64)
    private var entries = [Int32](repeating: 0, count: 64)
    /// Further entries of the same name, by the entry before.
    private var next: [Int32: Int32] = [:]
    private var count = 0
    /// Labels of the longest name; no end with more of them can be in the table.
    private var maximumLabels = 0

    package init() {}

    package var isEmpty: Bool { count == 0 }

    /// The hash of a name as it grows to the left.
    package struct Hash {
        private var state: UInt64 = 0xCBF2_9CE4_8422_2325

        /// Takes in one octet of a label, case left aside; labels are taken in from the right, their octets from
        /// the left.
        ///
        /// Source: Fowler, Noll, Vo, the FNV-1a hash of 64 bits (RFC 9923).
        package mutating func absorb(_ octet: UInt8) {
            state = (state ^ UInt64(octet &- 0x41 < 26 ? octet | 0x20 : octet)) &* 0x0000_0100_0000_01B3
        }

        /// Ends a label; the octet is one that follows from no letter.
        mutating func endLabel() { absorb(0x2E) }

        /// Never 0; the multiplications leave too little in the lower bits.
        package var value: UInt64 {
            let mixed = (state ^ state >> 32) &* 0x9E37_79B9_7F4A_7C15
            return max(1, mixed ^ mixed >> 29)
        }
    }

    /// Makes room for so many names at once.
    mutating func reserve(_ names: Int) {
        while hashes.count < 2 * (count + names) { grow() }
    }

    /// Adds an entry for a name.
    ///
    /// - Parameters:
    ///   - hash: The hash of all its labels.
    ///   - labelCount: How many these are.
    ///   - entry: The entry's number; each is added once.
    package mutating func insert(_ hash: UInt64, labelCount: Int, entry: Int32) {
        maximumLabels = max(maximumLabels, labelCount)
        if 2 * (count + 1) > hashes.count { grow() }
        let slot = slot(of: hash)
        guard hashes[slot] != 0 else {
            hashes[slot] = hash
            entries[slot] = entry
            count += 1
            return
        }
        var last = entries[slot]
        while let further = next[last] { last = further }
        next[last] = entry
    }

    /// Lends each entry of a name and of the names above it: the longest name first, of one name in order of insertion.
    ///
    /// - Parameters:
    ///   - octets: The name in wire format, with or without the root's octet.
    ///   - body: Receives an entry, and how many labels of the name are left of the entry's.
    /// - Complexity: O(octets of the name).
    package func forEachEntry(of octets: Span<UInt8>, _ body: (_ entry: Int32, _ labelsBelow: Int) -> Void) {
        var starts = InlineArray<128, UInt8>(repeating: 0)
        var labels = 0
        var position = 0
        while position < octets.count, octets[position] > 0, labels < 127 {
            starts[labels] = UInt8(truncatingIfNeeded: position)
            labels += 1
            position += 1 + Int(octets[position])
        }
        guard position <= octets.count else { return }
        var found: [(entry: Int32, labelsBelow: Int)] = []
        var hash = Hash()
        var label = labels
        while label > max(0, labels - maximumLabels) {
            label -= 1
            let start = Int(starts[label]) + 1
            for index in start..<(start + Int(octets[start - 1])) { hash.absorb(octets[index]) }
            hash.endLabel()
            let slot = slot(of: hash.value)
            guard hashes[slot] != 0 else { continue }
            var chain: [(entry: Int32, labelsBelow: Int)] = []
            var entry: Int32? = entries[slot]
            while let current = entry {
                chain.append((current, label))
                entry = next[current]
            }
            found.insert(contentsOf: chain, at: 0)
        }
        for (entry, labelsBelow) in found { body(entry, labelsBelow) }
    }

    /// Where a hash is, or the free slot where it would be.
    private func slot(of hash: UInt64) -> Int {
        var slot = Int(truncatingIfNeeded: hash) & (hashes.count - 1)
        while hashes[slot] != 0, hashes[slot] != hash { slot = (slot + 1) & (hashes.count - 1) }
        return slot
    }

    private mutating func grow() {
        let (oldHashes, oldEntries) = (hashes, entries)
        hashes = [UInt64](repeating: 0, count: 2 * oldHashes.count)
        entries = [Int32](repeating: 0, count: 2 * oldHashes.count)
        for (index, hash) in oldHashes.enumerated() where hash != 0 {
            let slot = slot(of: hash)
            hashes[slot] = hash
            entries[slot] = oldEntries[index]
        }
    }
}
