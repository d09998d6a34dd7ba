import Channels
import DNSWire
package import Findings
import OrdinaryTraffic
import PayloadMeasures
import Signatures
package import SteadyFields
package import ZoneProfiles

/// Finds data in fields that carry none: transaction ids, header bits, classes and types of questions, EDNS
/// options, octets behind the message, records in sections where none belong, records of dynamic updates.
///
/// Fires on fields that vary where ordinary software keeps them constant, leaves them clear or fills them at random,
/// in either direction.
///
/// <doc:CovertFields> describes its measures, its limits and captures of both sorts.
package struct CovertFieldDetector: PeerDetector {
    package let kind = FindingKind.covertField

    package init() {}

    package func evidence(in profile: PeerProfile) -> [Evidence] {
        ([
            bits(profile), ids(profile), types(profile), subnets(profile), cookies(profile),
            serverIdentifiers(profile),
        ]
            + [carried(profile.updates, Calibration.updateInformation)]
            + fields(profile.up) + fields(profile.down)).compactMap { $0 }
    }

    package func evidence(in changes: [FieldStream]) -> [Evidence] { FieldEvidence.evidence(of: changes) }

    package func tool(in profile: PeerProfile) -> ToolIdentification? {
        PyExfilSignature.identification(in: profile)
    }

    private func fields(_ fields: CarriedFields) -> [Evidence?] {
        [
            carried(fields.trailing, Calibration.trailingInformation),
            carried(fields.unexpected, Calibration.unexpectedInformation),
            fields.classes.messages == 0
                ? nil : Calibration.classes.evidence(Double(fields.classes.contents.distinctCount)),
        ]
            + fields.options.sorted { $0.key < $1.key }.map { code, sample in
                sample.tellsClientsApart
                    ? nil : carried(sample, Calibration.optionInformation, of: "Option \(code).")
            }
    }

    /// Header bits that are set in some messages and clear in others.
    private func bits(_ profile: PeerProfile) -> Evidence? {
        let counts =
            CarriedFields.HeaderBit.allCases.map(profile.up.count) + [profile.down.count(of: .reserved)]
        let isMixed = counts.contains {
            Calibration.mixedBitShare.contains(Double($0) / Double(max(1, profile.queries)))
        }
        return isMixed ? Calibration.reservedBits.evidence(Double(profile.queries)) : nil
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

    /// Ever other types of questions, none of them preferred: the choice of the type is the message.
    private func types(_ profile: PeerProfile) -> Evidence? {
        let most = profile.types.sorted.first?.count ?? 0
        guard
            profile.queries >= Calibration.judgedTypes,
            Double(most) <= Calibration.preferredTypeShare * Double(profile.queries)
        else { return nil }
        return Calibration.typeSpread.evidence(Double(profile.types.kinds.count))
    }

    /// A client that is in another network with every query.
    private func subnets(_ profile: PeerProfile) -> Evidence? {
        guard let sample = profile.up.identities[EDNSOptionContent.clientSubnet],
            sample.freshRatio >= Calibration.freshIdentityRatio,
            EDNSOptionContent.networkRatio(ofSubnets: sample.contents.records.map(\.octets))
                >= Calibration.scatteredSubnets
        else { return nil }
        return Calibration.changingSubnets.evidence(Double(sample.contents.distinctCount))
    }

    /// Client cookies that are text, or that no query repeats.
    private func cookies(_ profile: PeerProfile) -> Evidence? {
        guard let sample = profile.up.identities[EDNSOptionContent.cookie],
            sample.contents.distinctCount >= Calibration.changingCookieCount
        else { return nil }
        let isFresh = sample.freshRatio >= Calibration.freshIdentityRatio
        let returned = Double(min(profile.up.returnedCookies, sample.contents.distinctCount))
        return Calibration.printableCookies.evidence(sample.printableRatio)
            ?? (isFresh ? Calibration.inventedCookies.evidence(returned) : nil)
            ?? (isFresh
                ? Calibration.changingCookies.evidence(Double(sample.contents.distinctCount)) : nil)
    }

    /// A server that has another name in every response.
    private func serverIdentifiers(_ profile: PeerProfile) -> Evidence? {
        guard let sample = profile.down.identities[EDNSOptionContent.serverIdentifier],
            sample.freshRatio >= Calibration.freshIdentityRatio
        else { return nil }
        return Calibration.changingServerNames.evidence(Double(sample.contents.distinctCount))
    }

    private func carried(_ sample: CarriedSample, _ rule: EvidenceRule, of what: String? = nil) -> Evidence? {
        guard sample.contents.distinctCount >= Calibration.distinctContents,
            let evidence = rule.evidence(sample.information)
        else { return nil }
        let place = sample.firstFrame.map { "First in frame \($0)." }
        return evidence.adding([what, place].compactMap { $0 }.joined(separator: " "))
    }
}
