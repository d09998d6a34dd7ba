import Channels
import DNSWire
package import Findings
import NetworkTypes
import TunnelDetection
package import ZoneProfiles

/// Compares the activity that a scan saw with that of a baseline.
package struct BaselineJudge: Sendable {
    private let baseline: Baseline
    private let key: NameKey?

    /// A judge by a baseline.
    ///
    /// - Parameters:
    ///   - baseline: The normal activity.
    ///   - key: The key that its pseudonyms were made with; without it, zones with pseudonyms are not compared.
    package init(_ baseline: Baseline, key: NameKey? = nil) {
        self.baseline = baseline
        self.key = key
    }

    /// The findings of a comparison, with the numbers of clients and zones that could and could not be compared.
    package struct Verdicts: Sendable {
        package fileprivate(set) var findings: [Finding] = []
        /// Clients and zones of the scan that were compared.
        package fileprivate(set) var compared = 0
        /// Those that the baseline knows from fewer hours than ``Calibration/baselineHours``.
        package fileprivate(set) var tooFewSamples = 0
        /// Those that the baseline does not know.
        package fileprivate(set) var unknown = 0
    }

    private func known(zone: String) -> Baseline.Entry? {
        guard baseline.isHashed else { return baseline.zones[zone] }
        return key.flatMap { baseline.zones[$0.pseudonym(of: zone)] }
    }

    /// Whether the baseline can tell known zones from new ones.
    private var knowsZones: Bool {
        (!baseline.isHashed || key != nil) && baseline.hours >= Calibration.baselineNoveltyHours
    }

    // MARK: - A whole scan

    /// Adds deviations to a report, weighs its findings, and says what the judge could not compare.
    ///
    /// - Parameters:
    ///   - report: The report of a scan.
    ///   - activity: The activity that the same scan saw, without pseudonyms.
    ///   - table: The profiles of its zones.
    package func judge(_ report: inout Report, by activity: Baseline, in table: ProfileTable) {
        let verdicts = deviations(of: activity, in: table)
        report.findings = (report.findings.map(weighing) + verdicts.findings)
            .sorted(by: Finding.precedes)
        let notes = [
            (
                "baseline_few_samples", verdicts.tooFewSamples,
                "Clients and zones that the baseline knows from less than \(Calibration.baselineHours) hours: no verdict."
            ),
            (
                "baseline_unknown", verdicts.unknown,
                "Clients and zones that the baseline does not know, or not by their names."
            ),
            (
                "baseline_lost", activity.lost,
                "Messages of clients and zones that were too many to be compared."
            ),
        ].map { CoverageProblem(kind: $0.0, count: $0.1, firstFrame: 0, detail: $0.2, isGap: false) }
        report.coverage.problems = (report.coverage.problems + notes.filter { $0.count > 0 })
            .sorted { ($0.kind, $0.firstFrame) < ($1.kind, $1.firstFrame) }
    }

    // MARK: - Deviations

    /// The findings where the activity of a scan is far from the baseline's.
    ///
    /// - Parameters:
    ///   - activity: The activity that the scan saw, without pseudonyms.
    ///   - table: The profiles of the scan's zones: which clients asked in them, and where.
    /// - Returns: Findings, and how much could be compared.
    package func deviations(of activity: Baseline, in table: ProfileTable) -> Verdicts {
        var verdicts = Verdicts()
        for (name, seen) in activity.clients.sorted(by: { $0.key < $1.key }) {
            judge(seen, by: baseline.clients[name], &verdicts) { evidence in
                IPAddress(name).flatMap { Finding(deviating: $0, seen, evidence) }
            }
        }
        for (name, seen) in activity.zones.sorted(by: { $0.key < $1.key }) {
            judge(seen, by: known(zone: name), &verdicts) { evidence in
                DomainName(presentation: name).flatMap(table.zone)
                    .flatMap { Finding(deviating: $0, seen, evidence) }
            }
        }
        return verdicts
    }

    private func judge(
        _ seen: Baseline.Entry,
        by normal: Baseline.Entry?,
        _ verdicts: inout Verdicts,
        finding: ([Evidence]) -> Finding?
    ) {
        guard let normal else {
            verdicts.unknown += 1
            return
        }
        guard normal.activeHours >= Calibration.baselineHours else {
            verdicts.tooFewSamples += 1
            return
        }
        verdicts.compared += 1
        let evidence = evidence(for: seen, normal)
        guard evidence.reduce(0, { $0 + $1.points }) >= Calibration.infoScore else { return }
        if let finding = finding(evidence) { verdicts.findings.append(finding) }
    }

    private func evidence(for seen: Baseline.Entry, _ normal: Baseline.Entry) -> [Evidence] {
        // Queries, names and octets rise together: the one that is farthest speaks for all.
        let volume = [
            ("queries", "queries", normal.queriesPerHour, seen.queriesPerHour, Calibration.baselineQueries),
            ("names", "different names", normal.namesPerHour, seen.namesPerHour, Calibration.baselineNames),
            (
                "bytes_up", "bytes in queries", normal.bytesUpPerHour, seen.bytesUpPerHour,
                Calibration.baselineOctets
            ),
            (
                "bytes_down", "bytes in responses", normal.bytesDownPerHour, seen.bytesDownPerHour,
                Calibration.baselineOctets
            ),
        ].compactMap { name, words, normal, seen, minimum -> Evidence? in
            let value = Double(seen.largest)
            guard value >= minimum, value >= Calibration.baselineRatio * normal.median,
                value >= Calibration.baselineBusiestRatio * Double(normal.usualLargest)
            else { return nil }
            return Calibration.baselineVolume.evidence(
                Self.deviations(of: value, from: normal),
                feature: "baseline_\(name)_per_hour",
                statement:
                    "Normally \(DecimalText.text(normal.median, decimals: 0)) \(words) an hour, here \(DecimalText.text(value, decimals: 0))."
            )
        }.max { $0.value < $1.value }
        return [
            volume, nameLength(seen, normal), types(seen, normal), failures(seen, normal),
            hours(seen, normal),
        ].compactMap { $0 }
    }

    private func nameLength(_ seen: Baseline.Entry, _ normal: Baseline.Entry) -> Evidence? {
        guard seen.queries >= Calibration.baselineQueryCount else { return nil }
        let value = seen.nameOctets.median
        guard value >= normal.nameOctets.median + Calibration.baselineNameOctets else { return nil }
        return Calibration.baselineNameLength.evidence(
            Self.deviations(of: value, from: normal.nameOctets),
            feature: "baseline_name_octets",
            statement:
                "Names have normally \(DecimalText.text(normal.nameOctets.median, decimals: 0)) bytes, here \(DecimalText.text(value, decimals: 0))."
        )
    }

    /// Types that the baseline hardly knows.
    private func types(_ seen: Baseline.Entry, _ normal: Baseline.Entry) -> Evidence? {
        guard seen.queries >= Calibration.baselineQueryCount else { return nil }
        let rare = seen.queryTypes.filter { type, _ in
            Double(normal.queryTypes[type] ?? 0) < Calibration.baselineRareShare * Double(normal.queries)
        }
        let share = Double(rare.values.reduce(0, +)) / Double(max(1, seen.queries))
        let names = rare.keys.sorted().prefix(3).joined(separator: ", ")
        return Calibration.baselineTypes.evidence(
            share,
            feature: "baseline_new_type_ratio",
            statement:
                "A share of \(DecimalText.text(share, decimals: 2)) of the queries asks for types that are hardly asked for normally (\(names))."
        )
    }

    private func failures(_ seen: Baseline.Entry, _ normal: Baseline.Entry) -> Evidence? {
        guard seen.responses >= Calibration.baselineQueryCount else { return nil }
        let rise = seen.nxDomainRatio - normal.nxDomainRatio
        return Calibration.baselineFailures.evidence(
            rise,
            feature: "baseline_nxdomain_rise",
            statement:
                "A share of \(DecimalText.text(seen.nxDomainRatio, decimals: 2)) of the names does not exist, normally \(DecimalText.text(normal.nxDomainRatio, decimals: 2))."
        )
    }

    /// Hours of the day in which there never was anything, once days are known.
    private func hours(_ seen: Baseline.Entry, _ normal: Baseline.Entry) -> Evidence? {
        guard normal.activeHours >= Calibration.baselineDailyHours else { return nil }
        let unusual = seen.hoursOfDay.indices.filter { seen.hoursOfDay[$0] > 0 && normal.hoursOfDay[$0] == 0 }
        return Calibration.baselineUnusualHours.evidence(
            Double(unusual.count),
            feature: "baseline_unusual_hours",
            statement:
                "Active at \(unusual.prefix(4).map { "\($0):00" }.joined(separator: ", ")) UTC, where there normally is nothing."
        )
    }

    /// How many robust standard deviations a value lies above the median.
    ///
    /// The median absolute deviation times 1.4826 is the standard deviation of normal values (Rousseeuw and Croux,
    /// 1993). Where nearly all hours are alike it is nearly 0; a tenth of the median, or 1, is the least.
    package static func deviations(of value: Double, from normal: WindowHistogram) -> Double {
        let scale = max(1.4826 * normal.dispersion, normal.median / 10, 1)
        return (value - normal.median) / scale
    }

    // MARK: - Novelty

    /// A channel's finding in the light of whether its zone is known.
    ///
    /// A zone that was used for days lowers the score, one never seen raises it a little. A tool that validates
    /// itself is not lowered, and nothing is taken away.
    package func weighing(_ finding: Finding) -> Finding {
        guard knowsZones, finding.kind.isChannelInZone, let zone = finding.registeredDomain else {
            return finding
        }
        let evidence: Evidence?
        if let entry = known(zone: zone) {
            let isCertain = finding.tool?.confidence == .certain
            evidence = isCertain ? nil : Calibration.baselineFamiliarity.evidence(Double(entry.activeHours))
        } else {
            evidence = Calibration.baselineNovelty.evidence(Double(baseline.hours))
        }
        guard let evidence else { return finding }
        var finding = finding
        finding.evidence = (finding.evidence + [evidence])
            .sorted { ($1.points, $0.feature) < ($0.points, $1.feature) }
        finding.score = min(max(finding.evidence.reduce(0) { $0 + $1.points }, 0), 100)
        if finding.recognizedAs == nil {
            finding.severity = Assessment.severity(
                score: finding.score,
                tool: finding.tool,
                payloadBytes: Double(finding.bytesUp + finding.bytesDown)
            )
        }
        return finding
    }
}

extension FindingKind {
    /// Whether it is a channel whose zone tells something.
    fileprivate var isChannelInZone: Bool {
        switch self {
        case .tunnel, .exfiltration, .infiltration, .beacon: true
        case .covertField, .nonDNSTraffic, .protocolAnomaly, .listedDomain, .listedAddress, .sinkholed,
            .generatedDomains, .exploitCallback, .rebinding, .resolverBypass, .baselineDeviation,
            .anonymityNetwork, .mining:
            false
        }
    }
}

extension EvidenceRule {
    /// The evidence that a value gives, in other words than the rule's.
    fileprivate func evidence(_ value: Double, feature: String, statement: String) -> Evidence? {
        guard let evidence = evidence(value) else { return nil }
        return Evidence(
            feature: feature,
            value: evidence.value,
            unit: evidence.unit,
            threshold: evidence.threshold,
            points: evidence.points,
            statement: statement
        )
    }
}
