package import DNSWire

/// Finds labels that number the names, as chunked transfers do.
package enum LabelCounter {
    /// A counter has at least so many values.
    private static let minimumValues = 8

    /// The share of subdomains whose label at one position, from the left or the right, is a decimal number
    /// of a dense run without repetition.
    ///
    /// - Parameters:
    ///   - subdomains: The names left of the cut.
    ///   - areHosts: Whether addresses are asked for. A farm of hosts has numbers behind its name; what is no host and
    ///     is numbered so is a piece of something.
    /// - Returns: 0…1; 0 with fewer than eight numbers.
    /// - Blind spot: reverse names count by nature; counters written in other alphabets are not seen.
    package static func ratio(of subdomains: [DomainName], areHosts: Bool = true) -> Double {
        var best = 0.0
        let prefixes = areHosts ? [] : prefixes(of: subdomains)
        let labels = subdomains.map { $0.labels.map { Array($0)[...] } }
        for fromRight in [false, true] {
            for position in 0..<3 {
                let numbers = labels.compactMap { labels -> Int? in
                    guard position < labels.count else { return nil }
                    let label = labels[fromRight ? labels.count - 1 - position : position]
                    return number(prefixes.contains(prefix(of: label)) ? label.drop { !isDigit($0) } : label)
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

    /// What stands before the number in the first labels of most names.
    private static func prefixes(of subdomains: [DomainName]) -> Set<[UInt8]> {
        let prefixes = subdomains.compactMap { $0.lowercased.labels.first { _ in true }.map(prefix) }
        let counts = Dictionary(prefixes.map { ($0, 1) }, uniquingKeysWith: +)
        return Set(counts.filter { 10 * $0.value >= 9 * subdomains.count }.keys)
    }

    private static func prefix(of label: ArraySlice<UInt8>) -> [UInt8] {
        Array(label.prefix { !isDigit($0) })
    }

    private static func isDigit(_ octet: UInt8) -> Bool { (0x30...0x39).contains(octet) }

    /// The label's value when it is a decimal number that fits.
    private static func number(_ label: ArraySlice<UInt8>) -> Int? {
        guard (1...19).contains(label.count), label.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        return Int(String(decoding: label, as: UTF8.self))
    }
}
