import Findings
import NetworkTypes

/// A report as one HTML page that can be looked at, printed and handed on.
///
/// The page needs no network and no script: its policy (`Content-Security-Policy`) forbids both. So even markup that
/// got past the escaping could load or run nothing. Charts are SVG. All text that a capture chose passes through
/// ``HTMLText``.
package struct HTMLReport {
    /// Findings that are described one by one, so that 1,000 findings stay below 2 MB; the table has all of them.
    static let detailed = 100
    /// Rows of clients and of query types in a chart.
    private static let shownBars = 10

    private let shown: ShownReport

    package init(_ shown: ShownReport) {
        self.shown = shown
    }

    /// The whole page.
    ///
    /// - Complexity: O(text).
    package var page: String {
        var html = HTMLText()
        html.constant("<!DOCTYPE html>\n")
        html.element("html", ["lang": "en"]) { html in
            head(&html)
            html.element("body") { html in
                html.element("a", ["class": "skip", "href": "#findings"], "To the findings")
                html.element("header", [:], header)
                html.element("main") { html in
                    overview(&html)
                    charts(&html)
                    details(&html)
                    coverage(&html)
                }
                html.element("footer") { $0.element("p", ["class": "quiet"], "dnsscan \(shown.version)") }
            }
        }
        html.line()
        return html.markup
    }

    // MARK: - Head

    private func head(_ html: inout HTMLText) {
        html.element("head") { html in
            html.empty("meta", ["charset": "utf-8"])
            html.empty(
                "meta",
                [
                    "http-equiv": "Content-Security-Policy",
                    "content":
                        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'",
                ]
            )
            html.empty("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"])
            html.empty("meta", ["name": "color-scheme", "content": "light dark"])
            html.element("title", "dnsscan: \(verdict)")
            html.constant("<style>")
            html.constant(Self.style)
            html.constant("</style>")
        }
        html.line()
    }

    private var verdict: String {
        let counts = Severity.allCases.reversed().compactMap { severity in
            let count = shown.findings.count { $0.severity == severity }
            return count == 0 ? nil : "\(Quantity.count(count)) \(severity.rawValue)"
        }
        if counts.isEmpty {
            return shown.report.scan.dnsMessages == 0 ? "nothing to judge: no DNS message" : "no findings"
        }
        return "\(Quantity.count(shown.findings.count, "finding")): \(counts.joined(separator: ", "))"
    }

    private func header(_ html: inout HTMLText) {
        let scan = shown.report.scan
        html.element("h1", "dnsscan: \(verdict)")
        html.element("p") { html in
            for (index, input) in scan.inputs.prefix(5).enumerated() {
                if index > 0 { html.text(", ") }
                html.element("span", ["class": "name"], input.path == "-" ? "standard input" : input.path)
            }
            if scan.inputs.count > 5 { html.text(" and \(Quantity.count(scan.inputs.count - 5)) more") }
        }
        let amounts = [
            Quantity.count(scan.packets, "packet"), Quantity.count(scan.dnsMessages, "DNS message"),
            Quantity.count(scan.clients, "client"), Quantity.count(scan.zones, "zone"),
        ]
        html.element("p", ["class": "quiet"], amounts.joined(separator: ", "))
        let first = scan.inputs.compactMap(\.firstPacket).min()
        let last = scan.inputs.compactMap(\.lastPacket).max()
        if let first, let last, first <= last {
            html.element("p", ["class": "quiet"], shown.report.interval(first...last))
        }
        if let selection = shown.report.selectionInWords { html.element("p", selection) }
        if !shown.report.isComplete {
            html.element("p") { html in
                html.element("a", ["href": "#coverage"], "Not everything could be inspected.")
            }
        }
    }

    // MARK: - All findings

    private func overview(_ html: inout HTMLText) {
        html.element("h2", ["id": "findings"], "Findings")
        guard !shown.findings.isEmpty else {
            html.element("p", "There is none at this severity or above.")
            return
        }
        html.element("div", ["class": "scroll"]) { html in
            html.element("table") { html in
                html.element("thead") { html in
                    html.element("tr") { html in
                        for head in [
                            "severity", "score", "kind", "zone", "clients", "tool", "up", "down",
                            "since (UTC)",
                        ] {
                            html.element(
                                "th",
                                Self.isNumber(head) ? ["scope": "col", "class": "number"] : ["scope": "col"],
                                head
                            )
                        }
                    }
                }
                html.element("tbody") { html in
                    for (index, finding) in shown.findings.enumerated() { row(&html, finding, index) }
                }
            }
        }
        html.line()
    }

    private func row(_ html: inout HTMLText, _ finding: Finding, _ index: Int) {
        html.element("tr") { html in
            html.element("td") {
                $0.element("span", ["class": "badge \(finding.severity)"], finding.severity.rawValue)
            }
            html.element("td", ["class": "number"], String(finding.score))
            html.element("td", finding.kind.rawValue)
            html.element("td", ["class": "name"]) { html in
                if index < Self.detailed {
                    html.element("a", ["href": "#f\(index + 1)"], finding.place)
                } else {
                    html.text(finding.place)
                }
            }
            let more =
                finding.clients.count > 1 ? " and \(Quantity.count(finding.clients.count - 1)) more" : ""
            html.element("td", ["class": "name"], (finding.clients.first?.address.description ?? "") + more)
            html.element("td", finding.tool?.name ?? "")
            html.element("td", ["class": "number"], Quantity.bytes(finding.bytesUp))
            html.element("td", ["class": "number"], Quantity.bytes(finding.bytesDown))
            html.element("td", ["class": "number"], moment(finding.firstSeen))
        }
        html.line()
    }

    private func charts(_ html: inout HTMLText) {
        let activities = shown.findings.compactMap(\.activity).filter(\.carriedAnything)
        if let first = activities.first {
            html.element("h2", "Activity of all findings")
            directions(&html)
            HTMLCharts.activity(
                activities.dropFirst().reduce(first) { $0.united(with: $1) },
                into: &html,
                label: "Estimated payload of all findings over time."
            )
        }
        if !shown.report.zoneMeasures.isEmpty {
            html.element("h2", "Zones: name length against information")
            html.element(
                "p",
                ["class": "quiet"],
                "Each dot is a zone. Zones up and to the right carry much in long names."
            )
            HTMLCharts.zones(shown.report.zoneMeasures, findings: shown.findings, into: &html)
        }
    }

    private func directions(_ html: inout HTMLText) {
        html.element("p", ["class": "quiet"]) { html in
            html.element("span", ["class": "key", "style": "--key:var(--up)"], "up, from the clients")
            html.text(" ")
            html.element("span", ["class": "key", "style": "--key:var(--down)"], "down, to the clients")
        }
    }

    // MARK: - One finding

    private func details(_ html: inout HTMLText) {
        guard !shown.findings.isEmpty else { return }
        html.element("h2", "Details")
        for (index, finding) in shown.findings.prefix(Self.detailed).enumerated() {
            // The worst ones are open; a closed one opens with a click, a key, or on paper.
            if index < 3 {
                html.element(
                    "details",
                    ["id": "f\(index + 1)", "class": finding.severity.rawValue, "open": ""]
                ) {
                    detail(&$0, finding)
                }
            } else {
                html.element("details", ["id": "f\(index + 1)", "class": finding.severity.rawValue]) {
                    detail(&$0, finding)
                }
            }
            html.line()
        }
        if shown.findings.count > Self.detailed {
            html.element("p") { html in
                html.text(
                    "Details of the other \(Quantity.count(shown.findings.count - Self.detailed, "finding")): "
                )
                html.element("code", "dnsscan -f json")
            }
        }
    }

    private func detail(_ html: inout HTMLText, _ finding: Finding) {
        html.element("summary") { html in
            html.element(
                "span",
                ["class": "badge \(finding.severity)"],
                "\(finding.severity.rawValue) \(finding.score)"
            )
            html.text(" \(finding.title)")
        }
        facts(&html, finding)
        if !finding.nextSteps.isEmpty {
            html.element("h3", "Next steps")
            html.element("ol") { html in
                for step in finding.nextSteps { html.element("li", step) }
            }
        }
        if let activity = finding.activity, activity.carriedAnything {
            html.element("h3", "Activity")
            directions(&html)
            HTMLCharts.activity(
                activity,
                into: &html,
                label: "Estimated payload of this finding over time."
            )
        }
        let clients = finding.clients.sorted {
            ($1.bytesUp + $1.bytesDown, $0.address) < ($0.bytesUp + $0.bytesDown, $1.address)
        }
        HTMLCharts.bars(
            clients.prefix(Self.shownBars).map {
                (
                    $0.address.description, max($0.bytesUp + $0.bytesDown, $0.queries),
                    "\(Quantity.count($0.queries, "query", "queries")), up \(Quantity.bytes($0.bytesUp)), down \(Quantity.bytes($0.bytesDown))"
                )
            },
            title: Self.title("Clients", clients.count),
            into: &html
        )
        HTMLCharts.bars(
            finding.queryTypes.prefix(Self.shownBars).map {
                ($0.type, $0.count, Quantity.count($0.count, "query", "queries"))
            },
            title: Self.title("Query types", finding.queryTypes.count),
            into: &html
        )
        recovered(&html, finding)
        evidence(&html, finding)
        samples(&html, finding)
        if !finding.displayFilter.isEmpty {
            html.element("h3", "Wireshark display filter")
            html.element("pre", finding.displayFilter)
        }
    }

    /// The carried contents, as far as they were read back.
    private func recovered(_ html: inout HTMLText, _ finding: Finding) {
        guard !finding.recovered.isEmpty else { return }
        html.element("h3", Self.title("Content", finding.recovered.count))
        html.element("ul") { html in
            for recovered in finding.recovered.prefix(Self.shownBars) {
                html.element("li") { html in
                    html.text(recovered.inWords)
                    html.text(" ")
                    html.element("code", recovered.preview)
                }
            }
        }
    }

    private static func title(_ what: String, _ count: Int) -> String {
        count > shownBars ? "\(what) (\(shownBars) of \(Quantity.count(count)))" : what
    }

    private func facts(_ html: inout HTMLText, _ finding: Finding) {
        let zone = finding.zone == "." ? finding.kind.zoneInWords : finding.zone
        var facts = [zone.map { ("zone", $0) }].compactMap { $0 }
        if let domain = finding.registeredDomain, domain != finding.zone {
            facts.append(("registered domain", domain))
        }
        if finding.zones.count > 1 {
            let more = finding.zones.count > 5 ? " and \(Quantity.count(finding.zones.count - 5)) more" : ""
            facts.append(("all zones", finding.zones.prefix(5).joined(separator: ", ") + more))
        }
        if let tool = finding.tool {
            facts.append(("tool", "\(tool.name) (\(tool.confidence.rawValue)): \(tool.because)"))
        }
        let first = min(finding.firstSeen, finding.lastSeen)
        facts.append(("when", shown.report.interval(first...max(finding.firstSeen, finding.lastSeen))))
        facts.append(
            (
                !finding.kind.carriesPayload
                    ? "traffic" : "payload (\(finding.isPayloadDecoded ? "decoded" : "estimated"))",
                "up \(Quantity.bytes(finding.bytesUp)), down \(Quantity.bytes(finding.bytesDown))"
            )
        )
        facts.append(
            (
                "messages",
                "\(Quantity.count(finding.queries, "query", "queries")) for \(Quantity.count(finding.distinctNames, "name")), "
                    + Quantity.count(finding.responses, "response")
            )
        )
        if !finding.servers.isEmpty {
            facts.append(("servers", finding.servers.prefix(5).map(\.description).joined(separator: ", ")))
        }
        if !finding.addresses.isEmpty {
            facts.append(
                ("addresses", finding.addresses.prefix(5).map(\.description).joined(separator: ", "))
            )
        }
        if let explanation = finding.explanation { facts.append(("explained", explanation)) }
        facts.append(("ATT&CK", finding.attack.map { "\($0.id) \($0.name)" }.joined(separator: "; ")))
        html.element("dl") { html in
            for (name, value) in facts where !value.isEmpty {
                html.element("dt", name)
                html.element("dd", value)
            }
        }
    }

    private func evidence(_ html: inout HTMLText, _ finding: Finding) {
        guard !finding.evidence.isEmpty else { return }
        html.element("h3", "Why")
        html.element("div", ["class": "scroll"]) { html in
            html.element("table") { html in
                html.element("thead") { html in
                    html.element("tr") { html in
                        for head in ["points", "feature", "measured", "counts from", "in words"] {
                            html.element(
                                "th",
                                Self.isNumber(head) ? ["scope": "col", "class": "number"] : ["scope": "col"],
                                head
                            )
                        }
                    }
                }
                html.element("tbody") { html in
                    for evidence in finding.evidence {
                        html.element("tr") { html in
                            html.element(
                                "td",
                                ["class": "number"],
                                (evidence.points > 0 ? "+" : "") + String(evidence.points)
                            )
                            html.element("td", evidence.feature.replacing("_", with: " "))
                            html.element(
                                "td",
                                ["class": "number"],
                                Quantity.measured(evidence.value, unit: evidence.unit)
                            )
                            html.element(
                                "td",
                                ["class": "number"],
                                Quantity.measured(evidence.threshold, unit: evidence.unit)
                            )
                            html.element("td", evidence.statement)
                        }
                    }
                }
            }
        }
    }

    private func samples(_ html: inout HTMLText, _ finding: Finding) {
        guard !finding.samples.isEmpty else { return }
        let inputs = shown.report.scan.inputs
        html.element("h3", "Samples")
        html.element("div", ["class": "scroll"]) { html in
            html.element("table") { html in
                html.element("thead") { html in
                    html.element("tr") { html in
                        for head in ["frame", "time (UTC)", "client", "type", "name"]
                            + (inputs.count > 1 ? ["capture"] : [])
                        {
                            html.element(
                                "th",
                                Self.isNumber(head) ? ["scope": "col", "class": "number"] : ["scope": "col"],
                                head
                            )
                        }
                    }
                }
                html.element("tbody") { html in
                    for sample in finding.samples.prefix(8) {
                        html.element("tr") { html in
                            html.element("td", ["class": "number"], String(sample.frame))
                            html.element(
                                "td",
                                ["class": "number"],
                                String(shown.report.time(sample.time).dropLast()).replacing("T", with: " ")
                            )
                            html.element("td", ["class": "name"], sample.client.description)
                            html.element("td", sample.queryType)
                            html.element("td", ["class": "name"], sample.queryName)
                            if inputs.count > 1 {
                                html.element(
                                    "td",
                                    ["class": "name"],
                                    inputs.indices.contains(sample.input) ? inputs[sample.input].path : "?"
                                )
                            }
                        }
                    }
                }
            }
        }
    }

    /// Whether the cells below a heading are numbers, which stand at the right.
    private static func isNumber(_ heading: String) -> Bool {
        ["score", "up", "down", "since (UTC)", "points", "measured", "counts from", "frame", "time (UTC)"]
            .contains(heading)
    }

    // MARK: - The end

    private func coverage(_ html: inout HTMLText) {
        html.element("h2", ["id": "coverage"], "Coverage")
        let coverage = shown.report.coverage
        html.element(
            "p",
            shown.report.isComplete
                ? "Everything was inspected: \(Quantity.count(coverage.inspected, "DNS message"))."
                : "Not everything could be inspected. \(Quantity.count(coverage.inspected, "DNS message")) were."
        )
        var lines: [String] = shown.report.scan.inputs.filter { $0.format == nil }.map {
            "\($0.path) could not be read."
        }
        lines += shown.report.scan.inputs.filter(\.isTruncated).map {
            "\($0.path) ends in the middle of a packet."
        }
        if coverage.isOneSided {
            lines.append("Only \(shown.report.scan.queries == 0 ? "responses" : "queries") were captured.")
        }
        lines += coverage.encryptedDNS.prefix(20).map {
            "\($0.client) uses \($0.transport) with \($0.server): \(Quantity.count($0.packets, "packet")) could not be read."
        }
        lines += coverage.problems.map { "\(Quantity.count($0.count)) × \($0.kind): \($0.detail)" }
        guard !lines.isEmpty else { return }
        html.element("ul") { html in for line in lines { html.element("li", line) } }
    }

    private func moment(_ moment: Timestamp) -> String {
        let text = moment.rfc3339(fractionDigits: 0)
        return text.prefix(10) + " " + text.dropFirst(11).dropLast()
    }
}
