package import NetworkTypes

/// How many octets travelled in which window of time, in each direction.
///
/// Windows start at multiples of their width since 1970. They are ten seconds wide until a zone has been
/// active in more than ``capacity`` of them; then all double, as often as needed. The width therefore depends
/// on the traffic alone, and two timelines unite into the timeline of the whole.
package struct ActivityTimeline: Sendable {
    /// The messages that travelled in one window.
    package struct Window: Hashable, Sendable {
        /// The start, in widths since 1970.
        fileprivate(set) var index: Int64
        /// Octets of names.
        package fileprivate(set) var octetsUp: Int
        /// Octets of rdata in answers.
        package fileprivate(set) var octetsDown: Int
        fileprivate(set) var messages: Int
    }

    package static let capacity = 64
    private static let initialWidth: Int64 = 10

    /// Seconds.
    package private(set) var windowWidth = initialWidth
    /// By time: the windows in which there was anything.
    package private(set) var windows: [Window] = []

    package init() {}

    /// The time at which a window starts; the earliest time there is for one that starts before it.
    package func start(of window: Window) -> Timestamp {
        let (nanoseconds, overflow) = window.index.multipliedReportingOverflow(
            by: windowWidth * 1_000_000_000
        )
        return Timestamp(nanoseconds: overflow ? .min : nanoseconds)
    }

    /// How unevenly messages are spread over time: the variance of their number in a window over its mean.
    ///
    /// - Unit: messages. Poisson's 1 for independent ones, 0 for a clock, far above 1 for bursts; `nil` for fewer
    ///   than `judgedWindows` whole windows with `judgedMessages` messages each, on average.
    ///
    /// Source: Cox and Lewis, "The Statistical Analysis of Series of Events" (1966), the index of dispersion.
    package var dispersion: Double? {
        var timeline = self
        while let first = timeline.windows.first, let last = timeline.windows.last {
            // The activity begins and ends somewhere in the first and the last window.
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
    /// The fewest messages of which there is a ``dispersion``.
    package static let judgedInAll = Int(judgedWindows * judgedMessages)

    /// All messages.
    package var messages: Int { windows.reduce(0) { $0 + $1.messages } }

    /// The memory that the windows hold, in bytes.
    package var heldBytes: Int { MemoryCost.array(windows) }

    /// Adds one message.
    ///
    /// - Parameters:
    ///   - time: When it was captured.
    ///   - up: Octets of its name, or 0 where these count elsewhere.
    ///   - down: Octets of rdata in its answers.
    /// - Complexity: O(``capacity``) for a message out of order, else O(1).
    package mutating func note(_ time: Timestamp, up: Int, down: Int) {
        add(Window(index: index(of: time), octetsUp: up, octetsDown: down, messages: 1))
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
            windows[position].octetsUp += window.octetsUp
            windows[position].octetsDown += window.octetsDown
            windows[position].messages += window.messages
        } else {
            windows.place(window, at: position)
        }
    }

    /// The position where the window with an index is or belongs.
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
        for var window in narrow {
            window.index >>= 1
            add(window)
        }
    }
}
