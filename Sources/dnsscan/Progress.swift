import FindingReport

/// A line on standard error that says how far a scan is.
///
/// Shown from one second on and renewed ten times a second at most, so that short scans stay silent and long ones
/// lose no time to it. How much is still to come is not said: of a compressed capture or a pipe nobody knows.
struct Progress {
    private let columns: Int
    private let captureCount: Int
    private let clock = ContinuousClock()
    private let start: ContinuousClock.Instant
    private var lastShown: ContinuousClock.Instant?
    private var finishedBytes = 0
    private var currentBytes = 0

    /// - Parameters:
    ///   - columns: The width of the terminal.
    ///   - captureCount: How many captures there are.
    init(columns: Int, captureCount: Int) {
        self.columns = columns
        self.captureCount = captureCount
        start = clock.now
    }

    /// Shows where the scan is, if it is time to.
    ///
    /// - Parameters:
    ///   - path: The capture that is read.
    ///   - index: Which capture, from 0.
    ///   - bytes: Captured bytes of this capture so far.
    mutating func update(_ path: String, index: Int, bytes: Int) {
        currentBytes = bytes
        let now = clock.now
        guard now - start >= .seconds(1), lastShown.map({ now - $0 >= .milliseconds(100) }) ?? true else {
            return
        }
        lastShown = now
        show(
            Self.line(
                path,
                index: index,
                of: captureCount,
                bytes: finishedBytes + bytes,
                after: now - start,
                columns: columns
            )
        )
    }

    /// Counts the capture that was just read and makes room for other lines.
    mutating func finishCapture() {
        finishedBytes += currentBytes
        currentBytes = 0
        clear()
    }

    /// Takes the line away.
    mutating func clear() {
        guard lastShown != nil else { return }
        lastShown = nil
        show("")
    }

    /// The line for one moment, no longer than the terminal is wide.
    static func line(
        _ path: String,
        index: Int,
        of count: Int,
        bytes: Int,
        after time: Duration,
        columns: Int
    ) -> String {
        let (whole, attoseconds) = time.components
        let seconds = Double(whole) + Double(attoseconds) / 1e18
        let rate = seconds > 0 ? Double(bytes) / seconds : 0
        let place = count > 1 ? "[\(index + 1)/\(count)] " : ""
        let amount =
            "\(Quantity.bytes(bytes)), \(Quantity.bytes(Int(rate)))/s, \(Quantity.duration(seconds: seconds))"
        let name = TerminalText(path).shortenedInTheMiddle(
            to: max(8, columns - place.count - amount.count - 3)
        )
        return TerminalText("\(place)\(name.string): \(amount)").shortenedInTheMiddle(to: columns - 1).string
    }

    /// Replaces the line: back to its start, the text, and delete what is left of the old one.
    private func show(_ text: String) {
        try? OutputStream.standardError.write("\r\(text)\u{1B}[K")
    }
}
