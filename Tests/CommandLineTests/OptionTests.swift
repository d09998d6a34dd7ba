import Foundation
import TestSupport
import Testing

/// What the options change, on captures with findings of known severities.
@Suite struct OptionTests {
    private static let critical = "Fixtures/captures/tunnels/iodine_null_data.pcap"
    private static let medium = "Fixtures/captures/covert/shared_parent.pcap"

    @Test func `the captures are what the rows below take them for`() throws {
        #expect(try ReportedFinding.all(in: [Self.critical]).map(\.severity) == ["critical"])
        #expect(try ReportedFinding.all(in: [Self.medium]).map(\.severity) == ["medium"])
    }

    @Test(arguments: [
        (critical, "critical", 1), (critical, "info", 1), (critical, "never", 0), (medium, "high", 0),
        (medium, "medium", 1), (medium, "low", 1), (medium, "never", 0),
    ])
    func `fail-on decides the status and nothing else`(path: String, bound: String, status: Int32) throws {
        let result = try Command.run(["--fail-on", bound, path])
        #expect(result.status == status)
        #expect(try result.output == Command.run([path]).output)
    }

    @Test func `min-severity hides findings but not the status`() throws {
        let both = ["-f", "ndjson", "--min-severity", "high", Self.medium, Self.critical]
        let shown = try Command.run(both).output.split(separator: "\n")
        #expect(shown.count == 1 && shown[0].contains(#""severity":"critical""#))
        let hidden = try Command.run(["--min-severity", "high", Self.medium])
        #expect(hidden.status == 1)
        #expect(hidden.output.contains("1 below high not shown"))
        #expect(try Command.run(["-f", "ndjson", "--min-severity", "high", Self.medium]).output == "")
    }

    @Test func `strict takes what was not inspected for unreadable`() throws {
        let cut = "Fixtures/captures/protocol/pcap_snap_length_96.pcap"
        #expect(try Command.run([cut]).status == 0)
        let strict = try Command.run(["--strict", cut])
        #expect(strict.status == 2 && strict.errors.contains("--strict"))
        // A finding wins, and so does a whole capture.
        #expect(try Command.run(["--strict", cut, Self.critical]).status == 1)
        #expect(try Command.run(["--strict", "Fixtures/captures/ordinary/web_browsing.pcap"]).status == 0)
    }

    @Test func `output writes the report and leaves the text on the terminal`() throws {
        let folder = try TemporaryFolder()
        let result = try Command.run(["-f", "json", "-o", folder.path("report.json"), Self.critical])
        #expect(result.status == 1 && result.errors == "")
        #expect(try result.output == Command.run([Self.critical]).output)
        let written = try String(contentsOfFile: folder.path("report.json"), encoding: .utf8)
        #expect(try written == Command.run(["-f", "json", Self.critical]).output)
        #expect(try folder.names == ["report.json"])
    }

    @Test func `one run writes several reports, each as if it were the only one`() throws {
        let folder = try TemporaryFolder()
        let (json, sarif, html) = (folder.path("r.json"), folder.path("r.sarif"), folder.path("r.html"))
        let result = try Command.run(["-o", json, "-o", sarif, "-o", html, Self.critical])
        #expect(result.status == 1 && result.errors == "")
        #expect(try result.output == Command.run([Self.critical]).output)
        for (path, format) in [(json, "json"), (sarif, "sarif"), (html, "html")] {
            let written = try String(contentsOfFile: path, encoding: .utf8)
            #expect(try written == Command.run(["-f", format, Self.critical]).output)
        }
        #expect(try folder.names == ["r.html", "r.json", "r.sarif"])
    }

    /// A reader that opens the file at any time gets the old report or the new one, whole.
    @Test func `a report is replaced at once`() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("report.json")
        _ = try Command.run(["-q", "-f", "json", "-o", path, Self.critical])
        let old = try FileHandle(forReadingFrom: URL(filePath: path))
        _ = try Command.run(["-q", "-f", "json", "-o", path, Self.medium])
        let kept = try String(decoding: old.readToEnd() ?? Data(), as: UTF8.self)
        let new = try String(contentsOfFile: path, encoding: .utf8)
        #expect(try kept == Command.run(["-f", "json", Self.critical]).output)
        #expect(try new == Command.run(["-f", "json", Self.medium]).output)
    }

    @Test func `colour is for terminals, and NO_COLOR turns it off there`() throws {
        // script(1) gives the command a terminal.
        func inTerminal(_ environment: [String: String]) throws -> String {
            try Command.script(
                #"script -qec "dnsscan '$1'" /dev/null"#,
                [Self.critical],
                environment: environment
            ).output
        }
        #expect(try inTerminal([:]).contains("\u{1B}["))
        #expect(try !inTerminal(["NO_COLOR": "1"]).contains("\u{1B}["))
        #expect(try !inTerminal(["TERM": "dumb"]).contains("\u{1B}["))
    }

    @Test(arguments: [80, 100, 200])
    func `text fits the terminal`(columns: Int) throws {
        let result = try Command.script(
            #"script -qec "stty cols $2; dnsscan --color never '$1'" /dev/null"#,
            [Self.critical, "\(columns)"]
        )
        // The display filter is to be copied and therefore stays in one line.
        let lines = result.output.split(whereSeparator: \.isNewline).filter { !$0.contains("dns.qry.name") }
        #expect(lines.count > 20)
        #expect(lines.allSatisfy { $0.trimmingSuffix { $0.isWhitespace }.count <= columns })
        #expect(result.output.contains(#"dns.qry.name matches "(^|\\.)t\\.example\\.net$""#))
    }
}

extension StringProtocol {
    fileprivate func trimmingSuffix(while predicate: (Character) -> Bool) -> SubSequence {
        var end = endIndex
        while end > startIndex, predicate(self[index(before: end)]) { end = index(before: end) }
        return self[..<end]
    }
}
