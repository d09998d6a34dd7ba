package import Findings

/// Finds data in the letter case of names.
///
/// Fires on names that are written in ever other case, when the capitals are no throws of a fair coin, as those of
/// resolvers are that protect themselves so (draft-vixie-dnsext-dns0x20), or when the zone is the only one that
/// is written so. Blind spot: cipher text in the case of all names that a client asks for.
package struct LetterCaseDetector: Detector {
    package let kind = FindingKind.covertField

    package init() {}

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
