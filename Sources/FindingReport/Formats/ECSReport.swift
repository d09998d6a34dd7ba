import Findings
import NetworkTypes

/// Findings as alerts in the Elastic Common Schema (ECS 8.17), one JSON object a line.
///
/// Fields that ECS has no place for stand below `dnsscan`, where a custom field set belongs. Every line has the same
/// keys with values of the same type, because an index takes its mapping from the first line. An unknown value is an
/// empty array or left out of an optional object, never `null`.
package struct ECSReport {
    private let shown: ShownReport

    package init(_ shown: ShownReport) {
        self.shown = shown
    }

    /// One object a line, nothing where there is no finding.
    package var lines: String { shown.lines(members) }

    private func members(_ json: inout JSONWriter, _ finding: Finding) {
        json.member("@timestamp", shown.report.time(finding.lastSeen))
        json.member("ecs", object: { $0.member("version", "8.17.0") })
        json.member("message", TerminalText(finding.title).string)
        json.member("event") {
            $0.member("id", finding.id)
            $0.member("kind", "alert")
            $0.member("category", ["intrusion_detection", "network"])
            $0.member("type", [finding.explanation == nil ? "info" : "allowed"])
            $0.member("module", "dnsscan")
            $0.member("dataset", "dnsscan.finding")
            $0.member("severity", Self.rank(finding.severity))
            $0.member("risk_score", Double(finding.score))
            $0.member("start", shown.report.time(finding.firstSeen))
            $0.member("end", shown.report.time(finding.lastSeen))
            // ECS counts nanoseconds.
            $0.member(
                "duration",
                Int(clamping: finding.lastSeen.nanoseconds &- finding.firstSeen.nanoseconds)
            )
            $0.member(
                "reason",
                finding.evidence.map { TerminalText($0.statement).string }.joined(separator: " ")
            )
        }
        json.member("rule") {
            $0.member("id", finding.kind.rawValue)
            $0.member("name", finding.kind.summary)
            $0.member("ruleset", "dnsscan")
            $0.member("version", shown.version)
        }
        json.member("threat") {
            $0.member("framework", "MITRE ATT&CK")
            $0.member("technique") {
                $0.member("id", finding.attack.map(\.id))
                $0.member("name", finding.attack.map(\.name))
            }
            if let tool = finding.tool {
                $0.member("software", object: { $0.member("name", tool.name) })
            }
        }
        json.member("observer") {
            $0.member("product", "dnsscan")
            $0.member("type", "sensor")
            $0.member("version", shown.version)
        }
        json.member("network") {
            $0.member("protocol", "dns")
            $0.member("application", "dns")
        }
        json.member("source", object: { $0.member("ip", finding.clients.map(\.address.description)) })
        json.member("destination", object: { $0.member("ip", finding.servers.map(\.description)) })
        json.member("dns") {
            $0.member("type", "query")
            $0.member("question") {
                $0.member("name", finding.samples.map(\.queryName))
                $0.member("registered_domain", finding.registeredDomain.map { [$0] } ?? [])
                $0.member("type", finding.queryTypes.map(\.type))
            }
        }
        json.member("related") {
            $0.member(
                "ip",
                Set(finding.clients.map(\.address) + finding.servers + finding.addresses).sorted().map(
                    \.description
                )
            )
            $0.member("hosts", finding.zones)
            $0.member("hash", finding.recovered.map(\.sha256))
        }
        json.member("dnsscan") {
            $0.member("severity", finding.severity.rawValue)
            $0.member("zone", finding.zone)
            $0.member("queries", finding.queries)
            $0.member("responses", finding.responses)
            $0.member("distinct_names", finding.distinctNames)
            $0.member("bytes_up", finding.bytesUp)
            $0.member("bytes_down", finding.bytesDown)
            $0.member("tool_confidence", finding.tool.map { [$0.confidence.rawValue] } ?? [])
            $0.member("recognised_as", finding.explanation.map { [TerminalText($0).string] } ?? [])
            $0.member("frames") {
                $0.member("first", finding.frames.first)
                $0.member("last", finding.frames.last)
            }
            // Arrays in parallel: an index keeps no objects apart.
            $0.member("recovered") {
                $0.member("kind", finding.recovered.map(\.kind.rawValue))
                $0.member("direction", finding.recovered.map(\.direction.rawValue))
                $0.member("bytes", finding.recovered.map(\.bytes))
                $0.member("sha256", finding.recovered.map(\.sha256))
                $0.member("preview", finding.recovered.map(\.preview))
            }
            $0.member("captures", shown.report.scan.inputs.map(\.path))
            $0.member("display_filter", finding.displayFilter)
        }
    }

    /// Whole numbers that rise with severity; ECS leaves their meaning to the source.
    private static func rank(_ severity: Severity) -> Int {
        switch severity {
        case .info: 0
        case .low: 25
        case .medium: 50
        case .high: 75
        case .critical: 100
        }
    }
}
