package import Channels
package import Findings

/// Finds channels that carry data from the client in the names it asks for, whatever comes back.
///
/// What it measures and what it cannot see, with captures of both sorts: <doc:Exfiltration>.
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
