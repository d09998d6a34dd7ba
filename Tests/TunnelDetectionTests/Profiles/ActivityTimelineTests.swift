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
            timeline.note(Timestamp(nanoseconds: event.nanoseconds), octets: event.up + event.down)
        }
        return timeline
    }

    private static func content(_ timeline: ActivityTimeline) -> [Int] {
        [Int(timeline.windowWidth), timeline.activeWindows, timeline.peakOctets]
    }

    /// Windows of one width, counted the slow way.
    private static func windows(_ events: [Event], width: Int64) -> [Int64: Int] {
        Dictionary(
            events.map { event in
                // Floor, also before 1970.
                let width = Double(width) * 1e9
                return (Int64((Double(event.nanoseconds) / width).rounded(.down)), event.up + event.down)
            },
            uniquingKeysWith: +
        )
    }

    @Test func empty() {
        #expect(Self.content(ActivityTimeline()) == [10, 0, 0])
    }

    @Test func windowsBeginAtMultiplesOfTenSeconds() {
        let timeline = Self.timeline([
            Event(nanoseconds: 9_999_999_999, up: 1, down: 2),
            Event(nanoseconds: 10_000_000_000, up: 10, down: 20),
            Event(nanoseconds: 19_999_999_999, up: 100, down: 200),
            Event(nanoseconds: -1, up: 4, down: 0),
            Event(nanoseconds: -10_000_000_000, up: 4, down: 0),
        ])
        #expect(Self.content(timeline) == [10, 3, 330])
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
        let counted = Self.windows(events, width: width)
        #expect(counted.count <= ActivityTimeline.capacity)
        #expect(timeline.activeWindows == counted.count)
        #expect(timeline.peakOctets == counted.values.max())
        #expect(width == 10 || Self.windows(events, width: width / 2).count > ActivityTimeline.capacity)
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
        let whole = Self.content(Self.timeline(events))
        var forward = Self.timeline(events[..<cut])
        forward.merge(Self.timeline(events[cut...]))
        #expect(Self.content(forward) == whole)
        var backward = Self.timeline(events[cut...])
        backward.merge(Self.timeline(events[..<cut]))
        #expect(Self.content(backward) == whole)
    }

    @Test func theWholeRangeOfTime() {
        let step = Int64.max / 100
        let timeline = Self.timeline((-100...100).map { Event(nanoseconds: step * $0, up: 1, down: 0) })
        #expect(timeline.activeWindows <= ActivityTimeline.capacity)
        #expect(
            Self.timeline([
                Event(nanoseconds: .min, up: 1, down: 0), Event(nanoseconds: .max, up: 2, down: 0),
            ])
            .peakOctets == 2
        )
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
