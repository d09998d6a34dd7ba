import Channels
import DNSWire
package import Findings
import NetworkTypes
import PayloadMeasures
package import ZoneProfiles

/// Finds data in names of which the capture kept only the beginning.
///
/// Their zone is lost, and with it all measures of a zone. The detector has only the names of one client with one server. It
/// finds names that are unlike any that people or software give.
///
/// <doc:CutNames> describes its measures, its limits and captures of both sorts.
package struct CutNameDetector: PeerDetector {
    package let kind = FindingKind.exfiltration

    package init() {}

    package func evidence(in profile: PeerProfile) -> [Evidence] {
        let sample = profile.cutNames
        let costs = sample.contents.records.compactMap { LetterPairs.meanCost(of: $0.octets[...]) }
        guard let amount = Calibration.cutNames.evidence(Double(sample.contents.distinctCount)),
            !costs.isEmpty, 2 * costs.count >= sample.contents.records.count,
            let letters = Calibration.cutNameLetters.evidence(costs.reduce(0, +) / Double(costs.count)),
            let fresh = Calibration.cutNamesUsedOnce.evidence(sample.freshRatio)
        else { return [] }
        let length = Double(profile.cutNameOctets) / Double(max(1, sample.messages))
        return [
            amount.adding(sample.firstFrame.map { "First in \($0.text)." } ?? ""), letters, fresh,
            Calibration.cutNameLength.evidence(length),
        ].compactMap { $0 }
    }

    /// Whether a finding is one of these; the other messages of its pair are no content of it.
    package static func isSource(of finding: Finding) -> Bool {
        finding.evidence.contains { $0.feature == Calibration.cutNames.feature }
    }

    /// The findings without those that several clients of one server have alike and whose names are no longer than digests.
    ///
    /// These belong to look-up services, whose names look the same once their suffix is cut off.
    static func withoutCrowds(_ findings: [Finding]) -> [Finding] {
        func isOrdinaryLength(_ finding: Finding) -> Bool {
            isSource(of: finding)
                && !finding.evidence.contains { $0.feature == Calibration.cutNameLength.feature }
        }
        let crowds = Dictionary(grouping: findings.filter(isOrdinaryLength), by: \.servers)
        return findings.filter {
            !isOrdinaryLength($0) || crowds[$0.servers, default: []].count < Calibration.cutNameCrowd
        }
    }

    package func tool(in profile: PeerProfile) -> ToolIdentification? { nil }
}
