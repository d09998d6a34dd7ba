/// The most bits that text can save of symbols, told without a logarithm.
///
/// ``EncodedText`` tries some hundred ways of reading, of which nearly all fail by far for ordinary names. Three estimates,
/// each on the side of text, make this never less than what it measures, rounding aside:
///
/// - Symbols cost no more than if all that these names may have came evenly.
/// - An octet costs no less than if only its like had come before (``TextCode/leastCost(_:after:)``): of `c` among `n ≥ c`
///   the chance (c + kp) / (n + k) is largest for n = c, and grows with c.
/// - A piece saves no less than nothing, and where only some are text, log₂(15/16 + 2ˢ/16) ≤ max(0, min(s, max(1, s − 3))).
struct TextGainBound {
    private let bitsPerSymbol: Double
    /// Whether it bounds nothing.
    var isInfinite: Bool { bitsPerSymbol == .infinity }

    /// The most that rounding may add up to.
    private static let slack = 1e-6
    private static let mostAppearances = 32
    /// For each number of appearances, of each octet.
    private static let leastCosts: [Float] = (0..<mostAppearances).flatMap { appearances in
        (UInt8.min...(.max)).map { Float(TextCode.leastCost($0, after: appearances)).nextDown }
    }

    /// A bound for any of these pieces, or their ends.
    init(of pieces: [ArraySlice<UInt8>], isInfinite: Bool) {
        bitsPerSymbol = isInfinite ? .infinity : SymbolCosts(of: pieces).evenly
    }

    func bits(of pieces: DecodedPieces, mask: UInt8 = 0) -> Double {
        if isInfinite { return .infinity }
        var (ofAll, ofSome) = (0.0, 0.0)
        forEachSaving(of: pieces, mask) { saved in
            ofAll += saved
            ofSome += max(0, min(saved, max(1, saved - 3)))
        }
        return max(ofAll, ofSome) + Self.slack
    }

    /// Whether any of these pieces may save something by itself.
    func maySave(_ pieces: DecodedPieces) -> Bool {
        if isInfinite { return true }
        var saves = false
        forEachSaving(of: pieces, 0) { saved in saves = saves || saved > -Self.slack }
        return saves
    }

    /// Gives the most that each piece can save, in their order, where the ones before may have taught anything.
    private func forEachSaving(of pieces: DecodedPieces, _ mask: UInt8, _ body: (Double) -> Void) {
        var novelty = OctetNovelty(of: pieces)
        var appearances = [UInt8](repeating: 0, count: 256)
        var isNew: [Bool] = []
        for number in 0..<pieces.count {
            let range = pieces.range(of: number)
            guard !range.isEmpty else { continue }
            let symbols = pieces.symbols[number].count
            isNew.removeAll(keepingCapacity: true)
            let asText = Self.leastBits(of: pieces.octets, range, mask, &appearances) { octet, place in
                let isNewHere = novelty.note(octet, at: place)
                isNew.append(isNewHere)
                return isNewHere
            }
            let octetsPerSymbol = Double(range.count) / Double(symbols)
            let counted = (0..<symbols).count {
                isNew[min(range.count - 1, Int(Double($0) * octetsPerSymbol))]
            }
            body(Double(counted) * bitsPerSymbol - asText)
        }
    }

    /// The fewest bits that octets cost in ``TextCode``, for any choice of earlier octets that it learned from.
    private static func leastBits(
        of octets: [UInt8],
        _ range: Range<Int>,
        _ mask: UInt8,
        _ appearances: inout [UInt8],
        where isCounted: (UInt8, Int) -> Bool
    ) -> Double {
        var (latin, other) = (1.0, 1.0)
        var index = range.lowerBound
        while index < range.upperBound {
            let length = TextCode.characterLength(octets, index, end: range.upperBound, mask: mask)
            for place in index..<(index + length) {
                let octet = octets[place] ^ mask
                let seen = appearances[Int(octet)]
                if isCounted(octet, place - range.lowerBound) {
                    let cost = seen < mostAppearances ? Double(leastCosts[256 * Int(seen) + Int(octet)]) : 0
                    latin += cost
                    other +=
                        length == 2
                        ? TextCode.twoOctets / 2
                        : length == 3 ? TextCode.threeOctets / 3 : cost + TextCode.otherwise
                }
                if seen < .max { appearances[Int(octet)] = seen + 1 }
            }
            index += length
        }
        return min(latin, other)
    }
}
