import Glibc
import PayloadMeasures
import ZoneProfiles

/// The order in which one client asks for the names of a zone.
///
/// A program asks for hosts in an order that it keeps, and people's pages come in bursts. A cache asks for each name
/// when it has expired, in an order of chance, but never before.
package struct NameOrder: Sendable {
    /// Names that followed another name.
    package let steps: Int
    /// The most that the choice of each name can carry, in bytes.
    package let information: Double
    /// The bits of each name, for a reader who knows the one before, as a share of the bits that unforeseeable names
    /// would have, 0…1.
    package let unforeseen: Double

    /// The median over the names of how the steps from one use to the next vary, as a share of their mean.
    ///
    /// Whoever chooses names freely takes each with the same chance at every step, which makes 1. A machine among many
    /// comes back at its own pace.
    package let returnVariation: Double

    /// The order of a profile's names, or `nil` when there are not enough of them to tell.
    init?(_ profile: ZoneProfile) {
        let names = profile.nameSequence.names
        guard names.count > Self.fewestSteps else { return nil }
        steps = names.count - 1
        let counts = Dictionary(names.map { ($0, 1) }, uniquingKeysWith: +)
        returnVariation = Self.returnVariation(of: names)
        information = CodeLength.bits(of: counts.values.sorted(), alphabet: counts.count) / 8
        // A code of all steps would be too long to learn; names in turn foretell the class of the next one too.
        let followers = Dictionary(grouping: zip(names, names.dropFirst()), by: \.0)
        var (bits, learning) = (0.0, 0.0)
        for follower in followers.sorted(by: { $0.key < $1.key }).map(\.value) {
            let classes = Dictionary(follower.map { ($0.1 % Self.classes, 1) }, uniquingKeysWith: +)
            bits += CodeLength.bits(of: classes.values.sorted(), alphabet: Int(Self.classes))
            learning += CodeLength.bits(of: [follower.count], alphabet: Int(Self.classes))
        }
        let most = Double(steps) * log2(Double(Set(counts.keys.map { $0 % Self.classes }).count))
        // What it costs to learn a fixed order is no message.
        guard most > learning else { return nil }
        unforeseen = min(1, max(0, bits - learning) / (most - learning))
    }

    private static func returnVariation(of names: [UInt8]) -> Double {
        let uses = Dictionary(grouping: names.indices) { names[$0] }
        let variations = uses.values.compactMap { places -> Double? in
            let gaps = zip(places.dropFirst(), places).map { Double($0 - $1) }
            guard gaps.count >= fewestReturns else { return nil }
            let mean = gaps.reduce(0, +) / Double(gaps.count)
            return (gaps.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(gaps.count)).squareRoot()
                / mean
        }.sorted()
        return variations.isEmpty ? 1 : variations[variations.count / 2]
    }

    private static let fewestReturns = 3

    private static let classes: UInt8 = 4
    /// Fewer do not tell an order.
    package static let fewestSteps = 100
}
