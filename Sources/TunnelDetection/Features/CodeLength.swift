import Glibc

/// How much information a list of octet strings can carry at most, by an adaptive code.
///
/// Two models are tried and the shorter code counts, at the price of one bit that says which: octets coded
/// each by how often it came before (order 0), or by how often it came before behind the same octet (order 1).
/// Unseen octets keep a weight of 1/20, so that no length is infinite. Both codes could be decoded, so lengths
/// obey Kraft's inequality: of all lists, at most one in 2ⁿ gets a code n bits shorter than its own
/// information. Random payload is therefore never counted at much less than it is, while constant parts,
/// counters and words, which a reader of the earlier strings could foresee, cost little.
///
/// Source: Paxson et al., "Practical Comprehensive Bounds on Surreptitious Communication Over DNS" (2013),
/// section 4, which bounds by any lossless compressor; Krichevsky and Trofimov (1981) for the estimator.
package struct CodeLength {
    /// One value more than octets have: the end of a string.
    private static let symbolCount = 257
    private static let endSymbol = 256
    private static let unseenWeight = 0.05

    /// The length of the code in bytes, 0 for no strings.
    ///
    /// - Complexity: O(octets).
    package static func bytes(of strings: some Sequence<[UInt8]>) -> Double {
        var orderZero = Model(contexts: 1)
        var orderOne = Model(contexts: symbolCount)
        var isEmpty = true
        for string in strings {
            isEmpty = false
            var previous = endSymbol
            for octet in string {
                orderZero.code(Int(octet), in: 0)
                orderOne.code(Int(octet), in: previous)
                previous = Int(octet)
            }
            orderZero.code(endSymbol, in: 0)
            orderOne.code(endSymbol, in: previous)
        }
        return isEmpty ? 0 : (min(orderZero.bits, orderOne.bits) + 1) / 8
    }

    /// Counts of symbols in contexts, and the bits that they cost so far.
    private struct Model {
        private var counts: [UInt32]
        private var totals: [UInt32]
        private(set) var bits = 0.0

        init(contexts: Int) {
            counts = Array(repeating: 0, count: contexts * symbolCount)
            totals = Array(repeating: 0, count: contexts)
        }

        mutating func code(_ symbol: Int, in context: Int) {
            let index = context * symbolCount + symbol
            let weight = Double(counts[index]) + unseenWeight
            let total = Double(totals[context]) + unseenWeight * Double(symbolCount)
            bits += log2(total / weight)
            counts[index] += 1
            totals[context] += 1
        }
    }
}
