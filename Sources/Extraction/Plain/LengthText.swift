/// Text that the lengths of labels write, whatever their symbols are.
///
/// Each label, or each part of the first label between hyphens, has 2, 4, 8 or 16 lengths in a row, which stand for one to
/// four bits, the shortest for 0.
package enum LengthText {
    private static let mostBits = 4
    /// Fewer octets may be printable by chance: of 32 that are random with a chance of (98/256)³² = 5·10⁻¹⁴.
    private static let fewestOctets = 32

    /// The octets that names write, the highest bits first.
    ///
    /// - Parameter names: The labels of each name, in the order of time.
    /// - Returns: `nil` where they are no text.
    /// - Complexity: O(labels).
    package static func octets(of names: [[ArraySlice<UInt8>]]) -> [UInt8]? {
        [FieldSplit.labels, .hyphens].lazy.compactMap { $0.applied(to: names) }
            .compactMap { octets(ofLengths: $0.map { $0.map(\.count) }) }.first
    }

    private static func octets(ofLengths names: [[Int]]) -> [UInt8]? {
        guard let width = names.first?.count, names.allSatisfy({ $0.count == width }) else { return nil }
        var columns: [(smallest: Int, bits: Int)] = []
        for place in 0..<width {
            let lengths = Set(names.map { $0[place] })
            guard let smallest = lengths.min(), let largest = lengths.max() else { return nil }
            let bits = lengths.count.trailingZeroBitCount
            guard lengths.count == 1 << bits, bits <= mostBits, largest - smallest + 1 == lengths.count else {
                return nil
            }
            columns.append((smallest, bits))
        }
        var octets: [UInt8] = []
        var (value, count) = (0, 0)
        for lengths in names {
            for (length, column) in zip(lengths, columns) {
                value = value << column.bits | (length - column.smallest)
                count += column.bits
                guard count >= 8 else { continue }
                count -= 8
                let octet = UInt8(truncatingIfNeeded: value >> count)
                guard octet.isPrintable else { return nil }
                octets.append(octet)
                value &= 1 << count - 1
            }
        }
        return octets.count >= fewestOctets && PrintableText.varies(octets) ? octets : nil
    }
}
