package import Findings

/// The contents that were read back from the channels of a scan: an index for programs and a list for people.
package struct ContentsReport {
    private let report: Report
    private let version: String
    /// Findings with at least one content, or with something that a bound left out.
    private let findings: [Finding]

    /// - Parameters:
    ///   - report: With the recovered contents, and the files that hold them.
    ///   - version: The version of dnsscan.
    package init(_ report: Report, version: String) {
        self.report = report
        self.version = version
        findings = report.findings.filter {
            !$0.recovered.isEmpty || $0.unrecordedMessages > 0 || $0.omittedContents > 0
        }
    }

    /// The index as JSON, schema `dnsscan.contents/1`, with a final newline.
    package var document: String {
        var json = JSONWriter(isIndented: true)
        json.object { json in
            json.member("schema", "dnsscan.contents/1")
            json.member("generator") {
                $0.member("name", "dnsscan")
                $0.member("version", version)
            }
            json.member("inputs", report.scan.inputs.map(\.path))
            json.member("findings", objects: findings) { json, finding in
                json.member("id", finding.id)
                json.member("kind", finding.kind.rawValue)
                json.member("severity", finding.severity.rawValue)
                json.member("title", finding.title)
                json.member("zone", finding.zone)
                json.member("tool", finding.tool?.name)
                json.member("unrecorded_messages", finding.unrecordedMessages)
                json.member("omitted_contents", finding.omittedContents)
                json.member("recovered", objects: finding.recovered) { $0.members(of: $1) }
            }
        }
        return json.text + "\n"
    }

    /// A list of the files in a folder, below their findings.
    package func text(in folder: String) -> String {
        guard findings.contains(where: { !$0.recovered.isEmpty }) else {
            return "Nothing could be read back from \(Quantity.count(report.findings.count, "finding")).\n"
        }
        var text = ""
        for finding in findings {
            text += TerminalText(finding.title).string + "\n"
            for recovered in finding.recovered {
                text += "  " + TerminalText("\(recovered.path ?? "-"): \(recovered.inWords)").string + "\n"
                text += "    " + TerminalText(recovered.preview).string + "\n"
            }
            if finding.unrecordedMessages > 0 {
                let left = Quantity.count(finding.unrecordedMessages, "message")
                text +=
                    "  \(left) did not fit into memory and \(finding.unrecordedMessages == 1 ? "is" : "are") missing\n"
            }
            if finding.omittedContents > 0 {
                let left = Quantity.count(finding.omittedContents, "more content")
                text += "  \(left) left out: too many or too large\n"
            }
        }
        return text + "Written to \(TerminalText(folder).string); the index is index.json.\n"
    }
}

extension Recovered {
    /// Its kind and size, such as `up 4.0 kB (file, text) "passwd"`; for one line.
    var inWords: String {
        let type = [kind.rawValue, contentType].compactMap { $0 }.joined(separator: ", ")
        let missing = gaps.isEmpty ? "" : " with \(Quantity.count(gaps.count, "gap"))"
        let name = claimedName.map { " \"\($0)\"" } ?? ""
        return
            "\(direction == .both ? "" : direction.rawValue + " ")\(Quantity.bytes(bytes))\(missing) (\(type))\(name)"
    }
}
