package import Channels
package import Findings
import ZoneProfiles

/// Finds check-ins: one client asks a zone at a steady pace, with names that a machine made, and is told little.
///
/// Pace alone is no sign: the detector also needs a trait that ordinary pollers lack.
///
/// <doc:Beacons> describes its measures, its limits and captures of both sorts.
package struct BeaconDetector: Detector {
    package let kind = FindingKind.beacon

    package init() {}

    package func mayConcern(_ channel: ChannelBounds) -> Bool {
        channel.pacedMessages >= ActivityTimeline.judgedInAll
            || channel.clients == 1 && channel.answers.hasNoAddress
    }

    package func concerns(_ channel: Channel) -> Bool {
        let features = channel.features
        // A channel that moves more, or hides in addresses, is named for the direction.
        return features.reverseSpread.evidence == nil
            && features.informationUp + features.informationDown < Calibration.beaconInformation
            && (Calibration.steadyPace.measured(features.dispersion).evidence != nil
                ? isOdd(features) || hasNoAddress(features) : hasIdentityWithoutAddress(features))
    }

    /// Whether one machine asks for its own number again and again, never gets an address, and says something now and
    /// then.
    private func hasIdentityWithoutAddress(_ features: ChannelFeatures) -> Bool {
        features.clients == 1 && features.answeredResponses >= Calibration.checkIns && hasNoAddress(features)
            && features.informationUp >= Calibration.minimumInformation
            && Calibration.machineLabels.measured(features.machineLabelRatio).evidence != nil
    }

    /// Whether a clock asks for more than one thing again and again, as monitoring does.
    private func isOdd(_ features: ChannelFeatures) -> Bool {
        guard features.dispersion ?? .infinity <= Calibration.clockDispersion else { return false }
        return [
            Calibration.machineLabels.measured(features.machineLabelRatio),
            Calibration.textTypes.measured(features.textQueryRatio),
            Calibration.rareTypes.measured(features.rareTypeRatio),
            Calibration.singleUse.measured(
                features.singleUseRatio,
                if: features.distinctNames >= Calibration.singleUseNames
            ),
        ].contains { $0.evidence != nil }
    }

    /// Whether there is hardly ever an address; then a pace that is not quite as steady as a clock's is enough.
    private func hasNoAddress(_ features: ChannelFeatures) -> Bool {
        Calibration.noAddresses.measured(features.noAddressRatio).evidence != nil
    }

    package func measurements(in channel: Channel) -> [Measurement] {
        let features = channel.features
        return [
            Calibration.steadyPace.measured(features.dispersion),
            Calibration.machineLabels.measured(features.machineLabelRatio),
            Calibration.noAddresses.measured(features.noAddressRatio),
            Calibration.shortLived.measured(features.medianTimeToLive),
        ] + features.upstreamMeasurements.filter { $0.rule.feature != Calibration.steadyNames.feature }
            + features.queryTypeMeasurements
            // No address at all is no service's constant answer.
            + features.contraryMeasurements.filter {
                features.noAddressRatio == 0 || $0.rule.feature != Calibration.constantAnswer.feature
            }
    }
}
