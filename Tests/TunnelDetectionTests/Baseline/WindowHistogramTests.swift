import Baselines
import Testing

@Suite struct WindowHistogramTests {
    @Test(arguments: [
        (0, 0), (1, 1), (15, 15), (16, 16), (17, 16), (19, 16), (20, 20), (31, 28), (32, 32), (39, 32),
        (40, 40),
        (1_000, 896), (1_024, 1_024), (Int.max, 7 << 60),
    ])
    func `a size is known to a quarter`(size: Int, expected: Int) {
        // Up to 15 exactly; above, the first three binary digits: 1000 is 1111101000, so 1110000000 = 896.
        #expect(WindowHistogram.classStart(of: size) == expected)
        #expect(WindowHistogram.classStart(of: expected) == expected)
    }

    @Test(arguments: [
        ([5], 5.0, 0.0), ([1, 2, 3, 4, 5], 3, 1), ([12, 12, 12, 12, 480], 12, 0), ([2, 4, 8, 14], 4, 2),
        ([], 0, 0),
    ])
    func `median and dispersion`(sizes: [Int], median: Double, dispersion: Double) {
        var histogram = WindowHistogram()
        for size in sizes { histogram.add(size) }
        #expect(histogram.median == median && histogram.dispersion == dispersion)
        #expect(histogram.windows == sizes.count)
    }

    /// Of 24 windows one may be larger, of 23 none.
    @Test func `the busiest hour of a day`() {
        func largest(_ counts: [Int: Int]) -> Int { WindowHistogram(counts: counts).usualLargest }
        #expect(largest([12: 23, 448: 1]) == 12)
        #expect(largest([12: 22, 448: 1]) == 448)
        #expect(largest([12: 46, 320: 1, 448: 1]) == 12 && largest([12: 45, 320: 2, 448: 1]) == 320)
        #expect(largest([:]) == 0)
    }

    @Test func `merging does not depend on order or grouping`() {
        func histogram(_ sizes: [Int]) -> WindowHistogram {
            sizes.reduce(into: WindowHistogram()) { $0.add($1) }
        }
        let parts = [[1, 2, 300], [2, 70_000], [], [0, 300, 301]].map(histogram)
        func merged(_ order: [Int]) -> WindowHistogram {
            order.reduce(into: WindowHistogram()) { $0.merge(parts[$1]) }
        }
        let whole = histogram([1, 2, 300, 2, 70_000, 0, 300, 301])
        for order in [[0, 1, 2, 3], [3, 2, 1, 0], [1, 3, 0, 2]] { #expect(merged(order) == whole) }
        var right = parts[1]
        right.merge(parts[2])
        right.merge(parts[3])
        var left = parts[0]
        left.merge(right)
        #expect(left == whole)
    }

    @Test func `sums stop before they overflow`() {
        var histogram = WindowHistogram(counts: [3: .max, -1: 5, 4: -5])
        histogram.merge(histogram)
        #expect(histogram.counts == [3: 1 << 40])
    }
}
