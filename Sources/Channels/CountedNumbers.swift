import DNSWire
import Glibc
import ZoneProfiles

/// The numbers in names that only count or tell the time, as probes have them so that no cache answers.
///
/// Whoever knows the step foretells the next number: it says no more than how far it lies off.
struct CountedNumbers {
    /// The names without these numbers.
    let rests: [DomainName]
    /// The bits by which the numbers lie off.
    let bits: Double
    /// The share of names that have such a number, 0…1.
    let ratio: Double

    /// Eight random numbers are in order by a chance of 1 in 40,000.
    private static let fewestNumbers = 8
    private static let fewestDigits = 2
    private static let mostDigits = 18

    /// - Parameters:
    ///   - subdomains: The names left of the cut, by their first appearance.
    ///   - seconds: When each appeared.
    /// - Complexity: O(octets).
    init(_ subdomains: [DomainName], seconds: [Double]) {
        let numbers = subdomains.map { Self.numbers(in: $0) }
        var ofPlace: [Place: [(name: Int, number: Int)]] = [:]
        for (name, numbers) in numbers.enumerated() {
            for (index, number) in numbers.enumerated() {
                ofPlace[number.place, default: []].append((name, index))
            }
        }
        var counted: [Int: [Int]] = [:]
        // In order, since sums of fractions depend on it.
        let uses = ofPlace.values.filter { $0.count >= Self.fewestNumbers }.sorted { $0[0] < $1[0] }
        bits = uses.reduce(0) { sum, uses in
            let values = uses.map { numbers[$0.name][$0.number].value }
            guard let off = Self.bitsOff(values, seconds: uses.map { seconds[$0.name] }) else { return sum }
            for use in uses { counted[use.name, default: []].append(use.number) }
            return sum + off
        }
        rests = subdomains.indices.map { name in
            guard let places = counted[name] else { return subdomains[name] }
            return Self.without(places.map { numbers[name][$0] }, in: subdomains[name])
        }
        ratio = Double(counted.count) / Double(max(1, subdomains.count))
    }

    /// The bits by which the steps of rising numbers differ from one step, or from one pace; `nil` unless they rise.
    private static func bitsOff(_ values: [Double], seconds: [Double]) -> Double? {
        let steps = zip(values.dropFirst(), values).map { $0 - $1 }
        guard steps.allSatisfy({ $0 >= 0 }), steps.contains(where: { $0 > 0 }) else { return nil }
        let times = zip(seconds.dropFirst(), seconds).map { max(0, $0 - $1) }
        let span = times.reduce(0, +)
        let pace = span > 0 ? steps.reduce(0, +) / span : 0
        let usual = steps.sorted()[steps.count / 2]
        func bits(_ foretold: (Int) -> Double) -> Double {
            steps.indices.reduce(0) { $0 + 2 * log2(1 + abs(steps[$1] - foretold($1))) }
        }
        return Double(steps.count) + min(bits { _ in usual }, bits { pace * times[$0] })
    }

    /// Where a number stands: in which part of which label, behind which letters.
    private struct Place: Hashable {
        let labels: Int
        let label: Int
        let parts: Int
        let part: Int
        let letters: [UInt8]
    }

    private struct Number {
        let place: Place
        /// Of its digits, in its label.
        let range: Range<Int>
        let value: Double
    }

    /// The numbers at the ends of the parts that hyphens make of labels.
    private static func numbers(in name: DomainName) -> [Number] {
        let labels = Array(name.labels)
        return labels.enumerated().flatMap { place, label -> [Number] in
            let parts = label.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
            return parts.enumerated().compactMap { part, octets in
                let letters = octets.prefix { !(0x30...0x39).contains($0) }
                let digits = octets[letters.endIndex...]
                guard (fewestDigits...mostDigits).contains(digits.count),
                    digits.allSatisfy({ (0x30...0x39).contains($0) })
                else { return nil }
                return Number(
                    place: Place(
                        labels: labels.count,
                        label: place,
                        parts: parts.count,
                        part: part,
                        letters: Array(letters)
                    ),
                    range: digits.startIndex - label.startIndex..<digits.endIndex - label.startIndex,
                    value: digits.reduce(0.0) { $0 * 10 + Double($1 - 0x30) }
                )
            }
        }
    }

    /// A name without some of its numbers.
    private static func without(_ numbers: [Number], in name: DomainName) -> DomainName {
        var labels = name.labels.map(Array.init)
        for number in numbers.sorted(by: { $0.range.lowerBound > $1.range.lowerBound }) {
            labels[number.place.label].removeSubrange(number.range)
        }
        return DomainName(labels: labels.filter { !$0.isEmpty }.map { $0[...] }) ?? .root
    }
}
