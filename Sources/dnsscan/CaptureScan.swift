import Findings
import ScanPipeline

/// What came of reading captures.
struct CaptureScan {
    let report: Report
    /// Whether a capture could not be read.
    let hasErrors: Bool
    /// Whether a capture was read with a warning.
    let hasWarnings: Bool

    /// Reads captures one after the other; one that cannot be read does not stop the others.
    ///
    /// - Parameters:
    ///   - captures: Paths, `-` for standard input.
    ///   - progress: Shows how far the scan is, if at all.
    ///   - notify: Gets what a user should hear of at once: a path, what happened, whether it is an error.
    init(_ captures: [String], progress: inout Progress?, notify: (String, String, Bool) -> Void) {
        var scan = Scan()
        var hasErrors = false
        var hasWarnings = false
        for (index, path) in captures.enumerated() {
            let diagnostic = scan.read(path) { bytes in progress?.update(path, index: index, bytes: bytes) }
            progress?.finishCapture()
            guard let diagnostic else { continue }
            if diagnostic.isError { hasErrors = true } else { hasWarnings = true }
            notify(diagnostic.path, diagnostic.message, diagnostic.isError)
        }
        report = scan.finish()
        self.hasErrors = hasErrors
        self.hasWarnings = hasWarnings
    }
}
