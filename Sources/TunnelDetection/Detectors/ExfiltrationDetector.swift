package import Channels
package import Findings

/// Finds channels that carry data from the client in the names it asks for, whatever comes back.
///
/// <doc:Exfiltration> describes its measures, its limits and captures of both sorts.
package struct ExfiltrationDetector: Detector {
    package let kind = FindingKind.exfiltration

    package init() {}

    package func mayConcern(_ channel: ChannelBounds) -> Bool {
        ChannelDirection.isPossible(channel)
    }

    package func concerns(_ channel: Channel) -> Bool {
        ChannelDirection(channel.features) == .up
    }

    package func measurements(in channel: Channel) -> [Measurement] {
        channel.features.payloadMeasurements
    }
}
