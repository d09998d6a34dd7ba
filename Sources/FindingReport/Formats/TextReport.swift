import Findings
import NetworkTypes

/// A report for people, most severe finding first.
///
/// A head names the inputs. A table has all findings where there are several. Each of the worst ones tells its kind,
/// its clients, its amount, the next steps and the reasons. The end names the parts that could not be inspected.
/// Lines fit into the given width but for display filters, which stay whole so that they can be copied.
package struct TextReport {
    /// The look of a report.
    package struct Options: Hashable, Sendable {
        /// Columns of the terminal; less than 60 count as 60.
        package var width: Int
        /// Whether SGR sequences colour the text; no fact depends on colour alone.
        package var isColored: Bool
        /// Whether lists are given in full, coverage problems one by one, and every finding in detail.
        package var isVerbose: Bool
        /// The number of findings that are described in detail, the first of the table first; 0 for the table alone.
        package var detailed: Int

        /// The number of described findings for a reader who asks for no number.
        package static let usuallyDetailed = 10

        /// Text as it suits a pipe or a file, unless said otherwise.
        package init(
            width: Int = 80,
            isColored: Bool = false,
            isVerbose: Bool = false,
            detailed: Int = usuallyDetailed
        ) {
            self.width = width
            self.isColored = isColored
            self.isVerbose = isVerbose
            self.detailed = detailed
        }
    }

    private let shown: ShownReport
    private let isVerbose: Bool
    private let detailed: Int
    private var layout: TextLayout

    private var report: Report { shown.report }
    private var minimumSeverity: Severity { shown.minimumSeverity }

    package init(_ shown: ShownReport, options: Options) {
        self.shown = shown
        isVerbose = options.isVerbose
        detailed = options.isVerbose ? Int.max : max(0, options.detailed)
        layout = TextLayout(width: options.width, isColored: options.isColored)
    }

    /// The whole text with a final newline.
    ///
    /// - Complexity: O(text); each column of a table is measured once.
    package consuming func rendered() -> String {
        writeHead()
        let ordered = shown.findings.sorted(by: Finding.isMoreUrgent)
        if ordered.count > 1 || detailed == 0 { writeOverview(ordered) }
        for finding in ordered.prefix(detailed) {
            layout.blankLine()
            write(finding)
        }
        layout.blankLine()
        writeConclusion(shown.findings)
        writeCoverage()
        return layout.text
    }

    /// The details of the findings alone, each behind an empty line.
    package consuming func renderedDetails() -> String {
        for finding in shown.findings.sorted(by: Finding.isMoreUrgent) {
            layout.blankLine()
            write(finding)
        }
        return layout.text
    }

    // MARK: - What was read

    private mutating func writeHead() {
        let scan = report.scan
        let names = list(scan.inputs.filter { $0.format != nil }.map(\.name), limit: 3)
        layout.paragraph(
            [TextRun("Scanned")] + (names.isEmpty ? ["nothing"] : names).map { TextRun($0, .strong) },
            hanging: 2
        )
        let amounts = [
            Quantity.count(scan.packets, "packet"), Quantity.count(scan.dnsMessages, "DNS message"),
            Quantity.count(scan.clients, "client"), Quantity.count(scan.zones, "zone"),
        ]
        layout.paragraph([TextRun(amounts.joined(separator: ", "))], indent: 2)
        if let span { layout.paragraph([TextRun(report.interval(span))], indent: 2) }
        if let selection = report.selectionInWords {
            layout.paragraph([TextRun(selection, .strong)], indent: 2)
        }
        if let signal = scan.interruptedBy {
            let text = "\(signal) ended the reading early: this report is of a part."
            layout.paragraph([TextRun(text, .strong)], indent: 2)
        }
        if !otherServices.isEmpty {
            let services = otherServices.joined(separator: ", ")
            layout.paragraph([TextRun("among the messages \(services)")], indent: 2)
        }
        let repeated = [
            (report.coverage.copies, "recorded or passed on more than once"),
            (report.coverage.retransmissions, "sent again"),
        ].filter { $0.0 > 0 }.map { "\(Quantity.count($0.0)) \($0.1)" }
        if !repeated.isEmpty {
            let text = "not counted twice: \(repeated.joined(separator: ", "))"
            layout.paragraph([TextRun(text)], indent: 2)
        }
        if let point = scan.capturePoint, point.hidesClients {
            let position = "capture point \(point.position.rawValue), so that clients may not show:"
            layout.paragraph([TextRun(position), TextRun(point.because)], indent: 2)
        }
    }

    /// The number of messages of services other than DNS on its port.
    private var otherServices: [String] {
        let services = report.scan.services
        return [
            (services.dnsOnOtherPorts, "DNS on other ports"), (services.multicastDNS, "multicast DNS"),
            (services.llmnr, "LLMNR"), (services.nbns, "NetBIOS"),
        ].filter { $0.0 > 0 }.map { "\(Quantity.count($0.0)) \($0.1)" }
    }

    /// The first and the last packet of all captures.
    private var span: ClosedRange<Timestamp>? {
        let inputs = report.scan.inputs
        let first = inputs.compactMap(\.firstPacket).min()
        let last = inputs.compactMap(\.lastPacket).max()
        guard let first, let last, first <= last else { return nil }
        return first...last
    }

    // MARK: - All findings

    /// Columns from which a line of the table has room for kind, tool and time beside the zone.
    private static let wide = 120

    /// A line for each finding, the most urgent first.
    private mutating func writeOverview(_ findings: [Finding]) {
        guard !findings.isEmpty else { return }
        layout.blankLine()
        let isWide = layout.width >= Self.wide
        var table = Table(
            [.left, .right] + (isWide ? [.left] : []) + [.right, .right, .left]
                + (isWide ? [.left, .left] : []),
            last: .shortened
        )
        let heads =
            ["severity", "score"] + (isWide ? ["kind"] : []) + ["up", "down", "client"]
            + (isWide ? ["tool", "since (UTC)"] : [])
        table.row(heads.map { TextRun($0, .quiet) }, last: [TextRun("zone", .quiet)])
        for finding in findings {
            var cells = [
                TextRun(finding.verdict, .severity(finding.severity)), TextRun("\(finding.score)"),
            ]
            if isWide { cells.append(TextRun(finding.kind.rawValue)) }
            cells.append(TextRun(Quantity.bytes(finding.bytesUp)))
            cells.append(TextRun(Quantity.bytes(finding.bytesDown)))
            let more = finding.clients.count > 1 ? " +\(Quantity.count(finding.clients.count - 1))" : ""
            cells.append(TextRun((finding.busiestClient?.address.description ?? "-") + more))
            if isWide {
                cells.append(TextRun(finding.tool?.name ?? "-"))
                let since = finding.firstSeen.rfc3339(fractionDigits: 0)
                cells.append(TextRun(since.prefix(10) + " " + since.dropFirst(11).prefix(5)))
            }
            table.row(cells, last: [TextRun(finding.place)])
        }
        layout.table(table, indent: 2)
    }

    // MARK: - A finding

    private mutating func write(_ finding: Finding) {
        let severity = TextRun(finding.verdict.uppercased(), .severity(finding.severity))
        let score = TextRun("\(finding.score)/100", .quiet)
        layout.paragraph([severity, score, TextRun(finding.title, .strong)], hanging: 2)
        writeFacts(finding)
        if !finding.nextSteps.isEmpty {
            writeHeading("Next steps")
            var steps = Table([.right], last: .wrapped)
            for (index, step) in finding.nextSteps.enumerated() {
                steps.row([TextRun("\(index + 1).")], last: [TextRun(step)])
            }
            layout.table(steps, indent: 4)
        }
        writeReasons(finding)
        writeSamples(finding)
        if !finding.displayFilter.isEmpty {
            writeHeading("Wireshark display filter")
            layout.line([TextRun(finding.displayFilter)], indent: 4)
        }
    }

    private mutating func writeFacts(_ finding: Finding) {
        var facts = Table([.left], last: .wrapped)
        var zone = [TextRun(finding.zone, .strong)]
        if let domain = finding.registeredDomain, domain != finding.zone {
            zone.append(TextRun("(registered domain \(domain))"))
        }
        if finding.zone != "." {
            facts.row([label("zone")], last: zone)
        } else if let words = finding.kind.zoneInWords {
            facts.row([label("zone")], last: [TextRun(words)])
        }
        if !finding.addresses.isEmpty {
            let addresses = list(finding.addresses.map(\.description), limit: 5)
            facts.row([label("address")], last: addresses.map { TextRun($0, .strong) })
        }
        if let list = finding.list { facts.row([label("list")], last: [TextRun(text(of: list))]) }
        if finding.zones.count > 1 {
            let space = layout.width - 20
            let zones = finding.zones.map { TerminalText($0).shortenedInTheMiddle(to: space).string }
            facts.row([label("rotates")], last: list(zones, limit: 5).map { TextRun($0) })
        }
        if !facts.rows.isEmpty { layout.table(facts, indent: 2) }

        writeClients(finding)

        facts.rows = []
        let first = min(finding.firstSeen, finding.lastSeen)
        facts.row(
            [label("when")],
            last: [TextRun(report.interval(first...max(finding.firstSeen, finding.lastSeen)))]
        )
        if let volume = volume(finding) { facts.row([label(volume.label)], last: volume.text) }
        for (index, recovered) in finding.recovered.prefix(isVerbose ? Int.max : Self.shownContents)
            .enumerated()
        {
            facts.row([label(index == 0 ? "content" : "")], last: content(recovered))
        }
        if !isVerbose, finding.recovered.count > Self.shownContents {
            let more = Quantity.count(finding.recovered.count - Self.shownContents)
            facts.row([label("")], last: [TextRun("and \(more) more, for 'dnsscan extract' to write down")])
        }
        if let line = sparkline(finding) { facts.row([label("activity")], last: [TextRun(line)]) }
        if finding.queries + finding.responses > 0 {
            facts.row([label("messages")], last: messages(finding).map { TextRun($0) })
        }
        if !finding.servers.isEmpty {
            let servers = list(finding.servers.map(\.description), limit: 5)
            facts.row([label("servers")], last: servers.map { TextRun($0) })
        }
        if let service = finding.recognizedAs {
            facts.row(
                [label("service")],
                last: [TextRun("recognized as \(service): names, answers and resolver fit")]
            )
        }
        if let allowance = finding.allowedBy {
            facts.row([label("allowed")], last: [TextRun("by \(allowance)")])
        }
        if let tool = finding.tool {
            let because = TextRun("(\(tool.confidence.rawValue)): \(tool.because)")
            facts.row([label("tool")], last: [TextRun(tool.name, .strong), because])
        }
        if !finding.attack.isEmpty {
            let techniques = finding.attack.map { "\($0.id) \($0.name)" }.joined(separator: "; ")
            facts.row([label("ATT&CK")], last: [TextRun(techniques)])
        }
        layout.table(facts, indent: 2)
    }

    /// The amount of traffic, or `nil` when that was not measured.
    private func volume(_ finding: Finding) -> (label: String, text: [TextRun])? {
        let (up, down) = finding.kind.directions
        let bytes = "\(up) \(Quantity.bytes(finding.bytesUp)), \(down) \(Quantity.bytes(finding.bytesDown))"
        guard finding.kind.carriesPayload else {
            return finding.bytesUp + finding.bytesDown > 0
                ? ("traffic", [TextRun(bytes, .strong), TextRun("in whole messages or packets")]) : nil
        }
        let peak = finding.peakBytesPerSecond
        // A slow channel has a peak below one byte per second.
        let peakText =
            peak.isFinite
            ? ", peak \(Quantity.measured(peak < 10 ? peak : peak.rounded(), unit: "bytes"))/s" : ""
        let source = finding.isPayloadDecoded ? "decoded" : "estimated"
        return ("payload", [TextRun(bytes, .strong), TextRun("(\(source))\(peakText)")])
    }

    private static let shownContents = 3

    /// One content that was read back: its kind, its size, and its beginning.
    private func content(_ recovered: Recovered) -> [TextRun] {
        [TextRun(recovered.inWords, .strong), TextRun(recovered.preview)]
    }

    /// The traffic in slots of equal width between the first and the last time, or `nil` where there is too little to
    /// draw: a block of eighths for each, a dot for nothing, and the busiest slot in bytes.
    private func sparkline(_ finding: Finding) -> String? {
        guard let activity = finding.activity, activity.windows.count > 1, activity.carriedAnything else {
            return nil
        }
        let (seconds, slots) = activity.slots(atMost: Self.sparkWidth)
        let bytes = slots.map { $0.up + $0.down }
        let most = max(1, bytes.max() ?? 1)
        let blocks = Array("▁▂▃▄▅▆▇█")
        let line = String(
            bytes.map { $0 <= 0 ? "·" : blocks[min(7, Int(Double($0) / Double(most) * 7.999))] }
        )
        return
            "\(line) (\(Quantity.duration(seconds: Double(seconds))) each, \(Quantity.bytes(most)) at most)"
    }

    private static let sparkWidth = 40

    private func messages(_ finding: Finding) -> [String] {
        let types = finding.queryTypes.map { "\($0.type) \(Quantity.count($0.count))" }
        guard finding.queries > 0 || finding.kind.carriesPayload else {
            let names = Quantity.count(finding.distinctNames, "name")
            return ["\(Quantity.count(finding.responses, "response")) for \(names)"]
        }
        var messages = [Quantity.count(finding.queries, "query", "queries")]
        if !types.isEmpty { messages.append("(\(list(types, limit: 5).joined(separator: " ")))") }
        if finding.distinctNames > 0 {
            messages.append("for \(Quantity.count(finding.distinctNames, "name")),")
        } else {
            messages[messages.count - 1] += ","
        }
        messages.append(Quantity.count(finding.responses, "response"))
        return messages
    }

    /// A list's entry in words.
    private func text(of entry: ListEntry) -> String {
        let details = [
            entry.category.map { "category \($0)" }, entry.score.map { "score \(Quantity.count(Int($0)))" },
        ]
        return (["\(entry.name), line \(Quantity.count(entry.line))"] + details.compactMap { $0 }).joined(
            separator: ", "
        )
    }

    /// Writes one line per client, those with the most payload first.
    private mutating func writeClients(_ finding: Finding) {
        let clients = finding.clients.sorted { left, right in
            (right.volume, left.address) < (left.volume, right.address)
        }
        let shown = isVerbose ? clients[...] : clients.prefix(5)
        let hasVolume = finding.kind.carriesPayload || clients.contains { $0.volume > 0 }
        let asks = finding.kind.carriesPayload || clients.contains { $0.queries > 0 }
        let columns: [Table.Alignment] = (asks ? [.right] : []) + (hasVolume ? [.right, .right] : [])
        var table = Table([.left, .left] + columns, last: .wrapped)
        for (index, client) in shown.enumerated() {
            let first = min(client.firstSeen, client.lastSeen)
            var cells = [
                label(index > 0 ? "" : clients.count == 1 ? "client" : "clients"),
                TextRun(client.address.description, .strong),
            ]
            if asks { cells.append(TextRun(Quantity.count(client.queries, "query", "queries"))) }
            if hasVolume {
                let (up, down) = finding.kind.directions
                cells.append(TextRun("\(up) \(Quantity.bytes(client.bytesUp))"))
                cells.append(TextRun("\(down) \(Quantity.bytes(client.bytesDown))"))
            }
            table.row(
                cells,
                last: isVerbose
                    ? [TextRun(report.interval(first...max(client.firstSeen, client.lastSeen)))] : []
            )
        }
        layout.table(table, indent: 2)
        let hidden = shown.filter { !$0.behind.isEmpty }
        if !hidden.isEmpty {
            var behind = Table([.left], last: .wrapped)
            for client in hidden {
                let texts = list(client.behind, limit: 5).joined(separator: ", ")
                behind.row([label("")], last: [TextRun("\(texts) behind \(client.address)")])
            }
            layout.table(behind, indent: 2)
        }
        if clients.count > shown.count {
            var rest = Table([.left], last: .wrapped)
            rest.row([label("")], last: [TextRun("and \(Quantity.count(clients.count - shown.count)) more")])
            layout.table(rest, indent: 2)
        }
        if let others = finding.clientsNotListed {
            var rest = Table([.left], last: .wrapped)
            let who = Quantity.count(others.clients, "client", "clients")
            let (up, down) = finding.kind.directions
            let what = [
                Quantity.count(others.queries, "query", "queries"),
                "\(up) \(Quantity.bytes(others.bytesUp))", "\(down) \(Quantity.bytes(others.bytesDown))",
            ]
            rest.row(
                [label("")],
                last: [TextRun("and \(who) that are too many to be named: \(what.joined(separator: ", "))")]
            )
            layout.table(rest, indent: 2)
        }
    }

    private mutating func writeReasons(_ finding: Finding) {
        guard !finding.evidence.isEmpty else { return }
        writeHeading("Why")
        var table = Table([.right, .left, .right, .right], last: .wrapped)
        table.row(["points", "feature", "measured", "counts from"].map { TextRun($0, .quiet) })
        for evidence in finding.evidence {
            table.row(
                [
                    TextRun(evidence.points > 0 ? "+\(evidence.points)" : "\(evidence.points)"),
                    TextRun(String(evidence.feature.map { $0 == "_" ? " " : $0 })),
                    TextRun(Quantity.measured(evidence.value, unit: evidence.unit), .strong),
                    TextRun(Quantity.measured(evidence.threshold, unit: evidence.unit)),
                ],
                last: [TextRun(evidence.statement, .quiet)]
            )
        }
        layout.table(table, indent: 4)
        let sum = finding.evidence.reduce(0) { $0 + $1.points }
        if sum > 100 {
            layout.paragraph(
                [TextRun("The points add up to \(sum); a score ends at 100.", .quiet)],
                indent: 4
            )
        }
    }

    private mutating func writeSamples(_ finding: Finding) {
        guard !finding.samples.isEmpty else { return }
        writeHeading("Samples", detail: finding.frames.count > 0 ? text(of: finding.frames) : nil)
        let samples = isVerbose ? finding.samples[...] : finding.samples.prefix(5)
        let inputs = report.scan.inputs
        let namesCapture = inputs.count > 1
        // The date is worth its columns only where it is not the one that the finding starts on.
        let days = Set(samples.map { $0.time.rfc3339(fractionDigits: 0).prefix(10) } + [finding.day])
        var table = Table([.right, .left, .left, .left] + (namesCapture ? [.left] : []), last: .shortened)
        let heads = ["frame", "time (UTC)", "client", "type"] + (namesCapture ? ["capture"] : [])
        table.row(heads.map { TextRun($0, .quiet) }, last: [TextRun("name", .quiet)])
        for sample in samples {
            let text = sample.time.rfc3339(fractionDigits: report.scan.fractionDigits)
            let time = text.dropFirst(11).dropLast()
            var cells = [
                TextRun("\(sample.frame)", .strong),
                TextRun(days.count == 1 ? String(time) : text.prefix(10) + " " + time),
                TextRun(sample.client.description), TextRun(sample.queryType),
            ]
            if namesCapture {
                let path = inputs.indices.contains(sample.input) ? inputs[sample.input].name : "?"
                let file = path.split(separator: "/").last.map(String.init) ?? path
                cells.append(TextRun(TerminalText(file).shortenedInTheMiddle(to: 24)))
            }
            table.row(cells, last: [TextRun(sample.queryName)])
        }
        layout.table(table, indent: 4)
    }

    /// The first and the last frame, with the names of their captures where there are several.
    private func text(of frames: FrameRange) -> String {
        let inputs = report.scan.inputs
        guard inputs.count > 1 else { return "frames \(frames.first) to \(frames.last)" }
        let places = [frames.firstPlace, frames.lastPlace].map { place in
            inputs.indices.contains(place.input)
                ? "\(place.frame) of \(inputs[place.input].name)" : "\(place.frame)"
        }
        return "frames \(places[0]) to \(places[1])"
    }

    // MARK: - The end

    private mutating func writeConclusion(_ shown: [Finding]) {
        let scan = report.scan
        var text: String
        if shown.isEmpty {
            let bound = minimumSeverity == .info ? "" : " at \(minimumSeverity.rawValue) or above"
            if scan.dnsMessages == 0 {
                text = "No findings, because there was nothing to judge: no DNS message in "
                text += Quantity.count(scan.packets, "packet") + "."
            } else {
                text = "No findings\(bound) in \(Quantity.count(scan.dnsMessages, "DNS message")) "
                text += "(\(Quantity.count(scan.queries, "query", "queries")), "
                text += "\(Quantity.count(scan.responses, "response"))) "
                text +=
                    "of \(Quantity.count(scan.clients, "client")) in \(Quantity.count(scan.zones, "zone"))."
            }
        } else {
            let verdicts = Severity.allCases.reversed().map(\.rawValue) + ["allowed"]
            let counts = verdicts.compactMap { verdict -> String? in
                let count = shown.count { $0.verdict == verdict }
                return count == 0 ? nil : "\(Quantity.count(count)) \(verdict)"
            }
            text = "\(Quantity.count(shown.count, "finding")): \(counts.joined(separator: ", "))."
        }
        if shown.count > detailed {
            text += " \(Quantity.count(shown.count - detailed)) without details (-v has all, --top N more)."
        }
        let hidden = report.findings.filter { $0.severity < minimumSeverity }
        if !hidden.isEmpty {
            let allowed = hidden.count { $0.allowedBy != nil }
            let below = hidden.count - allowed
            let parts = [
                below > 0 ? "\(Quantity.count(below)) below \(minimumSeverity.rawValue)" : nil,
                allowed > 0 ? "\(Quantity.count(allowed)) allowed" : nil,
            ].compactMap { $0 }
            text += " \(parts.joined(separator: " and ")) not shown (--min-severity info shows all)."
        }
        layout.paragraph([TextRun(text, .strong)])
    }

    /// Oddities that the report tells without -v.
    private static let toldProblems = 2

    private mutating func writeCoverage() {
        let problems = report.coverage.problems
        guard !report.isComplete || !problems.isEmpty else { return }
        var text = report.gaps.joined(separator: "; ")
        if !problems.isEmpty, !isVerbose {
            if text.isEmpty {
                let shown = problems.prefix(Self.toldProblems).map { problem in
                    let detail =
                        problem.detail.last == "." ? String(problem.detail.dropLast()) : problem.detail
                    return "\(detail) (\(Quantity.count(problem.count)))"
                }
                let more = problems.count - shown.count
                text = (shown + (more > 0 ? ["\(Quantity.count(more)) more"] : [])).joined(separator: "; ")
            }
            text += " (-v lists all)"
        }
        let title =
            report.isComplete
            ? "Everything was inspected, some of it odd:" : "Not everything could be inspected:"
        layout.paragraph([TextRun(title, .strong), TextRun(text.isEmpty ? "" : text + ".")])
        guard isVerbose else { return }
        var table = Table([.right], last: .wrapped)
        for problem in problems {
            let place = problem.firstFrame > 0 ? " (first in \(self.place(of: problem)))" : ""
            table.row([TextRun(Quantity.count(problem.count))], last: [TextRun(problem.detail + place)])
        }
        layout.table(table, indent: 2)
    }

    /// The first frame of a problem, and its capture where there are several.
    private func place(of problem: CoverageProblem) -> String {
        let inputs = report.scan.inputs
        let frame = "frame \(problem.firstFrame)"
        guard inputs.count > 1, inputs.indices.contains(problem.input) else { return frame }
        return "\(frame) of \(inputs[problem.input].name)"
    }

    // MARK: - Pieces

    private mutating func writeHeading(_ title: String, detail: String? = nil) {
        let words = [TextRun(title, .strong)] + (detail.map { [TextRun("(\($0))", .quiet)] } ?? [])
        layout.paragraph(words, indent: 2)
    }

    /// The name of a fact, as wide as the longest one, so that all facts start in one column.
    private func label(_ name: String) -> TextRun {
        let width = "messages".count
        return TextRun(name + String(repeating: " ", count: max(0, width - name.count)), .quiet)
    }

    /// Items with commas behind them; beyond `limit` only their number, unless verbose.
    private func list(_ items: [String], limit: Int) -> [String] {
        let shown = isVerbose || items.count <= limit ? items[...] : items.prefix(limit)
        var words = shown.enumerated().map { $0.offset < shown.count - 1 ? $0.element + "," : $0.element }
        if items.count > shown.count { words.append("and \(Quantity.count(items.count - shown.count)) more") }
        return words
    }

    /// A span of the captures' own clock.
}

extension Finding {
    /// Whether `left` comes first for a reader: by severity, then by bytes moved, then the latest.
    fileprivate static func isMoreUrgent(_ left: Finding, _ right: Finding) -> Bool {
        if left.severity != right.severity { return left.severity > right.severity }
        let (leftBytes, rightBytes) = (
            Double(left.bytesUp) + Double(left.bytesDown), Double(right.bytesUp) + Double(right.bytesDown)
        )
        if leftBytes != rightBytes { return leftBytes > rightBytes }
        if left.lastSeen != right.lastSeen { return left.lastSeen > right.lastSeen }
        return precedes(left, right)
    }

    /// The client with the most payload, or else the most queries.
    fileprivate var busiestClient: ClientActivity? {
        clients.max {
            ($0.volume, Double($0.queries), $1.address) < ($1.volume, Double($1.queries), $0.address)
        }
    }

    /// The date on which the finding starts.
    fileprivate var day: Substring {
        firstSeen.rfc3339(fractionDigits: 0).prefix(10)
    }
}

extension ClientActivity {
    /// The payload in both directions, for sorting.
    fileprivate var volume: Double {
        Double(bytesUp) + Double(bytesDown)
    }
}
