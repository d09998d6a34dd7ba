import Channels
import DNSWire
package import Findings
import NetworkTypes
package import Signatures
import SteadyFields
package import ZoneProfiles

/// Turns the profiles of a scan into findings.
package struct TunnelAnalyzer: Sendable {
    package let detectors: [any Detector]
    package let signatures: [any ToolSignature]
    /// The verdict on a zone with more clients than this is on all clients together, and on the busiest ones alone.
    private static let judgedClients = 32
    private static let machines = 2
    /// In octets: shorter than the shortest command that fetches something.
    private static let judgedText = 24

    package init(
        detectors: [any Detector] = DetectorCatalog.all,
        signatures: [any ToolSignature] = SignatureCatalog.all
    ) {
        self.detectors = detectors
        self.signatures = signatures
    }

    /// The findings, most severe first.
    ///
    /// - Complexity: O(sampled octets of all zones).
    package func findings(in traffic: GatheredTraffic) -> [Finding] {
        let ofScan = DetectorCatalog.ofScans.flatMap { $0.findings(in: traffic) }
        let channels = Finding.joiningCutNames(
            fields(in: traffic),
            to: Finding.withoutSearchSuffixes(channels(in: traffic))
        )
        let explained = Self.zonesOfChannels(channels)
        let late = channels + ofScan.filter { $0.kind != .rebinding || !explained.contains($0.zone) }
        return Finding.united(late, with: traffic.early).sorted(by: Finding.precedes)
    }

    /// The registered domains whose answers carry payload; addresses in these answers lead nowhere.
    private static func zonesOfChannels(_ channels: [Finding]) -> Set<String> {
        Set(channels.filter { $0.severity >= .medium && $0.bytesDown > 0 }.compactMap(\.registeredDomain))
    }

    /// The findings in profiles alone.
    package func findings(in table: ProfileTable, peers: PeerTable) -> [Finding] {
        findings(in: GatheredTraffic(profiles: table, peers: peers))
    }

    /// The findings about channels, in any order.
    private func channels(in traffic: GatheredTraffic) -> [Finding] {
        let table = traffic.profiles
        let scan = ScanContext(table)
        let inZones =
            table.zones.flatMap { assessments(of: $0, in: scan) }
            + SiblingZones.ofOneClient(table.zones).compactMap { assessment(ofSharedParent: $0, in: scan) }
        let direct = table.direct.sorted { $0.key < $1.key }.compactMap { _, profile in
            assessment(ofDirect: profile, in: scan)
        }
        let registered = RegisteredLabels.ofOneClient(table.zones).compactMap { profile in
            assessment(
                Channel(profile: profile, zone: .root, surroundings: scan.surroundings),
                in: scan
            )
        }
        let judged = Set(inZones.map(\.zone))
        let ofSiblings = SiblingZones.merged(table.zones).compactMap { profile -> Assessment? in
            guard !judged.contains(profile.zone) else { return nil }
            let channel = Channel(profile: profile, zone: profile.zone, surroundings: scan.surroundings)
            return Assessment(channel, detectors: [], signatures: signatures)
        }
        let channels = RotatingZones.merged(inZones) + (direct + registered + ofSiblings).map { [$0] }
        let scattered = ScatteredNames.ofOneClient(table.zones).compactMap { names -> Finding? in
            let channel = Channel(profile: names.profile, zone: .root, surroundings: scan.surroundings)
            return assessment(channel, in: scan).flatMap {
                Finding([$0], traffic.suspects, over: names.zones)
            }
        }
        return channels.compactMap { Finding($0, traffic.suspects) } + scattered
    }

    /// The verdict on names under no listed suffix between a client and a server.
    private func assessment(ofDirect profile: ZoneProfile, in scan: ScanContext) -> Assessment? {
        guard
            let assessment = assessment(of: profile, in: scan),
            assessment.channel.isDirect && Self.haveNoCommonEnd(assessment.channel.names)
                || Self.isBelowUnknownTop(assessment.channel),
            // A single name says no less in its zone.
            assessment.channel.names.count > 1
        else { return nil }
        return assessment
    }

    /// The findings in a profile of a zone, or of a pair, that goes before the scan is over.
    func findings(
        inLeaving leaving: ProfileTable.LeavingProfile,
        _ scan: ScanContext,
        _ suspects: Suspects
    ) -> [Finding] {
        let assessments =
            leaving.pair == nil
            ? assessments(of: leaving.profile, in: scan)
            : [assessment(ofDirect: leaving.profile, in: scan)].compactMap { $0 }
        return assessments.compactMap { Finding([$0], suspects) }
    }

    /// The findings in the profile of a pair that goes before the scan is over.
    func findings(inLeaving profile: PeerProfile, _ suspects: Suspects) -> [Finding] {
        DetectorCatalog.ofPeers.compactMap { Finding(profile, changes: [], detector: $0, suspects) }
    }

    /// The findings about pairs of client and server, in any order.
    private func fields(in traffic: GatheredTraffic) -> [Finding] {
        let streams = Dictionary(grouping: traffic.fields.streams.filter { !$0.field.isAboutNames }) {
            PeerPair(client: $0.client, server: $0.server)
        }
        let findings = traffic.peers.profiles.sorted { $0.key < $1.key }.flatMap { pair, profile in
            DetectorCatalog.ofPeers.compactMap {
                Finding(profile, changes: streams[pair] ?? [], detector: $0, traffic.suspects)
            }
        }
        return CutNameDetector.withoutCrowds(findings)
    }

    /// The verdicts on a zone: on the whole, or on those parts of a busy zone that are worse than the whole.
    ///
    /// The zone of a host at a dynamic-DNS provider, or of a name that somebody added to a large organization's zone,
    /// has the names of all its neighbors around it.
    package func assessments(of profile: ZoneProfile, in scan: ScanContext) -> [Assessment] {
        let whole = assessment(of: profile, in: scan)
        let names = profile.names.records
        let common = whole.map { _ in
            ZoneCut.zone(of: ZoneCut.candidates(below: profile.zone, names: names.map(\.name)))
        }
        // A verdict on one client may be on a label that each machine has for itself.
        if let whole, whole.score >= Calibration.mediumScore, whole.zone == common { return [whole] }
        let zone = common ?? profile.zone
        let parts = ZoneCut.sideZones(
            below: zone,
            names: names,
            minimumNames: Int(Calibration.minimumNames)
        )
        .compactMap {
            assessment(Channel(profile: profile, zone: $0.zone, surroundings: scan.surroundings), in: scan)
        }
        .filter { $0.score >= Calibration.mediumScore }
        let areMachines =
            parts.count >= Self.machines
            && parts.allSatisfy { $0.zone.labelCount == zone.labelCount + 1 }
            && 2 * parts.reduce(0) { $0 + $1.channel.names.count } >= names.count
        if areMachines, let worst = parts.max(by: { $0.score < $1.score }) {
            return [worst.ofAll(Channel(profile: profile, zone: zone, surroundings: scan.surroundings))]
        }
        if let whole, whole.score >= Calibration.mediumScore { return [whole] }
        return parts.isEmpty ? [whole].compactMap { $0 } : parts
    }

    /// The verdict on hosts of one parent: only a clock asks for ever new hosts steadily, people ask in bursts.
    private func assessment(ofSharedParent profile: ZoneProfile, in scan: ScanContext) -> Assessment? {
        guard Calibration.steadyNames.measured(profile.timeline.dispersion).evidence != nil else {
            return nil
        }
        return assessment(of: profile, in: scan)
    }

    /// The verdict on a zone: of all its clients together, or of the client for which it is worst.
    package func assessment(of profile: ZoneProfile, in scan: ScanContext) -> Assessment? {
        let records = profile.names.records
        guard Self.isWorthJudging(records, in: profile) else { return nil }
        let whole = channel(of: profile, names: records, client: nil, in: scan)
        var best = assessment(whole, in: scan)
        // A single client does not carry what all clients together do not carry.
        guard profile.clients.count > 1, best != nil || ChannelDirection(whole.features) != nil else {
            return best
        }
        let byClient = Dictionary(grouping: records, by: \.first.client)
        let busiest = byClient.sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }
        for (client, records) in busiest.prefix(Self.judgedClients)
        where records.count < profile.names.heldCount && Double(records.count) >= Calibration.minimumNames {
            let single = assessment(channel(of: profile, names: records, client: client, in: scan), in: scan)
            if let single, single.score > best?.score ?? 0 { best = single }
        }
        return best
    }

    /// The channel below the cut that the names suggest.
    private func channel(
        of profile: ZoneProfile,
        names: [NameRecord],
        client: IPAddress?,
        in scan: ScanContext
    ) -> Channel {
        Channel(
            profile: profile,
            zone: ZoneCut.zone(of: ZoneCut.candidates(below: profile.zone, names: names.map(\.name))),
            client: client,
            surroundings: scan.surroundings
        )
    }

    private func assessment(_ channel: Channel, in scan: ScanContext) -> Assessment? {
        Assessment(
            channel,
            detectors: detectors,
            signatures: signatures,
            isOrdinaryResolver: scan.isOrdinaryResolver(of: channel.profile),
            ordinaryView: scan.ordinaryView(of: channel.profile)
        )
    }

    /// Whether the zone is a top-level domain that nobody has registered, such as `lan`, so that its names count as
    /// registered domains of their own.
    private static func isBelowUnknownTop(_ channel: Channel) -> Bool {
        channel.zone.labelCount == 1
            && 2 * Set(channel.names.map { $0.name.lowercased.suffix(labelCount: 2) }).count
                >= channel.names.count
    }

    /// Whether at least half of the names end in a label of their own.
    ///
    /// Where they do share an end, the profile of that zone has the better view.
    private static func haveNoCommonEnd(_ names: [NameRecord]) -> Bool {
        2 * Set(names.map { $0.name.lowercased.suffix(labelCount: 1) }).count >= names.count
    }

    /// Whether a zone could be a channel at all: several names with some length, one that is long, answers of some
    /// size, or no address at all as the answer.
    static func isWorthJudging(_ names: [NameRecord], in profile: ZoneProfile) -> Bool {
        if profile.answerOctets >= 256 { return true }
        // A text says something by itself.
        if profile.answers.records.contains(where: { $0.type == .txt && $0.length >= judgedText }) {
            return true
        }
        let octets = names.reduce(0) { $0 + $1.name.octets.count - profile.zone.octets.count }
        // C2 servers that have nothing to say say so in few octets.
        if profile.clients.count == 1, profile.answers.records.contains(where: \.isUnspecifiedAddress) {
            return true
        }
        return octets >= 24 || profile.hasRareQueries
    }
}
