import Glibc

/// The cost of labels for a code that expects ordinary ones, in bits.
///
/// There are three codes, of which the shortest counts for each label. The first takes digits, hexadecimal digits,
/// letters or all of them as evenly spread, as identifiers and digests have them. The second takes symbols by how
/// often each came before, and the third takes words by their pairs of letters.
///
/// Source: Krichevsky and Trofimov (1981) for the estimator.
package struct SymbolCosts {
    /// The bits of a symbol among all that these labels may have, where they come evenly.
    let evenly: Double
    private var counts = [Double](repeating: 0, count: 256)
    private let kinds: Double
    private var total = 0.0

    package init(of labels: some Sequence<ArraySlice<UInt8>>) {
        var histogram = OctetHistogram()
        for label in labels { histogram.add(label) }
        func has(_ range: ClosedRange<UInt8>) -> Bool { histogram.count { range.contains($0) } > 0 }
        let isHexadecimal =
            histogram.count { EncodedText.hexadecimalValue($0) != nil } == histogram.total
            && !(has(0x41...0x46) && has(0x61...0x66))
        let digits = has(0x30...0x39) ? 10.0 : 0
        let letters = (has(0x41...0x5A) ? 26.0 : 0) + (has(0x61...0x7A) ? 26.0 : 0)
        let others = histogram.count {
            !(0x30...0x39).contains($0) && !(0x41...0x5A).contains($0) && !(0x61...0x7A).contains($0)
        }
        kinds = others > 0 ? digits + letters + 2 : isHexadecimal && letters > 0 ? 16 : digits + letters
        evenly = log2(max(2, kinds))
    }

    /// The bits of a label, of which some symbols may be left out because earlier labels foretell them; `isCounted` says
    /// of the symbol at an index whether it counts.
    package mutating func bits(of label: ArraySlice<UInt8>, where isCounted: (Int) -> Bool) -> Double {
        var (even, frequent, word) = (0.0, 0.0, 0.0)
        var previous: UInt8?
        for (index, symbol) in label.enumerated() {
            if isCounted(index) {
                even += evenly
                frequent += log2((total + kinds / 2) / (counts[Int(symbol)] + 0.5))
                word += LetterPairs.cost(of: symbol, after: previous)
            }
            counts[Int(symbol)] += 1
            total += 1
            previous = symbol
        }
        return min(even, frequent, word)
    }
}
