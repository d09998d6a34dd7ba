package import Findings

/// Finds channels that carry data to the client in answers: stagers, scripts, payload records.
///
/// Fires on information in distinct answers that are neither addresses nor texts of a known purpose.
/// Blind spot: payload in addresses, and one large record that is asked for once.
package struct InfiltrationDetector: Detector {
    package let kind = FindingKind.infiltration

    package init() {}

    package func concerns(_ channel: Channel) -> Bool {
        ChannelDirection(channel.features) == .down
    }

    package func measurements(in channel: Channel) -> [Measurement] {
        channel.features.payloadMeasurements
    }
}
