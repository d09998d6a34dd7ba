import Channels
import DNSWire
package import Findings
import Watching
import ZoneProfiles

/// Finds look-ups of names in Tor and I2P, and of the gateways into them.
///
/// Fires at `low`: a misconfigured program or somebody curious is as likely as malware.
///
/// <doc:AnonymityNetworks> describes its measures, its limits and captures of both sorts.
package struct AnonymityNetworkDetector: ScanDetector {
    package let kind = FindingKind.anonymityNetwork

    package init() {}

    package func findings(in traffic: GatheredTraffic) -> [Finding] {
        traffic.sightings(of: kind).compactMap { subject, sighting in
            let name = subject.name.presentation
            let facts = FindingFacts(sighting)
            return Finding(
                kind,
                title: "\(kind.noun): names below \(name)",
                zone: subject.name,
                facts: facts,
                evidence: [Calibration.anonymityQueries.evidence(Double(sighting.queries))],
                registeredDomain: subject.name.registeredDomain,
                displayFilter: DisplayFilter.text(zones: [subject.name], clients: [], servers: []),
                nextSteps: [traffic.suspects.step(facts.clients, deed: "asks for these names", zone: name)]
            )
        }
    }
}
