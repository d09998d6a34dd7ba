import NetworkTypes

/// How many octets travelled in which window of time.
///
/// Windows start at multiples of their width since 1970. They are ten seconds wide until a zone has been
/// active in more than ``capacity`` of them; then all double, as often as needed. The width therefore depends
/// on the traffic alone, and two timelines unite into the timeline of the whole.
package struct ActivityTimeline: Sendable {
    /// What travelled in one window.
    package struct Window: Sendable {
        package var octetsUp = 0
        package var octetsDown = 0
        package var messages = 0
    }

    static let capacity = 64
    private static let initialWidth: Int64 = 10

    /// Seconds.
    package var windowWidth: Int64 { settled.width }
    private var width = initialWidth
    private var windows: [Int64: Window] = [:]
    /// The window that was noted last, which is not in `windows` yet: messages come in bursts.
    private var latest: (index: Int64, window: Window)?

    /// The largest number of octets in both directions of one window.
    package var peakOctets: Int {
        settled.windows.values.map { $0.octetsUp + $0.octetsDown }.max() ?? 0
    }

    /// How many windows are held in memory.
    var heldCount: Int { windows.count }

    /// In how many windows there was anything.
    package var activeWindows: Int { settled.windows.count }

    mutating func note(_ time: Timestamp, octetsUp: Int, octetsDown: Int) {
        let added = Window(octetsUp: octetsUp, octetsDown: octetsDown, messages: 1)
        if latest?.index == index(of: time) {
            latest?.window.add(added)
        } else {
            settle()
            // Settling may have widened the windows, so the index is worked out anew.
            latest = (index(of: time), added)
        }
    }

    /// The same with all windows in one place.
    private var settled: Self {
        var settled = self
        settled.settle()
        return settled
    }

    private mutating func settle() {
        guard let (index, window) = latest else { return }
        latest = nil
        windows[index, default: Window()].add(window)
        coarsen()
    }

    /// Adds the timeline of another part of the capture.
    mutating func merge(_ other: Self) {
        settle()
        var other = other.settled
        while other.width < width { other.double() }
        while width < other.width { double() }
        for (index, window) in other.windows { windows[index, default: Window()].add(window) }
        coarsen()
    }

    private func index(of time: Timestamp) -> Int64 {
        let nanoseconds = width * 1_000_000_000
        let quotient = time.nanoseconds / nanoseconds
        return time.nanoseconds % nanoseconds < 0 ? quotient - 1 : quotient
    }

    private mutating func coarsen() {
        while windows.count > Self.capacity { double() }
    }

    private mutating func double() {
        width *= 2
        var doubled: [Int64: Window] = [:]
        for (index, window) in windows { doubled[index >> 1, default: Window()].add(window) }
        windows = doubled
    }
}

extension ActivityTimeline.Window {
    mutating func add(_ other: Self) {
        octetsUp += other.octetsUp
        octetsDown += other.octetsDown
        messages += other.messages
    }
}
