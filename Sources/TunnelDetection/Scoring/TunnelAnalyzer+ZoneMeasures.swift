import Channels
import DNSWire
package import Findings
package import ZoneProfiles

extension TunnelAnalyzer {
    /// Zones that are measured for a chart: as many as dots can be told apart in it.
    private static let measuredZones = 2_000

    /// The zones that a chart shows beside findings: those with the most octets in names and answers, measured alike.
    ///
    /// - Returns: At most 2,000, by zone.
    /// - Complexity: O(sampled octets of these zones).
    package static func zoneMeasures(in table: ProfileTable) -> [ZoneMeasure] {
        let surroundings = ScanContext(table).surroundings
        let weightiest = table.zones.sorted {
            ($1.nameOctets + $1.answerOctets, $0.zone) < ($0.nameOctets + $0.answerOctets, $1.zone)
        }
        .prefix(measuredZones)
        return weightiest.map { profile in
            let features = Channel(profile: profile, zone: profile.zone, surroundings: surroundings).features
            return ZoneMeasure(
                zone: profile.zone.presentation,
                meanNameBytes: Double(profile.nameOctets) / Double(max(1, profile.queries)),
                informationBytes: features.informationUp + features.informationDown,
                queries: profile.queries
            )
        }
        .sorted { $0.zone < $1.zone }
    }
}
