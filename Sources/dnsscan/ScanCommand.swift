import ArgumentParser
import FindingReport
import Findings
import ScanPipeline
import TunnelDetection

/// `dnsscan scan`, the default: reads captures and reports what moves data through DNS.
struct ScanCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scan",
        abstract: "Read captures and report data that moves through DNS (the default)."
    )

    @OptionGroup var options: ScanOptions

    func run() throws {
        let settings = try ScanSettings(options, on: .current)
        let judge = try settings.baselinePath.map {
            BaselineJudge(
                try BaselineInput.baseline(in: $0),
                key: try settings.baselineKeyPath.map(BaselineInput.key(in:))
            )
        }
        let run = try CaptureRun(settings.run)
        let scan = run.read(Scan(judge: judge)) { $0.finish() }
        let report = scan.result
        try run.deliver(
            Self.render(report, settings),
            summary: settings.summaryText.map {
                TextReport(report, minimumSeverity: settings.minimumSeverity, options: $0).rendered()
            }
        )
        let isIncomplete = settings.isStrict && (scan.hasWarnings || !report.isComplete)
        if isIncomplete, !scan.hasErrors {
            Messages.notify(nil, "not everything could be inspected, which --strict makes an error")
        }
        throw ExitStatus(
            findings: report.findings.map(\.severity),
            failOn: settings.failOn,
            isUnreadable: scan.hasErrors || isIncomplete
        )
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
