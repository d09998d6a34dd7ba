import NetworkTypes

/// How many octets travelled in which window of time.
///
/// Windows start at multiples of their width since 1970. They are ten seconds wide until a zone has been
/// active in more than ``capacity`` of them; then all double, as often as needed. The width therefore depends
/// on the traffic alone, and two timelines unite into the timeline of the whole.
package struct ActivityTimeline: Sendable {
    package struct Window: Sendable {
        package var octetsUp = 0
        package var octetsDown = 0
        package var messages = 0
    }

    static let capacity = 64
    private static let initialWidth: Int64 = 10

    /// Seconds.
    package private(set) var windowWidth = initialWidth
    private var windows: [Int64: Window] = [:]

    /// The largest number of octets in both directions of one window.
    package var peakOctets: Int {
        windows.values.map { $0.octetsUp + $0.octetsDown }.max() ?? 0
    }

    /// In how many windows there was anything.
    package var activeWindows: Int { windows.count }

    mutating func note(_ time: Timestamp, octetsUp: Int, octetsDown: Int) {
        let added = Window(octetsUp: octetsUp, octetsDown: octetsDown, messages: 1)
        windows[index(of: time), default: Window()].add(added)
        coarsen()
    }

    /// Adds the timeline of another part of the capture.
    mutating func merge(_ other: Self) {
        var other = other
        while other.windowWidth < windowWidth { other.double() }
        while windowWidth < other.windowWidth { double() }
        for (index, window) in other.windows { windows[index, default: Window()].add(window) }
        coarsen()
    }

    private func index(of time: Timestamp) -> Int64 {
        let width = windowWidth * 1_000_000_000
        let quotient = time.nanoseconds / width
        return time.nanoseconds % width < 0 ? quotient - 1 : quotient
    }

    private mutating func coarsen() {
        while windows.count > Self.capacity { double() }
    }

    private mutating func double() {
        windowWidth *= 2
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
