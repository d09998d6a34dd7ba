import Channels
import DNSWire
package import Findings
import NetworkTypes
import PayloadMeasures
import Signatures
package import SteadyFields
package import ZoneProfiles

extension Finding {
    /// The finding that a detector's evidence on a pair of client and server amounts to, or `nil` when it is too
    /// little to report.
    package init?(
        _ profile: PeerProfile,
        changes: [FieldStream],
        detector: any PeerDetector,
        _ suspects: Suspects
    ) {
        var evidence = detector.evidence(in: profile)
        // A client subnet that is ever new is one fact, whichever detector measures it.
        let hasSubnets = evidence.contains { $0.feature == Calibration.changingSubnets.feature }
        let changes = hasSubnets ? changes.filter { $0.field != .clientNetwork } : changes
        evidence += detector.evidence(in: changes)
        let isOther = detector.kind == .nonDNSTraffic
        let tool = detector.tool(in: profile)
        if let tool {
            let unit = isOther ? "datagrams" : "queries"
            let datagrams = profile.nonDNSUp.messages + profile.nonDNSDown.messages
            evidence.append(
                Evidence(
                    feature: "\(tool.name.lowercased())_\(unit)",
                    value: Double(isOther ? datagrams : profile.queries),
                    unit: unit,
                    threshold: 1,
                    points: tool.confidence == .certain
                        ? Calibration.certainSignature : Calibration.probableSignature,
                    statement: tool.because
                )
            )
        }
        evidence.sort { ($1.points, $0.feature) < ($0.points, $1.feature) }
        let score = min(100, evidence.reduce(0) { $0 + $1.points })
        guard score >= Calibration.infoScore else { return nil }
        let pair = profile.pair
        let up =
            isOther
            ? profile.nonDNSUp.octets + profile.nonDNSStreamOctets.up
            : Self.covertBytesUp(profile, changes, evidence)
        let down =
            isOther
            ? profile.nonDNSDown.octets + profile.nonDNSStreamOctets.down
            : profile.down.octets + FieldEvidence.bytes(of: changes, isUp: false)
        // An update names the zone that it changes; other fields travel with any name.
        let isUpdate = evidence.first?.feature == Calibration.updateInformation.feature
        let zone = isUpdate ? profile.firstUpdate?.zone ?? .root : .root
        let first = isOther ? profile.firstNonDNSFrame : profile.firstFrame
        let client = ClientActivity(
            address: pair.client,
            queries: profile.queries,
            bytesUp: up,
            bytesDown: down,
            firstSeen: profile.firstSeen,
            lastSeen: profile.lastSeen
        )
        self.init(
            id: Self.id(kind: detector.kind, zone: zone.presentation, key: [pair.client, pair.server]),
            kind: detector.kind,
            severity: Assessment.severity(score: score, tool: tool, payloadBytes: Double(up + down)),
            score: score,
            title:
                "\(tool.map { "\($0.name): " } ?? "")\(detector.kind.noun) from \(pair.client) to \(pair.server)",
            zone: zone.presentation,
            registeredDomain: nil,
            zones: [zone.presentation],
            tool: tool,
            clients: [client],
            servers: [pair.server],
            firstSeen: profile.firstSeen,
            lastSeen: profile.lastSeen,
            queries: profile.queries,
            responses: profile.responses,
            distinctNames: 0,
            queryTypes: profile.types.sorted.map { TypeCount(type: $0.kind.description, count: $0.count) },
            bytesUp: up,
            bytesDown: down,
            features: [],
            evidence: evidence,
            samples: [],
            frames: FrameRange(
                first: first,
                last: profile.lastFrame,
                count: isOther
                    ? profile.nonDNSUp.messages + profile.nonDNSDown.messages
                    : profile.queries + profile.responses
            ),
            displayFilter: DisplayFilter.text(pair: pair, isDNS: !isOther),
            attack: detector.kind.techniques,
            nextSteps: [
                suspects.step([client], deed: "sends this", zone: zone.presentation, isolates: true),
                "Let clients reach no DNS server but the organization's resolvers.",
                "Open the capture in Wireshark with the display filter, from \(first.text) on.",
            ]
        )
    }

    /// Octets in fields of queries that should carry none, and the content of the fields that are there anyway.
    private static func covertBytesUp(
        _ profile: PeerProfile,
        _ changes: [FieldStream],
        _ evidence: [Evidence]
    ) -> Int {
        let found = Set(evidence.map(\.feature))
        var octets = profile.up.octets + profile.updates.octets
        if found.contains(Calibration.printableIDs.feature) { octets += 2 * profile.queries }
        if found.contains(Calibration.reservedBits.feature) {
            let mixed = CarriedFields.HeaderBit.allCases.count { bit in
                Calibration.mixedBitShare.contains(
                    Double(profile.up.count(of: bit)) / Double(max(1, profile.queries))
                )
            }
            octets += mixed * profile.queries / 8
        }
        if found.contains(Calibration.changingSubnets.feature),
            let sample = profile.up.identities[EDNSOptionContent.clientSubnet]
        {
            // Behind family, prefix and scope (RFC 7871 §6).
            octets += sample.octets - 4 * sample.messages
        }
        if found.contains(Calibration.cutNames.feature) {
            // As if the part cut off carried as much as the part that is there.
            let whole = Double(profile.cutNameOctets) / Double(max(1, profile.cutNames.octets))
            octets += Int(profile.cutNames.information * max(1, whole))
        }
        if found.contains(Calibration.printableCookies.feature) {
            octets += profile.up.identities[EDNSOptionContent.cookie]?.octets ?? 0
        }
        return octets + FieldEvidence.bytes(of: changes, isUp: true)
    }
}
