import ArgumentParser
import FindingReport
import Findings

/// What the options of a scan mean on a given terminal; finding that out opens nothing.
struct ScanSettings {
    /// Paths, `-` for standard input.
    let captures: [String]
    let format: ReportFormat
    /// The file that gets the report, or `nil` for standard output.
    let outputPath: String?
    /// How the report looks where `format` is text.
    let reportText: TextReport.Options
    /// How the text on standard output looks that goes with a report in a file, or `nil` for none.
    let summaryText: TextReport.Options?
    let minimumSeverity: Severity
    /// From where a finding makes the command fail, or `nil` for never.
    let failOn: Severity?
    let isStrict: Bool
    /// The terminal's columns for the progress line, or `nil` when it is not shown.
    let progressColumns: Int?
    let showsWarnings: Bool

    /// - Throws: `ValidationError` when options contradict each other or the terminal.
    init(_ options: ScanOptions, on terminal: Terminal) throws {
        guard options.captures.count(where: { $0 == "-" }) <= 1 else {
            throw ValidationError("Standard input ('-') can be read only once.")
        }
        guard !(terminal.isInputTerminal && options.captures.contains("-")) else {
            throw ValidationError("Standard input ('-') is a terminal; pipe a capture into it.")
        }
        guard !(options.terminal.quiet && options.terminal.verbose) else {
            throw ValidationError("--quiet and --verbose contradict each other; leave one out.")
        }
        guard options.captures.allSatisfy({ !$0.isEmpty }), options.report.output != "" else {
            throw ValidationError("A file name is empty; an unset variable in a script?")
        }
        captures = options.captures
        format = options.report.format
        outputPath = options.report.output == "-" ? nil : options.report.output
        minimumSeverity = options.report.minSeverity
        failOn = options.status.failOn.severity
        isStrict = options.status.strict
        showsWarnings = !options.terminal.quiet

        let color = options.terminal.color
        let screen = TextReport.Options(
            width: terminal.outputColumns ?? 80,
            isColored: terminal.showsColor(color, onTerminal: terminal.outputColumns != nil),
            isVerbose: options.terminal.verbose
        )
        let file = TextReport.Options(
            width: 80,
            isColored: terminal.showsColor(color, onTerminal: false),
            isVerbose: options.terminal.verbose
        )
        reportText = outputPath == nil ? screen : file
        summaryText = outputPath == nil || options.terminal.quiet ? nil : screen

        let wantsProgress = !options.terminal.noProgress && !options.terminal.quiet && !terminal.isDumb
        progressColumns = wantsProgress ? terminal.errorColumns : nil
    }
}
