package import Findings

/// Looks at a scan that goes on: seldom enough to cost little, soon enough to be news.
package final class LiveWatch {
    private let show: (Report) -> Void
    private let clock = ContinuousClock()
    private var due: ContinuousClock.Instant
    private var hasNews = false

    /// The least time between two looks.
    private static let pause = Duration.milliseconds(500)
    /// The pause until the next look, as a multiple of the time that a look takes.
    private static let share = 20

    /// - Parameter show: Receives the findings as if the capture ended now.
    package init(show: @escaping (Report) -> Void) {
        self.show = show
        due = clock.now + Self.pause
    }

    /// Notes that another frame was read.
    func noteFrame() { hasNews = true }

    /// Whether to look at the scan now.
    ///
    /// - Parameter wait: Waits for the next frame so many seconds at most, and says whether it is there.
    /// - Returns: Whether it is time, or no frame came until then.
    func isDue(_ wait: (_ seconds: Double) -> Bool) -> Bool {
        guard hasNews else { return false }
        let rest = clock.now.duration(to: due)
        // While frames keep coming it is due when it is time; else when they cease.
        return rest <= .zero
            || !wait(Double(rest.components.seconds) + Double(rest.components.attoseconds) * 1e-18)
    }

    /// Judges and shows.
    func look(_ report: () -> Report) {
        hasNews = false
        let cost = clock.measure { show(report()) }
        due = clock.now + max(Self.pause, cost * Self.share)
    }
}
