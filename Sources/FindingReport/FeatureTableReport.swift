package import Findings
import NetworkTypes

/// The feature table for data frames and databases, and the page that documents its columns.
///
/// Every row has every column. Numbers that are undefined are empty in CSV and `null` in JSON; counts always are numbers.
package struct FeatureTableReport {
    /// The ways to write it down; the raw values are the names on the command line.
    package enum Format: String, CaseIterable, Sendable {
        /// A header line, then a row a line (RFC 4180), every field quoted.
        case csv
        /// One object a row and line.
        case ndjson
    }

    private let table: FeatureTable

    package init(_ table: FeatureTable) {
        self.table = table
    }

    /// The whole table.
    package func rendered(as format: Format) -> String {
        switch format {
        case .csv: csv
        case .ndjson: ndjson
        }
    }

    /// The columns as a table in Markdown.
    package var documentation: String {
        let rows = Self.columns.map { ($0.name, $0.meaning) } + table.features.map { ($0.name, $0.meaning) }
        return "| column | |\n|---|---|\n" + rows.map { "| `\($0)` | \($1) |\n" }.joined()
    }

    // MARK: - Columns

    private enum Value {
        case name(String?)
        case plain(String?)
        case count(Int)
    }

    private struct Column: Sendable {
        let name: String
        let meaning: String
        let value: @Sendable (FeatureTable.Row, FeatureTable) -> Value
    }

    /// The columns for the subject of a row and for its counts; the features follow.
    private static let columns: [Column] = [
        Column(
            name: "zone",
            meaning: "The deepest name below which the names fan out; `.` where there is none."
        ) {
            row,
            _ in .name(row.zone)
        },
        Column(
            name: "registered_domain",
            meaning: "The name below the public suffix; empty or null where there is no zone."
        ) {
            row,
            _ in .name(row.registeredDomain)
        },
        Column(
            name: "client",
            meaning: "Whose queries the row counts; empty or null for all clients of the zone."
        ) {
            row,
            _ in .plain(row.client?.description)
        },
        Column(name: "server", meaning: "The server where there is no zone; else empty or null.") { row, _ in
            .plain(row.server?.description)
        },
        Column(
            name: "client_count",
            meaning: "Clients that the row counts; the 64 busiest of a zone have rows of their own."
        ) {
            row,
            _ in .count(row.clients)
        },
        Column(name: "queries", meaning: "Queries, and responses to queries that were not captured.") {
            row,
            _ in
            .count(row.queries)
        },
        Column(name: "responses", meaning: "Responses.") { row, _ in .count(row.responses) },
        Column(name: "name_bytes", meaning: "Bytes of the names of all queries.") { row, _ in
            .count(row.nameBytes)
        },
        Column(name: "answer_bytes", meaning: "Bytes of rdata in all answers.") { row, _ in
            .count(row.answerBytes)
        },
        Column(name: "first_seen", meaning: "When the first message was captured, RFC 3339 in UTC.") {
            row,
            table in
            .plain(row.firstSeen.rfc3339(fractionDigits: table.fractionDigits))
        },
        Column(name: "last_seen", meaning: "When the last message was captured.") { row, table in
            .plain(row.lastSeen.rfc3339(fractionDigits: table.fractionDigits))
        },
    ]

    // MARK: - Rows

    private var csv: String {
        let names = Self.columns.map(\.name) + table.features.map(\.name)
        return table.rows.reduce(into: CSVField.line(names.map { .plain($0) })) { text, row in
            let counted = Self.columns.map { column -> CSVField in
                switch column.value(row, table) {
                case .name(let name): .names(name.map { [$0] } ?? [])
                case .plain(let word): .plain(word ?? "")
                case .count(let count): .number(count)
                }
            }
            text += CSVField.line(counted + row.values.map { .decimal($0) })
        }
    }

    private var ndjson: String {
        table.rows.reduce(into: "") { text, row in
            var json = JSONWriter(isIndented: false)
            json.object { json in
                for column in Self.columns {
                    switch column.value(row, table) {
                    case .name(let word), .plain(let word): json.member(column.name, word)
                    case .count(let count): json.member(column.name, count)
                    }
                }
                for (feature, value) in zip(table.features, row.values) {
                    if let value { json.member(feature.name, value) } else { json.nullMember(feature.name) }
                }
            }
            text += json.text + "\n"
        }
    }
}
