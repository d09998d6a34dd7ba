import Channels
import DNSWire
import Foundation
import NetworkTypes
import PayloadMeasures
import TestSupport
import Testing
import ZoneProfiles

/// What the order of types and the delays between queries can carry: a bound that is never below the truth, and low
/// for what can be foreseen.
@Suite struct SequenceInformationTests {
    private static func tally<Symbol>(_ symbols: some Sequence<Symbol>) -> TransitionTally<Symbol> {
        symbols.reduce(into: TransitionTally()) { $0.note($1) }
    }

    private static func delays(_ seconds: some Sequence<Double>) -> TransitionTally<Delay> {
        tally(
            seconds.map {
                Delay(from: Timestamp(nanoseconds: 0), to: Timestamp(nanoseconds: Int64($0 * 1e9)))
            }
        )
    }

    // MARK: Code length

    /// The estimator symbol by symbol, as Krichevsky and Trofimov define it, beside the closed form from the counts.
    @Test(arguments: [2, 3, 7])
    func lengthIsThatOfTheAdaptiveCode(alphabet: Int) {
        var generator = SeededGenerator(seed: UInt64(alphabet))
        let symbols = (0..<500).map { _ in Int.random(in: 0..<alphabet, using: &generator) }
        var counts = [Double](repeating: 0.5, count: alphabet)
        let bits = symbols.reduce(0.0) { sum, symbol in
            let total = counts.reduce(0, +)
            defer { counts[symbol] += 1 }
            return sum + log2(total / counts[symbol])
        }
        let closed = CodeLength.bits(of: counts.map { Int($0 - 0.5) }, alphabet: alphabet)
        #expect(abs(closed - bits) < 1e-6)
    }

    @Test(arguments: [2, 4, 16])
    func typesDrawnLikeLotsAreNeverUnderestimated(kinds: Int) {
        var generator = SeededGenerator(seed: 9)
        let types = (0..<800).map { _ in
            RecordType(rawValue: UInt16.random(in: 1...UInt16(kinds), using: &generator))
        }
        let sent = 799 * log2(Double(kinds)) / 8
        let bytes = CodeLength.bytes(of: Self.tally(types))
        // Kraft's inequality: 16 bits less than sent has a chance of 2⁻¹⁶.
        #expect(bytes >= sent - 2)
        #expect(bytes <= 1.3 * sent + 2 * Double(kinds + 3))
    }

    @Test func typesInTurnCarryNothing() {
        let pairs = (0..<800).map { $0.isMultiple(of: 2) ? RecordType.a : .aaaa }
        #expect(CodeLength.bytes(of: Self.tally(pairs)) < 12)
        #expect(CodeLength.bytes(of: Self.tally([RecordType]())) == 0)
        #expect(CodeLength.bytes(of: Self.tally([RecordType.a])) == 0)
    }

    /// A delay of up to 40.95 seconds in steps of ten milliseconds carries twelve bits.
    @Test func delaysDrawnLikeLotsAreNeverUnderestimated() {
        var generator = SeededGenerator(seed: 10)
        let seconds = (0..<400).map { _ in (Double(Int.random(in: 0..<4_096, using: &generator)) + 0.5) / 100
        }
        let sent = 399 * 12.0 / 8
        let bytes = CodeLength.bytes(of: Self.delays(seconds))
        #expect(bytes >= sent - 2)
        #expect(bytes <= 2 * sent)
    }

    @Test func kindsBeyondTheTallyStillCount() {
        var generator = SeededGenerator(seed: 11)
        let types = (0..<800).map { _ in
            RecordType(rawValue: UInt16.random(in: .min ... .max, using: &generator))
        }
        #expect(CodeLength.bytes(of: Self.tally(types)) >= 799 * 2 - 2)
    }

    @Test func twoPartsAddUpButForTheStepBetweenThem() {
        let types: [RecordType] = [.a, .aaaa, .a, .txt, .a, .aaaa]
        var parts = Self.tally(types.prefix(3))
        parts.merge(Self.tally(types.suffix(3)))
        #expect(parts.transitions.total == 4)
        parts.note(.mx)
        #expect(parts.transitions.total == 4)
    }

    /// What has many kinds has steps that hardly come again: they are not followed, and cost nothing.
    @Test func stepsOfManyKindsAreForgotten() {
        var tally = Self.tally((0..<16).map { RecordType(rawValue: $0 + 1) })
        #expect(tally.isFollowed && tally.transitions.total == 15)
        tally.note(.any)
        #expect(!tally.isFollowed && tally.transitions.total == 0 && tally.symbols.total == 17)
        var merged = Self.tally([RecordType.a, .a])
        merged.merge(tally)
        #expect(!merged.isFollowed && merged.transitions.total == 0)
    }

    // MARK: Delays

    /// Ranks by hand: below 40 ms each unit has its own, then the highest three binary digits decide.
    @Test(arguments: [
        (0.0, 0), (0.0099, 0), (0.01, 1), (0.039, 3), (0.04, 4), (0.07, 7), (0.08, 8), (0.09, 8), (0.1, 9),
        (0.159, 11),
        (0.16, 12), (1, 22), (2, 26), (5, 31),
    ])
    func ranks(seconds: Double, rank: UInt8) {
        let delay = Delay(
            from: Timestamp(nanoseconds: 7),
            to: Timestamp(nanoseconds: 7 + Int64(seconds * 1e9))
        )
        #expect(delay.rank == rank)
    }

    @Test(arguments: [(Int64.max, Int64.min), (Int64.min, Int64.max), (5, 3)])
    func timesThatGoBackOrAreFarApart(from: Int64, to: Int64) {
        let delay = Delay(from: Timestamp(nanoseconds: from), to: Timestamp(nanoseconds: to))
        #expect(from < to ? delay.rank > 140 : delay.rank == 0)
        #expect(delay.furtherBits >= 0 && delay.furtherBits < 40)
    }

    // MARK: Clocks

    /// Pauses of 15 seconds with so much jitter, and a question for another family at once; every so many is lost.
    ///
    /// Two ranks beside each other reach from 12.8 to 20.47 seconds at most. Of pauses of 9 to 21 seconds two ranks have 64 %
    /// at most.
    @Test(arguments: [(0.001, 1_000, true), (0.05, 30, true), (0.4, 1_000, false), (1, 1_000, false)])
    func aClockHasOnePause(jitter: Double, lost: Int, isClock: Bool) {
        var generator = SeededGenerator(seed: 15)
        let seconds = (1...400).flatMap { index in
            let pause = 15 * (1 + Double.random(in: -jitter...jitter, using: &generator))
            return [index % lost == 0 ? 30 : pause, 0.001]
        }
        #expect((Self.delays(seconds).clockRatio >= 0.9) == isClock)
    }

    // MARK: Levels

    @Test func twoDelaysByCoinAreLevels() throws {
        var generator = SeededGenerator(seed: 12)
        let seconds = (0..<400).map { _ in
            (Bool.random(using: &generator) ? 2.0 : 5.0) + Double.random(in: 0...0.05, using: &generator)
        }
        let levels = try #require(DelayLevels(Self.delays(seconds)))
        #expect(levels.count == 2 && levels.pauses == 399)
        #expect(levels.unforeseen > 0.95)
        #expect((48...53).contains(levels.information))
    }

    /// A poll, and its repetition soon after, in turn: two levels, and nothing to learn.
    @Test func twoDelaysInTurnAreForeseen() throws {
        let levels = try #require(DelayLevels(Self.delays((0..<400).map { $0.isMultiple(of: 2) ? 2 : 30 })))
        #expect(levels.unforeseen < 0.1)
    }

    @Test func spreadDelaysAndOneDelayAreNoLevels() {
        var generator = SeededGenerator(seed: 13)
        #expect(
            DelayLevels(Self.delays((0..<400).map { _ in Double.random(in: 0.2...90, using: &generator) }))
                == nil
        )
        #expect(DelayLevels(Self.delays((0..<400).map { _ in 30 })) == nil)
        #expect(DelayLevels(Self.delays([])) == nil)
    }
}
