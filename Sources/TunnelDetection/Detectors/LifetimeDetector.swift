package import Findings

/// Finds data in the times to live of answers.
///
/// A server gives an answer the same time to live each time, and a cache counts it down: the moment at which the
/// answer expires stays until it has passed. Fires on a name whose answers have times to live that go up and down at
/// will, and would expire at more moments than a resolver's caches explain. Blind spot: fewer than 24 answers to a
/// name, names that are asked for once, and numbers that are small beside the time between two polls.
package struct LifetimeDetector: Detector {
    package let kind = FindingKind.covertField

    package init() {}

    package func concerns(_ channel: Channel) -> Bool {
        channel.features.erraticLifetimes > 0
    }

    package func measurements(in channel: Channel) -> [Measurement] {
        [Calibration.erraticLifetimes.measured(channel.features.erraticLifetimes)]
    }
}
