import Findings
import NetworkTypes

/// A report as SARIF 2.1.0 (OASIS, "Static Analysis Results Interchange Format"), for code scanning and CI.
///
/// The report is one run, with a rule for each kind of finding and a result for each finding. A result lies in its
/// capture, whose "lines" are frame numbers, and in its zone as a logical location. A notification of the invocation
/// tells each part that could not be inspected.
///
/// The programs that read SARIF decide what is written twice. sarif-tools 3.0.5 stops at a result without `ruleId`,
/// takes the level of another rule where `level` is missing, shows only `fullyQualifiedName` of a logical location,
/// cuts a message that begins with the rule's id, and compares messages by the beginning that they share. So a
/// message begins with the same sentence for every result of a rule, and the differences come last.
package struct SARIFReport {
    private let shown: ShownReport

    package init(_ shown: ShownReport) {
        self.shown = shown
    }

    /// The whole log as one indented object with a final newline.
    package var log: String {
        var json = JSONWriter(isIndented: true)
        json.object { json in
            json.member("$schema", "https://json.schemastore.org/sarif-2.1.0.json")
            json.member("version", "2.1.0")
            json.member("runs", objects: [()]) { json, _ in run(&json) }
        }
        return json.text + "\n"
    }

    // MARK: - Run

    private func run(_ json: inout JSONWriter) {
        json.member("tool") {
            $0.member("driver") { json in
                json.member("name", "dnsscan")
                json.member("version", shown.version)
                json.member("rules", objects: FindingKind.allCases, rule)
            }
        }
        json.member("invocations", objects: [()]) { json, _ in
            json.member("executionSuccessful", shown.report.scan.inputs.allSatisfy { $0.format != nil })
            json.member("toolExecutionNotifications", objects: notices, notification)
        }
        json.member("artifacts", objects: shown.report.scan.inputs) { json, input in
            json.member("location", object: { $0.member("uri", Self.uri(input.path)) })
            json.member("length", input.bytes)
            json.member("roles", ["analysisTarget"])
        }
        json.member("taxonomies", objects: [()]) { json, _ in
            json.member("name", Self.taxonomy)
            json.member("organization", "MITRE")
            json.member("isComprehensive", false)
            json.member("taxa", objects: techniques) { json, technique in
                json.member("id", technique.id)
                json.member("name", technique.name)
            }
        }
        json.member("columnKind", "unicodeCodePoints")
        json.member("results", objects: shown.findings, result)
    }

    private static let taxonomy = "MITRE ATT&CK"

    /// The techniques of all findings, each once, by identifier.
    private var techniques: [AttackTechnique] {
        Set(shown.findings.flatMap(\.attack)).sorted { $0.id < $1.id }
    }

    private func rule(_ json: inout JSONWriter, _ kind: FindingKind) {
        json.member("id", kind.rawValue)
        json.member("name", Self.name(kind))
        json.member("shortDescription", object: { $0.member("text", kind.summary) })
        json.member("fullDescription") {
            $0.member("text", "\(kind.summary) Seen as: \(kind.crossWalk.view)")
        }
        json.member("help") {
            $0.member(
                "text",
                "\(kind.summary)\n\nSeen as: \(kind.crossWalk.view)\n\nNot seen: \(kind.crossWalk.blindSpot)\n\n"
                    + "`dnsscan explain CAPTURE ZONE` shows every number behind a result."
            )
        }
        json.member("defaultConfiguration", object: { $0.member("level", "warning") })
        json.member("properties") {
            $0.member("security-severity", Self.defaultSecuritySeverity)
            $0.member("tags", ["security", "dns", "external/mitre/T1071.004"])
        }
    }

    /// The kind in the spelling that the standard asks of a rule's name, such as `CovertField` (§3.49.7).
    private static func name(_ kind: FindingKind) -> String {
        kind.rawValue.split(separator: "-").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }

    /// The severity that rules state where a result states none: the middle of the range that code scanning calls
    /// high, 7.0 to 8.9.
    private static let defaultSecuritySeverity = "8.0"

    /// A fact about the scan that a reader of the results has to know, in the words of a notification.
    private struct Notice {
        let kind: String
        let isGap: Bool
        let text: String
        /// The problem that tells where it begins, or `nil` where it belongs to no frame.
        var problem: CoverageProblem?
    }

    /// The part of the captures that was judged, where it was not all, and the parts that could not be inspected.
    private var notices: [Notice] {
        let selection = shown.report.selectionInWords.map {
            Notice(kind: "selection", isGap: false, text: TerminalText($0).string)
        }
        return [selection].compactMap { $0 }
            + shown.report.coverage.problems.map { problem in
                let text = "\(TerminalText(problem.detail).string) (\(Quantity.count(problem.count, "time")))"
                return Notice(kind: problem.kind, isGap: problem.isGap, text: text, problem: problem)
            }
    }

    private func notification(_ json: inout JSONWriter, _ notice: Notice) {
        json.member("descriptor", object: { $0.member("id", notice.kind) })
        json.member("level", notice.isGap ? "warning" : "note")
        json.member("message", object: { $0.member("text", notice.text) })
        guard let problem = notice.problem, problem.firstFrame > 0,
            shown.report.scan.inputs.indices.contains(problem.input)
        else { return }
        json.member("locations", objects: [()]) { json, _ in
            json.member("physicalLocation") {
                artifact(&$0, problem.input)
                $0.member("region", object: { $0.member("startLine", problem.firstFrame) })
            }
        }
    }

    // MARK: - Results

    private func result(_ json: inout JSONWriter, _ finding: Finding) {
        json.member("ruleId", finding.kind.rawValue)
        json.member("ruleIndex", FindingKind.allCases.firstIndex(of: finding.kind) ?? -1)
        json.member("kind", finding.severity == .info ? "informational" : "fail")
        json.member("level", Self.level(finding.severity))
        json.member("message", object: { $0.member("text", message(finding)) })
        json.member("locations", objects: [()]) { json, _ in location(&json, finding) }
        json.member("partialFingerprints", object: { $0.member("dnsscanFinding/v1", finding.id) })
        if let allowance = finding.allowedBy {
            json.member("suppressions", objects: [()]) { json, _ in
                json.member("kind", "external")
                json.member("justification", TerminalText(allowance).string)
            }
        }
        json.member("taxa", objects: finding.attack) { json, technique in
            json.member("id", technique.id)
            json.member("toolComponent", object: { $0.member("name", Self.taxonomy) })
        }
        json.member("properties") {
            $0.member("severity", finding.severity.rawValue)
            $0.member("score", finding.score)
            $0.member("security-severity", Self.securitySeverity(finding))
            $0.member("tool", finding.tool?.name)
            $0.member("zone", finding.zone)
            $0.member("clients", finding.clients.map(\.address.description))
            $0.member("bytes_up", finding.bytesUp)
            $0.member("bytes_down", finding.bytesDown)
            $0.member("first_seen", shown.report.time(finding.firstSeen))
            $0.member("last_seen", shown.report.time(finding.lastSeen))
            $0.member("display_filter", finding.displayFilter)
            $0.member("evidence", finding.evidence.map { TerminalText($0.statement).string })
            if !finding.recovered.isEmpty {
                $0.member("recovered", objects: finding.recovered) { $0.members(of: $1) }
            }
            $0.member("next_steps", finding.nextSteps.map { TerminalText($0).string })
        }
    }

    private func location(_ json: inout JSONWriter, _ finding: Finding) {
        let input = finding.samples.first?.input ?? 0
        if shown.report.scan.inputs.indices.contains(input) {
            json.member("physicalLocation") {
                artifact(&$0, input)
                guard finding.frames.first > 0 else { return }
                $0.member("region") {
                    $0.member("startLine", finding.frames.first)
                    // Frames of another capture are no lines of this one.
                    if finding.frames.last >= finding.frames.first, shown.report.scan.inputs.count == 1 {
                        $0.member("endLine", finding.frames.last)
                    }
                }
            }
        }
        json.member("logicalLocations", objects: [()]) { json, _ in
            json.member("fullyQualifiedName", finding.zone)
            json.member("kind", "namespace")
        }
    }

    private func artifact(_ json: inout JSONWriter, _ input: Int) {
        json.member("artifactLocation") {
            $0.member("uri", Self.uri(shown.report.scan.inputs[input].path))
            $0.member("index", input)
        }
    }

    /// The rule's sentence, then the facts that only this finding has.
    private func message(_ finding: Finding) -> String {
        var details = ["zone \(finding.zone)"]
        if let tool = finding.tool { details.append("tool \(tool.name) (\(tool.confidence.rawValue))") }
        if let client = finding.clients.first?.address {
            let more = finding.clients.count - 1
            details.append("client \(client)" + (more > 0 ? " and \(Quantity.count(more)) more" : ""))
        }
        if finding.kind.carriesPayload {
            details.append("up \(Quantity.bytes(finding.bytesUp)), down \(Quantity.bytes(finding.bytesDown))")
        }
        if finding.frames.first > 0 {
            details.append("frames \(finding.frames.first) to \(finding.frames.last)")
        }
        details.append("score \(finding.score) of 100")
        return TerminalText("\(finding.kind.summary) Found: \(details.joined(separator: "; ")).").string
    }

    private static func level(_ severity: Severity) -> String {
        switch severity {
        case .critical, .high: "error"
        case .medium: "warning"
        case .low: "note"
        case .info: "none"
        }
    }

    /// A number from 0.0 to 10.0 in the ranges that code scanning has: critical above 9.0, high from 7.0, medium from 4.0.
    private static func securitySeverity(_ finding: Finding) -> String {
        switch finding.severity {
        case .critical: "9.5"
        case .high: "8.0"
        case .medium: "5.5"
        case .low: "2.0"
        case .info: "0.0"
        }
    }

    // MARK: - URIs

    /// A path as a URI reference (RFC 3986): an absolute one as `file:`, a relative one relative.
    ///
    /// A first segment with a colon would read as a scheme, so it gets `./` in front (§4.2).
    static func uri(_ path: String) -> String {
        var text = ""
        for octet in path.utf8 {
            let character = Character(Unicode.Scalar(octet))
            if character.isASCII,
                character.isLetter || character.isNumber || "-._~/!$&'()*+,;=:@".contains(character)
            {
                text.append(character)
            } else {
                let digits = String(octet, radix: 16, uppercase: true)
                text += "%" + String(repeating: "0", count: 2 - digits.count) + digits
            }
        }
        if text.hasPrefix("/") { return "file://" + text }
        return text.prefix { $0 != "/" }.contains(":") ? "./" + text : text
    }
}
