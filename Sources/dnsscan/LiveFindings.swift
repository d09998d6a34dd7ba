import AllowLists
import FindingReport
import Findings
import Glibc

/// Prints findings while a capture grows: each as soon as it is certain, and again when it has grown.
final class LiveFindings {
    /// The facts of a finding that were printed.
    private struct Printed: Equatable {
        let severity: Severity
        let tool: String?
        let bytes: Int
        let queries: Int

        init(_ finding: Finding) {
            severity = finding.severity
            tool = finding.tool?.name
            bytes = finding.bytesUp + finding.bytesDown
            queries = finding.queries
        }

        /// Whether it is worth telling again: a higher severity, a tool's name, or twice as much.
        func isOutgrown(by finding: Finding) -> Bool {
            let now = Printed(finding)
            return now.severity > severity || now.tool != tool || now.bytes >= 2 * max(bytes, 1)
                || now.queries >= 2 * max(queries, 1)
        }
    }

    private let format: ReportFormat
    private let text: TextReport.Options
    private let minimumSeverity: Severity
    private let allowLists: [AllowList]
    private let today: CalendarDate
    private var printed: [String: Printed] = [:]
    private var titles: [String: String] = [:]

    /// A finding below it rests on little and may still turn out to be nothing.
    private static let certain = Severity.medium

    /// - Parameters:
    ///   - format: ``ReportFormat/text`` or ``ReportFormat/ndjson``.
    ///   - settings: The look of the text, and the findings that are not printed.
    ///   - allowLists: Findings of these are not printed.
    init(_ format: ReportFormat, _ settings: ScanSettings, _ allowLists: [AllowList]) {
        self.format = format
        text = settings.screenText
        minimumSeverity = settings.minimumSeverity
        today = settings.today
        self.allowLists = allowLists
    }

    /// Prints findings that are new or have grown.
    func show(_ report: Report) {
        var report = report
        for list in allowLists { list.apply(to: &report.findings, today: today) }
        report.findings.removeAll {
            $0.severity < max(minimumSeverity, Self.certain) || !(printed[$0.id]?.isOutgrown(by: $0) ?? true)
        }
        print(report)
    }

    /// Prints the last state of each finding that differs from its printed one, and names those that no longer stand.
    ///
    /// - Parameter report: Of the whole capture, lists applied.
    func finish(_ report: Report) {
        let last = report.findings.filter { $0.severity >= minimumSeverity }
        var news = report
        news.findings = last.filter { printed[$0.id] != Printed($0) }
        print(news)
        for (id, title) in titles.sorted(by: { $0.key < $1.key }) where !last.contains(where: { $0.id == id })
        {
            Messages.notify(nil, "finding \(id) no longer stands, or became part of another: \(title)")
        }
    }

    private func print(_ report: Report) {
        guard !report.findings.isEmpty else { return }
        for finding in report.findings {
            printed[finding.id] = Printed(finding)
            titles[finding.id] = finding.title
        }
        let shown = ShownReport(report, minimumSeverity: .info, version: DNSScan.version)
        let output =
            format == .ndjson
            ? format.rendered(shown, text: text) : TextReport(shown, options: text).renderedDetails()
        do throws(OutputError) {
            try OutputStream.standardOutput.write(output)
        } catch {
            // Nobody reads on, and the writer of the capture would never be told.
            if error != .closedPipe {
                Messages.notify(nil, "standard output could not be written: \(error.reason)")
            }
            Glibc.exit(
                error == .closedPipe ? ExitStatus.clean.rawValue : ExitStatus.unwritableOutput.rawValue
            )
        }
    }
}
