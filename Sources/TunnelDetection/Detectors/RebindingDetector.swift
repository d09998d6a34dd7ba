import Channels
import DNSObservation
package import DNSWire
package import Findings
package import NetworkTypes
import Watching
package import ZoneProfiles

/// Finds public names that lead inside: to private, loopback or link-local addresses.
///
/// A zone whose answers all lie inside is one that its owner shows to its own clients, and stays quiet.
///
/// <doc:Rebinding> describes its measures, its limits and captures of both sorts.
package struct RebindingDetector: ScanDetector {
    package let kind = FindingKind.rebinding

    package init() {}

    /// The zone in which Windows asks for `dns.msftncsi.com` to find out whether it is online, and the answer that it
    /// expects there.
    ///
    /// Source: Windows, `NlaSvc\Parameters\Internet`, ActiveDnsProbeHostV6 and ActiveDnsProbeContentV6.
    private static let probe = (
        zone: DomainName(presentation: "msftncsi.com"), address: IPAddress("fd3e:4f5a:5b81::1")
    )

    /// The addresses at which clouds serve the credentials of the machine that asks.
    ///
    /// Source: the manuals of Amazon EC2, ECS and EKS, Google Compute Engine, Azure, OpenStack and Alibaba ECS.
    private static let metadata = Set(
        [
            "169.254.169.254", "169.254.170.2", "169.254.170.23", "100.100.100.200", "fd00:ec2::254",
            "fd00:ec2::23", "fd20:ce::254", "fe80::a9fe:a9fe",
        ].compactMap { IPAddress($0) }
    )

    package func findings(in traffic: GatheredTraffic) -> [Finding] {
        // Services count by name, for any answer; zones count by their answers, loopback ones with the sinkholes.
        var sightings: [DomainName: Sighting] = [:]
        var serviceQueries: [DomainName: Int] = [:]
        let loopback = traffic.sightings(of: .sinkholed).filter {
            $0.subject.entry == nil && $0.subject.address == nil
        }
        for (subject, sighting) in traffic.sightings(of: kind) + loopback {
            let zone = subject.name
            if subject.entry != nil { serviceQueries[zone] = sighting.queries }
            if sightings[zone] == nil { sightings[zone] = sighting } else { sightings[zone]?.merge(sighting) }
        }
        let portals = Self.portals(sightings)
        return sightings.sorted { $0.key < $1.key }.compactMap { zone, sighting in
            finding(zone, sighting, except: portals, serviceQueries: serviceQueries[zone] ?? 0, traffic)
        }
    }

    /// Addresses inside that several zones lead to: those of a portal that answers all names with itself until somebody
    /// signs in (RFC 8952 §2.1), or of a walled garden.
    private static func portals(_ sightings: [DomainName: Sighting]) -> Set<IPAddress> {
        let zones = sightings.values.reduce(into: [IPAddress: Int]()) { counts, sighting in
            for address in sighting.addresses.kinds { counts[address, default: 0] += 1 }
        }
        return Set(zones.filter { $0.value >= portalZones && AddressScope($0.key) == .privateUse }.keys)
            .subtracting(metadata)
    }

    private static let portalZones = 4

    private func finding(
        _ zone: DomainName,
        _ sighting: Sighting,
        except portals: Set<IPAddress>,
        serviceQueries: Int,
        _ traffic: GatheredTraffic
    ) -> Finding? {
        let addresses = sighting.addresses.sorted.filter {
            (zone != Self.probe.zone || $0.kind != Self.probe.address) && !portals.contains($0.kind)
        }
        if addresses.isEmpty, serviceQueries == 0 { return nil }
        let metadata = addresses.reduce(0) { $0 + (Self.metadata.contains($1.kind) ? $1.count : 0) }
        let families = addresses.reduce(into: AddressFamilies()) {
            $0.formUnion(AddressFamilies(of: $1.kind))
        }
        let rebound = sighting.names.records.count {
            !traffic.profiles.globalAddresses(of: $0.name, in: zone).isDisjoint(with: families)
        }
        let inside = addresses.reduce(0) {
            $0 + ([.privateUse, .linkLocal].contains(AddressScope($1.kind)) ? $1.count : 0)
        }
        let profile = traffic.profiles.zone(zone)
        let others = Set(profile?.servers.kinds ?? []).subtracting(sighting.servers.kinds)
        let isMixed = profile?.names.records.contains { !$0.globalAddresses.isEmpty } ?? false
        var evidence = [
            Calibration.metadataAnswers.evidence(Double(metadata)),
            Calibration.rebindingService.evidence(Double(serviceQueries)),
            Calibration.reboundNames.evidence(Double(rebound)),
            Calibration.mixedAnswers.evidence(Double(sighting.mixedResponses)),
        ]
        if rebound > 0 || sighting.mixedResponses > 0 {
            evidence.append(sighting.timeToLive.flatMap { Calibration.reboundLife.evidence(Double($0)) })
            evidence.append(Calibration.splitView.evidence(Double(others.count)))
        }
        if evidence.allSatisfy({ $0 == nil }), isMixed {
            evidence = [Calibration.insideAnswers.evidence(Double(inside))]
        }
        let name = zone.presentation
        let inward = addresses.map(\.kind).sorted()
        return Finding(
            kind,
            title: "\(kind.noun) through \(name)" + (inward.first.map { " to \($0)" } ?? ""),
            zone: zone,
            facts: FindingFacts(sighting),
            evidence: evidence,
            registeredDomain: zone.registeredDomain,
            addresses: inward,
            displayFilter: inward.isEmpty
                ? DisplayFilter.text(zones: [zone], clients: [], servers: [])
                : DisplayFilter.text(zones: [zone], clients: [], servers: [])
                    + " && (\(DisplayFilter.text(answers: inward)))",
            nextSteps: [
                "Look what \(sighting.firstClient) requested from \(inward.first?.description ?? "the addresses") after the answer.",
                "Let the resolver refuse private addresses for public names (rebinding protection).",
            ]
        )
    }
}

extension ProfileTable {
    /// The profile of a registered domain, or `nil`.
    package func zone(_ name: DomainName) -> ZoneProfile? {
        index(of: name).map { zones[$0] }
    }

    /// The families of which a name had addresses outside, and no others beside them, as far as its names were kept.
    package func globalAddresses(of name: DomainName, in zone: DomainName) -> AddressFamilies {
        let domain = self.zone(zone) ?? name.registeredDomain.flatMap(self.zone)
        return domain?.names.record(of: KeyedHash.hash(name.lowercased.octets))?.globalAddresses ?? []
    }
}
