import AllowLists
import ArgumentParser
import Baselines
import FindingReport
import Findings
import NetworkTypes
import ScanPipeline

/// `dnsscan scan`, the default: reads captures and reports what moves data through DNS.
struct ScanCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scan",
        abstract: "Read captures and report data that moves through DNS (the default)."
    )

    @OptionGroup var options: ScanOptions

    func run() throws {
        let settings = try ScanSettings(options, on: .current)
        let run = try CaptureRun(settings.run, otherInputs: settings.otherInputs)
        let policy = try ScanPolicyFiles(settings)
        let scan = run.read(Scan(watchlist: policy.watchlist, judge: policy.judge)) { $0.finish() }
        var report = Self.allowing(policy.allowLists, on: settings.today, in: scan.result)
        report.scan.policy.files = policy.files
        report.scan.policy.resolvers = settings.resolvers.map(\.description)
        try run.deliver(
            Self.render(report, settings),
            summary: settings.summaryText.map {
                TextReport(report, minimumSeverity: settings.minimumSeverity, options: $0).rendered()
            }
        )
        let isIncomplete = settings.isStrict && (scan.hasWarnings || policy.isDoubtful || !report.isComplete)
        if isIncomplete, !scan.hasErrors {
            Messages.notify(nil, "not everything could be inspected, which --strict makes an error")
        }
        throw ExitStatus(
            findings: report.findings.filter { $0.allowedBy == nil }.map(\.severity),
            failOn: settings.failOn,
            isUnreadable: scan.hasErrors || isIncomplete
        )
    }

    /// The report with the findings that lists let pass as information; tells of entries that have expired.
    private static func allowing(_ lists: [AllowList], on today: CalendarDate, in report: Report) -> Report {
        var report = report
        for list in lists { list.apply(to: &report.findings, today: today) }
        for expiry in lists.flatMap({ $0.expiries(on: today, findings: report.findings) }) {
            Messages.notify(nil, "warning: " + expiry)
        }
        return report
    }

    private static func render(_ report: Report, _ settings: ScanSettings) -> String {
        settings.format.rendered(
            report,
            minimumSeverity: settings.minimumSeverity,
            version: DNSScan.version,
            text: settings.reportText
        )
    }
}
