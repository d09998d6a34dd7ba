import Findings
import NetworkTypes

/// A report as a table for spreadsheets and data frames: a header line, then one finding a line (RFC 4180).
///
/// Times are RFC 3339 text, for readers round numbers of nanoseconds. ``CSVField`` says how fields are written.
package struct CSVReport {
    private let shown: ShownReport

    package init(_ shown: ShownReport) {
        self.shown = shown
    }

    /// The whole table, lines ended by CR LF; the header alone when there is no finding.
    ///
    /// - Complexity: O(text).
    package var table: String {
        var text = CSVField.line(Self.columns.map { .plain($0.name) })
        for finding in shown.findings {
            text += CSVField.line(Self.columns.map { $0.value(finding, shown.report) })
        }
        return text
    }

    // MARK: - Columns

    private struct Column: Sendable {
        let name: String
        let value: @Sendable (Finding, Report) -> CSVField
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
            .decimal(finding.lastSeen.seconds(since: finding.firstSeen))
        },
        Column(name: "queries") { finding, _ in .number(finding.queries) },
        Column(name: "responses") { finding, _ in .number(finding.responses) },
        Column(name: "distinct_names") { finding, _ in .number(finding.distinctNames) },
        Column(name: "query_types") { finding, _ in
            .plain(finding.queryTypes.map { "\($0.type):\($0.count)" }.joined(separator: " "))
        },
        Column(name: "bytes_up") { finding, _ in .number(finding.bytesUp) },
        Column(name: "bytes_down") { finding, _ in .number(finding.bytesDown) },
        Column(name: "peak_bytes_per_second") { finding, _ in .decimal(finding.peakBytesPerSecond) },
        Column(name: "first_frame") { finding, _ in .number(finding.frames.first) },
        Column(name: "last_frame") { finding, _ in .number(finding.frames.last) },
        Column(name: "messages") { finding, _ in .number(finding.frames.count) },
        Column(name: "techniques") { finding, _ in
            .plain(finding.attack.map(\.id).joined(separator: " "))
        },
        Column(name: "recognised_as") { finding, _ in .text(finding.explanation) },
        Column(name: "display_filter") { finding, _ in .text(finding.displayFilter) },
        Column(name: "next_step") { finding, _ in .text(finding.nextSteps.first) },
        Column(name: "recovered_kinds") { finding, _ in
            .plain(finding.recovered.map(\.kind.rawValue).joined(separator: " "))
        },
        Column(name: "recovered_bytes") { finding, _ in
            .plain(finding.recovered.map { String($0.bytes) }.joined(separator: " "))
        },
        Column(name: "recovered_sha256") { finding, _ in
            .plain(finding.recovered.map(\.sha256).joined(separator: " "))
        },
        Column(name: "recovered_preview") { finding, _ in .text(finding.recovered.first?.preview) },
    ]
}
