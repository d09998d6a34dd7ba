package import Channels
package import Findings

/// Finds data in the letter case of names.
///
/// Capitals that are throws of a fair coin are a resolver's (draft-vixie-dnsext-dns0x20), unless one zone alone is
/// written so.
///
/// What it measures and what it cannot see, with captures of both sorts: <doc:LetterCase>.
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
