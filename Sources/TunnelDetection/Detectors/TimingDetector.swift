package import Channels
package import Findings
import ZoneProfiles

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
            && !isOfCache(
                levels,
                timeToLive: channel.features.medianAddressLife ?? channel.features.medianTimeToLive ?? 0
            )
    }

    /// Whether the shortest delay is the answers' time to live: a poll that comes a little earlier is not seen, as the
    /// client's cache answers it.
    private func isOfCache(_ levels: DelayLevels, timeToLive: Double) -> Bool {
        guard timeToLive >= Calibration.cachedLife else { return false }
        let life = Delay(seconds: timeToLive).rank
        return (life...life + 1).contains(levels.shortest.rank)
    }

    package func measurements(in channel: Channel) -> [Measurement] {
        [Calibration.timingInformation.measured(channel.features.delayLevels?.information ?? 0)]
    }
}
