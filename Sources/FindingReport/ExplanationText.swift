package import Findings
import NetworkTypes

/// An explanation of one zone for people: the measured values beside every threshold.
package struct ExplanationText {
    private let explanation: Explanation
    private let isVerbose: Bool
    private var layout: TextLayout

    /// Prepares an explanation for people.
    package init(_ explanation: Explanation, options: TextReport.Options) {
        self.explanation = explanation
        isVerbose = options.isVerbose
        layout = TextLayout(width: options.width, isColored: options.isColored)
    }

    /// The whole text with a final newline.
    package consuming func rendered() -> String {
        writeVerdict()
        writeDetectors()
        writeRules()
        writeSignatures()
        writeServices()
        writeFeatures()
        writeSamples()
        return layout.text
    }

    // MARK: - The zone

    private mutating func writeVerdict() {
        var verdict = [TextRun(explanation.zone, .strong)]
        if let severity = explanation.severity {
            verdict.insert(TextRun(severity.rawValue.uppercased(), .severity(severity)), at: 0)
            verdict.insert(TextRun("\(explanation.score)/100", .quiet), at: 1)
        } else {
            let what = explanation.finding == nil ? "no finding" : "no channel"
            verdict.append(TextRun("is \(what), with a score of \(explanation.score)/100.", .strong))
        }
        layout.paragraph(verdict, hanging: 2)
        if let finding = explanation.finding {
            layout.paragraph(
                [TextRun("Reported as \(finding.severity.rawValue) \(finding.score)/100: \(finding.title)")],
                indent: 2
            )
        }
        if let unjudged = explanation.unjudged { layout.paragraph([TextRun(unjudged)], indent: 2) }
        var facts = Table([.left], last: .wrapped)
        if explanation.asked != explanation.zone {
            facts.row([label("asked")], last: [TextRun(explanation.asked)])
        }
        let cuts = explanation.cuts.map { "\($0.zone) (\(Quantity.count($0.names, "name")) below)" }
        facts.row([label("cuts")], last: [TextRun(cuts.joined(separator: ", "))])
        if let client = explanation.judgedClient {
            facts.row([label("judged")], last: [TextRun("the names of \(client) alone")])
        }
        let types = explanation.queryTypes.map { "\($0.type) \(Quantity.count($0.count))" }
        facts.row(
            [label("messages")],
            last: [
                TextRun(
                    Quantity.count(explanation.queries, "query", "queries")
                        + " (\(shown(types).joined(separator: ", "))), "
                        + Quantity.count(explanation.responses, "response")
                )
            ]
        )
        facts.row([label("clients")], last: [TextRun(addresses(explanation.clients))])
        facts.row([label("servers")], last: [TextRun(addresses(explanation.servers))])
        layout.table(facts, indent: 2)
    }

    // MARK: - What was applied

    private mutating func writeDetectors() {
        writeHeading("Detectors")
        var table = Table([.left, .right], last: .wrapped)
        for opinion in explanation.detectors {
            table.row(
                [TextRun(opinion.kind.rawValue), TextRun(points(opinion.points))],
                last: [TextRun(opinion.concerns ? "applies" : "does not apply", .quiet)]
            )
        }
        layout.table(table, indent: 4)
        guard !explanation.conditions.isEmpty else { return }
        layout.paragraph([TextRun("Names and answers are looked at from:", .quiet)], indent: 4)
        var conditions = Table([.left, .left, .right, .right], last: .wrapped)
        for condition in explanation.conditions {
            conditions.row(
                [
                    TextRun(condition.direction), TextRun(readable(condition.name)),
                    TextRun(Quantity.measured(condition.value, unit: condition.unit), .strong),
                    TextRun("of " + Quantity.measured(condition.threshold, unit: condition.unit)),
                ],
                last: [TextRun(condition.isMet ? "reached" : "not reached", .quiet)]
            )
        }
        layout.table(conditions, indent: 4)
    }

    private mutating func writeRules() {
        writeHeading("Rules")
        var table = Table([.right, .left, .right], last: .wrapped)
        table.row(
            ["points", "feature", "measured"].map { TextRun($0, .quiet) },
            last: [TextRun("thresholds and their points", .quiet)]
        )
        for rule in explanation.rules {
            let bound = rule.countsDownward ? "up to" : "from"
            let steps = rule.steps.map {
                "\(Quantity.measured($0.threshold, unit: rule.unit)) \(points($0.points))"
            }
            let waits = rule.counts ? "" : "; does not count here"
            table.row(
                [
                    TextRun(
                        rule.points == 0 ? "-" : points(rule.points),
                        rule.points == 0 ? .quiet : .strong
                    ),
                    TextRun(readable(rule.feature)),
                    TextRun(rule.value.map { Quantity.measured($0, unit: rule.unit) } ?? "n/a", .strong),
                ],
                last: [TextRun("\(bound) \(steps.joined(separator: ", "))\(waits)", .quiet)]
            )
        }
        layout.table(table, indent: 4)
    }

    private mutating func writeSignatures() {
        writeHeading("Signatures")
        var table = Table([.left, .left], last: .wrapped)
        for outcome in explanation.signatures {
            guard let match = outcome.match else { continue }
            table.row(
                [TextRun(match.name, .strong), TextRun(match.confidence.rawValue)],
                last: [TextRun(match.because)]
            )
        }
        layout.table(table, indent: 4)
        let others = explanation.signatures.filter { $0.match == nil }.map(\.tool)
        if !others.isEmpty {
            layout.paragraph([TextRun("no match: " + others.joined(separator: ", "), .quiet)], indent: 4)
        }
    }

    private mutating func writeServices() {
        writeHeading("Recognized services")
        guard !explanation.services.isEmpty else {
            return layout.paragraph([TextRun("none with this suffix", .quiet)], indent: 4)
        }
        var table = Table([.left], last: .wrapped)
        for service in explanation.services {
            let parts = [
                "\(Quantity.measured(100 * service.fittingNames, unit: "percent")) of the names fit",
                service.answersFit ? "answers fit" : "answers do not fit",
                service.resolverIsOrdinary ? "ordinary resolver" : "no ordinary resolver",
                service.isRecognized ? "recognized" : "not recognized",
            ]
            table.row([TextRun(service.name)], last: [TextRun(parts.joined(separator: ", "))])
        }
        layout.table(table, indent: 4)
    }

    private mutating func writeFeatures() {
        writeHeading("Features")
        var table = Table([.left], last: .wrapped)
        for feature in explanation.features {
            let value = feature.value.isFinite ? Quantity.number(feature.value) : "n/a"
            table.row([TextRun(readable(feature.name))], last: [TextRun(value, .strong)])
        }
        layout.table(table, indent: 4)
    }

    private mutating func writeSamples() {
        guard !explanation.samples.isEmpty else { return }
        writeHeading("Samples")
        var table = Table([.right, .left, .left, .left], last: .shortened)
        table.row(
            ["frame", "time (UTC)", "client", "type"].map { TextRun($0, .quiet) },
            last: [TextRun("name", .quiet)]
        )
        for sample in explanation.samples {
            let time = sample.time.rfc3339(fractionDigits: 0)
            table.row(
                [
                    TextRun("\(sample.frame)", .strong),
                    TextRun(time.prefix(10) + " " + time.dropFirst(11).dropLast()),
                    TextRun(sample.client.description), TextRun(sample.queryType),
                ],
                last: [TextRun(sample.queryName)]
            )
        }
        layout.table(table, indent: 4)
    }

    // MARK: - Pieces

    private mutating func writeHeading(_ title: String) {
        layout.blankLine()
        layout.paragraph([TextRun(title, .strong)], indent: 2)
    }

    /// The name of a fact, as wide as the longest one.
    private func label(_ name: String) -> TextRun {
        TextRun(name + String(repeating: " ", count: max(0, "messages".count - name.count)), .quiet)
    }

    private func readable(_ name: String) -> String {
        String(name.map { $0 == "_" ? " " : $0 })
    }

    private func points(_ points: Int) -> String {
        points > 0 ? "+\(points)" : "\(points)"
    }

    private func addresses(_ counts: [AddressCount]) -> String {
        counts.isEmpty
            ? "none"
            : shown(counts.map { "\($0.address) \(Quantity.count($0.count))" }).joined(separator: ", ")
    }

    /// The first items, and the number of the others.
    private func shown(_ items: [String]) -> [String] {
        let limit = 5
        guard !isVerbose, items.count > limit else { return items }
        return items.prefix(limit) + ["and \(Quantity.count(items.count - limit)) more"]
    }
}
