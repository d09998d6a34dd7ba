import AllowLists
import ArgumentParser
import FindingReport
package import Findings

/// What becomes of a report: its forms and places, the findings to let pass, and the exit status that follows from it.
package struct ReportSettings {
    /// Lists of findings to let pass.
    let allowLists: [String]
    /// The date that is compared with the last days of these lists.
    let today: CalendarDate
    /// In the order of the command line, standard output's own last where only files are named.
    package let outputs: [ReportOutput]
    package let minimumSeverity: Severity
    /// The lowest severity of a finding that makes the command fail, or `nil` for never.
    package let failOn: Severity?
    package let isStrict: Bool
    /// How many findings the text describes in detail.
    let detailed: Int

    /// - Throws: `ValidationError` when options contradict each other.
    init(
        _ report: ReportOptions,
        allow: [String],
        _ status: StatusOptions,
        _ terminalOptions: TerminalOptions,
        on terminal: Terminal
    ) throws {
        guard report.top >= 0 else {
            throw ValidationError("--top wants a number of findings, not one below 0.")
        }
        guard !(report.brief && terminalOptions.verbose) else {
            throw ValidationError("--brief and --verbose contradict each other; leave one out.")
        }
        detailed = report.brief ? 0 : report.top
        allowLists = allow
        today = CalendarDate(of: terminal.now)
        outputs = try ReportOutput.all(report.output, report.format, isQuiet: terminalOptions.quiet)
        minimumSeverity = report.minSeverity
        failOn = status.failOn.severity
        isStrict = status.strict
    }
}

extension ReportSettings {
    /// The report with the findings that lists let pass as information; tells of entries that have expired.
    func allowing(_ lists: [AllowList], in report: Report) -> Report {
        var report = report
        for list in lists { list.apply(to: &report.findings, today: today) }
        for expiry in lists.flatMap({ $0.expiries(on: today, findings: report.findings) }) {
            Messages.notify(nil, "warning: " + expiry)
        }
        return report
    }

    /// Writes a report in all its forms.
    ///
    /// - Parameters:
    ///   - report: The report.
    ///   - run: The files that get it.
    ///   - settings: The look of text.
    ///   - live: Printed the findings already, or `nil`.
    /// - Returns: The findings that it shows.
    /// - Throws: ``ExitStatus/unwritableOutput``.
    func deliver(
        _ report: Report,
        by run: CaptureRun,
        _ settings: RunSettings,
        live: LiveFindings? = nil
    ) throws -> [Finding] {
        // Errors have named the inputs that could not be opened already; a program still gets the object that it waits for.
        let hasReport =
            report.scan.inputs.contains { $0.format != nil } || report.scan.interruptedBy != nil
        let shown = ShownReport(report, minimumSeverity: minimumSeverity, version: DNSScan.version)
        live?.finish(report)
        for output in outputs where hasReport || output.format != .text {
            var text = output.path == nil ? settings.screenText : settings.fileText
            if live != nil, output.path == nil {
                // The command does not print findings twice; the text ends with its table.
                if output.format == .ndjson { continue }
                text.detailed = 0
            }
            try run.deliver(output.format.rendered(shown, text: text), to: output.path)
        }
        if hasReport, !report.isComplete, !outputs.contains(where: \.format.tellsCoverage),
            settings.showsWarnings
        {
            Messages.notify(
                nil,
                "warning: not everything could be inspected, which this format does not tell: "
                    + report.gapsInWords + " ('-f json' has it under coverage)"
            )
        }
        return shown.findings
    }

    /// The exit status that follows from a report.
    ///
    /// - Parameters:
    ///   - report: The report.
    ///   - hasErrors: Whether an input could not be read.
    ///   - isDoubtful: Whether there is anything else that `--strict` minds.
    /// - Returns: The status; tells the user where `--strict` decides.
    func status(of report: Report, hasErrors: Bool, isDoubtful: Bool) -> ExitStatus {
        let isIncomplete = isStrict && (isDoubtful || !report.isComplete)
        if isIncomplete, !hasErrors {
            Messages.notify(nil, "not everything could be inspected, which --strict makes an error")
        }
        return ExitStatus(
            findings: report.findings.filter { $0.allowedBy == nil }.map(\.severity),
            failOn: failOn,
            isUnreadable: hasErrors || isIncomplete
        )
    }
}
