import Findings

/// The cross-walk for people and programs: mapped system, finding kind, its signs, and the limits of a recording.
///
/// Holds no finding; it is the same for every scan.
package struct CoverageMap {
    /// The ways to write it down; the raw values are the names on the command line.
    package enum Format: String, CaseIterable, Sendable {
        case text
        case json
        case markdown
    }

    private let version: String

    /// The map of one version of dnsscan.
    package init(version: String) {
        self.version = version
    }

    /// The whole map in a format.
    ///
    /// - Parameters:
    ///   - format: The format to write.
    ///   - options: The look of text; nothing else depends on it.
    /// - Returns: The map with a final newline.
    package func rendered(as format: Format, options: TextReport.Options = .init()) -> String {
        switch format {
        case .text: text(options)
        case .json: json
        case .markdown: markdown
        }
    }

    /// The finding kinds that a system deals with, and its names for them.
    private static func entries(of system: MappedSystem) -> [(kind: FindingKind, term: MappedTerm)] {
        FindingKind.allCases.flatMap { kind in
            kind.crossWalk.terms.filter { $0.system == system }.map { (kind, $0) }
        }
    }

    /// The names of a system for the kinds: one row for each name and condition, with all its kinds.
    private static func rows(of system: MappedSystem) -> [(name: String, condition: String, kinds: String)] {
        var keys: [[String]] = []
        var kinds: [[String]: [FindingKind]] = [:]
        for (kind, term) in entries(of: system) {
            let key = [term.name ?? "–", term.condition.description]
            if kinds[key] == nil { keys.append(key) }
            kinds[key, default: []].append(kind)
        }
        return keys.sorted { $0.lexicographicallyPrecedes($1) }.map { key in
            let all = kinds[key] ?? []
            let isEvery = all.count == FindingKind.allCases.count
            return (key[0], key[1], isEvery ? "every kind" : all.map(\.rawValue).joined(separator: ", "))
        }
    }

    // MARK: - For programs

    private var json: String {
        var json = JSONWriter(isIndented: true)
        json.object { json in
            json.member("schema", "dnsscan.coverage-map/1")
            json.member("generator") {
                $0.member("name", "dnsscan")
                $0.member("version", version)
            }
            json.member("systems", objects: MappedSystem.allCases) { json, system in
                json.member("id", system.rawValue)
                json.member("catalog", system.catalog.rawValue)
                json.member("name", system.name)
                json.member("view", system.view)
                json.member("blind_spot", system.blindSpot)
                json.member("terms", objects: Self.entries(of: system)) { json, entry in
                    json.member("kind", entry.kind.rawValue)
                    json.member("name", entry.term.name)
                    let condition = entry.term.condition.description
                    json.member("condition", condition.isEmpty ? nil : condition)
                }
            }
            json.member("kinds", objects: FindingKind.allCases) { json, kind in
                json.member("kind", kind.rawValue)
                json.member("view", kind.crossWalk.view)
                json.member("blind_spot", kind.crossWalk.blindSpot)
            }
        }
        return json.text + "\n"
    }

    // MARK: - For people

    private func text(_ options: TextReport.Options) -> String {
        var layout = TextLayout(width: options.width, isColored: options.isColored)
        layout.paragraph([TextRun("What dnsscan sees of ATT&CK T1071.004, by the system that deals with it")])
        for system in MappedSystem.allCases {
            layout.blankLine()
            layout.paragraph(
                [
                    TextRun("\(system.catalog.rawValue): \(system.name)", .strong),
                    TextRun("(\(system.rawValue))", .quiet),
                ],
                hanging: 2
            )
            write(view: system.view, blindSpot: system.blindSpot, to: &layout)
            var table = Table([.left], last: .wrapped)
            for row in Self.rows(of: system) {
                let condition = row.condition.isEmpty ? [] : [TextRun("(\(row.condition))", .quiet)]
                table.row([TextRun(row.name)], last: [TextRun(row.kinds)] + condition)
            }
            layout.table(table, indent: 4)
        }
        layout.blankLine()
        layout.paragraph([TextRun("Kinds of findings", .strong)])
        for kind in FindingKind.allCases {
            layout.blankLine()
            layout.paragraph([TextRun(kind.rawValue, .strong)])
            write(view: kind.crossWalk.view, blindSpot: kind.crossWalk.blindSpot, to: &layout)
        }
        return layout.text
    }

    private func write(view: String, blindSpot: String, to layout: inout TextLayout) {
        var table = Table([.left], last: .wrapped)
        table.row([TextRun("sees       ", .quiet)], last: [TextRun(view)])
        table.row([TextRun("cannot see ", .quiet)], last: [TextRun(blindSpot)])
        layout.table(table, indent: 2)
    }

    private var markdown: String {
        var text = """
            # Control mapping

            What dnsscan sees of ATT&CK T1071.004, by the system that deals with it: the sixteen rows of the mapping page of
            the Center for Threat-Informed Defense, what each is called in a report's `controls`, `equivalents` and `veris`,
            and what of it a recording cannot show. Written by `dnsscan coverage-map --format markdown`.

            ## Systems


            """
        for system in MappedSystem.allCases {
            text += "### \(system.catalog.rawValue): \(system.name)\n\n"
            text += "`\(system.rawValue)`. \(system.view)\n\nCannot see: \(system.blindSpot)\n\n"
            let rows = Self.rows(of: system)
            if rows.isEmpty { continue }
            text += "| called | kinds | when |\n|---|---|---|\n"
            for row in rows {
                let name = row.name == "–" ? row.name : "`\(row.name)`"
                text += "| \(name) | \(row.kinds) | \(row.condition) |\n"
            }
            text += "\n"
        }
        text += "## Kinds of findings\n\n| kind | how it is seen | what cannot be seen |\n|---|---|---|\n"
        for kind in FindingKind.allCases {
            text += "| `\(kind.rawValue)` | \(kind.crossWalk.view) | \(kind.crossWalk.blindSpot) |\n"
        }
        return text
    }
}
