package import DNSWire
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
    private static let unseenWeight = 0.05

    /// The length of the code in bytes, 0 for no strings.
    ///
    /// - Complexity: O(octets), and memory for the square of how many octet values appear.
    package static func bytes(of strings: some Collection<[UInt8]>) -> Double {
        guard !strings.isEmpty else { return 0 }
        let symbols = Symbols(in: strings)
        var orderZero = Model(contexts: 1, symbols: symbols.count)
        var orderOne = Model(contexts: symbols.count, symbols: symbols.count)
        for string in strings {
            var previous = Symbols.end
            for octet in string {
                let symbol = symbols[octet]
                orderZero.code(symbol, in: 0)
                orderOne.code(symbol, in: previous)
                previous = symbol
            }
            orderZero.code(Symbols.end, in: 0)
            orderOne.code(Symbols.end, in: previous)
        }
        return (min(orderZero.bits, orderOne.bits) + 1) / 8
    }

    /// The most that strings can come to with so many octets and ends together, in bytes.
    ///
    /// No symbol costs more than one that never came before all others did.
    package static func mostBytes(ofSymbols count: Int) -> Double {
        let total = Double(count) + unseenWeight * Double(symbolCount)
        return (Double(count) * log2(total / unseenWeight) + 1) / 8
    }

    /// The length of the code of names in bytes, where a part of a label that comes again costs only its choice.
    ///
    /// Parts end at hyphens and with their label. Hosts of a probe share its token, and a host that is tried under each
    /// suffix of a search list is one host.
    ///
    /// - Complexity: O(octets).
    package static func bytes(of names: [DomainName]) -> Double {
        min(bytes(of: names.map(\.octets)), bytes(ofParts: names.map { $0.labels.flatMap(parts) }))
    }

    /// The length of the code of texts in bytes, where a word that comes again costs only its choice.
    ///
    /// Words end at the first octet that is no letter, no digit and none of other scripts.
    ///
    /// - Complexity: O(octets).
    package static func bytes(ofTexts texts: [[UInt8]]) -> Double {
        [bytes(of: texts), bytes(ofParts: texts.map { parts(of: $0[...]) }), bytes(ofPhrases: texts)].min()
            ?? 0
    }

    /// The length of the code of texts in bytes, by the octets that came behind the same three before.
    ///
    /// Texts of one service are one form that is filled in: what stands between the blanks is foretold. Behind three octets
    /// that never came before, and for another octet than any that did, which is announced, the octet before tells. Two
    /// bits tell that it is this code.
    ///
    /// Source: Cleary and Witten, "Data Compression Using Adaptive Coding and Partial String Matching" (1984), with the
    /// escapes of Moffat's method C (1990).
    private static func bytes(ofPhrases texts: [[UInt8]]) -> Double {
        let symbols = Symbols(in: texts)
        var orderOne = Model(contexts: symbols.count, symbols: symbols.count)
        var behind: [Int: (total: Double, kinds: Double)] = [:]
        var uses: [Int: Double] = [:]
        var bits = 2.0
        for text in texts {
            var context = Symbols.end
            for symbol in text.map({ symbols[$0] }) + [Symbols.end] {
                let known = behind[context, default: (0, 0)]
                let place = context << symbolBits | symbol
                let before = uses[place, default: 0]
                if before > 0 {
                    bits += log2((known.total + known.kinds) / before)
                } else {
                    if known.total > 0 { bits += log2((known.total + known.kinds) / known.kinds) }
                    orderOne.code(symbol, in: context & (1 << symbolBits - 1))
                }
                behind[context] = (known.total + 1, known.kinds + (before > 0 ? 0 : 1))
                uses[place] = before + 1
                context = place & (1 << (3 * symbolBits) - 1)
            }
        }
        return (orderOne.bits + bits) / 8
    }

    /// Of a number that tells ``symbolCount`` symbols apart.
    private static let symbolBits = 9

    /// The length of the code of strings by their parts in bytes.
    ///
    /// Each part is announced as new or known by how often either came before; a new one is spelled, a known one is told
    /// by how often it came before. One bit tells that it is this code.
    private static func bytes(ofParts strings: [[ArraySlice<UInt8>]]) -> Double {
        var uses: [ArraySlice<UInt8>: Double] = [:]
        var counts = (new: 0.5, known: 0.5)
        var (bits, total) = (1.0, 0.0)
        let newParts = strings.map { parts in
            var octets: [UInt8] = []
            for part in parts {
                let announced = counts.new + counts.known
                let before = uses[part, default: 0]
                if before > 0 {
                    bits += log2(announced / counts.known) + log2(total / before)
                    counts.known += 1
                } else {
                    bits += log2(announced / counts.new)
                    counts.new += 1
                    octets.append(UInt8(truncatingIfNeeded: part.count))
                    octets += part
                }
                uses[part] = before + 1
                total += 1
            }
            return octets
        }
        // Without known parts this is the other code and the announcements.
        return counts.known > 1 ? bytes(of: newParts) + bits / 8 : .infinity
    }

    /// The parts of a label or a text, each with the octet that ends it; the last one has none.
    private static func parts(of octets: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
        var parts: [ArraySlice<UInt8>] = []
        var start = octets.startIndex
        for place in octets.indices where !isInWord(octets[place]) {
            parts.append(octets[start...place])
            start = place + 1
        }
        return parts + [octets[start...]]
    }

    private static func isInWord(_ octet: UInt8) -> Bool {
        switch octet {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x80...: true
        default: false
        }
    }

    /// Numbers for the octet values that appear, so that tables have no room for others.
    private struct Symbols {
        /// The end of a string.
        static let end = 0
        private var numbers = [Int](repeating: 0, count: 256)
        /// How many symbols there are, the end among them.
        private(set) var count = 1

        init(in strings: some Collection<[UInt8]>) {
            for string in strings {
                for octet in string where numbers[Int(octet)] == 0 {
                    numbers[Int(octet)] = count
                    count += 1
                }
            }
        }

        subscript(octet: UInt8) -> Int { numbers[Int(octet)] }
    }

    /// Counts of symbols in contexts, and the bits that they cost so far.
    private struct Model {
        private let symbols: Int
        private var counts: [UInt32]
        private var totals: [UInt32]
        private(set) var bits = 0.0

        init(contexts: Int, symbols: Int) {
            self.symbols = symbols
            counts = Array(repeating: 0, count: contexts * symbols)
            totals = Array(repeating: 0, count: contexts)
        }

        mutating func code(_ symbol: Int, in context: Int) {
            let index = context * symbols + symbol
            let weight = Double(counts[index]) + unseenWeight
            // All 257 values keep their weight, whether they appear or not: the code does not know beforehand.
            let total = Double(totals[context]) + unseenWeight * Double(symbolCount)
            bits += log2(total / weight)
            counts[index] += 1
            totals[context] += 1
        }
    }
}
