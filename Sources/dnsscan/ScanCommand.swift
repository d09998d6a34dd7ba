import AllowLists
import ArgumentParser
import Baselines
import FindingReport
import Findings
import ScanPipeline
import TextInput
import Watching

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
        let allowLists = try settings.allowLists.map(AllowList.init(reading:))
        let scan = run.read(Scan(watchlist: try Self.watchlist(settings), judge: judge)) { $0.finish() }
        let report = Self.allowing(allowLists, on: settings.today, in: scan.result)
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
            findings: report.findings.filter { $0.allowedBy == nil }.map(\.severity),
            failOn: settings.failOn,
            isUnreadable: scan.hasErrors || isIncomplete
        )
    }

    /// Reads the lists; one that cannot be read ends the command, for silence about it would be no good news.
    private static func watchlist(_ settings: ScanSettings) throws -> Watchlist {
        func text(_ source: ListSource) throws -> ListText {
            do throws(TextFileError) { return try source.read() } catch {
                Messages.notify(source.path, "the list \(error.reason); nothing was scanned")
                throw ExitStatus.unreadableInput
            }
        }
        return Watchlist(
            blocks: try settings.blocks.map(text),
            sinkholes: try settings.sinkholes.map(text),
            resolvers: settings.resolvers
        ) { notice in
            for warning in notice.warnings { Messages.notify(notice.list, "warning: " + warning) }
        }
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
