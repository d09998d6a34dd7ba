package import Channels
package import Findings

/// Finds data in the times to live of answers.
///
/// A server gives an answer the same time to live each time, and a cache counts it down: the moment at which the
/// answer expires stays until it has passed.
///
/// <doc:Lifetimes> describes its measures, its limits and captures of both sorts.
package struct LifetimeDetector: Detector {
    package let kind = FindingKind.covertField

    package init() {}

    package func mayConcern(_ channel: ChannelBounds) -> Bool {
        channel.hasErraticLifetimes
    }

    package func concerns(_ channel: Channel) -> Bool {
        channel.features.erraticLifetimes > 0
    }

    package func measurements(in channel: Channel) -> [Measurement] {
        [Calibration.erraticLifetimes.measured(channel.features.erraticLifetimes)]
    }
}
