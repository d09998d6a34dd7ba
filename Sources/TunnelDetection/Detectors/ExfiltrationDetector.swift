package import Findings

/// Finds channels that carry data from the client in the names it asks for, whatever comes back.
///
/// Fires on information in distinct names, supported by their length, by text that labels decode to, and by
/// numbering. Blind spot: names made of words, a few bytes a day, and payload outside of names.
package struct ExfiltrationDetector: Detector {
    package let kind = FindingKind.exfiltration

    package init() {}

    package func concerns(_ channel: Channel) -> Bool {
        ChannelDirection(channel.features) == .up
    }

    package func measurements(in channel: Channel) -> [Measurement] {
        channel.features.payloadMeasurements
    }
}
