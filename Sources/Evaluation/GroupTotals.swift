import Findings

/// The figures of a group of captures together.
package struct GroupTotals: Sendable {
    package let group: CaptureGroup
    package let captures: Int
    package let found: Int
    let missed: [String]
    let rightNames: Int
    let wrongNames: [String]
    /// Captures whose label names a tool.
    let tools: Int
    package let falseFindings: Int
    package let lowFindings: Int
    package let queries: Int
    let unreadable: [String]
    /// Median of the queries until the first detection, for channels in bulk transfer and for idle ones.
    let bulkQueries: Double?
    let idleQueries: Double?
    /// Bulk channels that were reported only after their first 50 queries.
    let lateBulk: [String]
    /// Medians of the reported payload as a factor of the carried one, up and down: decoded by the layouts of known
    /// tools, and estimated for all else.
    let decodedBytes: (up: Double?, down: Double?)
    let estimatedBytes: (up: Double?, down: Double?)

    package init(_ group: CaptureGroup, _ figures: [CaptureFigures]) {
        self.group = group
        captures = figures.count
        let channels = figures.filter(\.capture.hasChannel)
        found = channels.count(where: \.isFound)
        missed = channels.filter { !$0.isFound }.map(\.capture.name)
        tools = channels.count { $0.capture.tool != nil }
        rightNames = channels.count { $0.naming == .right }
        wrongNames = figures.filter { $0.naming == .wrong }
            .map { "\($0.capture.name) (\($0.names.joined(separator: ", ")))" }
        falseFindings = figures.reduce(0) { $0 + $1.falseFindings }
        lowFindings = figures.reduce(0) { $0 + $1.lowFindings }
        queries = figures.reduce(0) { $0 + $1.queries }
        unreadable = figures.filter(\.isUnreadable).map(\.capture.name)
        func delays(isBulk: Bool) -> [Double] {
            channels.filter { $0.capture.isBulk == isBulk }.compactMap(\.queriesUntilDetection).map(
                Double.init
            )
        }
        bulkQueries = Self.median(delays(isBulk: true))
        idleQueries = Self.median(delays(isBulk: false))
        lateBulk = channels.filter { $0.capture.isBulk == true && ($0.queriesUntilDetection ?? 0) > 50 }
            .map { "\($0.capture.name) (\($0.queriesUntilDetection ?? 0))" }
        func bytes(isDecoded: Bool) -> (up: Double?, down: Double?) {
            let factors = channels.filter { $0.channel?.isPayloadDecoded == isDecoded }.map(\.byteFactors)
            return (Self.median(factors.compactMap(\.up)), Self.median(factors.compactMap(\.down)))
        }
        decodedBytes = bytes(isDecoded: true)
        estimatedBytes = bytes(isDecoded: false)
    }

    /// Findings at `low` or above for each 100,000 queries, where no channel is.
    var falsePerHundredThousand: Double? {
        guard group == .benign, queries > 0 else { return nil }
        return Double(falseFindings + lowFindings) * 100_000 / Double(queries)
    }

    /// The middle one of values, or the mean of the two in the middle; `nil` for none.
    package static func median(_ values: [Double]) -> Double? {
        let sorted = values.sorted()
        guard !sorted.isEmpty else { return nil }
        return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
    }
}
