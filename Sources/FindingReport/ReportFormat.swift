/// The ways to write a report down; the raw values are the names on the command line.
package enum ReportFormat: String, CaseIterable, Sendable {
    /// For people, see ``TextReport``.
    case text
    /// One object with everything, see ``JSONReport/document``.
    case json
    /// One finding per line, see ``JSONReport/lines``.
    case ndjson
    /// A table with one finding per line, see ``CSVReport``.
    case csv
    /// SARIF 2.1.0, see ``SARIFReport``.
    case sarif
    /// For tickets and the summaries of CI jobs, see ``MarkdownReport``.
    case markdown
    /// One page for a browser, see ``HTMLReport``.
    case html
    /// Alerts of the Elastic Common Schema, see ``ECSReport``.
    case ecs
    /// Detection Findings of OCSF, see ``OCSFReport``.
    case ocsf

    /// Whether it tells the parts that could not be inspected; rows of findings alone do not.
    package var tellsCoverage: Bool {
        switch self {
        case .text, .json, .markdown, .html, .sarif: true
        case .ndjson, .csv, .ecs, .ocsf: false
        }
    }

    /// Whether it has charts of ordinary zones, which a scan then has to measure.
    package var showsZones: Bool { self == .html }

    /// Writes a report down.
    ///
    /// - Parameters:
    ///   - shown: A report with its shown findings.
    ///   - text: The look of ``text``; the other formats look the same everywhere.
    /// - Returns: The whole output; every line that it has ends in a line feed.
    package func rendered(_ shown: ShownReport, text: TextReport.Options) -> String {
        switch self {
        case .text: TextReport(shown, options: text).rendered()
        case .json: JSONReport(shown).document
        case .ndjson: JSONReport(shown).lines
        case .csv: CSVReport(shown).table
        case .sarif: SARIFReport(shown).log
        case .markdown: MarkdownReport(shown).text
        case .html: HTMLReport(shown).page
        case .ecs: ECSReport(shown).lines
        case .ocsf: OCSFReport(shown).lines
        }
    }

    /// The format that a file's name asks for by its ending, such as `report.sarif` or `findings.ecs.ndjson`;
    /// `nil` for an ending that says nothing.
    package init?(fileName: String) {
        let parts = fileName.lowercased().split(separator: "/").last?.split(separator: ".").dropFirst() ?? []
        guard let last = parts.last else { return nil }
        // `x.sarif.json`, `x.ecs.ndjson`: the ending before says more.
        if ["json", "ndjson", "jsonl"].contains(last), let before = parts.dropLast().last,
            let format = ReportFormat(rawValue: String(before)), [.sarif, .ecs, .ocsf].contains(format)
        {
            self = format
            return
        }
        switch last {
        case "txt", "text": self = .text
        case "jsonl": self = .ndjson
        case "md": self = .markdown
        case "htm": self = .html
        default:
            guard let format = ReportFormat(rawValue: String(last)) else { return nil }
            self = format
        }
    }
}
