import FindingReport
import ScanPipeline

/// Captures that are about to be read, and the place of what comes of them.
struct CaptureRun {
    private let settings: RunSettings
    private let sources: [CaptureSource]
    private let file: ReportFile?

    /// Looks at the paths; what cannot be written is told before the work.
    init(_ settings: RunSettings) throws {
        self.settings = settings
        sources = settings.captures.map(CaptureSource.init(path:))
        let paths = sources.flatMap(\.paths)
        file = try settings.outputPath.map { try Messages.file($0, inputs: paths) }
    }

    /// Sends all captures through a scan, showing progress and warnings as the settings say.
    ///
    /// Before the first octet of a capture is read, the process gives up all that this and ``deliver(_:summary:)`` do
    /// not take; whatever else is to be read must have been read by then.
    ///
    /// - Parameters:
    ///   - scan: What reads the captures.
    ///   - finish: Makes the result of the scan.
    /// - Returns: The result, and whether something stood in its way.
    func read<Result>(
        _ scan: consuming Scan = Scan(),
        finish: (consuming Scan) -> Result
    ) -> CaptureScan<Result> {
        Messages.confine(
            // Standard input is open already.
            readable: settings.captures.filter { $0 != "-" },
            writable: file?.place,
            showsWarnings: settings.showsWarnings,
            isVerbose: settings.reportText.isVerbose
        )
        let paths = sources.flatMap(\.paths)
        var progress = settings.progressColumns.map { Progress(columns: $0, captures: paths) }
        return CaptureScan(sources, scan, progress: &progress, finish: finish) { path, message, isError in
            if isError || settings.showsWarnings {
                Messages.notify(path, isError ? message : "warning: " + message)
            }
        }
    }

    /// Writes the result to its file or to standard output.
    ///
    /// - Parameters:
    ///   - text: The result.
    ///   - summary: What the terminal shows when the result goes to a file, or `nil` for nothing.
    /// - Throws: ``ExitStatus/unwritableOutput`` when nobody gets the result.
    func deliver(_ text: String, summary: @autoclosure () -> String?) throws {
        guard let file, let path = settings.outputPath else { return try Messages.print(text) }
        try Messages.write(text, to: file, path: path)
        if let summary = summary() { try Messages.print(summary) }
    }
}
