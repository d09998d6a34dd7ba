import PacketCapture
import ScanPipeline

/// What came of reading captures.
struct CaptureScan<Result> {
    let result: Result
    /// Whether a capture could not be read.
    let hasErrors: Bool
    /// Whether a capture was read with a warning.
    let hasWarnings: Bool

    /// Reads captures one after the other; one that cannot be read does not stop the others.
    ///
    /// - Parameters:
    ///   - sources: What the user gave.
    ///   - scan: What reads them.
    ///   - progress: Shows how far the scan is, if at all.
    ///   - watch: Looks at what is found while a capture grows.
    ///   - finish: Makes the result.
    ///   - notify: Gets what a user should hear of at once: a path, what happened, whether it is an error.
    init(
        _ sources: [CaptureSource],
        _ scan: consuming Scan,
        progress: inout Progress?,
        watch: LiveWatch? = nil,
        finish: (consuming Scan) -> Result,
        notify: (String, String, Bool) -> Void
    ) {
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
                let diagnostic = scan.read(path, watch: watch) { progress?.update(path, $0) }
                if let diagnostic { note(diagnostic, &progress) }
            case .directory(let directory):
                scan.read(directory) {
                    progress?.update($0, $1)
                } notify: {
                    note($0, &progress)
                }
            }
        }
        progress?.clear()
        result = finish(scan)
        self.hasErrors = hasErrors
        self.hasWarnings = hasWarnings
    }
}
