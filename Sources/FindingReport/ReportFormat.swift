/// The ways to write a report down; the raw values are the names on the command line.
package enum ReportFormat: String, CaseIterable, Sendable {
    /// For people, see ``TextReport``.
    case text
    /// One object with everything, see ``JSONReport/document``.
    case json
    /// One finding per line, see ``JSONReport/lines``.
    case ndjson
}
