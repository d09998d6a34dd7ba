import Channels
import DNSWire
package import Findings
package import ZoneProfiles

/// Finds messages that break the rules of DNS again and again, as software does not by accident.
///
/// ``CovertFieldDetector`` judges bits, classes and octets that could carry something.
///
/// <doc:ProtocolAnomalies> describes its measures, its limits and captures of both sorts.
package struct ProtocolAnomalyDetector: PeerDetector {
    package let kind = FindingKind.protocolAnomaly

    /// The anomalies that do not come of truncation, loss or age of software.
    private static let deliberate: [Anomaly] = [
        .pointerNotBackward, .tooManyPointers, .reservedLabelType, .unknownOpcode, .questionCountNotOne,
        .recordsInQuery, .duplicateOPT, .optMisplaced, .unsupportedEDNSVersion, .ednsOptionMalformed,
        .timeToLiveOutOfRange,
    ]

    package init() {}

    package func evidence(in profile: PeerProfile) -> [Evidence] {
        hiddenNames(in: profile) + anomalies(in: profile)
    }

    /// A name that no log shows whole belongs to no host.
    private func hiddenNames(in profile: PeerProfile) -> [Evidence] {
        let share = Double(profile.hiddenNames) / Double(max(1, profile.queries))
        guard share >= Calibration.hiddenShare else { return [] }
        return [Calibration.hiddenNames.evidence(Double(profile.hiddenNames))].compactMap { $0 }
    }

    private func anomalies(in profile: PeerProfile) -> [Evidence] {
        let counts = Self.deliberate.map { anomaly in
            (anomaly, count: profile.up.count(of: anomaly) + profile.down.count(of: anomaly))
        }
        let seen = counts.filter { $0.count >= Calibration.repeatedAnomalies }
        let messages = seen.map(\.count).max() ?? 0
        let share = Double(messages) / Double(max(1, profile.queries))
        guard share >= Calibration.anomalousShare,
            let amount = Calibration.anomalousMessages.evidence(Double(messages))
        else { return [] }
        let names = seen.map(\.0.name).joined(separator: ", ")
        return [
            amount.adding("Anomalies: \(names)."),
            Calibration.anomalyKinds.evidence(Double(seen.count)),
        ].compactMap { $0 }
    }

    package func tool(in profile: PeerProfile) -> ToolIdentification? { nil }
}
