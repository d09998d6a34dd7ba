package import NetworkTypes

/// How many octets travelled in which window of time.
///
/// Windows start at multiples of their width since 1970. They are ten seconds wide until a zone has been
/// active in more than ``capacity`` of them; then all double, as often as needed. The width therefore depends
/// on the traffic alone, and two timelines unite into the timeline of the whole.
package struct ActivityTimeline: Sendable {
    /// What travelled in one window.
    private struct Window: Sendable {
        var index: Int64
        var octets: Int
        var messages: Int
    }

    package static let capacity = 64
    private static let initialWidth: Int64 = 10

    /// Seconds.
    package private(set) var windowWidth = initialWidth
    /// In the order of their indices: the windows in which there was anything.
    private var windows: [Window] = []

    package init() {}

    /// The largest number of octets in both directions of one window.
    package var peakOctets: Int { windows.map(\.octets).max() ?? 0 }

    /// How unevenly messages are spread over time: the variance of their number in a window over its mean.
    ///
    /// - Unit: messages. Poisson's 1 for independent ones, 0 for a clock, far above 1 for bursts; `nil` for fewer
    ///   than `judgedWindows` whole windows with `judgedMessages` messages each, on average.
    ///
    /// Source: Cox and Lewis, "The Statistical Analysis of Series of Events" (1966), the index of dispersion.
    package var dispersion: Double? {
        var timeline = self
        while let first = timeline.windows.first, let last = timeline.windows.last {
            // The activity begins and ends somewhere in the outer two.
            let (span, overflow) = last.index.subtractingReportingOverflow(first.index)
            let count = overflow ? Double(Int64.max) : Double(span) - 1
            guard count >= Self.judgedWindows else { return nil }
            let messages = timeline.windows.dropFirst().dropLast().map { Double($0.messages) }
            let mean = messages.reduce(0, +) / count
            if mean >= Self.judgedMessages {
                return (messages.reduce(0) { $0 + $1 * $1 } / count - mean * mean) / mean
            }
            timeline.double()
        }
        return nil
    }

    private static let judgedWindows = 12.0
    private static let judgedMessages = 4.0

    /// In how many windows there was anything.
    package var activeWindows: Int { windows.count }

    /// What the windows hold in memory, in bytes.
    package var heldBytes: Int { MemoryCost.array(windows) }

    /// Adds one message of so many octets.
    package mutating func note(_ time: Timestamp, octets: Int) {
        add(Window(index: index(of: time), octets: octets, messages: 1))
        while windows.count > Self.capacity { double() }
    }

    /// Adds the timeline of another part of the capture.
    package mutating func merge(_ other: Self) {
        var other = other
        while other.windowWidth < windowWidth { other.double() }
        while windowWidth < other.windowWidth { double() }
        for window in other.windows { add(window) }
        while windows.count > Self.capacity { double() }
    }

    private func index(of time: Timestamp) -> Int64 {
        let nanoseconds = windowWidth * 1_000_000_000
        let quotient = time.nanoseconds / nanoseconds
        return time.nanoseconds % nanoseconds < 0 ? quotient - 1 : quotient
    }

    private mutating func add(_ window: Window) {
        let position = position(of: window.index)
        if position < windows.count, windows[position].index == window.index {
            windows[position].octets += window.octets
            windows[position].messages += window.messages
        } else {
            windows.insert(window, at: position)
        }
    }

    /// Where the window with an index is or belongs.
    private func position(of index: Int64) -> Int {
        var (low, high) = (0, windows.count)
        // Time mostly goes on, so the place is mostly the last one or behind it.
        if let last = windows.last, last.index <= index { low = last.index == index ? high - 1 : high }
        while low < high {
            let middle = (low + high) / 2
            if windows[middle].index < index { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private mutating func double() {
        windowWidth *= 2
        let narrow = windows
        windows.removeAll(keepingCapacity: true)
        for window in narrow {
            add(Window(index: window.index >> 1, octets: window.octets, messages: window.messages))
        }
    }
}
