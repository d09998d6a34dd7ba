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
        let forms = subdomains.map(Form.init)
        var places: [[UInt8]: [Int]] = [:]
        for (index, form) in forms.enumerated() where !form.numbers.isEmpty {
            places[form.rest, default: []].append(index)
        }
        var counted: [Int: Set<Int>] = [:]
        var bits = 0.0
        for indices in places.values where indices.count >= Self.fewestNumbers {
            for number in forms[indices[0]].numbers.indices {
                let values = indices.map { forms[$0].numbers[number].value }
                guard let off = Self.bitsOff(values, seconds: indices.map { seconds[$0] }) else { continue }
                bits += off
                for index in indices { counted[index, default: []].insert(number) }
            }
        }
        rests = subdomains.indices.map { index in
            counted[index].map { forms[index].without($0) } ?? subdomains[index]
        }
        self.bits = bits
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

    /// A name as its decimal numbers and the rest.
    private struct Form {
        let rest: [UInt8]
        let numbers: [(label: Int, range: Range<Int>, value: Double)]
        private let labels: [[UInt8]]

        init(_ name: DomainName) {
            labels = name.labels.map(Array.init)
            var rest: [UInt8] = []
            var numbers: [(label: Int, range: Range<Int>, value: Double)] = []
            for (place, label) in labels.enumerated() {
                var start = 0
                while start < label.count {
                    let digits = label[start...].prefix { (0x30...0x39).contains($0) }
                    guard (fewestDigits...mostDigits).contains(digits.count) else {
                        let end = start + max(1, digits.count)
                        rest += label[start..<end]
                        start = end
                        continue
                    }
                    let value = digits.reduce(0.0) { $0 * 10 + Double($1 - 0x30) }
                    numbers.append((place, start..<start + digits.count, value))
                    rest.append(0)
                    start += digits.count
                }
                rest.append(UInt8(ascii: "."))
            }
            self.rest = rest
            self.numbers = numbers
        }

        /// The name without some of its numbers.
        func without(_ counted: Set<Int>) -> DomainName {
            var labels = labels
            for number in counted.sorted(by: >) {
                labels[numbers[number].label].removeSubrange(numbers[number].range)
            }
            return DomainName(labels: labels.filter { !$0.isEmpty }.map { $0[...] }) ?? .root
        }
    }
}
