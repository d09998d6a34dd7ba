import NetworkTypes
import TestSupport
import Testing
import ZoneProfiles

/// Windows of activity, against a plain count in windows of the width that the timeline chose.
@Suite struct ActivityTimelineTests {
    struct Event: Sendable {
        let nanoseconds: Int64
        let up: Int
        let down: Int
    }

    private static func timeline(_ events: some Sequence<Event>) -> ActivityTimeline {
        var timeline = ActivityTimeline()
        for event in events {
            timeline.note(Timestamp(nanoseconds: event.nanoseconds), up: event.up, down: event.down)
        }
        return timeline
    }

    /// What one window holds, and when it starts.
    struct Slot: Hashable {
        let start: Int64
        let up: Int
        let down: Int
    }

    private static func slots(_ timeline: ActivityTimeline) -> [Slot] {
        timeline.windows.map {
            Slot(start: timeline.start(of: $0).nanoseconds, up: $0.octetsUp, down: $0.octetsDown)
        }
    }

    /// Windows of one width in seconds, counted the slow way.
    private static func slots(_ events: [Event], width: Int64) -> [Slot] {
        let width = width * 1_000_000_000
        // Floor, also before 1970.
        let groups = Dictionary(grouping: events) { event in
            event.nanoseconds / width - (event.nanoseconds % width < 0 ? 1 : 0)
        }
        return groups.sorted { $0.key < $1.key }.map { index, events in
            Slot(
                start: index * width,
                up: events.reduce(0) { $0 + $1.up },
                down: events.reduce(0) { $0 + $1.down }
            )
        }
    }

    @Test func empty() {
        #expect(ActivityTimeline().windowWidth == 10)
        #expect(ActivityTimeline().windows.isEmpty)
    }

    @Test func windowsBeginAtMultiplesOfTenSeconds() {
        let timeline = Self.timeline([
            Event(nanoseconds: 9_999_999_999, up: 1, down: 2),
            Event(nanoseconds: 10_000_000_000, up: 10, down: 20),
            Event(nanoseconds: 19_999_999_999, up: 100, down: 200),
            Event(nanoseconds: -1, up: 4, down: 0),
            Event(nanoseconds: -10_000_000_000, up: 4, down: 0),
        ])
        #expect(timeline.windowWidth == 10)
        #expect(
            Self.slots(timeline) == [
                Slot(start: -10_000_000_000, up: 8, down: 0), Slot(start: 0, up: 1, down: 2),
                Slot(start: 10_000_000_000, up: 110, down: 220),
            ]
        )
    }

    @Test(arguments: [
        ("an hour", 3_600), ("a week", 604_800), ("a year", 31_536_000), ("a century", 3_155_760_000),
    ])
    func widthIsTheSmallestThatFits(name: String, seconds: Int64) {
        var generator = SeededGenerator(seed: UInt64(seconds))
        let events = (0..<500).map { _ in
            Event(
                nanoseconds: Int64.random(in: 0..<seconds, using: &generator) * 1_000_000_000,
                up: 1,
                down: 2
            )
        }
        let timeline = Self.timeline(events)
        let width = timeline.windowWidth
        let counted = Self.slots(events, width: width)
        #expect(counted.count <= ActivityTimeline.capacity)
        #expect(Self.slots(timeline) == counted)
        #expect(width == 10 || Self.slots(events, width: width / 2).count > ActivityTimeline.capacity)
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func mergingIsThatOfTheWhole(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let range = Int64(1) << Int64.random(in: 34...62, using: &generator)
        let events = (0..<300).map { _ in
            Event(
                nanoseconds: Int64.random(in: -range..<range, using: &generator),
                up: Int.random(in: 0..<99, using: &generator),
                down: Int.random(in: 0..<99, using: &generator)
            )
        }
        let cut = Int.random(in: 0...events.count, using: &generator)
        let whole = Self.timeline(events)
        var forward = Self.timeline(events[..<cut])
        forward.merge(Self.timeline(events[cut...]))
        #expect(forward.windowWidth == whole.windowWidth)
        #expect(Self.slots(forward) == Self.slots(whole))
        var backward = Self.timeline(events[cut...])
        backward.merge(Self.timeline(events[..<cut]))
        #expect(backward.windowWidth == whole.windowWidth)
        #expect(Self.slots(backward) == Self.slots(whole))
    }

    @Test func theWholeRangeOfTime() {
        let step = Int64.max / 100
        let timeline = Self.timeline((-100...100).map { Event(nanoseconds: step * $0, up: 1, down: 0) })
        #expect(timeline.windows.count <= ActivityTimeline.capacity)
        #expect(timeline.windows.map(\.octetsUp).reduce(0, +) == 201)
        let ends = Self.timeline([
            Event(nanoseconds: .min, up: 1, down: 0), Event(nanoseconds: .max, up: 2, down: 0),
        ])
        #expect(ends.windows.map(\.octetsUp) == [1, 2])
        #expect(ends.windows.map(ends.start).first == Timestamp(nanoseconds: .min))
    }

    @Test func `dispersion tells clocks from chance and from bursts`() throws {
        func timeline(_ seconds: [Double]) -> ActivityTimeline {
            Self.timeline(seconds.map { Event(nanoseconds: Int64($0 * 1e9), up: 1, down: 0) })
        }
        // Five messages in each window of ten seconds; the outer two are cut and do not count.
        #expect(timeline((0..<300).map { 3 + 2 * Double($0) }).dispersion == 0)
        var generator = SeededGenerator(seed: 21)
        let random = (0..<3_000).map { _ in Double.random(in: 0..<600, using: &generator) }
        let ofChance = try #require(timeline(random).dispersion)
        #expect((0.6...1.5).contains(ofChance))
        // Twenty messages at once every two minutes: a mean of 20 in windows of 120, or 0 and 20 in narrower ones.
        let bursts = (0..<400).map { index -> Double in
            let visit = Double(index / 20)
            return 120 * visit * (1 + visit / 10)
        }
        #expect(try #require(timeline(bursts).dispersion) > 3)
        #expect(timeline([0, 1, 2]).dispersion == nil)
    }
}
