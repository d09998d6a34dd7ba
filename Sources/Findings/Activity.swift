package import NetworkTypes

/// How much a channel carried when: windows of one width, those without any traffic left out.
package struct Activity: Hashable, Sendable {
    /// What a channel carried in one window of time.
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

    package init(windowSeconds: Int, windows: [Window]) {
        self.windowSeconds = max(1, windowSeconds)
        self.windows = windows
    }

    /// The windows gathered into `count` slots of equal width between the first and the last window.
    ///
    /// - Returns: Bytes up and down of each slot; empty without a window.
    /// - Complexity: O(windows + count).
    package func slots(_ count: Int) -> [(up: Int, down: Int)] {
        guard let first = windows.first?.start, let last = windows.last?.start, count > 0 else { return [] }
        let span = last.seconds(since: first) + Double(windowSeconds)
        var slots = Array(repeating: (up: 0, down: 0), count: count)
        for window in windows {
            let place = Int(window.start.seconds(since: first) / span * Double(count))
            let slot = min(count - 1, max(0, place))
            slots[slot].up += window.bytesUp
            slots[slot].down += window.bytesDown
        }
        return slots
    }
}
