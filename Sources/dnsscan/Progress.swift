import FilePaths
import FindingReport

/// A line on standard error that says how far a scan is.
///
/// Shown from one second on and renewed ten times a second at most, so that short scans stay silent and long ones
/// lose no time to it. How much is still to come is not said: of a compressed capture or a pipe nobody knows.
package struct Progress {
    private let columns: Int
    private let captures: [String]
    private let clock = ContinuousClock()
    private let start: ContinuousClock.Instant
    private var lastShown: ContinuousClock.Instant?
    private var current: String?
    private var currentBytes = 0
    private var finishedBytes = 0

    /// - Parameters:
    ///   - columns: The width of the terminal.
    ///   - captures: The paths of all captures, in the order in which they are read.
    package init(columns: Int, captures: [String]) {
        self.columns = columns
        self.captures = captures
        start = clock.now
    }

    /// Shows where the scan is, if it is time to.
    ///
    /// - Parameters:
    ///   - path: The capture that is read.
    ///   - bytes: Captured bytes of this capture so far.
    mutating func update(_ path: String, bytes: Int) {
        if path != current || bytes < currentBytes { finishedBytes += currentBytes }
        current = path
        currentBytes = bytes
        let now = clock.now
        guard now - start >= .seconds(1), lastShown.map({ now - $0 >= .milliseconds(100) }) ?? true else {
            return
        }
        lastShown = now
        show(
            Self.line(
                path,
                index: captures.firstIndex(of: path) ?? 0,
                of: captures.count,
                bytes: finishedBytes + bytes,
                after: now - start,
                columns: columns
            )
        )
    }

    /// Takes the line away.
    mutating func clear() {
        guard lastShown != nil else { return }
        lastShown = nil
        show("")
    }

    /// The line for one moment, no longer than the terminal is wide.
    package static func line(
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
        let name = TerminalText(path.shownPath).shortenedInTheMiddle(
            to: max(8, columns - place.count - amount.count - 3)
        )
        return TerminalText("\(place)\(name.string): \(amount)").shortenedInTheMiddle(to: columns - 1).string
    }

    /// Replaces the line: back to its start, the text, and delete what is left of the old one.
    private func show(_ text: String) {
        try? OutputStream.standardError.write("\r\(text)\u{1B}[K")
    }
}
