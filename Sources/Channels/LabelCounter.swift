package import DNSWire

/// Finds labels that number the names, as chunked transfers do.
package enum LabelCounter {
    /// A counter has at least so many values.
    private static let minimumValues = 8

    /// The share of subdomains whose label at one position, from the left or the right, is a decimal number
    /// of a dense run without repetition.
    ///
    /// - Returns: 0…1; 0 with fewer than eight numbers.
    /// - Blind spot: reverse names count by nature; counters written in other alphabets are not seen.
    package static func ratio(of subdomains: [DomainName]) -> Double {
        var best = 0.0
        let labels = subdomains.map { Array($0.labels) }
        for fromRight in [false, true] {
            for position in 0..<3 {
                let numbers = labels.compactMap { labels -> Int? in
                    guard position < labels.count else { return nil }
                    return number(labels[fromRight ? labels.count - 1 - position : position])
                }
                guard numbers.count >= minimumValues, let low = numbers.min(), let high = numbers.max() else {
                    continue
                }
                let distinct = Set(numbers).count
                let isDense = Double(high - low + 1) <= 1.5 * Double(distinct)
                guard isDense, distinct >= minimumValues, 10 * distinct >= 9 * numbers.count else { continue }
                best = max(best, Double(numbers.count) / Double(subdomains.count))
            }
        }
        return best
    }

    /// The label's value when it is a decimal number that fits.
    private static func number(_ label: ArraySlice<UInt8>) -> Int? {
        guard (1...19).contains(label.count), label.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        return Int(String(decoding: label, as: UTF8.self))
    }
}
