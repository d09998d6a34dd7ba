package import Channels
package import Findings

/// Finds channels that carry data to the client in answers: stagers, scripts, payload records.
///
/// Texts of a known purpose and the addresses of hosts are no payload.
///
/// <doc:Infiltration> describes its measures, its limits and captures of both sorts.
package struct InfiltrationDetector: Detector {
    package let kind = FindingKind.infiltration

    package init() {}

    package func mayConcern(_ channel: ChannelBounds) -> Bool {
        ChannelDirection.isPossible(channel)
    }

    package func concerns(_ channel: Channel) -> Bool {
        ChannelDirection(channel.features) == .down
    }

    package func measurements(in channel: Channel) -> [Measurement] {
        channel.features.payloadMeasurements
    }
}
