package import NetworkTypes

/// The time between two queries, as exactly as a network conveys it.
///
/// Delays are counted in units of ten milliseconds and told apart by their highest three binary digits, so that two of
/// one kind differ by less than a quarter.
///
/// Source: Paxson et al., "Practical Comprehensive Bounds on Surreptitious Communication Over DNS" (2013), section 4,
/// for the unit: finer timing does not outlive the way.
package struct Delay: Hashable, Comparable, Sendable {
    /// Twice the number of leading digits' places, plus the digits; ever larger for longer delays.
    package let rank: UInt8

    private static let unit: Int64 = 10_000_000

    /// A negative time counts as none, as it comes from packets that were recorded out of order.
    package init(from earlier: Timestamp, to later: Timestamp) {
        let (nanoseconds, overflow) = later.nanoseconds.subtractingReportingOverflow(earlier.nanoseconds)
        let elapsed = overflow && earlier < later ? Int64.max : max(0, overflow ? 0 : nanoseconds)
        self.init(units: UInt64(elapsed / Self.unit))
    }

    /// A delay of so many seconds.
    package init(seconds: Double) {
        self.init(units: UInt64(min(max(0, seconds * 1e9 / Double(Self.unit)), 0x1p62)))
    }

    private init(units: UInt64) {
        guard units >= 4 else {
            rank = UInt8(truncatingIfNeeded: units)
            return
        }
        let places = 63 - units.leadingZeroBitCount
        let digits = units >> UInt64(places - 2) & 3
        rank = UInt8(truncatingIfNeeded: 4 * (places - 1)) + UInt8(truncatingIfNeeded: digits)
    }

    /// How many binary digits tell a delay of this rank exactly.
    package var furtherBits: Double { rank < 4 ? 0 : Double(rank / 4 - 1) }

    package static func < (one: Self, other: Self) -> Bool { one.rank < other.rank }
}
