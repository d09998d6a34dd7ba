import FilePaths
import FindingReport
import ScanPipeline

/// A line on standard error that says how far a scan is.
///
/// The line appears after one second and changes ten times a second at most, so that short scans stay silent and long
/// ones lose no time to it. It tells the remaining time only where all captures are regular files: nobody knows the
/// length of a pipe.
package struct Progress {
    private let columns: Int
    private let captures: [String]
    /// The captures' sizes in bytes, or `nil` where any is no regular file.
    private let sizes: [Int]?
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
        let sizes = captures.compactMap(\.regularFileSize)
        self.sizes = sizes.count == captures.count ? sizes : nil
        start = clock.now
    }

    /// Shows where the scan is, if it is time to.
    ///
    /// - Parameters:
    ///   - path: The capture that is read.
    ///   - position: The part of it that is read.
    mutating func update(_ path: String, _ position: ReadingPosition) {
        let bytes = position.capturedBytes
        if path != current || bytes < currentBytes { finishedBytes += currentBytes }
        current = path
        currentBytes = bytes
        let now = clock.now
        guard now - start >= .seconds(1), lastShown.map({ now - $0 >= .milliseconds(100) }) ?? true else {
            return
        }
        lastShown = now
        let index = captures.firstIndex(of: path) ?? 0
        let total = sizes?.reduce(0, +) ?? 0
        let done = (sizes?.prefix(index).reduce(0, +) ?? 0) + position.fileBytes
        show(
            Self.line(
                path,
                index: index,
                of: captures.count,
                bytes: finishedBytes + bytes,
                after: now - start,
                share: total > 0 ? min(1, Double(done) / Double(total)) : nil,
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
    ///
    /// `share` is the part of all captures' files that is read, 0…1, or `nil` where nobody knows.
    package static func line(
        _ path: String,
        index: Int,
        of count: Int,
        bytes: Int,
        after time: Duration,
        share: Double? = nil,
        columns: Int
    ) -> String {
        let (whole, attoseconds) = time.components
        let seconds = Double(whole) + Double(attoseconds) / 1e18
        let rate = seconds > 0 ? Double(bytes) / seconds : 0
        let place = count > 1 ? "[\(index + 1)/\(count)] " : ""
        var amount =
            "\(Quantity.bytes(bytes)), \(Quantity.bytes(Int(rate)))/s, \(Quantity.duration(seconds: seconds))"
        if let share, share > 0 {
            let left = Quantity.duration(seconds: seconds * (1 - share) / share)
            amount = "\(Int(share * 100)) %, \(left) left; \(amount)"
        }
        let name = TerminalText(path.shownPath).shortenedInTheMiddle(
            to: max(8, columns - place.count - amount.count - 3)
        )
        return TerminalText("\(place)\(name.string): \(amount)").shortenedInTheMiddle(to: columns - 1).string
    }

    /// Replaces the line: back to its start, the text, and delete the rest of the old one.
    private func show(_ text: String) {
        try? OutputStream.standardError.write("\r\(text)\u{1B}[K")
    }
}
