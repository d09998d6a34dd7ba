package import Findings

/// Finds channels that carry data both ways: names up, answers down.
///
/// Fires on information in distinct names and in distinct answers together, supported by the types asked for,
/// by answers that no cache keeps, and by names that are never asked twice.
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
