import Channels
import DNSWire
package import Findings
import NetworkTypes
import OrdinaryTraffic
import PayloadMeasures
import Watching
import ZoneProfiles

/// Finds answers that lead nowhere because somebody has taken the name away from its owner.
///
/// Loopback addresses and no address at all are remarks: resolvers block thousands of names so.
///
/// <doc:Sinkholes> describes its measures, its limits and captures of both sorts.
package struct SinkholeDetector: ScanDetector {
    package let kind = FindingKind.sinkholed

    package init() {}

    package func findings(in traffic: GatheredTraffic) -> [Finding] {
        var findings: [Finding?] = []
        var sinkholes: [DomainName: [(subject: Subject, sighting: Sighting)]] = [:]
        for (subject, sighting) in traffic.sightings(of: kind) {
            if subject.entry != nil {
                sinkholes[subject.name, default: []].append((subject, sighting))
            } else if let server = subject.address {
                findings.append(blocked(by: server, sighting))
            } else {
                findings.append(loopback(subject.name, sighting, traffic.profiles))
            }
        }
        for (zone, parts) in sinkholes.sorted(by: { $0.key < $1.key }) {
            findings.append(sinkhole(zone, parts, traffic))
        }
        return findings.compactMap { $0 }
    }

    private func sinkhole(
        _ zone: DomainName,
        _ parts: [(subject: Subject, sighting: Sighting)],
        _ traffic: GatheredTraffic
    ) -> Finding? {
        let watchlist = traffic.sightings.watchlist
        var sighting = Sighting()
        for part in parts { sighting.merge(part.sighting) }
        let flows = sighting.flowsAfterAnswer(among: traffic.flows)
        // Without a contact the octets are those of the messages, as in all findings about names.
        guard let facts = flows.isEmpty ? FindingFacts(sighting) : FindingFacts(sighting, flows) else {
            return nil
        }
        let contacted = Set(flows.map(\.watched)).sorted()
        let entry = parts.compactMap(\.subject.entry).first { $0 >= 0 }
        let list = entry.map(watchlist.listEntry)
        let isUsers = (list?.line ?? 0) > 0
        let owner = list?.name ?? "Palo Alto Networks"
        let name = zone.isRoot ? sighting.exampleName : zone.presentation
        let evidence = Calibration.sinkholeAnswers.evidence(Double(sighting.responses)).map {
            $0.with(
                statement: $0.statement + (isUsers ? " The list is \(owner)." : " It is one of \(owner).")
            )
        }
        return Finding(
            kind,
            title: "\(kind.noun) \(name)\(contacted.isEmpty ? "" : ", contacted") (\(owner))",
            zone: zone,
            facts: facts,
            evidence: [
                evidence, Calibration.sinkholePackets.evidence(Double(flows.reduce(0) { $0 + $1.packets })),
            ],
            registeredDomain: zone.isRoot ? nil : zone,
            list: isUsers ? list : nil,
            addresses: sighting.addresses.kinds,
            displayFilter: [
                sighting.addresses.kinds.isEmpty
                    ? DisplayFilter.text(zones: [zone], clients: [], servers: [])
                    : DisplayFilter.text(answers: sighting.addresses.kinds),
                contacted.isEmpty ? nil : DisplayFilter.text(packetsOf: contacted),
            ].compactMap { $0 }.joined(separator: " || "),
            nextSteps: [
                traffic.suspects.step(
                    facts.clients,
                    deed: "asks for \(name), as it was written to",
                    zone: name
                ),
                "Look for what else the machine contacted before the name was taken away.",
            ]
        )
    }

    private func loopback(_ zone: DomainName, _ sighting: Sighting, _ profiles: ProfileTable) -> Finding? {
        let records = sighting.names.records
        let names = records.map(\.name)
        // A name that had an address outside too is rebinding; a name such as localhost.example.com says what it is.
        guard !records.contains(where: { profiles.globalAddresses(of: $0.name, in: zone) != [] }),
            ReverseAddressLayout.ratio(of: names.map { $0.prefix(dropping: zone.labelCount) }, in: zone)
                < 0.5,
            !names.allSatisfy({ $0.lowercased.labels.contains { $0.elementsEqual("localhost".utf8) } })
        else { return nil }
        return Finding(
            kind,
            title: "\(kind.noun) \(zone.presentation) (loopback)",
            zone: zone,
            key: sighting.addresses.kinds,
            facts: FindingFacts(sighting),
            evidence: [Calibration.loopbackAnswers.evidence(Double(sighting.responses))],
            registeredDomain: zone,
            addresses: sighting.addresses.kinds,
            displayFilter: DisplayFilter.text(zones: [zone], clients: [], servers: []),
            nextSteps: [
                "Find out whether the resolver blocks the name or its owner has parked it."
            ]
        )
    }

    private func blocked(by server: IPAddress, _ sighting: Sighting) -> Finding? {
        Finding(
            kind,
            title: "names blocked by \(server) with no address",
            key: [server],
            facts: FindingFacts(sighting),
            evidence: [Calibration.unspecifiedAnswers.evidence(Double(sighting.names.distinctCount))],
            addresses: sighting.addresses.kinds,
            displayFilter: "ip.src == \(server) && (dns.a == 0.0.0.0 || dns.aaaa == ::)"
                .replacingAddressField(of: server),
            nextSteps: ["Look through the names if \(server) should not block any."]
        )
    }
}

extension String {
    /// The filter's field for addresses of the family of an address.
    fileprivate func replacingAddressField(of address: IPAddress) -> String {
        address.isIPv4 ? self : "ipv6.src" + dropFirst("ip.src".count)
    }
}

extension Evidence {
    /// The same evidence in other words.
    package func with(statement: String) -> Evidence {
        Evidence(
            feature: feature,
            value: value,
            unit: unit,
            threshold: threshold,
            points: points,
            statement: statement
        )
    }
}

extension Sighting {
    /// The packets that its clients exchanged with the addresses in its answers, from the first answer on.
    ///
    /// All packets of a pair count whose packets began before. No packet goes to no address or, on a network, to the
    /// machine itself.
    fileprivate func flowsAfterAnswer(among flows: [WatchedFlow]) -> [WatchedFlow] {
        let answered = Set(addresses.kinds)
        return flows.filter {
            answered.contains($0.watched) && clients[$0.peer] != nil && $0.octetsUp > 0
                && $0.lastSeen >= firstSeen
                && ![.unspecified, .loopback].contains(AddressScope($0.watched))
        }
    }

    /// The first name that was seen.
    var exampleName: String {
        names.records.min { $0.first.precedes($1.first) }?.name.presentation ?? "."
    }
}
