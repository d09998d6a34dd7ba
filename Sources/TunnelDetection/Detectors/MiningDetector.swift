import Channels
import DNSWire
package import Findings
import Watching
import ZoneProfiles

/// Finds look-ups of pools that mine digital currency.
///
/// Fires at `low` on a pool's name, and at `medium` on a host that miners connect to.
///
/// <doc:Mining> describes its measures, its limits and captures of both sorts.
package struct MiningDetector: ScanDetector {
    package let kind = FindingKind.mining
    private static let webLabels = [
        "www", "api", "blog", "docs", "help", "support", "cdn", "static", "mail", "status",
    ]
    .map { Array($0.utf8) }

    package init() {}

    package func findings(in traffic: GatheredTraffic) -> [Finding] {
        traffic.sightings(of: kind).compactMap { subject, sighting in
            let hosts = sighting.names.records.count { record in
                guard
                    let label = record.name.lowercased.prefix(dropping: subject.name.labelCount).labels.first(
                        where: { _ in true })
                else { return false }
                return !Self.webLabels.contains { label.elementsEqual($0) }
            }
            let facts = FindingFacts(sighting)
            return Finding(
                kind,
                title: "\(kind.noun) \(subject.name.presentation)",
                zone: subject.name,
                facts: facts,
                evidence: [
                    Calibration.miningQueries.evidence(Double(sighting.queries)),
                    Calibration.miningHosts.evidence(Double(hosts)),
                ],
                registeredDomain: subject.name.registeredDomain,
                displayFilter: DisplayFilter.text(zones: [subject.name], clients: [], servers: []),
                nextSteps: [
                    traffic.suspects.step(
                        facts.clients,
                        deed: "asks for the pool",
                        zone: subject.name.presentation
                    )
                ]
            )
        }
    }
}
