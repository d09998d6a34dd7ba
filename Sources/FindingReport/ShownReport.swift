package import Findings

/// The content that a format writes down: a report with those of its findings that are shown.
package struct ShownReport: Sendable {
    let report: Report
    /// Most severe first.
    package let findings: [Finding]
    /// Findings below it are left out, or only counted.
    let minimumSeverity: Severity
    /// That of dnsscan.
    let version: String

    /// - Parameters:
    ///   - report: All findings of a scan.
    ///   - minimumSeverity: Findings below it are not shown.
    ///   - version: The version of dnsscan.
    package init(_ report: Report, minimumSeverity: Severity, version: String) {
        self.report = report
        findings = report.findings.filter { $0.severity >= minimumSeverity }
        self.minimumSeverity = minimumSeverity
        self.version = version
    }

    /// JSON Lines: one object for each finding, nothing where there is none.
    func lines(_ members: (inout JSONWriter, Finding) -> Void) -> String {
        findings.map { finding in
            var json = JSONWriter(isIndented: false)
            json.object { members(&$0, finding) }
            return json.text + "\n"
        }
        .joined()
    }
}
