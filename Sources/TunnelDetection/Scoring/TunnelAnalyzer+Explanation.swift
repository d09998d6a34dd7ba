import Channels
package import DNSWire
package import Findings
import NetworkTypes
import RecognizedServices
import Signatures
package import ZoneProfiles

extension TunnelAnalyzer {
    /// The reasons why a zone is a finding or none: the verdict's own rules and measurements, reached or not.
    ///
    /// - Parameters:
    ///   - asked: A zone, or a name in one; the root stands for channels without a zone.
    ///   - table: The profiles of a scan.
    ///   - findings: The findings of the scan.
    /// - Returns: `nil` when no name at or below `asked` was seen.
    /// - Complexity: O(sampled octets of the zone).
    package func explanation(of asked: DomainName, in table: ProfileTable, findings: [Finding])
        -> Explanation?
    {
        let asked = asked.lowercased
        let scan = ScanContext(table)
        guard let profile = Self.profile(for: asked, in: table) else { return nil }
        let assessments = assessments(of: profile, in: scan)
        let reported = assessments.first { asked.isSubdomain(of: $0.channel.zone) } ?? assessments.first
        let isOrdinaryResolver = scan.isOrdinaryResolver(of: profile)
        let cuts = ZoneCut.candidates(below: profile.zone, names: profile.names.records.map(\.name))
        let channel =
            reported?.channel
            ?? Channel(profile: profile, zone: ZoneCut.zone(of: cuts), surroundings: scan.surroundings)
        var explanation = Explanation(
            asked: asked.presentation,
            registeredDomain: profile.zone.presentation,
            zone: channel.zone.presentation
        )
        let records = profile.names.records
        explanation.cuts = cuts.map { cut in
            Explanation.Cut(zone: cut.presentation, names: records.count { $0.name.isBelow(cut) })
        }
        let isPart = channel.names.count < records.count { $0.name.isBelow(channel.zone) }
        explanation.judgedClient = isPart ? channel.names.first?.first.client : nil
        explanation.unjudged =
            Self.isWorthJudging(records, in: profile)
            ? nil : "There is too little in its names and answers to carry anything, so no rule was applied."
        explanation.features = channel.features.values
        explanation.conditions =
            ChannelDirection.conditionsUp(channel.features)
            + ChannelDirection.conditionsDown(channel.features)
        explain(channel, isOrdinaryResolver: isOrdinaryResolver, in: &explanation)
        let judged =
            reported
            ?? Assessment(
                channel,
                detectors: detectors,
                signatures: signatures,
                isOrdinaryResolver: isOrdinaryResolver,
                minimumScore: 0
            )
        explanation.score = judged?.score ?? 0
        explanation.severity = reported?.severity
        let zone = channel.zone.presentation
        explanation.finding = findings.first { $0.zones.contains(zone) && !$0.samples.isEmpty }
        explanation.clients = profile.clients
            .map { AddressCount(address: $0.key, count: $0.value.queries) }
            .sorted { ($1.count, $0.address) < ($0.count, $1.address) }
        explanation.servers = profile.servers.sorted.map { AddressCount(address: $0.kind, count: $0.count) }
        explanation.queries = profile.queries
        explanation.responses = profile.responses
        explanation.queryTypes = profile.queryTypes.sorted.map {
            TypeCount(type: $0.kind.description, count: $0.count)
        }
        explanation.samples = Finding.samples(of: [channel])
        return explanation
    }

    /// Detectors, rules, signatures and services.
    private func explain(
        _ channel: Channel,
        isOrdinaryResolver: Bool,
        in explanation: inout Explanation
    ) {
        // Two rules may measure one feature by different steps, as those of pace do.
        var kindsOfRule: [RuleKey: [FindingKind]] = [:]
        var measurements: [Measurement] = []
        for detector in detectors {
            let measured = detector.measurements(in: channel)
            explanation.detectors.append(
                Explanation.DetectorOpinion(
                    kind: detector.kind,
                    concerns: detector.concerns(channel),
                    points: measured.reduce(0) { $0 + ($1.evidence?.points ?? 0) }
                )
            )
            for measurement in measured {
                let key = RuleKey(measurement.rule)
                if kindsOfRule[key] == nil { measurements.append(measurement) }
                kindsOfRule[key, default: []].append(detector.kind)
            }
        }
        explanation.rules = measurements.map {
            Explanation.RuleOutcome($0, detectors: kindsOfRule[RuleKey($0.rule)] ?? [])
        }
        explanation.signatures = signatures.map {
            Explanation.SignatureOutcome(tool: $0.tool, match: $0.match(channel)?.tool)
        }
        let areAddressesData = channel.features.reverseSpread.evidence != nil
        explanation.services = RecognizedServiceCatalog.all.compactMap { service in
            guard let fit = service.fit(of: channel, areAddressesData: areAddressesData) else { return nil }
            return Explanation.ServiceOutcome(
                name: service.name,
                fittingNames: fit.names,
                answersFit: fit.answersFit,
                resolverIsOrdinary: isOrdinaryResolver,
                isRecognized: service.matches(
                    channel,
                    isOrdinaryResolver: isOrdinaryResolver,
                    areAddressesData: areAddressesData
                )
            )
        }
    }

    /// The profile that a name lies in; of several without a zone the busiest.
    private static func profile(for asked: DomainName, in table: ProfileTable) -> ZoneProfile? {
        if asked.isRoot {
            return table.direct.sorted { $0.key < $1.key }.map(\.value).max { $0.messages < $1.messages }
        }
        return table.zones.first { profile in
            profile.zone == asked
                || asked.isSubdomain(of: profile.zone)
                    && profile.names.records.contains { $0.name.isSubdomain(of: asked) }
        }
            ?? (SiblingZones.ofOneClient(table.zones) + SiblingZones.merged(table.zones))
            .first { $0.zone == asked }
    }

    /// The zones of a scan whose names are written most like `asked`, the closest first.
    ///
    /// - Complexity: O(zones × octets²) for the zones of similar length.
    package static func zones(closestTo asked: DomainName, in table: ProfileTable) -> [String] {
        let asked = Array(asked.lowercased.presentation.utf8)
        return table.zones.map { profile in
            let cuts = ZoneCut.candidates(below: profile.zone, names: profile.names.records.map(\.name))
            let zone = ZoneCut.zone(of: cuts).presentation
            return (
                distance: editDistance(asked, Array(zone.utf8)), names: profile.names.heldCount, zone: zone
            )
        }
        .sorted { ($0.distance, $1.names, $0.zone) < ($1.distance, $0.names, $1.zone) }
        .prefix(5).map(\.zone)
    }

    /// How many octets must be inserted, left out or replaced to make one text of the other.
    ///
    /// Source: Wagner and Fischer, "The String-to-String Correction Problem" (1974).
    private static func editDistance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var row = Array(0...right.count)
        for (index, octet) in left.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for column in right.indices {
                let replaced = diagonal + (octet == right[column] ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(replaced, diagonal + 1, row[column] + 1)
            }
        }
        return row[right.count]
    }
}

extension Explanation.RuleOutcome {
    fileprivate init(_ measurement: Measurement, detectors: [FindingKind]) {
        let rule = measurement.rule
        self.init(
            feature: rule.feature,
            unit: rule.unit,
            value: measurement.value,
            counts: measurement.counts,
            steps: rule.steps.map { Step(threshold: $0.threshold, points: $0.points) },
            countsDownward: rule.countsDownward,
            points: measurement.evidence?.points ?? 0,
            detectors: detectors,
            statement: measurement.evidence?.statement
        )
    }
}

extension DomainName {
    fileprivate func isBelow(_ zone: DomainName) -> Bool {
        labelCount > zone.labelCount && isSubdomain(of: zone)
    }
}

/// The key that tells one rule from another.
private struct RuleKey: Hashable {
    let feature: String
    let points: [Int]

    init(_ rule: EvidenceRule) {
        feature = rule.feature
        points = rule.steps.map(\.points)
    }
}
