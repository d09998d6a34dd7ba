package import Channels
package import Findings

/// Finds data in the letter case of names.
///
/// A resolver throws a fair coin for each capital (draft-vixie-dnsext-dns0x20). Such capitals are data only if one
/// zone alone is written so.
///
/// <doc:LetterCase> describes its measures, its limits and captures of both sorts.
package struct LetterCaseDetector: Detector {
    package let kind = FindingKind.covertField

    package init() {}

    package func mayConcern(_ channel: ChannelBounds) -> Bool {
        channel.letterCaseVariations >= Calibration.judgedVariations
    }

    package func concerns(_ channel: Channel) -> Bool {
        channel.features.letterCaseVariations >= Calibration.judgedVariations
            && Calibration.mixedCapitals.contains(channel.features.capitalRatio)
    }

    package func measurements(in channel: Channel) -> [Measurement] {
        let features = channel.features
        return [
            Calibration.letterCase.measured(features.letterCaseVariations),
            Calibration.letterCaseDeviation.measured(features.letterCaseDeviation),
            Calibration.steadyCase.measured(Double(features.zonesOfSteadyCase)),
        ]
    }
}
