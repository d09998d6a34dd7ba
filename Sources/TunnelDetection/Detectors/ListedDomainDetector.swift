import Channels
import DNSWire
package import Findings
import NetworkTypes
import Watching
import ZoneProfiles

/// Finds names that stand on a list of the user's, in questions and where answers lead.
///
/// An entry fits at the boundary of a label only.
///
/// <doc:ListedDomains> describes its measures, its limits and captures of both sorts.
package struct ListedDomainDetector: ScanDetector {
    package let kind = FindingKind.listedDomain

    package init() {}

    package func findings(in traffic: GatheredTraffic) -> [Finding] {
        byListAndName(traffic).compactMap { subject, entry, sighting in
            let name = subject.name.presentation
            let facts = FindingFacts(sighting)
            return Finding(
                kind,
                title: "\(kind.noun) \(name) (\(entry.name))",
                zone: subject.name,
                facts: facts,
                evidence: [entry.evidence(of: name, count: sighting.messages)],
                registeredDomain: subject.name.registeredDomain,
                list: entry,
                addresses: sighting.addresses.kinds,
                displayFilter: DisplayFilter.text(
                    zones: sighting.zones(of: subject.name),
                    clients: sighting.clients.keys.sorted(),
                    servers: []
                ),
                nextSteps: [
                    "Look up why \(entry.name) lists it (line \(entry.line)).",
                    traffic.suspects.step(facts.clients, deed: "asks for it", zone: name),
                    "Block \(name) at the resolver.",
                ]
            )
        }
    }
}

extension ListedDomainDetector {
    /// The sightings of each name on each list, with the first entry that fits.
    ///
    /// A list may name a domain twice: a policy zone blocks a domain and, by a wildcard, the names below it.
    private func byListAndName(
        _ traffic: GatheredTraffic
    ) -> [(subject: Subject, entry: ListEntry, sighting: Sighting)] {
        var found: [(subject: Subject, entry: ListEntry, sighting: Sighting)] = []
        for (subject, sighting) in traffic.sightings(of: kind) {
            guard let entry = subject.entry.map(traffic.sightings.watchlist.listEntry) else { continue }
            let index = found.firstIndex { $0.subject.name == subject.name && $0.entry.name == entry.name }
            if let index {
                found[index].sighting.merge(sighting)
                if entry.line < found[index].entry.line { found[index].entry = entry }
            } else {
                found.append((subject, entry, sighting))
            }
        }
        return found
    }
}

// MARK: - What detectors of lists share

extension ListEntry {
    /// The evidence that a name stands on the list, with the points that the list gives it.
    package func evidence(of what: String, count: Int) -> Evidence {
        let details = [
            category.map { "category \($0)" }, score.map { "score \(DecimalText.text($0, decimals: 0))" },
        ]
        .compactMap { $0 }
        let remark = details.isEmpty ? "" : " (\(details.joined(separator: ", ")))"
        return Evidence(
            feature: "list_entry",
            value: Double(count),
            unit: "messages",
            threshold: 1,
            points: Calibration.points(of: self),
            statement: "Line \(line) of the list \(name) names \(what)\(remark)."
        )
    }
}

extension Sighting {
    /// Aliases that a filter names when answers led to a listed name.
    private static let filteredNames = 6

    /// The names to filter by: the listed one, and those that were asked for and led to it.
    fileprivate func zones(of name: DomainName) -> [DomainName] {
        let others = names.records.map(\.name.lowercased).filter { !$0.isSubdomain(of: name) }.sorted()
        return [name] + others.prefix(Self.filteredNames)
    }

    /// The client that had to do with it first, for the steps to take.
    var firstClient: String {
        let first = clients.min { ($0.value.firstSeen, $0.key) < ($1.value.firstSeen, $1.key) }
        return first?.key.description ?? "the client"
    }
}
