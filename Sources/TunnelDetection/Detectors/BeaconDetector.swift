package import Findings

/// Finds check-ins: one client asks a zone at a steady pace, with names that a machine made, and is told little.
///
/// Fires on pace together with what ordinary pollers lack: answers that are no addresses of hosts, names that carry
/// state, hexadecimal identifiers. Blind spot: a poller of one ordinary name with ordinary answers, and fewer than
/// some 30 check-ins.
package struct BeaconDetector: Detector {
    package let kind = FindingKind.beacon

    package init() {}

    package func concerns(_ channel: Channel) -> Bool {
        let features = channel.features
        // Whoever moves more, or hides in addresses, is named for the direction.
        return features.reverseSpread.evidence == nil
            && features.informationUp + features.informationDown < Calibration.beaconInformation
            && Calibration.steadyPace.measured(features.dispersion).evidence != nil
            && (isOdd(features) || hasNoAddress(features))
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

    /// Whether there is hardly ever an address; then a pace that is not quite a clock's is enough.
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
