/// How capitals are placed in names that have both capitals and small letters.
///
/// All counts are exact and add up over parts of a capture.
package struct LetterCaseStatistics: Sendable {
    /// Letters that are looked at in one name.
    private static let keptLetters = 64
    /// Distances between letters that are compared; payload octets come back at 8 and 16.
    private static let lags = 1...16

    /// Letters, and pairs of letters at each distance.
    private var pairs = [Int](repeating: 0, count: lags.count + 1)
    /// Capitals, and pairs of letters at each distance that have one case.
    private var agreements = [Int](repeating: 0, count: lags.count + 1)

    /// The memory that it holds beside itself, in bytes.
    package var heldBytes: Int { MemoryCost.array(pairs) + MemoryCost.array(agreements) }

    /// The share of capitals among letters, 0…1.
    package var capitalRatio: Double { Double(agreements[0]) / Double(max(1, pairs[0])) }

    /// How many standard deviations the case is off throws of a fair coin.
    ///
    /// The largest value counts: for the share of capitals, or for the way in which a letter's case depends on an
    /// earlier one's.
    ///
    /// Resolvers that protect themselves throw a coin for each letter (draft-vixie-dnsext-dns0x20), so 16
    /// distances exceed 6 by chance once in 10⁷ zones. The bits of text depend on those eight before them.
    package var deviation: Double {
        zip(agreements, pairs).map { agreements, pairs in
            pairs == 0
                ? 0 : (Double(agreements) - Double(pairs) / 2).magnitude / (Double(pairs).squareRoot() / 2)
        }.max() ?? 0
    }

    /// Notes one name in wire format.
    ///
    /// - Complexity: O(octets).
    package mutating func note(_ name: [UInt8]) {
        var bits: UInt64 = 0
        var letters = 0
        for octet in name where letters < Self.keptLetters {
            // Label lengths are below 0x40, so they are no letters.
            let isCapital = (0x41...0x5A).contains(octet)
            guard isCapital || (0x61...0x7A).contains(octet) else { continue }
            if isCapital { bits |= 1 << UInt64(letters) }
            letters += 1
        }
        guard bits != 0, bits.nonzeroBitCount < letters else { return }
        pairs[0] += letters
        agreements[0] += bits.nonzeroBitCount
        for lag in Self.lags where letters > lag {
            let compared = letters - lag
            let mask = UInt64.max >> UInt64(64 - compared)
            pairs[lag] += compared
            agreements[lag] += compared - ((bits ^ (bits >> UInt64(lag))) & mask).nonzeroBitCount
        }
    }

    package mutating func merge(_ other: Self) {
        for index in pairs.indices {
            pairs[index] += other.pairs[index]
            agreements[index] += other.agreements[index]
        }
    }
}
