package import Channels
package import Findings

/// Finds channels that carry data both ways: names up, answers down.
///
/// What it measures and what it cannot see, with captures of both sorts: <doc:Tunnels>.
package struct TunnelDetector: Detector {
    package let kind = FindingKind.tunnel

    package init() {}

    package func concerns(_ channel: Channel) -> Bool {
        ChannelDirection(channel.features) == .both
    }

    package func measurements(in channel: Channel) -> [Measurement] {
        channel.features.payloadMeasurements
    }
}
