import Testing
import ZoneProfiles

/// Counts of few kinds.
@Suite struct TallyTests {
    private static func tally(_ kinds: some Sequence<Int>) -> Tally<Int> {
        var tally = Tally<Int>()
        for kind in kinds { tally.count(kind) }
        return tally
    }

    @Test func countsByKind() {
        let tally = Self.tally([16, 1, 16, 28, 16, 1])
        #expect(tally[16] == 3)
        #expect(tally[1] == 2)
        #expect(tally[99] == 0)
        #expect(tally.total == 6)
        #expect(tally.others == 0)
    }

    @Test func mostFrequentFirstThenByKind() {
        #expect(Self.tally([5, 9, 9, 2, 7, 7]).sorted.map(\.kind) == [7, 9, 2, 5])
    }

    @Test func kindsBeyondTheBoundAreCountedTogether() {
        let tally = Self.tally((0..<65_536).map { $0 } + (0..<10).map { _ in 3 })
        #expect(tally.sorted.count == 64)
        #expect(tally.total == 65_546)
        #expect(tally.others == 65_536 - 64)
        #expect(tally[3] == 11)
    }

    @Test func mergingAddsAndLosesNothing() {
        var left = Self.tally([1, 1, 2])
        left.merge(Self.tally([2, 3]))
        #expect(left.sorted.map(\.count) == [2, 2, 1])
        #expect(left.sorted.map(\.kind) == [1, 2, 3])
        var full = Self.tally(0..<100)
        full.merge(Self.tally(50..<200))
        #expect(full.total == 250)
        #expect(full.sorted.count == 64)
    }
}
