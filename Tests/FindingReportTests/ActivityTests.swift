import Findings
import NetworkTypes
import TestSupport
import Testing

/// How much a channel carried when, gathered into fewer and wider windows.
@Suite struct ActivityTests {
    private static func activity(_ seconds: Int, _ windows: [(start: Int, up: Int, down: Int)]) -> Activity {
        Activity(
            windowSeconds: seconds,
            windows: windows.map {
                Activity.Window(
                    start: Timestamp(nanoseconds: Int64($0.start) * 1_000_000_000),
                    bytesUp: $0.up,
                    bytesDown: $0.down
                )
            }
        )
    }

    @Test func `time without traffic has slots of its own`() {
        let activity = Self.activity(10, [(100, 1, 2), (110, 3, 4), (150, 5, 6)])
        let slots = activity.slots(atMost: 40)
        #expect(slots.seconds == 10)
        #expect(slots.bytes.map(\.up) == [1, 3, 0, 0, 0, 5])
        #expect(slots.bytes.map(\.down) == [2, 4, 0, 0, 0, 6])
    }

    @Test func `each slot is as wide as the others, in whole windows`() {
        let activity = Self.activity(10, (0..<50).map { (10 * $0, 1, 0) })
        let slots = activity.slots(atMost: 40)
        #expect(slots.seconds == 20)
        #expect(slots.bytes.map(\.up) == Array(repeating: 2, count: 25))
    }

    @Test func `two activities are one, in windows of the wider`() {
        let fine = Self.activity(10, [(100, 1, 0), (110, 2, 0), (120, 4, 1)])
        let coarse = Self.activity(20, [(80, 8, 0), (120, 16, 2)])
        let united = Self.activity(20, [(80, 8, 0), (100, 3, 0), (120, 20, 3)])
        #expect(fine.united(with: coarse) == united)
        #expect(coarse.united(with: fine) == united)
        #expect(united.peakBytesPerSecond == 23.0 / 20)
    }

    @Test func `however many are united, windows stay few and nothing is lost`() {
        var generator = SeededGenerator(seed: 14)
        var whole = Self.activity(10, [])
        for _ in 0..<200 {
            let start = Int.random(in: -1_000_000..<1_000_000, using: &generator) * 10
            whole = whole.united(with: Self.activity(10, [(start, 3, 5)]))
        }
        #expect(whole.windows.count <= 128)
        #expect(whole.windows.reduce(0) { $0 + $1.bytesUp } == 600)
        #expect(whole.windows.reduce(0) { $0 + $1.bytesDown } == 1_000)
        #expect(whole.windows.map(\.start) == whole.windows.map(\.start).sorted())
    }

    @Test func `the whole range of time`() {
        let ends = Activity(
            windowSeconds: 10,
            windows: [
                Activity.Window(start: Timestamp(nanoseconds: .min), bytesUp: 1, bytesDown: 0),
                Activity.Window(start: Timestamp(nanoseconds: .max), bytesUp: 2, bytesDown: 0),
            ]
        )
        #expect(ends.slots(atMost: 40).bytes.map(\.up).reduce(0, +) == 3)
        #expect(ends.united(with: ends).windows.map(\.bytesUp) == [2, 4])
    }
}
