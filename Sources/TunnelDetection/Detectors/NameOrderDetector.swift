package import Channels
package import Findings

/// Finds data in the order of names that come again and again.
///
/// Fires on one client that asks for the same names of one zone by a clock, when none of them foretells the next one,
/// and no cache can be the cause: the choice of the name is the message.
///
/// <doc:NameOrder> describes its measures, its limits and captures of both sorts.
package struct NameOrderDetector: Detector {
    package let kind = FindingKind.covertField

    package init() {}

    package func mayConcern(_ channel: ChannelBounds) -> Bool {
        channel.clients == 1 && channel.distinctNames >= Calibration.minimumNames
            && channel.queries > NameOrder.fewestSteps
    }

    package func concerns(_ channel: Channel) -> Bool {
        let features = channel.features
        guard let order = features.nameOrder else { return false }
        return features.clients == 1 && features.distinctNames >= Calibration.minimumNames
            && Double(order.steps) >= Calibration.usesOfName * features.distinctNames
            && features.dispersion ?? .infinity <= Calibration.clockDispersion
            && order.unforeseen >= Calibration.unforeseenNames
            && order.returnVariation >= Calibration.freeReturns
            && features.uncachedQueries >= Calibration.uncachedQueries
    }

    package func measurements(in channel: Channel) -> [Measurement] {
        [Calibration.nameOrder.measured(channel.features.nameOrder?.information ?? 0)]
    }
}
