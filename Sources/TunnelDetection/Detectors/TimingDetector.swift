package import Channels
package import Findings

/// Finds data in the delays between queries.
///
/// Fires on one client that asks after one of a few delays, each kept to within a quarter, when none foretells the
/// next one: the order of the delays is the message.
///
/// <doc:Timing> describes its measures, its limits and captures of both sorts.
package struct TimingDetector: Detector {
    package let kind = FindingKind.covertField

    package init() {}

    package func mayConcern(_ channel: ChannelBounds) -> Bool {
        channel.clients == 1 && channel.queries > Calibration.judgedDelays
    }

    package func concerns(_ channel: Channel) -> Bool {
        guard let levels = channel.features.delayLevels else { return false }
        return channel.features.clients == 1 && levels.pauses >= Calibration.judgedDelays
            && levels.unforeseen >= Calibration.unforeseenDelays
    }

    package func measurements(in channel: Channel) -> [Measurement] {
        [Calibration.timingInformation.measured(channel.features.delayLevels?.information ?? 0)]
    }
}
