import Findings
import NetworkTypes

/// Findings as OCSF 1.5.0 events of class 2004, Detection Finding, one JSON object a line.
///
/// Times are milliseconds since 1970, which the schema asks for and validators do not check (ocsf-json-schema 1.2.0).
/// Facts for which the class has no attribute stand in `unmapped`.
package struct OCSFReport {
    private let shown: ShownReport

    package init(_ shown: ShownReport) {
        self.shown = shown
    }

    /// One event a line, nothing where there is no finding.
    package var lines: String { shown.lines(members) }

    private func members(_ json: inout JSONWriter, _ finding: Finding) {
        json.member("category_uid", 2)
        json.member("category_name", "Findings")
        json.member("class_uid", 2004)
        json.member("class_name", "Detection Finding")
        json.member("activity_id", 1)
        json.member("activity_name", "Create")
        json.member("type_uid", 200401)
        json.member("type_name", "Detection Finding: Create")
        json.member("time", milliseconds(finding.lastSeen))
        json.member("start_time", milliseconds(finding.firstSeen))
        json.member("end_time", milliseconds(finding.lastSeen))
        json.member("message", TerminalText(finding.title).string)
        json.member("severity_id", Self.severity(finding.severity).id)
        json.member("severity", Self.severity(finding.severity).caption)
        json.member("status_id", finding.allowedBy == nil ? 1 : 3)
        json.member("status", finding.allowedBy == nil ? "New" : "Suppressed")
        json.member("is_alert", finding.severity > .info)
        json.member("count", finding.frames.count)
        json.member("metadata") {
            $0.member("version", "1.5.0")
            $0.member("product") {
                $0.member("name", "dnsscan")
                $0.member("vendor_name", "dnsscan")
                $0.member("version", shown.version)
            }
        }
        json.member("finding_info") { info(&$0, finding) }
        json.member("evidences", objects: finding.samples) { json, sample in
            json.member("src_endpoint", object: { $0.member("ip", sample.client.description) })
            json.member("query") {
                $0.member("hostname", sample.queryName)
                $0.member("type", sample.queryType)
            }
            json.member("data") {
                $0.member("capture", path(sample.input))
                $0.member("frame", sample.frame)
                $0.member("time", shown.report.time(sample.time))
                $0.member("rcode", sample.responseCode)
            }
        }
        json.member("observables", objects: observables(finding)) { json, observable in
            json.member("name", observable.name)
            json.member("type_id", observable.type)
            json.member("value", observable.value)
        }
        json.member("unmapped") {
            $0.member("score", finding.score)
            $0.member("zone", finding.zone)
            $0.member("tool", finding.tool?.name)
            $0.member("queries", finding.queries)
            $0.member("responses", finding.responses)
            $0.member("bytes_up", finding.bytesUp)
            $0.member("bytes_down", finding.bytesDown)
            $0.member("recognised_as", finding.explanation.map { TerminalText($0).string })
            $0.member("display_filter", finding.displayFilter)
            if !finding.recovered.isEmpty {
                $0.member("recovered", objects: finding.recovered) { $0.members(of: $1) }
            }
        }
    }

    private func info(_ json: inout JSONWriter, _ finding: Finding) {
        json.member("uid", finding.id)
        json.member("title", TerminalText(finding.title).string)
        json.member(
            "desc",
            ([finding.kind.summary] + finding.evidence.map(\.statement)).map { TerminalText($0).string }
                .joined(separator: " ")
        )
        json.member("types", [finding.kind.rawValue])
        json.member("first_seen_time", milliseconds(finding.firstSeen))
        json.member("last_seen_time", milliseconds(finding.lastSeen))
        json.member("data_sources", shown.report.scan.inputs.map { TerminalText($0.path).string })
        json.member("analytic") {
            $0.member("name", finding.kind.summary)
            $0.member("uid", finding.kind.rawValue)
            $0.member("type_id", finding.tool == nil ? 3 : 5)
            $0.member("type", finding.tool == nil ? "Statistical" : "Fingerprinting")
            $0.member("version", shown.version)
        }
        json.member("attacks", objects: finding.attack) { json, technique in
            let isPart = technique.id.contains(".")
            // A sub-technique's identifier and name begin with its technique's.
            json.member("technique") {
                $0.member("uid", String(technique.id.prefix { $0 != "." }))
                if !isPart { $0.member("name", technique.name) }
            }
            if isPart {
                json.member("sub_technique") {
                    $0.member("uid", technique.id)
                    $0.member("name", technique.name)
                }
            }
        }
    }

    /// A thing to search other data for; the types are the schema's numbers.
    private struct Observable {
        static let hostname = 1
        static let address = 2
        static let hash = 8

        let name: String
        let type: Int
        let value: String
    }

    private func observables(_ finding: Finding) -> [Observable] {
        finding.zones.filter { $0 != "." }.map {
            Observable(name: "evidences.query.hostname", type: Observable.hostname, value: $0)
        }
            + finding.clients.map {
                Observable(
                    name: "evidences.src_endpoint.ip",
                    type: Observable.address,
                    value: $0.address.description
                )
            }
            + (finding.servers + finding.addresses).map {
                Observable(
                    name: "evidences.dst_endpoint.ip",
                    type: Observable.address,
                    value: $0.description
                )
            }
            + finding.recovered.map {
                Observable(name: "unmapped.recovered.sha256", type: Observable.hash, value: $0.sha256)
            }
    }

    private func path(_ input: Int) -> String? {
        let inputs = shown.report.scan.inputs
        return inputs.indices.contains(input) ? TerminalText(inputs[input].path).string : nil
    }

    private func milliseconds(_ moment: Timestamp) -> Int {
        Int(moment.nanoseconds / 1_000_000)
    }

    private static func severity(_ severity: Severity) -> (id: Int, caption: String) {
        switch severity {
        case .info: (1, "Informational")
        case .low: (2, "Low")
        case .medium: (3, "Medium")
        case .high: (4, "High")
        case .critical: (5, "Critical")
        }
    }
}
