import PacketCapture
import ScanPipeline

/// The outcome of reading captures.
struct CaptureScan<Result> {
    let result: Result
    /// Whether a capture could not be read.
    let hasErrors: Bool
    /// Whether a capture was read with a warning.
    let hasWarnings: Bool

    /// Reads captures one after the other; one that cannot be read does not stop the others.
    ///
    /// - Parameters:
    ///   - sources: The inputs that the user gave.
    ///   - scan: The reader of these inputs.
    ///   - progress: Shows how far the scan is, if at all.
    ///   - watch: Looks at the findings while a capture grows.
    ///   - finish: Makes the result.
    ///   - notify: Receives messages that a user should get at once: a path, the event, whether it is an error.
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

extension CaptureScan<[UInt8]> {
    /// Reads captures into a part.
    ///
    /// - Parameters:
    ///   - sources: The inputs that the user gave.
    ///   - share: The share that is read, of one capture.
    ///   - progress: Shows how far the reading is, if at all.
    ///   - notify: Receives messages that a user should get at once: a path, the event, whether it is an error.
    init(
        profiling sources: [CaptureSource],
        share: CaptureShare,
        progress: inout Progress?,
        notify: (String, String, Bool) -> Void
    ) {
        var profile = CaptureProfile()
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
                let diagnostic = profile.read(path, share: share) { progress?.update(path, $0) }
                if let diagnostic { note(diagnostic, &progress) }
            case .directory(let directory):
                profile.read(directory) {
                    progress?.update($0, $1)
                } notify: {
                    note($0, &progress)
                }
            }
        }
        progress?.clear()
        result = profile.finish()
        self.hasErrors = hasErrors
        self.hasWarnings = hasWarnings
    }
}
