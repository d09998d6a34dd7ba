package import Channels
package import Findings

/// Finds channels that carry data both ways: names up, answers down.
///
/// <doc:Tunnels> describes its measures, its limits and captures of both sorts.
package struct TunnelDetector: Detector {
    package let kind = FindingKind.tunnel

    package init() {}

    package func mayConcern(_ channel: ChannelBounds) -> Bool {
        ChannelDirection.isPossible(channel)
    }

    package func concerns(_ channel: Channel) -> Bool {
        ChannelDirection(channel.features) == .both
    }

    package func measurements(in channel: Channel) -> [Measurement] {
        channel.features.payloadMeasurements
    }
}
