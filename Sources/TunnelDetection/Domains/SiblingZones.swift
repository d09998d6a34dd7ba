import DNSWire

/// Brings together registered domains under one suffix that a channel may use a name at a time, such as hosts of a
/// content delivery network, which the public suffix list takes for customers' domains.
///
/// The profile of the suffix serves signatures alone: what is below a suffix belongs to many parties, so averages over it
/// say nothing.
enum SiblingZones {
    /// Fewer names say nothing; more zones would cost too much, and are then of one common suffix such as `co.uk`.
    private static let zoneCounts = 16...2_048
    /// Hosts have hardly more names than their own.
    private static let largestZone = 2
    /// Top-level domains are left out.
    private static let minimumSuffixLabels = 2

    /// A profile for each suffix with enough zones of a name or two.
    ///
    /// - Complexity: O(sampled names of the zones).
    static func merged(_ zones: [ZoneProfile]) -> [ZoneProfile] {
        let small = zones.filter {
            $0.zone.labelCount > minimumSuffixLabels && $0.names.distinctCount <= largestZone
        }
        return Dictionary(grouping: small) { $0.zone.suffix(labelCount: $0.zone.labelCount - 1) }
            .filter { zoneCounts.contains($0.value.count) }
            .sorted { $0.key < $1.key }
            .map { suffix, siblings in
                siblings.reduce(into: ZoneProfile(zone: suffix)) { $0.merge($1) }
            }
    }
}
