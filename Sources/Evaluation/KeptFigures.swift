import Findings
package import TextInput

/// The figures that the repository keeps: one line for each capture, so that a change shows its gains and losses.
///
/// Tab-separated with the names of the columns in the first line. Scores are left out, because every new threshold
/// moves some.
package struct KeptFigures: Sendable {
    /// A capture's figures with all signatures and with the generic detectors alone.
    package struct Line: Equatable, Sendable {
        package let capture: String
        package let group: String
        package let isFound: Bool
        /// Whether the generic detectors alone find the channel.
        package let isFoundByGenericDetectors: Bool
        package let severity: String
        package let naming: String
        package let falseFindings: Int
        package let lowFindings: Int

        package init(
            capture: String,
            group: String,
            isFound: Bool,
            isFoundByGenericDetectors: Bool,
            severity: String,
            naming: String,
            falseFindings: Int,
            lowFindings: Int
        ) {
            self.capture = capture
            self.group = group
            self.isFound = isFound
            self.isFoundByGenericDetectors = isFoundByGenericDetectors
            self.severity = severity
            self.naming = naming
            self.falseFindings = falseFindings
            self.lowFindings = lowFindings
        }
    }

    package let lines: [Line]

    package init(lines: [Line]) {
        self.lines = lines
    }

    /// The figures of two runs over the same captures.
    package init(_ figures: [CaptureFigures], generic: [CaptureFigures]) {
        lines = zip(figures, generic).map { all, generic in
            Line(
                capture: all.capture.name,
                group: all.capture.group.rawValue,
                isFound: all.isFound,
                isFoundByGenericDetectors: generic.isFound,
                severity: all.channel?.severity.rawValue ?? "-",
                naming: all.naming.rawValue,
                falseFindings: all.falseFindings,
                lowFindings: all.lowFindings
            )
        }.sorted { $0.capture < $1.capture }
    }
}

// MARK: - Comparing

extension KeptFigures {
    /// The effect of a change.
    package struct Comparison: Sendable {
        /// Channels lost, names lost or wrong, findings that should not be.
        package var losses: [String] = []
        /// Everything else that the kept figures do not say yet.
        package var news: [String] = []
    }

    /// The comparison of the kept figures with a fresh run, which may be over fewer captures.
    package func comparison(with fresh: KeptFigures) -> Comparison {
        var comparison = Comparison()
        let kept = Dictionary(lines.map { ($0.capture, $0) }) { first, _ in first }
        for new in fresh.lines {
            guard let old = kept[new.capture] else {
                comparison.news.append("\(new.capture): not in the figures yet")
                continue
            }
            for (what, before, now) in Self.measures(old, new) where before != now {
                let text = "\(new.capture): \(what) \(before.text), now \(now.text)"
                if now.rank < before.rank {
                    comparison.losses.append(text)
                } else {
                    comparison.news.append(text)
                }
            }
        }
        return comparison
    }

    /// A figure and how good it is.
    private struct Measure: Equatable {
        let text: String
        let rank: Int
    }

    private static func measures(_ old: Line, _ new: Line) -> [(what: String, before: Measure, now: Measure)]
    {
        func measure(_ what: String, _ of: (Line) -> Measure) -> (String, Measure, Measure) {
            (what, of(old), of(new))
        }
        let namings = ["wrong", "none", "right"]
        return [
            measure("found") { Measure(text: Self.text($0.isFound), rank: $0.isFound ? 1 : 0) },
            measure("found by the generic detectors") {
                Measure(
                    text: Self.text($0.isFoundByGenericDetectors),
                    rank: $0.isFoundByGenericDetectors ? 1 : 0
                )
            },
            // Another severity above `medium` is worth knowing, but no loss.
            measure("severity") { Measure(text: $0.severity, rank: 0) },
            measure("tool") { Measure(text: $0.naming, rank: namings.firstIndex(of: $0.naming) ?? 0) },
            measure("false findings") { Measure(text: "\($0.falseFindings)", rank: -$0.falseFindings) },
            measure("findings at low") { Measure(text: "\($0.lowFindings)", rank: -$0.lowFindings) },
        ]
    }
}

// MARK: - Text

extension KeptFigures {
    private static let columns = [
        "capture", "group", "found", "generic", "severity", "tool", "false", "low",
    ]

    /// Reads the figures of a file; a line that is none counts as no figures.
    package init(contentsOf path: String) throws(TextFileError) {
        lines = try TextFile.text(of: path).split(separator: "\n").dropFirst().compactMap { line in
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            guard fields.count == Self.columns.count, let falseFindings = Int(fields[6]),
                let lowFindings = Int(fields[7])
            else { return nil }
            return Line(
                capture: fields[0],
                group: fields[1],
                isFound: fields[2] == Self.text(true),
                isFoundByGenericDetectors: fields[3] == Self.text(true),
                severity: fields[4],
                naming: fields[5],
                falseFindings: falseFindings,
                lowFindings: lowFindings
            )
        }
    }

    /// The figures as a file has them.
    package var text: String {
        let rows = lines.map {
            [
                $0.capture, $0.group, Self.text($0.isFound), Self.text($0.isFoundByGenericDetectors),
                $0.severity,
                $0.naming, "\($0.falseFindings)", "\($0.lowFindings)",
            ]
        }
        return ([Self.columns] + rows).map { $0.joined(separator: "\t") + "\n" }.joined()
    }

    private static func text(_ isTrue: Bool) -> String { isTrue ? "yes" : "no" }
}
