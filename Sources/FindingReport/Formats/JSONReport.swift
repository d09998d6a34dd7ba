import Findings
import NetworkTypes

/// A report as JSON, schema `dnsscan.report/1`, and its findings as JSON Lines.
///
/// Every field is there in every report, in the order of `Fixtures/reports/report.schema.json`,
/// which describes them one by one. Fields may be added to a schema version, never renamed.
package struct JSONReport {
    private let shown: ShownReport

    package init(_ shown: ShownReport) {
        self.shown = shown
    }

    /// The whole report as one indented object with a final newline.
    package var document: String {
        var json = JSONWriter(isIndented: true)
        json.object { json in
            json.member("schema", "dnsscan.report/1")
            json.member("generator") {
                $0.member("name", "dnsscan")
                $0.member("version", shown.version)
            }
            json.member("scan", object: scan)
            json.member("coverage", object: coverage)
            json.member("findings", objects: shown.findings, members)
        }
        return json.text + "\n"
    }

    /// One object per finding and line, each readable without the others.
    ///
    /// Before the members of a finding stand `schema` and `inputs`: the paths that the samples' `input` counts
    /// through.
    package var lines: String {
        shown.lines { json, finding in
            json.member("schema", "dnsscan.finding/1")
            json.member("inputs", shown.report.scan.inputs.map(\.path))
            members(&json, finding)
        }
    }

    // MARK: - What was read

    private func scan(_ json: inout JSONWriter) {
        let scan = shown.report.scan
        json.member("inputs", objects: scan.inputs) { json, input in
            json.member("path", input.path)
            json.member("format", input.format)
            json.member("compression", input.compression)
            json.member("link_types", input.linkTypes)
            json.member("packets", input.packets)
            json.member("bytes", input.bytes)
            json.member("first_packet", input.firstPacket.map(time))
            json.member("last_packet", input.lastPacket.map(time))
            json.member("truncated", input.isTruncated)
            json.member("dropped", input.dropped)
        }
        json.member("packets", scan.packets)
        json.member("dns_messages", scan.dnsMessages)
        json.member("queries", scan.queries)
        json.member("responses", scan.responses)
        json.member("zones", scan.zones)
        json.member("clients", scan.clients)
        json.member("services") {
            $0.member("dns", scan.services.dns)
            $0.member("dns_on_other_ports", scan.services.dnsOnOtherPorts)
            $0.member("mdns", scan.services.multicastDNS)
            $0.member("llmnr", scan.services.llmnr)
            $0.member("nbns", scan.services.nbns)
        }
        if let point = scan.capturePoint {
            json.member("capture_point") {
                $0.member("position", point.position.rawValue)
                $0.member("because", point.because)
            }
        } else {
            json.nullMember("capture_point")
        }
        json.member("policy", object: policy)
        json.member("interrupted_by", scan.interruptedBy)
        if let selection = scan.selection {
            json.member("selection") {
                $0.member("since", selection.since.map(time))
                $0.member("until", selection.until.map(time))
                $0.member("clients", selection.clients)
                $0.member("zones", selection.zones)
                $0.member("filter", selection.filter)
                $0.member("packets_left_out", selection.packetsLeftOut)
                $0.member("messages_left_out", selection.messagesLeftOut)
            }
        } else {
            json.nullMember("selection")
        }
    }

    private func policy(_ json: inout JSONWriter) {
        let policy = shown.report.scan.policy
        json.member("files", objects: policy.files) { json, file in
            json.member("option", file.option)
            json.member("name", file.name)
            json.member("path", file.path)
            json.member("entries", file.entries)
            json.member("lines_not_understood", file.linesNotUnderstood)
            json.member("sha256", file.sha256)
        }
        json.member("resolvers", policy.resolvers)
        json.member("limits") { for limit in policy.limits { $0.member(limit.name, limit.value) } }
    }

    private func coverage(_ json: inout JSONWriter) {
        let coverage = shown.report.coverage
        json.member("inspected", coverage.inspected)
        json.member("malformed", coverage.malformed)
        json.member("truncated_by_snaplen", coverage.truncatedBySnapLength)
        json.member("unknown_link", coverage.unknownLink)
        json.member("dropped", coverage.dropped)
        json.member("encrypted_dns", objects: coverage.encryptedDNS) { json, endpoint in
            json.member("client", endpoint.client.description)
            json.member("server", endpoint.server.description)
            json.member("protocol", endpoint.transport)
            json.member("packets", endpoint.packets)
            json.member("first_seen", time(endpoint.firstSeen))
            json.member("last_seen", time(endpoint.lastSeen))
        }
        json.member("one_sided", coverage.isOneSided)
        json.member("copies", coverage.copies)
        json.member("retransmissions", coverage.retransmissions)
        json.member("lost_state", coverage.lostState)
        json.member("problems", objects: coverage.problems) { json, problem in
            json.member("kind", problem.kind)
            json.member("count", problem.count)
            json.member("first_frame", problem.firstFrame)
            json.member("input", problem.input)
            json.member("detail", problem.detail)
        }
    }

    // MARK: - What was found

    private func members(_ json: inout JSONWriter, _ finding: Finding) {
        json.member("id", finding.id)
        json.member("kind", finding.kind.rawValue)
        json.member("severity", finding.severity.rawValue)
        json.member("score", finding.score)
        json.member("title", finding.title)
        json.member("zone", finding.zone)
        json.member("registered_domain", finding.registeredDomain)
        json.member("zones", finding.zones)
        if let tool = finding.tool {
            json.member("tool") {
                $0.member("name", tool.name)
                $0.member("confidence", tool.confidence.rawValue)
                $0.member("because", tool.because)
            }
        } else {
            json.nullMember("tool")
        }
        json.member("clients", objects: finding.clients) { json, client in
            json.member("address", client.address.description)
            json.member("queries", client.queries)
            json.member("bytes_up", client.bytesUp)
            json.member("bytes_down", client.bytesDown)
            json.member("first_seen", time(client.firstSeen))
            json.member("last_seen", time(client.lastSeen))
            json.member("behind", client.behind)
        }
        if let others = finding.clientsNotListed {
            json.member("clients_not_listed") {
                $0.member("clients", others.clients)
                $0.member("queries", others.queries)
                $0.member("bytes_up", others.bytesUp)
                $0.member("bytes_down", others.bytesDown)
            }
        } else {
            json.nullMember("clients_not_listed")
        }
        json.member("servers", finding.servers.map(\.description))
        json.member("first_seen", time(finding.firstSeen))
        json.member("last_seen", time(finding.lastSeen))
        json.member("duration_seconds", finding.lastSeen.seconds(since: finding.firstSeen))
        json.member("queries", finding.queries)
        json.member("responses", finding.responses)
        json.member("distinct_names", finding.distinctNames)
        json.member("query_types") { for entry in finding.queryTypes { $0.member(entry.type, entry.count) } }
        json.member("bytes_up", finding.bytesUp)
        json.member("bytes_down", finding.bytesDown)
        json.member("peak_bytes_per_second", finding.peakBytesPerSecond)
        json.member("payload_decoded", finding.isPayloadDecoded)
        json.member("features") {
            for feature in finding.allFeatures { $0.member(feature.name, feature.value) }
        }
        json.member("evidence", objects: finding.evidence) { json, evidence in
            json.member("feature", evidence.feature)
            json.member("value", evidence.value)
            json.member("unit", evidence.unit)
            json.member("threshold", evidence.threshold)
            json.member("points", evidence.points)
            json.member("statement", evidence.statement)
        }
        json.member("samples", objects: finding.samples) { json, sample in
            json.member("frame", sample.frame)
            json.member("input", sample.input)
            json.member("time", time(sample.time))
            json.member("client", sample.client.description)
            json.member("qname", sample.queryName)
            json.member("qtype", sample.queryType)
            json.member("rcode", sample.responseCode)
        }
        json.member("frames") {
            $0.member("first", finding.frames.first)
            $0.member("last", finding.frames.last)
            $0.member("count", finding.frames.count)
            $0.member("first_input", finding.frames.firstPlace.input)
            $0.member("last_input", finding.frames.lastPlace.input)
        }
        json.member("display_filter", finding.displayFilter)
        json.member("recovered", objects: finding.recovered) { $0.members(of: $1) }
        json.member("attack", objects: finding.attack) { json, technique in
            json.member("id", technique.id)
            json.member("name", technique.name)
        }
        json.member("controls", finding.controls)
        json.member("equivalents", finding.equivalents)
        json.member("veris", finding.veris)
        json.member("recognised_as", finding.explanation)
        json.member("allowed_by", finding.allowedBy)
        if let list = finding.list {
            json.member("list") {
                $0.member("name", list.name)
                $0.member("line", list.line)
                $0.member("category", list.category)
                if let score = list.score { $0.member("score", score) } else { $0.nullMember("score") }
            }
        } else {
            json.nullMember("list")
        }
        json.member("addresses", finding.addresses.map(\.description))
        json.member("next_steps", finding.nextSteps)
        if let activity = finding.activity {
            json.member("activity") {
                $0.member("window_seconds", activity.windowSeconds)
                $0.member("windows", objects: activity.windows) { json, window in
                    json.member("start", time(window.start))
                    json.member("bytes_up", window.bytesUp)
                    json.member("bytes_down", window.bytesDown)
                }
            }
        } else {
            json.nullMember("activity")
        }
    }

    private func time(_ moment: Timestamp) -> String { shown.report.time(moment) }
}
