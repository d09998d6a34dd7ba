package import Findings
import NetworkTypes

/// A report as a table for spreadsheets and data frames: a header line, then one finding a line (RFC 4180).
///
/// Every field is quoted, so that no reader guesses a type from the first lines alone and every line has the same
/// shape (duckdb 2.0.1 gives up on a file whose first quoted field comes late). Times are RFC 3339 text, for readers
/// round numbers of nanoseconds.
///
/// No field begins with a character at which a spreadsheet starts a formula. Names are in presentation format, in
/// which `\061` is the same octet as `=` (RFC 1035 §5.1), so a name reads back as the same name; any other text gets an
/// apostrophe in front.
package struct CSVReport {
    private let report: Report
    private let findings: [Finding]

    /// Prepares a table.
    ///
    /// - Parameters:
    ///   - report: All findings of a scan.
    ///   - minimumSeverity: Findings below it are left out.
    package init(_ report: Report, minimumSeverity: Severity) {
        self.report = report
        findings = report.findings.filter { $0.severity >= minimumSeverity }
    }

    /// The whole table, lines ended by CR LF; the header alone when there is no finding.
    ///
    /// - Complexity: O(text).
    package var table: String {
        var text = Self.line(Self.columns.map(\.name))
        for finding in findings {
            text += Self.line(Self.columns.map { $0.value(finding, report).text })
        }
        return text
    }

    // MARK: - Columns

    /// The content of a field before it is quoted.
    private enum Field {
        /// Text that others may have chosen.
        case text(String?)
        /// Names in presentation format, one space between them.
        case names([String])
        /// Text that only dnsscan makes: numbers, times, addresses, words of a fixed set.
        case plain(String)

        static func number(_ value: Int) -> Field { .plain(String(value)) }

        var text: String {
            switch self {
            case .text(let text):
                let safe = TerminalText(text ?? "").string
                return CSVReport.startsFormula(safe) ? "'" + safe : safe
            case .names(let names):
                return names.map { TerminalText($0).string }.map(CSVReport.escapingStart).joined(
                    separator: " "
                )
            case .plain(let text): return text
            }
        }
    }

    private struct Column: Sendable {
        let name: String
        let value: @Sendable (Finding, Report) -> Field
    }

    /// The columns in their order; new ones come last.
    private static let columns: [Column] = [
        Column(name: "id") { finding, _ in .text(finding.id) },
        Column(name: "kind") { finding, _ in .plain(finding.kind.rawValue) },
        Column(name: "severity") { finding, _ in .plain(finding.severity.rawValue) },
        Column(name: "score") { finding, _ in .number(finding.score) },
        Column(name: "title") { finding, _ in .text(finding.title) },
        Column(name: "zone") { finding, _ in .names([finding.zone]) },
        Column(name: "registered_domain") { finding, _ in
            .names(finding.registeredDomain.map { [$0] } ?? [])
        },
        Column(name: "zones") { finding, _ in .names(finding.zones) },
        Column(name: "tool") { finding, _ in .text(finding.tool?.name) },
        Column(name: "tool_confidence") { finding, _ in .plain(finding.tool?.confidence.rawValue ?? "") },
        Column(name: "client_count") { finding, _ in .number(finding.clients.count) },
        Column(name: "clients") { finding, _ in
            .plain(finding.clients.map(\.address.description).joined(separator: " "))
        },
        Column(name: "servers") { finding, _ in
            .plain(finding.servers.map(\.description).joined(separator: " "))
        },
        Column(name: "first_seen") { finding, report in .plain(report.time(finding.firstSeen)) },
        Column(name: "last_seen") { finding, report in .plain(report.time(finding.lastSeen)) },
        Column(name: "duration_seconds") { finding, _ in
            .plain(Self.decimal(finding.lastSeen.seconds(since: finding.firstSeen)))
        },
        Column(name: "queries") { finding, _ in .number(finding.queries) },
        Column(name: "responses") { finding, _ in .number(finding.responses) },
        Column(name: "distinct_names") { finding, _ in .number(finding.distinctNames) },
        Column(name: "query_types") { finding, _ in
            .plain(finding.queryTypes.map { "\($0.type):\($0.count)" }.joined(separator: " "))
        },
        Column(name: "bytes_up") { finding, _ in .number(finding.bytesUp) },
        Column(name: "bytes_down") { finding, _ in .number(finding.bytesDown) },
        Column(name: "peak_bytes_per_second") { finding, _ in .plain(Self.decimal(finding.peakBytesPerSecond))
        },
        Column(name: "first_frame") { finding, _ in .number(finding.frames.first) },
        Column(name: "last_frame") { finding, _ in .number(finding.frames.last) },
        Column(name: "messages") { finding, _ in .number(finding.frames.count) },
        Column(name: "techniques") { finding, _ in
            .plain(finding.attack.map(\.id).joined(separator: " "))
        },
        Column(name: "recognised_as") { finding, _ in .text(finding.explanation) },
        Column(name: "display_filter") { finding, _ in .text(finding.displayFilter) },
        Column(name: "next_step") { finding, _ in .text(finding.nextSteps.first) },
    ]

    // MARK: - Text

    private static func line(_ fields: [String]) -> String {
        fields.map { "\"" + $0.replacing("\"", with: "\"\"") + "\"" }.joined(separator: ",") + "\r\n"
    }

    /// Where spreadsheets start a formula, after the characters that they skip.
    private static func startsFormula(_ text: String) -> Bool {
        guard let first = text.first(where: { $0 != " " }) else { return false }
        return "=+-@|%".contains(first)
    }

    /// The same name whose first character starts no formula.
    private static func escapingStart(_ name: String) -> String {
        guard startsFormula(name), let octet = name.utf8.first else { return name }
        let digits = String(octet)
        return "\\" + String(repeating: "0", count: 3 - digits.count) + digits + name.dropFirst()
    }

    /// A number with at most six decimals, empty when it is none.
    private static func decimal(_ value: Double) -> String {
        var json = JSONWriter(isIndented: false)
        json.number(value)
        return json.text == "null" ? "" : json.text
    }
}
