/// The order in which a client sent its queries, where their transaction ids tell.
///
/// Some tools add the same step to the id for each query. Then packets that changed places in the recording, or on
/// their way, go back to their own places. A resolver makes new ids, which tell nothing.
enum ClientOrder {
    /// The share of neighbors whose ids are a few steps apart from which on ids count.
    private static let steadyShare = 0.8
    /// Packets that changed places are so many steps apart at most.
    private static let largestStep = 64

    /// Exchanges of one client by their ids, or as they are where the ids do not rise by the step.
    ///
    /// - Parameters:
    ///   - exchanges: In the order of time.
    ///   - step: From one id to the next, an odd number, so that it goes through all ids.
    /// - Returns: All of them.
    static func ordered(_ exchanges: [RecordedExchange], step: UInt16) -> [RecordedExchange] {
        // Powers of an odd number repeat after 2¹⁴ or fewer, so this one is its inverse modulo 2¹⁶.
        let inverse = (1..<(1 << 14)).reduce(UInt16(1)) { power, _ in power &* step }
        let places = exchanges.map { $0.id &* inverse }
        let steps = zip(places.dropFirst(), places).map { Int(Int16(bitPattern: $0 &- $1)) }
        let steady = steps.count { abs($0) <= largestStep && $0 != 0 }
        guard exchanges.count > 4, Double(steady) >= steadyShare * Double(steps.count) else {
            return exchanges
        }
        var unwrapped: [Int] = [0]
        for step in steps {
            // A number that is far away begins a new series: the client was started again.
            let last = unwrapped.last ?? 0
            unwrapped.append(abs(step) <= largestStep * 4 ? last + step : (unwrapped.max() ?? 0) + 1)
        }
        return zip(unwrapped, exchanges).enumerated()
            .sorted { ($0.element.0, $0.offset) < ($1.element.0, $1.offset) }
            .map(\.element.1)
    }
}
