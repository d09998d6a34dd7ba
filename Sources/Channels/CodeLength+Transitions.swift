package import DNSWire
import Glibc
package import PayloadMeasures
package import ZoneProfiles

/// A symbol of a sequence whose information is measured.
package protocol CodedSymbol: Hashable, Comparable, Sendable {
    /// How many bits spell one of the kinds that are told apart.
    static var kindBits: Double { get }
    /// How many bits tell any symbol exactly.
    static var exactBits: Double { get }

    /// How many bits tell the rest that the kind leaves open.
    var furtherBits: Double { get }
}

extension RecordType: CodedSymbol {
    package static let kindBits = 16.0
    package static let exactBits = 16.0
    package var furtherBits: Double { 0 }
}

extension Delay: CodedSymbol {
    package static let kindBits = 8.0
    /// The bits that count of the 63 bits of nanoseconds.
    package static let exactBits = 40.0
}

extension CodeLength {
    /// The length of the code of a sequence in bytes: the most that the order of its symbols can carry.
    ///
    /// The symbols that appear are spelled; then each is coded by how often it came before (order 0), or by how often it
    /// came before behind the same one (order 1), whichever is shorter, at the price of a bit that says which. Symbols of
    /// kinds beyond the tally are spelled each time. The estimator is that of Krichevsky and Trofimov, whose length
    /// depends on the counts alone. 0 for fewer than two symbols, since the first one stands for itself.
    ///
    /// - Complexity: O(kinds of steps), which are bounded.
    package static func bytes<Symbol: CodedSymbol>(of sequence: TransitionTally<Symbol>) -> Double {
        guard sequence.symbols.total > 1 else { return 0 }
        let symbols = sequence.symbols.sorted
        let alphabet = symbols.count + (sequence.symbols.others > 0 ? 1 : 0)
        var shortest = bits(
            of: symbols.map(\.count) + (sequence.symbols.others > 0 ? [sequence.symbols.others] : []),
            alphabet: alphabet
        )
        if sequence.isFollowed {
            let followers = Dictionary(grouping: sequence.transitions.sorted, by: \.kind.origin)
            // In order, since sums of fractions depend on it.
            let orderOne = followers.sorted { $0.key < $1.key }.reduce(0) {
                $0 + bits(of: $1.value.map(\.count), alphabet: alphabet)
            }
            shortest = min(shortest, orderOne)
        }
        let spelled =
            Symbol.kindBits * Double(symbols.count + 1) + Symbol.exactBits * Double(sequence.symbols.others)
        let further = symbols.reduce(0) { $0 + $1.kind.furtherBits * Double($1.count) }
        return (shortest + 1 + spelled + further) / 8
    }

    /// The adaptive code of a sequence in which symbols appear so often, each beginning with half an appearance.
    package static func bits(of counts: some Collection<Int>, alphabet: Int) -> Double {
        let half = 0.5
        func logGamma(_ value: Double) -> Double { lgamma(value).0 }
        let prior = half * Double(alphabet)
        let total = Double(counts.reduce(0, +))
        let parts = counts.reduce(0) { $0 + logGamma(Double($1) + half) - logGamma(half) }
        return (logGamma(total + prior) - logGamma(prior) - parts) / M_LN2
    }
}
