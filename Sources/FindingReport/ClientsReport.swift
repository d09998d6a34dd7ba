package import Findings
import NetworkTypes

/// The clients that talked to a zone or address, for people and programs.
///
/// JSON has the schema `dnsscan.clients/1`; `Fixtures/reports/clients.schema.json` describes it field by field.
package struct ClientsReport {
    private let report: ClientReport
    private let version: String

    /// Prepares a report.
    ///
    /// - Parameters:
    ///   - report: The clients of a scan.
    ///   - version: The version of dnsscan.
    package init(_ report: ClientReport, version: String) {
        self.report = report
        self.version = version
    }

    // MARK: - For programs

    /// The whole report as one indented object with a final newline.
    package var document: String {
        var json = JSONWriter(isIndented: true)
        json.object { json in
            json.member("schema", "dnsscan.clients/1")
            json.member("generator") {
                $0.member("name", "dnsscan")
                $0.member("version", version)
            }
            json.member("inputs", report.scan.inputs.map(\.path))
            json.member("packets", report.scan.packets)
            json.member("dns_messages", report.scan.dnsMessages)
            json.member("zone", zone)
            json.member("address", subjectAddress)
            json.member("follow_up_seconds", report.followUpSeconds)
            json.member("lost", report.lost)
            json.member("clients", objects: report.clients, members)
        }
        return json.text + "\n"
    }

    /// One object per client and line, each readable without the others.
    package var lines: String {
        report.clients.reduce(into: "") { text, client in
            var json = JSONWriter(isIndented: false)
            json.object { json in
                json.member("schema", "dnsscan.client/1")
                json.member("zone", zone)
                json.member("address_asked", subjectAddress)
                members(&json, client)
            }
            text += json.text + "\n"
        }
    }

    private var zone: String? { if case .zone(let zone) = report.subject { zone } else { nil } }
    private var subjectAddress: String? {
        if case .address(let address) = report.subject { address.description } else { nil }
    }

    private func members(_ json: inout JSONWriter, _ client: ClientRecord) {
        json.member("address", client.address.description)
        json.member("first_seen", time(client.firstSeen))
        json.member("last_seen", time(client.lastSeen))
        json.member("queries", client.queries)
        json.member("responses", client.responses)
        json.member("query_types") { for entry in client.queryTypes { $0.member(entry.type, entry.count) } }
        json.member("response_codes") {
            for entry in client.responseCodes { $0.member(entry.type, entry.count) }
        }
        json.member("bytes_up", client.bytesUp)
        json.member("bytes_down", client.bytesDown)
        json.member("resolvers", objects: client.resolvers) { json, resolver in
            json.member("address", resolver.address.description)
            json.member("queries", resolver.queries)
        }
        json.member("answers", objects: client.answers) { json, answer in
            json.member("type", answer.type)
            json.member("value", answer.value)
            json.member("count", answer.count)
        }
        json.member("more_answers", client.moreAnswers)
        json.member("connections", objects: client.connections) { json, connection in
            json.member("address", connection.address.description)
            json.member("protocol", connection.transport)
            json.member("port", Int(connection.port))
            json.member("first_seen", time(connection.firstSeen))
            json.member("last_seen", time(connection.lastSeen))
            if let seconds = connection.secondsAfterAnswer {
                json.member("seconds_after_answer", seconds)
            } else {
                json.nullMember("seconds_after_answer")
            }
            json.member("packets", connection.packets)
            json.member("bytes_up", connection.bytesUp)
            json.member("bytes_down", connection.bytesDown)
        }
        json.member("more_connections", client.moreConnections)
        let device = client.device
        json.member("device") { json in
            json.member("hardware_address", device.hardwareAddress?.description)
            json.member("vendor", device.vendor)
            if let router = device.router {
                json.member("behind_router") {
                    $0.member("hardware_address", router.description)
                    $0.member("vendor", device.routerVendor)
                    $0.member("addresses", device.routerAddresses)
                }
            } else {
                json.nullMember("behind_router")
            }
            json.member("names", objects: device.names) { json, name in
                json.member("source", name.source.rawValue)
                json.member("name", name.name)
            }
        }
    }

    private func time(_ moment: Timestamp) -> String {
        moment.rfc3339(fractionDigits: report.scan.fractionDigits)
    }

    // MARK: - For people

    /// The report as text with a final newline; each client is a block of lines.
    package func text(_ options: TextReport.Options) -> String {
        var layout = TextLayout(width: options.width, isColored: options.isColored)
        layout.paragraph([TextRun(headline, .strong)], hanging: 2)
        for client in report.clients {
            layout.blankLine()
            layout.paragraph([TextRun(client.address.description, .strong)])
            var facts = Table([.left], last: .wrapped)
            for (label, words) in rows(client, isVerbose: options.isVerbose) {
                facts.row([TextRun(label, .quiet)], last: words.map { TextRun($0) })
            }
            layout.table(facts, indent: 2)
        }
        if report.lost > 0 {
            layout.blankLine()
            layout.paragraph(
                [TextRun("Something was not kept \(Quantity.count(report.lost, "time")) at a memory bound.")]
            )
        }
        return layout.text
    }

    private var headline: String {
        let clients = Quantity.count(report.clients.count, "client")
        return switch report.subject {
        case .everything:
            "\(clients) asked "
                + Quantity.count(report.clients.reduce(0) { $0 + $1.queries }, "query", "queries")
        case .zone(let zone): "\(clients) asked for names in \(zone)"
        case .address(let address): "\(clients) had to do with \(address)"
        }
    }

    private func rows(_ client: ClientRecord, isVerbose: Bool) -> [(String, [String])] {
        let limit = isVerbose ? Int.max : 5
        func list(_ items: [String], more: Int = 0) -> [String] {
            let hidden = max(0, items.count - limit) + more
            let shown = items.prefix(limit) + (hidden > 0 ? ["and \(Quantity.count(hidden)) more"] : [])
            return shown.enumerated().map { $0.offset < shown.count - 1 ? $0.element + "," : $0.element }
        }
        let types = client.queryTypes.map { "\($0.type) \(Quantity.count($0.count))" }
        let codes = client.responseCodes.map { "\($0.type) \(Quantity.count($0.count))" }
        func counts(_ text: String, _ kinds: [String]) -> String {
            kinds.isEmpty ? text : text + " (" + list(kinds).joined(separator: " ") + ")"
        }
        var rows: [(String, [String])] = [
            ("device   ", list(device(client.device))),
            ("when     ", [Quantity.interval(client.firstSeen...max(client.firstSeen, client.lastSeen))]),
            (
                "messages ",
                [
                    counts(Quantity.count(client.queries, "query", "queries"), types) + ",",
                    counts(Quantity.count(client.responses, "response"), codes) + ";",
                    "sent \(Quantity.bytes(client.bytesUp)), received \(Quantity.bytes(client.bytesDown))",
                ]
            ),
        ]
        if !client.resolvers.isEmpty {
            let resolvers = client.resolvers.map { "\($0.address) (\(Quantity.count($0.queries)))" }
            rows.append(("resolvers", list(resolvers)))
        }
        if !client.answers.isEmpty {
            // Answers of tunnels are long; their beginning and end tell them apart.
            let answers = client.answers.map {
                "\($0.type) \(TerminalText($0.value).shortenedInTheMiddle(to: 48).string) (\(Quantity.count($0.count)))"
            }
            rows.append(("answers  ", list(answers, more: client.moreAnswers)))
        }
        for (index, connection) in client.connections.prefix(limit).enumerated() {
            let port = connection.port > 0 ? "/\(connection.port)" : ""
            let delay = connection.secondsAfterAnswer.map {
                ", \(Quantity.duration(seconds: $0)) after its answer"
            }
            rows.append(
                (
                    index == 0 ? "connected" : "         ",
                    [
                        "\(connection.address) \(connection.transport)\(port)\(delay ?? ""),",
                        "sent \(Quantity.bytes(connection.bytesUp)), received \(Quantity.bytes(connection.bytesDown))",
                    ]
                )
            )
        }
        let hidden = max(0, client.connections.count - limit)
        if hidden > 0 { rows.append(("         ", ["and \(Quantity.count(hidden, "more connection"))"])) }
        if client.moreConnections > 0 {
            let packets = Quantity.count(client.moreConnections, "packet")
            rows.append(("         ", ["and \(packets) of connections that were not kept"]))
        }
        return rows
    }

    private func device(_ device: DeviceHints) -> [String] {
        var words = device.names.map { "\($0.name) (\($0.source.rawValue))" }
        func described(_ address: HardwareAddress, _ vendor: String?) -> String {
            if let vendor { return "\(address) (\(vendor))" }
            return address.isLocallyAdministered ? "\(address) (chosen by software)" : "\(address)"
        }
        if let address = device.hardwareAddress { words.append(described(address, device.vendor)) }
        if let router = device.router {
            let addresses = Quantity.count(device.routerAddresses)
            words.append(
                "behind a router, \(described(router, device.routerVendor)), which sends for \(addresses) addresses"
            )
        }
        return words.isEmpty ? ["nothing known"] : words
    }
}
