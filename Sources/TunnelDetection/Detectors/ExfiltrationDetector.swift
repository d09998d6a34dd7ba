package import Findings

/// Finds channels that carry data from the client in the names it asks for, whatever comes back.
///
/// Fires on information in distinct names, supported by their length, by text that labels decode to, and by
/// numbering. Blind spot: names made of words, a few bytes a day, and payload outside of names.
package struct ExfiltrationDetector: Detector {
    package let kind = FindingKind.exfiltration

    package init() {}

    package func evidence(in channel: Channel) -> [Evidence]? {
        let features = channel.features
        guard ChannelDirection(features) == .up else { return nil }
        return (features.upstreamEvidence + features.queryTypeEvidence + features.contraryEvidence)
            .compactMap { $0 }
    }
}
