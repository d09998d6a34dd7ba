import DNSWire
import ZoneProfiles

/// The traits that names that exist and names that do not have in common, where somebody tries names.
package struct Guesses: Sendable {
    /// The share of distinct names that do not exist, 0…1.
    package let missRatio: Double
    /// Sampled names that do exist.
    package let hits: Int
    /// The mean length of the names that exist, as a multiple of that of the names that do not; 0 without either.
    package let lengthRatio: Double

    /// - Parameters:
    ///   - names: The sampled names.
    ///   - octetCounts: Octets left of the cut of each.
    init(_ names: [NameRecord], octetCounts: [Int]) {
        var misses = (count: 0, octets: 0)
        var hits = (count: 0, octets: 0)
        for (record, octets) in zip(names, octetCounts) {
            switch record.responseCode {
            case .nxDomain?: misses = (misses.count + 1, misses.octets + octets)
            case .noError?: hits = (hits.count + 1, hits.octets + octets)
            default: break
            }
        }
        missRatio = Double(misses.count) / Double(max(1, names.count))
        self.hits = hits.count
        lengthRatio =
            hits.count > 0 && misses.octets > 0
            ? Double(hits.octets) / Double(hits.count) * Double(misses.count) / Double(misses.octets) : 0
    }
}
