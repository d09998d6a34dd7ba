package import Findings
import NetworkTypes

/// Finds addresses that stand on a list of the user's, in answers and in packets of any protocol.
///
/// Fires once for each entry, an address or a prefix; how severe it is, the list's score or category says, `high` without either, and
/// packets add to an answer alone. Blind spots: addresses inside tunnels that are not decoded, and who is behind a
/// translator of addresses or a proxy.
package struct ListedAddressDetector: ScanDetector {
    package let kind = FindingKind.listedAddress

    package init() {}

    package func findings(in traffic: GatheredTraffic) -> [Finding] {
        let answers = Dictionary(grouping: traffic.sightings(of: kind)) { $0.subject.entry ?? 0 }
        let flows = Dictionary(grouping: traffic.flows, by: \.entry)
        return Set(answers.keys).union(flows.keys).sorted().compactMap { entry in
            finding(
                traffic.sightings.watchlist.listEntry(entry),
                answers: answers[entry] ?? [],
                flows: flows[entry] ?? []
            )
        }
    }

    /// What was seen of one entry, which may be a prefix with many addresses.
    private func finding(
        _ entry: ListEntry,
        answers: [(subject: Subject, sighting: Sighting)],
        flows: [ListedFlow]
    ) -> Finding? {
        var sighting: Sighting?
        for answer in answers {
            if sighting == nil { sighting = answer.sighting } else { sighting?.merge(answer.sighting) }
        }
        guard let facts = Self.facts(sighting, flows) else { return nil }
        let answered = answers.compactMap(\.subject.address)
        let contacted = Set(flows.map(\.listed)).sorted()
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
                "Find the process on \(facts.clients.first?.address.description ?? "the client") that reaches for it.",
                "Block \(what) at the firewall.",
            ]
        )
    }

    /// Answers and packets together; both count a client once.
    private static func facts(_ sighting: Sighting?, _ flows: [ListedFlow]) -> FindingFacts? {
        var facts = sighting.map { sighting in
            // The octets of the answers' messages are none that went to the address.
            var facts = FindingFacts(sighting)
            facts.bytesUp = 0
            facts.bytesDown = 0
            facts.clients = facts.clients.map { $0.with(bytesUp: 0, bytesDown: 0) }
            return facts
        }
        for flow in flows {
            let activity = ClientActivity(
                address: flow.peer,
                queries: 0,
                bytesUp: flow.octetsUp,
                bytesDown: flow.octetsDown,
                firstSeen: flow.firstSeen,
                lastSeen: flow.lastSeen
            )
            let frames = FrameRange(
                first: flow.firstFrame.frame,
                last: flow.lastFrame.frame,
                count: flow.packets
            )
            var sum =
                facts ?? FindingFacts(firstSeen: flow.firstSeen, lastSeen: flow.lastSeen, frames: frames)
            if facts != nil {
                sum.frames = FrameRange(
                    first: min(sum.frames.first, frames.first),
                    last: max(sum.frames.last, frames.last),
                    count: sum.frames.count + frames.count
                )
            }
            sum.firstSeen = min(sum.firstSeen, flow.firstSeen)
            sum.lastSeen = max(sum.lastSeen, flow.lastSeen)
            sum.bytesUp += flow.octetsUp
            sum.bytesDown += flow.octetsDown
            if let index = sum.clients.firstIndex(where: { $0.address == flow.peer }) {
                sum.clients[index] = sum.clients[index].adding(activity)
            } else {
                sum.clients.append(activity)
            }
            facts = sum
        }
        facts?.clients.sort { $0.address < $1.address }
        return facts
    }
}

extension ClientActivity {
    /// The same client with other bytes.
    fileprivate func with(bytesUp: Int, bytesDown: Int) -> ClientActivity {
        ClientActivity(
            address: address,
            queries: queries,
            bytesUp: bytesUp,
            bytesDown: bytesDown,
            firstSeen: firstSeen,
            lastSeen: lastSeen
        )
    }
}
