import Channels
package import Findings
import NetworkTypes
import Watching

/// Finds addresses that stand on a list of the user's, in answers and in packets of any protocol.
///
/// There is one finding for each entry of a list, an address or a prefix.
///
/// <doc:ListedAddresses> describes its measures, its limits and captures of both sorts.
package struct ListedAddressDetector: ScanDetector {
    package let kind = FindingKind.listedAddress

    package init() {}

    package func findings(in traffic: GatheredTraffic) -> [Finding] {
        let answers = Dictionary(grouping: traffic.sightings(of: kind)) { $0.subject.entry ?? 0 }
        let watchlist = traffic.sightings.watchlist
        var flows: [Int32: [WatchedFlow]] = [:]
        for flow in traffic.flows {
            guard let entry = watchlist.listedAddresses.entry(of: flow.watched) else { continue }
            flows[entry, default: []].append(flow)
        }
        return Set(answers.keys).union(flows.keys).sorted().compactMap { entry in
            finding(
                watchlist.listEntry(entry),
                answers: answers[entry] ?? [],
                flows: flows[entry] ?? [],
                traffic.suspects
            )
        }
    }

    /// The finding about one entry, which may be a prefix with many addresses.
    private func finding(
        _ entry: ListEntry,
        answers: [(subject: Subject, sighting: Sighting)],
        flows: [WatchedFlow],
        _ suspects: Suspects
    ) -> Finding? {
        var sighting: Sighting?
        for answer in answers {
            if sighting == nil { sighting = answer.sighting } else { sighting?.merge(answer.sighting) }
        }
        guard let facts = FindingFacts(sighting, flows) else { return nil }
        let answered = answers.compactMap(\.subject.address)
        let contacted = Set(flows.map(\.watched)).sorted()
        let addresses = Set(answered + contacted).sorted()
        let more = addresses.count > 1 ? " and \(addresses.count - 1) more" : ""
        let what = (contacted.first ?? answered.first)?.description ?? "."
        return Finding(
            kind,
            title:
                "\(kind.noun) \(what)\(more) \(contacted.isEmpty ? "in answers" : "contacted") (\(entry.name))",
            key: addresses,
            facts: facts,
            evidence: [
                entry.evidence(of: what + more, count: facts.frames.count),
                Calibration.listedPackets.evidence(Double(flows.reduce(0) { $0 + $1.packets })),
            ],
            list: entry,
            addresses: addresses,
            displayFilter: [
                contacted.isEmpty ? nil : DisplayFilter.text(packetsOf: contacted),
                answered.isEmpty ? nil : DisplayFilter.text(answers: answered),
            ].compactMap { $0 }.joined(separator: " || "),
            nextSteps: [
                "Look up why \(entry.name) lists it (line \(entry.line)).",
                suspects.step(facts.clients, deed: "reaches for it", zone: "."),
                "Block \(what) at the firewall.",
            ]
        )
    }
}
