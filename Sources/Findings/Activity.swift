package import NetworkTypes

/// The traffic of a channel by time: windows of one width, those without any traffic left out.
package struct Activity: Hashable, Sendable {
    /// The traffic of a channel in one window of time.
    package struct Window: Hashable, Sendable {
        /// A multiple of the width since 1970.
        package let start: Timestamp
        /// Estimated payload from the clients to the zone, in bytes.
        package let bytesUp: Int
        /// Estimated payload from the zone to the clients, in bytes.
        package let bytesDown: Int

        package init(start: Timestamp, bytesUp: Int, bytesDown: Int) {
            self.start = start
            self.bytesUp = bytesUp
            self.bytesDown = bytesDown
        }
    }

    /// The width of every window, in seconds; at least 1.
    package let windowSeconds: Int
    /// By time.
    package let windows: [Window]

    /// Windows that an activity keeps when it is united with others; of more, every two become one.
    private static let capacity = 128

    package init(windowSeconds: Int, windows: [Window]) {
        self.windowSeconds = max(1, windowSeconds)
        self.windows = windows
    }

    /// The payload of the busiest window in both directions, in bytes per second.
    package var peakBytesPerSecond: Double {
        Double(windows.map { $0.bytesUp + $0.bytesDown }.max() ?? 0) / Double(windowSeconds)
    }

    /// Whether there was any payload, such as in a tunnel that is more than kept open.
    package var carriedAnything: Bool { peakBytesPerSecond > 0 }

    /// The activity of two channels, or of two parts of one.
    ///
    /// - Parameter other: Its windows' width is this one's by a power of two.
    /// - Returns: Windows of the wider of both widths, or of twice it as often as they would be more than 128.
    /// - Complexity: O(windows · log windows).
    package func united(with other: Activity) -> Activity {
        var seconds = max(windowSeconds, other.windowSeconds)
        var windows = Self.windows(windows + other.windows, seconds: seconds)
        while windows.count > Self.capacity, seconds <= Int(Int32.max) {
            seconds *= 2
            windows = Self.windows(windows, seconds: seconds)
        }
        return Activity(windowSeconds: seconds, windows: windows)
    }

    /// Windows gathered into wider ones.
    private static func windows(_ windows: [Window], seconds: Int) -> [Window] {
        let width = Int64(seconds) * 1_000_000_000
        let gathered = Dictionary(grouping: windows) { window in
            let start = window.start.nanoseconds
            return start / width - (start % width < 0 ? 1 : 0)
        }
        return gathered.sorted { $0.key < $1.key }.map { index, parts in
            let (start, overflow) = index.multipliedReportingOverflow(by: width)
            return Window(
                start: Timestamp(nanoseconds: overflow ? .min : start),
                bytesUp: parts.reduce(0) { $0 + $1.bytesUp },
                bytesDown: parts.reduce(0) { $0 + $1.bytesDown }
            )
        }
    }

    /// All of the time between the first and the last window, the times without any traffic too.
    ///
    /// - Parameter count: The most slots, at least 1.
    /// - Returns: Bytes up and down of slots that are each as wide as one window or as several; the width in seconds. No
    ///   slot without a window.
    /// - Complexity: O(windows + count).
    package func slots(atMost count: Int) -> (seconds: Int, bytes: [(up: Int, down: Int)]) {
        guard let first = windows.first?.start, let last = windows.last?.start else {
            return (windowSeconds, [])
        }
        let span = Int(last.seconds(since: first)) / windowSeconds + 1
        let windowsPerSlot = (span - 1) / max(1, count) + 1
        var slots = Array(repeating: (up: 0, down: 0), count: (span - 1) / windowsPerSlot + 1)
        for window in windows {
            let slot = Int(window.start.seconds(since: first)) / windowSeconds / windowsPerSlot
            slots[min(slots.count - 1, max(0, slot))].up += window.bytesUp
            slots[min(slots.count - 1, max(0, slot))].down += window.bytesDown
        }
        return (windowSeconds * windowsPerSlot, slots)
    }
}
