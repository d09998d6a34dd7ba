package import Findings

/// Finds data in fields that carry none: transaction ids, the Z bit, EDNS options, octets behind the message,
/// records of dynamic updates.
///
/// Fires on fields that vary where ordinary software keeps them constant or random. Blind spots: ids that hold
/// cipher text look like random ids; the letter case of names, TTLs, orders and delays are not judged.
package struct CovertFieldDetector: PeerDetector {
    package let kind = FindingKind.covertField

    package init() {}

    package func evidence(in profile: PeerProfile) -> [Evidence] {
        let optionEvidence = profile.options.sorted { $0.key < $1.key }.map { _, sample in
            carried(sample, Calibration.optionInformation)
        }
        return
            ([
                reservedBits(profile), ids(profile),
                carried(profile.trailing, Calibration.trailingInformation),
                carried(profile.updates, Calibration.updateInformation),
            ] + optionEvidence).compactMap { $0 }
    }

    package func tool(in profile: PeerProfile) -> ToolIdentification? { nil }

    /// One bit in each query: set in some, clear in others.
    private func reservedBits(_ profile: PeerProfile) -> Evidence? {
        let share = Double(profile.reservedBits) / Double(max(1, profile.queries))
        guard Calibration.mixedBitShare.contains(share) else { return nil }
        return Calibration.reservedBits.evidence(Double(profile.queries))
    }

    private func ids(_ profile: PeerProfile) -> Evidence? {
        guard
            profile.queries >= Calibration.judgedIDs,
            profile.idResidues >= Calibration.judgedIDResidues
        else { return nil }
        return Calibration.printableIDs.evidence(
            Double(profile.printableIDOctets) / Double(2 * profile.queries)
        )
    }

    private func carried(_ sample: CarriedSample, _ rule: EvidenceRule) -> Evidence? {
        guard sample.contents.distinctCount >= Calibration.distinctContents else { return nil }
        return rule.evidence(sample.information)
    }
}
