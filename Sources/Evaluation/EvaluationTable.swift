import FindingReport
import Findings

/// The figures as aligned text: one line for each capture that has something to tell, then the totals.
struct EvaluationTable {
    let figures: [CaptureFigures]
    let totals: [GroupTotals]

    var text: String {
        let shown = figures.filter {
            $0.capture.hasChannel || $0.falseFindings + $0.lowFindings > 0 || $0.isUnreadable
                || $0.naming == .wrong
        }
        var rows = [
            ["capture", "group", "found", "severity", "score", "tool", "first", "up", "down", "false", "low"]
        ]
        rows += shown.map(Self.row)
        var text = Self.aligned(rows)
        let falses = figures.filter { $0.falseFindings + $0.lowFindings > 0 }.flatMap { figures in
            figures.others.filter { $0.severity >= .low }.map {
                "  \(figures.capture.name): \($0.severity) \($0.score) \($0.kind.rawValue) \($0.zone)"
            }
        }
        text += Self.list("Other findings than the labeled ones", falses)
        text += Self.list("Missed", totals.flatMap(\.missed).map { "  " + $0 })
        text += Self.list("Wrong names", totals.flatMap(\.wrongNames).map { "  " + $0 })
        text += Self.list("In bulk, but found after 50 queries", totals.flatMap(\.lateBulk).map { "  " + $0 })
        text += Self.list("Found by other systems' published rules alone", foundByPeersAlone)
        text += "\nOther systems' published rules\n" + Self.aligned(peerRows)
        text += "\nTotals\n" + Self.aligned([Self.heads] + totals.map(Self.row))
        // Names and zones come from captures.
        return text.split(separator: "\n", omittingEmptySubsequences: false)
            .map { TerminalText(String($0)).string }.joined(separator: "\n")
    }

    private var foundByPeersAlone: [String] {
        figures.filter { $0.capture.hasChannel && !$0.isFound }.compactMap { figures in
            let rules = PeerRule.allCases.filter { figures.peers?.channel.contains($0) ?? false }
            guard !rules.isEmpty else { return nil }
            return "  \(figures.capture.name): " + rules.map(\.title).joined(separator: ", ")
        }
    }

    /// Each rule with the channels that it finds, those that dnsscan finds too, and the ordinary domains it reports.
    private var peerRows: [[String]] {
        let channels = figures.filter { $0.capture.hasChannel && !$0.capture.zones.isEmpty }
        let ordinary = figures.filter { !$0.capture.hasChannel }
        let rows = PeerRule.allCases.map { rule in
            let found = channels.filter { $0.peers?.channel.contains(rule) ?? false }
            return [
                rule.title, "\(found.count)", "\(found.count { !$0.isFound })",
                "\(ordinary.reduce(0) { $0 + ($1.peers?.others[rule] ?? 0) })",
            ]
        }
        return [["rule", "channels", "only it", "ordinary domains"]] + rows
            + [["dnsscan", "\(channels.count(where: \.isFound))", "", ""]]
    }

    private static func row(_ figures: CaptureFigures) -> [String] {
        let channel = figures.channel
        func factor(_ estimate: Int?, _ counted: Int?) -> String {
            guard let estimate, let counted, counted > 0 else { return "-" }
            return decimal(Double(estimate) / Double(counted), 2)
        }
        return [
            figures.capture.name, figures.capture.group.rawValue,
            figures.isUnreadable
                ? "UNREAD" : figures.isFound ? "yes" : figures.capture.hasChannel ? "MISSED" : "-",
            channel?.severity.rawValue ?? "-", channel.map { "\($0.score)" } ?? "-",
            figures.naming == .none && figures.capture.tool == nil
                ? "-"
                : figures.naming.rawValue
                    + (figures.names.isEmpty ? "" : " " + figures.names.joined(separator: "+")),
            figures.queriesUntilDetection.map(String.init) ?? "-",
            factor(channel?.bytesUp, figures.capture.bytesUp),
            factor(channel?.bytesDown, figures.capture.bytesDown),
            "\(figures.falseFindings)", "\(figures.lowFindings)",
        ]
    }

    private static let heads = [
        "group", "captures", "found", "missed", "tools", "right", "wrong", "false", "low", "queries",
        "per 100k", "bulk", "idle", "decoded up", "decoded down", "estimated up", "estimated down",
    ]

    private static func row(_ totals: GroupTotals) -> [String] {
        [
            totals.group.rawValue, "\(totals.captures)", "\(totals.found)", "\(totals.missed.count)",
            "\(totals.tools)", "\(totals.rightNames)", "\(totals.wrongNames.count)",
            "\(totals.falseFindings)",
            "\(totals.lowFindings)", "\(totals.queries)",
            totals.falsePerHundredThousand.map { decimal($0, 2) } ?? "-",
            totals.bulkQueries.map { decimal($0, 1) } ?? "-",
            totals.idleQueries.map { decimal($0, 1) } ?? "-",
        ]
            + [
                totals.decodedBytes.up, totals.decodedBytes.down, totals.estimatedBytes.up,
                totals.estimatedBytes.down,
            ].map { $0.map { decimal($0, 2) } ?? "-" }
    }

    private static func list(_ title: String, _ lines: [String]) -> String {
        lines.isEmpty ? "" : "\n\(title)\n" + lines.map { $0 + "\n" }.joined()
    }

    private static func aligned(_ rows: [[String]]) -> String {
        let widths =
            rows.first.map { $0.indices.map { column in rows.map { $0[column].count }.max() ?? 0 } } ?? []
        return rows.map { row in
            let cells = zip(row, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }
            let line = cells.joined(separator: "  ")
            return line.prefix(line.count - line.reversed().prefix { $0 == " " }.count) + "\n"
        }.joined()
    }

    private static func decimal(_ value: Double, _ decimals: Int) -> String {
        let scale = decimals == 2 ? 100.0 : 10
        return "\((min(value, 1e9) * scale).rounded() / scale)"
    }
}
