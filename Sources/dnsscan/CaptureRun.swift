import FindingReport
import Interruption
import ScanPipeline

/// Captures that are about to be read, and the place of the results.
struct CaptureRun {
    private let settings: RunSettings
    private let sources: [CaptureSource]
    /// The files that get results, by the paths that were typed.
    private let files: [String: ReportFile]

    /// Checks the paths, tells before the work which outputs cannot be written, and gives up all rights that the run
    /// does not need.
    ///
    /// From then on the process can read its inputs and write its output, and nothing else: lists and baselines come
    /// from other people just as captures do.
    ///
    /// - Parameters:
    ///   - settings: The places of the captures and of the result.
    ///   - otherInputs: Paths of all else that will be read.
    ///   - folder: The path of a folder in which files will be made, instead of an output.
    /// - Throws: `ValidationError` for an output that is an input, ``ExitStatus`` after a message about missing
    ///   memory or rights.
    init(_ settings: RunSettings, otherInputs: [String] = [], folder: String? = nil) throws {
        try AddressSpace.ensure()
        self.settings = settings
        sources = settings.captures.map(CaptureSource.init(path:))
        let inputs = sources.flatMap(\.paths) + otherInputs
        files = try Dictionary(
            settings.outputPaths.map { ($0, try Messages.file($0, inputs: inputs)) },
            uniquingKeysWith: { first, _ in first }
        )
        Messages.confine(
            // Standard input is open already.
            readable: settings.captures.filter { $0 != "-" } + otherInputs,
            writable: settings.outputPaths.compactMap { files[$0]?.place } + [folder].compactMap { $0 },
            showsWarnings: settings.showsWarnings,
            isVerbose: settings.reportText.isVerbose
        )
    }

    /// Sends all captures through a scan, showing progress and warnings as the settings say.
    ///
    /// A signal that asks the process to end ends the reading; the result then covers the part that was read before
    /// it.
    ///
    /// - Parameters:
    ///   - scan: The reader of the captures.
    ///   - watch: Looks at the findings while a capture grows.
    ///   - finish: Makes the result of the scan.
    /// - Returns: The result, and whether something stood in its way.
    func read<Result>(
        _ scan: consuming Scan = Scan(),
        watch: LiveWatch? = nil,
        finish: (consuming Scan) -> Result
    ) -> CaptureScan<Result> {
        let paths = sources.flatMap(\.paths)
        var progress = settings.progressColumns.map { Progress(columns: $0, captures: paths) }
        let result = CaptureScan(sources, scan, progress: &progress, watch: watch, finish: finish) {
            path,
            message,
            isError in
            if isError || settings.showsWarnings {
                Messages.notify(path, isError ? message : "warning: " + message)
            }
        }
        if let interruption = Interruption.current {
            Messages.notify(
                nil,
                "\(interruption.name) ended the reading; the result is of what was read until then"
            )
        }
        return result
    }

    /// Reads all captures into a part, showing progress and warnings as the settings say.
    ///
    /// - Parameter share: The share that is read, of one capture.
    /// - Returns: The part, and whether something stood in its way.
    func profile(share: CaptureShare) -> CaptureScan<[UInt8]> {
        var progress = settings.progressColumns.map {
            Progress(columns: $0, captures: sources.flatMap(\.paths))
        }
        return CaptureScan(profiling: sources, share: share, progress: &progress) { path, message, isError in
            if isError || settings.showsWarnings {
                Messages.notify(path, isError ? message : "warning: " + message)
            }
        }
    }

    /// Writes the result to its file or to standard output.
    ///
    /// - Parameters:
    ///   - text: The result.
    ///   - summary: The text for the terminal when the result goes to a file, or `nil` for nothing.
    /// - Throws: ``ExitStatus/unwritableOutput`` when nobody gets the result.
    func deliver(_ text: String, summary: @autoclosure () -> String?) throws {
        try deliver(text, to: settings.outputPath)
        if settings.outputPath != nil, let summary = summary() { try Messages.print(summary) }
    }

    /// Writes one of several results.
    ///
    /// - Parameters:
    ///   - text: The result.
    ///   - path: One of the run's files, or `nil` for standard output.
    /// - Throws: ``ExitStatus/unwritableOutput`` when nobody gets the result.
    func deliver(_ text: String, to path: String?) throws {
        guard let path, let file = files[path] else { return try Messages.print(text) }
        try Messages.write(text, to: file, path: path)
    }

    /// Writes one of the run's files piece by piece.
    ///
    /// - Parameters:
    ///   - path: One of the run's files.
    ///   - deliver: Writes all of its content.
    /// - Throws: ``ExitStatus/unwritableOutput`` when it cannot be written.
    func write(to path: String, _ deliver: (OutputStream) throws(OutputError) -> Void) throws {
        if let file = files[path] { try Messages.write(to: file, path: path, deliver) }
    }
}
