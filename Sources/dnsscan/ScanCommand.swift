import ArgumentParser
import FindingReport
import Findings

/// `dnsscan scan`, the default: reads captures and reports what moves data through DNS.
struct ScanCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scan",
        abstract: "Read captures and report data that moves through DNS (the default)."
    )

    @OptionGroup var options: ScanOptions

    func run() throws {
        let settings = try ScanSettings(options, on: .current)
        let sources = settings.captures.map(CaptureSource.init(path:))
        let paths = sources.flatMap(\.paths)
        let file = try settings.outputPath.map { try Messages.file($0, inputs: paths) }
        var progress = settings.progressColumns.map { Progress(columns: $0, captures: paths) }
        let scan = CaptureScan(sources, progress: &progress) { path, message, isError in
            if isError || settings.showsWarnings {
                Messages.notify(path, isError ? message : "warning: " + message)
            }
        }
        try deliver(scan.report, to: file, settings)
        let isIncomplete = settings.isStrict && (scan.hasWarnings || !scan.report.isComplete)
        if isIncomplete, !scan.hasErrors {
            Messages.notify(nil, "not everything could be inspected, which --strict makes an error")
        }
        throw ExitStatus(
            findings: scan.report.findings.map(\.severity),
            failOn: settings.failOn,
            isUnreadable: scan.hasErrors || isIncomplete
        )
    }

    // MARK: - The report

    private func deliver(_ report: Report, to file: ReportFile?, _ settings: ScanSettings) throws {
        let text = Self.render(report, settings)
        if let file, let path = settings.outputPath { try Messages.write(text, to: file, path: path) }
        let onScreen =
            file == nil
            ? text
            : settings.summaryText.map {
                TextReport(report, minimumSeverity: settings.minimumSeverity, options: $0).rendered()
            }
        if let onScreen { try Messages.print(onScreen) }
    }

    private static func render(_ report: Report, _ settings: ScanSettings) -> String {
        let json = JSONReport(report, minimumSeverity: settings.minimumSeverity, version: DNSScan.version)
        return switch settings.format {
        case .text:
            TextReport(report, minimumSeverity: settings.minimumSeverity, options: settings.reportText)
                .rendered()
        case .json: json.document
        case .ndjson: json.lines
        }
    }
}
