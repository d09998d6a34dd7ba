/// Counts of each size that a quantity had in windows of one hour; median and dispersion follow from them.
///
/// Sizes up to 15 are told apart exactly; above, an octave has four classes, so that a size is known to a quarter.
/// Two histograms over different hours unite into the histogram of all.
package struct WindowHistogram: Hashable, Sendable {
    /// Windows by the smallest size of their class.
    package private(set) var counts: [Int: Int] = [:]

    /// A histogram without windows.
    package init() {}

    /// A histogram with so many windows of each size; sizes of one class are added up, nonsense is left out.
    package init(counts: [Int: Int]) {
        for (size, count) in counts where size >= 0 && count > 0 {
            add(size, count: min(count, Self.largestCount))
        }
    }

    /// Beyond any baseline; sums of it cannot overflow.
    private static let largestCount = 1 << 40

    package var windows: Int { counts.values.reduce(0, +) }
    package var largest: Int { counts.keys.max() ?? 0 }

    /// Adds windows of one size.
    package mutating func add(_ size: Int, count: Int = 1) {
        let classStart = Self.classStart(of: max(0, size))
        counts[classStart] = min((counts[classStart] ?? 0) + count, Self.largestCount)
    }

    /// Adds the histogram of other hours.
    package mutating func merge(_ other: Self) {
        for (size, count) in other.counts { add(size, count: count) }
    }

    /// The smallest size of the class that a size is in.
    ///
    /// The first three bits of a number are kept, the others cleared.
    package static func classStart(of size: Int) -> Int {
        guard size >= 16 else { return size }
        let cleared = Int.bitWidth - size.leadingZeroBitCount - 3
        return (size >> cleared) << cleared
    }

    /// The size that half of the windows do not exceed; 0 without windows.
    package var median: Double { Self.median(of: counts.map { (Double($0.key), $0.value) }) }

    /// The size that no window exceeds but one in twenty-four: the usual size of a day's busiest hour.
    package var usualLargest: Int {
        var allowed = windows / 24
        for (size, count) in counts.sorted(by: { $0.key > $1.key }) {
            if count > allowed { return size }
            allowed -= count
        }
        return 0
    }

    /// The median absolute deviation from the median.
    package var dispersion: Double {
        let median = median
        return Self.median(of: counts.map { ((Double($0.key) - median).magnitude, $0.value) })
    }

    private static func median(of values: [(size: Double, count: Int)]) -> Double {
        let sorted = values.sorted { $0.size < $1.size }
        let total = sorted.reduce(0) { $0 + $1.count }
        var seen = 0
        for (size, count) in sorted {
            seen += count
            if 2 * seen >= total { return size }
        }
        return 0
    }
}
