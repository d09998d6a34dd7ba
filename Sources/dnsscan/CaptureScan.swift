import Findings
import PacketCapture
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
    ///   - sources: What the user gave.
    ///   - progress: Shows how far the scan is, if at all.
    ///   - notify: Gets what a user should hear of at once: a path, what happened, whether it is an error.
    init(_ sources: [CaptureSource], progress: inout Progress?, notify: (String, String, Bool) -> Void) {
        var scan = Scan()
        var hasErrors = false
        var hasWarnings = false
        func note(_ diagnostic: Diagnostic, _ progress: inout Progress?) {
            if diagnostic.isError { hasErrors = true } else { hasWarnings = true }
            progress?.clear()
            notify(diagnostic.path, diagnostic.message, diagnostic.isError)
        }
        for source in sources {
            switch source {
            case .file(let path):
                let diagnostic = scan.read(path) { progress?.update(path, bytes: $0) }
                if let diagnostic { note(diagnostic, &progress) }
            case .directory(let directory):
                scan.read(directory) {
                    progress?.update($0, bytes: $1)
                } notify: {
                    note($0, &progress)
                }
            }
        }
        progress?.clear()
        report = scan.finish()
        self.hasErrors = hasErrors
        self.hasWarnings = hasWarnings
    }
}
