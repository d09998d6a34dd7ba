package import Findings

/// The findings that somebody lets pass: one entry on each line, `#` before comments.
package struct AllowList: Sendable {
    /// As the user gave it, for messages.
    package let path: String
    package let entries: [AllowEntry]

    /// Reads a list.
    ///
    /// - Parameters:
    ///   - text: Lines; empty ones and those that begin with `#` say nothing.
    ///   - path: The path that the text comes from.
    /// - Throws: ``AllowListError`` at the first line that is none: a list that is half read would allow less
    ///   or more than somebody meant.
    package init(_ text: String, path: String) throws(AllowListError) {
        var entries: [AllowEntry] = []
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
            .enumerated()
        {
            guard let first = line.first(where: { !$0.isWhitespace }), first != "#" else { continue }
            entries.append(try AllowEntry(line, line: index + 1))
        }
        self.path = path
        self.entries = entries
    }

    /// Lowers the allowed findings to `info` and names the line that allows each.
    ///
    /// - Parameters:
    ///   - findings: Most severe first, and so they are afterwards.
    ///   - today: Entries whose last day is before it allow nothing.
    /// - Complexity: O(findings × entries).
    package func apply(to findings: inout [Finding], today: CalendarDate) {
        let entries = entries.filter { !$0.isExpired(on: today) }
        for index in findings.indices where findings[index].allowedBy == nil {
            guard let entry = entries.first(where: { $0.fits(findings[index]) }) else { continue }
            findings[index].severity = .info
            findings[index].allowedBy = "\(path):\(entry.line): \(entry.reason)"
            findings[index].nextSteps = []
        }
        findings.sort(by: Finding.precedes)
    }

    /// The sentences for the user about entries whose last day is over, one for each.
    ///
    /// - Parameters:
    ///   - today: The day that they are compared with.
    ///   - findings: All of the report.
    /// - Returns: Sentences that begin with file and line.
    package func expiries(on today: CalendarDate, findings: [Finding]) -> [String] {
        entries.filter { $0.isExpired(on: today) }.map { entry in
            let shown = findings.count { $0.allowedBy == nil && entry.fits($0) }
            let text = "\(path):\(entry.line): expired after \(entry.expires?.description ?? "")"
            return shown == 0 ? text : "\(text); it would have allowed \(shown) of the findings"
        }
    }
}

/// A line of an allow list that is no entry.
package struct AllowListError: Error, Equatable {
    /// From 1.
    package let line: Int
    /// For people; may quote the line.
    package let reason: String

    package init(line: Int, reason: String) {
        self.line = line
        self.reason = reason
    }
}
