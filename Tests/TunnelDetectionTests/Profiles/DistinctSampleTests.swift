import TestSupport
import Testing
import ZoneProfiles

/// The laws of the bounded sample: exact at first, within its stated error later, and mergeable.
@Suite struct DistinctSampleTests {
    /// How often one thing appeared.
    struct Appearances: SampledRecord, Hashable {
        var hash: UInt64
        var count: Int

        var heldBytes: Int { 0 }

        mutating func merge(_ other: Self) { count += other.count }
    }

    private static let capacity = 64

    private static func sample(_ hashes: some Sequence<UInt64>) -> DistinctSample<Appearances> {
        var sample = DistinctSample<Appearances>(capacity: capacity)
        for hash in hashes {
            sample.note(hash, new: Appearances(hash: hash, count: 1), seen: { $0.count += 1 })
        }
        return sample
    }

    private static func hashes(_ count: Int, seed: UInt64) -> [UInt64] {
        var generator = SeededGenerator(seed: seed)
        return (0..<count).map { _ in generator.next() }
    }

    /// Everything that can be asked of a sample.
    private static func content(_ sample: DistinctSample<Appearances>) -> [Int] {
        [sample.distinctCount, sample.isComplete ? 1 : 0]
            + sample.records.flatMap { [Int(truncatingIfNeeded: $0.hash), $0.count] }
    }

    @Test(arguments: [0, 1, 63, 64, 65, 127, 128])
    func exactUpToTwiceTheCapacity(distinct: Int) {
        let hashes = Self.hashes(distinct, seed: 1)
        let sample = Self.sample(hashes + hashes + hashes)
        #expect(sample.isComplete)
        #expect(sample.distinctCount == distinct)
        #expect(sample.records.count == distinct)
        #expect(sample.records.allSatisfy { $0.count == 3 })
    }

    @Test func nothingBeyondTheBoundIsHeld() {
        var sample = DistinctSample<Appearances>(capacity: Self.capacity)
        for hash in Self.hashes(20_000, seed: 2) {
            sample.note(hash, new: Appearances(hash: hash, count: 1), seen: { $0.count += 1 })
            #expect(sample.heldCount <= 2 * Self.capacity)
        }
        #expect(!sample.isComplete)
        #expect(sample.records.count == Self.capacity)
    }

    /// The relative standard error is 1 / √(64 − 2) = 12.7 %: none of 40 estimates may be five times that off,
    /// their root mean square must not be half as much again, and their mean must be near the truth.
    @Test func estimateIsWithinItsError() {
        let standardError = 1 / Double(Self.capacity - 2).squareRoot()
        for distinct in [500, 3_000] {
            let errors = (0..<40).map { seed in
                Double(Self.sample(Self.hashes(distinct, seed: 100 + UInt64(seed))).distinctCount)
                    / Double(distinct) - 1
            }
            #expect(errors.allSatisfy { abs($0) < 5 * standardError })
            let meanSquare = errors.reduce(0) { $0 + $1 * $1 } / Double(errors.count)
            #expect(meanSquare.squareRoot() < 1.5 * standardError)
            #expect(meanSquare.squareRoot() > 0.5 * standardError)
            #expect(
                abs(errors.reduce(0, +)) / Double(errors.count) < 4 * standardError
                    / Double(errors.count).squareRoot()
            )
        }
    }

    @Test(arguments: 1...5 as ClosedRange<UInt64>)
    func orderDoesNotMatterAndCountsAreExact(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let distinct = Self.hashes(700, seed: 50 + seed)
        // Some appear often, some once.
        let appearances = distinct.enumerated().flatMap { Array(repeating: $1, count: 1 + $0 % 4) }
        let truth = Dictionary(appearances.map { ($0, 1) }, uniquingKeysWith: +)
        let one = Self.sample(appearances)
        let other = Self.sample(appearances.shuffled(using: &generator))
        #expect(Self.content(one) == Self.content(other))
        #expect(one.records.allSatisfy { truth[$0.hash] == $0.count })
        // The sample is what it says: the smallest hashes.
        #expect(one.records.map(\.hash) == Array(distinct.sorted().prefix(Self.capacity)))
    }

    @Test(arguments: 1...10 as ClosedRange<UInt64>)
    func mergingIsThatOfTheWhole(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let distinct = Self.hashes(Int.random(in: 1...600, using: &generator), seed: 900 + seed)
        let whole = (0..<1_000).compactMap { _ in distinct.randomElement(using: &generator) }
        let first = Int.random(in: 0...whole.count, using: &generator)
        let second = Int.random(in: first...whole.count, using: &generator)
        let parts = [whole[..<first], whole[first..<second], whole[second...]].map { Self.sample($0) }
        let expected = Self.content(Self.sample(whole))
        for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
            var leftFirst = parts[order[0]]
            leftFirst.merge(parts[order[1]])
            leftFirst.merge(parts[order[2]])
            #expect(Self.content(leftFirst) == expected)
            var right = parts[order[1]]
            right.merge(parts[order[2]])
            var rightFirst = parts[order[0]]
            rightFirst.merge(right)
            #expect(Self.content(rightFirst) == expected)
            #expect(rightFirst.heldCount <= 2 * Self.capacity)
        }
    }

    @Test func hashesAtBothEndsOfTheRange() {
        let sample = Self.sample([0, .max, 1, .max - 1])
        #expect(sample.distinctCount == 4)
        #expect(sample.records.map(\.hash) == [0, 1, .max - 1, .max])
    }
}
