import Findings
import NetworkTypes

/// A report in Markdown (GitHub Flavored Markdown) for tickets and the summary of a CI job.
///
/// A table of all findings comes first, then the worst ones in detail. Names stand in code spans. In other text that a
/// capture or a user chose, punctuation is written as numeric character references: these are always text and never
/// markup (CommonMark 0.31 §2.5), so nothing can break out of a cell, become a link, or mention somebody.
package struct MarkdownReport {
    private let shown: ShownReport

    /// Findings that are described one by one; a summary of a CI job may have 1 MiB.
    private static let detailed = 20

    package init(_ shown: ShownReport) {
        self.shown = shown
    }

    /// The whole text with a final newline.
    package var text: String {
        var lines = ["# dnsscan report", ""]
        lines.append(summary)
        lines.append("")
        if let selection = shown.report.selectionInWords { lines += [Self.text(selection), ""] }
        if !shown.findings.isEmpty {
            lines += table
            for finding in shown.findings.prefix(Self.detailed) { lines += details(finding) }
            if shown.findings.count > Self.detailed {
                lines.append(
                    "Details of the other \(Quantity.count(shown.findings.count - Self.detailed, "finding")): `dnsscan -f json`."
                )
                lines.append("")
            }
        }
        lines += coverage
        return lines.joined(separator: "\n") + "\n"
    }

    // MARK: - Parts

    private var summary: String {
        let scan = shown.report.scan
        let names = scan.inputs.map { Self.code($0.path == "-" ? "standard input" : $0.path) }
        let amounts =
            "\(Quantity.count(scan.dnsMessages, "DNS message")) of \(Quantity.count(scan.clients, "client"))"
            + " in \(Quantity.count(scan.zones, "zone"))"
        let first = names.prefix(3).joined(separator: ", ")
        let more = names.count > 3 ? " and \(Quantity.count(names.count - 3)) more" : ""
        let verdict =
            shown.findings.isEmpty
            ? "**No findings**" : "**\(Quantity.count(shown.findings.count, "finding"))**"
        return "\(verdict) in \(first)\(more): \(amounts)."
    }

    private var table: [String] {
        var lines = [
            "| severity | score | kind | zone | clients | tool | up | down | since (UTC) |",
            "|---|---:|---|---|---|---|---:|---:|---|",
        ]
        for finding in shown.findings {
            let clients = finding.clients.prefix(2).map(\.address.description).joined(separator: ", ")
            let more =
                finding.clients.count > 2 ? " and \(Quantity.count(finding.clients.count - 2)) more" : ""
            let cells = [
                finding.severity >= .high ? "**\(finding.severity.rawValue)**" : finding.severity.rawValue,
                String(finding.score), finding.kind.rawValue, Self.code(finding.place),
                Self.text(clients) + more,
                Self.text(finding.tool?.name ?? ""), Quantity.bytes(finding.bytesUp),
                Quantity.bytes(finding.bytesDown), Self.moment(finding.firstSeen),
            ]
            lines.append("| " + cells.joined(separator: " | ") + " |")
        }
        return lines + [""]
    }

    private func details(_ finding: Finding) -> [String] {
        var lines = [
            "## \(finding.severity.rawValue.uppercased()) \(finding.score)/100: \(Self.text(finding.title))",
            "",
        ]
        lines.append("- When: \(Self.moment(finding.firstSeen)) to \(Self.moment(finding.lastSeen)) UTC")
        if let step = finding.nextSteps.first { lines.append("- Next: \(Self.text(step))") }
        if let explanation = finding.explanation { lines.append("- Explained: \(Self.text(explanation))") }
        if let tool = finding.tool {
            lines.append(
                "- Tool: \(Self.text(tool.name)) (\(tool.confidence.rawValue)): \(Self.text(tool.because))"
            )
        }
        for client in finding.clients.prefix(5) {
            lines.append(
                "- Client \(Self.code(client.address.description)): "
                    + "\(Quantity.count(client.queries, "query", "queries")), up \(Quantity.bytes(client.bytesUp)), "
                    + "down \(Quantity.bytes(client.bytesDown))"
            )
        }
        if finding.clients.count > 5 {
            lines.append("- And \(Quantity.count(finding.clients.count - 5, "more client", "more clients"))")
        }
        for recovered in finding.recovered.prefix(5) {
            lines.append(
                "- Content \(Self.text(recovered.inWords)), SHA-256 `\(recovered.sha256)`: \(Self.code(recovered.preview))"
            )
        }
        if finding.recovered.count > 5 {
            lines.append(
                "- And \(Quantity.count(finding.recovered.count - 5, "more content", "more contents"))"
            )
        }
        lines.append(
            "- ATT&CK: " + finding.attack.map { "\($0.id) \(Self.text($0.name))" }.joined(separator: "; ")
        )
        if finding.frames.first > 0 {
            lines.append("- Frames \(finding.frames.first) to \(finding.frames.last)")
        }
        if !finding.displayFilter.isEmpty {
            // Filters hold bars and must be copied as they are; a fence holds any line that does not begin like it.
            lines += [
                "", "Wireshark display filter:", "", "~~~text", TerminalText(finding.displayFilter).string,
                "~~~",
            ]
        }
        lines += ["", "| points | why |", "|---:|---|"]
        for evidence in finding.evidence {
            lines.append(
                "| \(evidence.points > 0 ? "+" : "")\(evidence.points) | \(Self.text(evidence.statement)) |"
            )
        }
        if !finding.samples.isEmpty {
            lines += ["", "| frame | client | type | name |", "|---:|---|---|---|"]
            for sample in finding.samples.prefix(5) {
                lines.append(
                    "| \(sample.frame) | \(Self.code(sample.client.description)) | \(sample.queryType) | \(Self.code(sample.queryName)) |"
                )
            }
        }
        return lines + [""]
    }

    private var coverage: [String] {
        guard !shown.report.coverage.problems.isEmpty || !shown.report.isComplete else {
            return ["Everything was inspected."]
        }
        var lines = [
            shown.report.isComplete
                ? "Everything was inspected, some of it odd:" : "Not everything was inspected:",
            "",
        ]
        for input in shown.report.scan.inputs where input.format == nil {
            lines.append("- \(Self.code(input.path)): not read")
        }
        for input in shown.report.scan.inputs where input.isTruncated {
            lines.append("- \(Self.code(input.path)): ends in the middle of a packet")
        }
        for problem in shown.report.coverage.problems {
            lines.append(
                "- \(Quantity.count(problem.count)) × `\(problem.kind)`: \(Self.text(problem.detail))"
            )
        }
        return lines
    }

    // MARK: - Text that others chose

    /// Text without any meaning as markup.
    ///
    /// A full stop or colon stays where no reader takes it for a part of a link.
    private static func text(_ string: String) -> String {
        let scalars = Array(TerminalText(string).string.unicodeScalars)
        var text = ""
        for (index, scalar) in scalars.enumerated() {
            let next = index + 1 < scalars.count ? scalars[index + 1] : " "
            let isPlain =
                switch scalar {
                case ".": next == " " || next.properties.numericType == .decimal
                // Not `http:` and not `:+1:`, which GitHub shows as a picture.
                case ":": next == " "
                default:
                    " ,;()'/%+-".unicodeScalars.contains(scalar) || scalar.properties.isAlphabetic
                        || scalar.properties.numericType == .decimal
                }
            if isPlain { text.unicodeScalars.append(scalar) } else { text += "&#\(scalar.value);" }
        }
        return text
    }

    /// Names, addresses and filters as a code span, in which nothing is markup but its own end and a table's bar.
    ///
    /// Both are written as RFC 1035 escapes, with which a name reads back as the same name.
    private static func code(_ string: String) -> String {
        "`" + TerminalText(string).string.replacing("`", with: "\\096").replacing("|", with: "\\124") + "`"
    }

    private static func moment(_ moment: Timestamp) -> String {
        let text = moment.rfc3339(fractionDigits: 0)
        return text.prefix(10) + " " + text.dropFirst(11).dropLast()
    }
}
