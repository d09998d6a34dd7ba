import Testing
import dnsscan

@Suite struct TerminalTests {
    /// A terminal's environment and whether text there is coloured.
    struct Row: CustomTestStringConvertible {
        let testDescription: String
        var choice = ColorChoice.auto
        var isTerminal = true
        var noColor: String?
        var force: String?
        var kind: String? = "xterm-256color"
        let isColored: Bool
    }

    @Test(arguments: [
        Row(testDescription: "terminal", isColored: true),
        Row(testDescription: "pipe", isTerminal: false, isColored: false),
        Row(
            testDescription: "always wins over everything",
            choice: .always,
            isTerminal: false,
            noColor: "1",
            kind: "dumb",
            isColored: true
        ),
        Row(testDescription: "never wins over everything", choice: .never, force: "1", isColored: false),
        Row(testDescription: "NO_COLOR wins over force", noColor: "1", force: "1", isColored: false),
        Row(testDescription: "empty NO_COLOR says nothing", noColor: "", isColored: true),
        Row(testDescription: "force wins over a pipe", isTerminal: false, force: "1", isColored: true),
        Row(testDescription: "force wins over a dumb terminal", force: "1", kind: "dumb", isColored: true),
        Row(testDescription: "force of 0 says nothing", isTerminal: false, force: "0", isColored: false),
        Row(testDescription: "empty force says nothing", isTerminal: false, force: "", isColored: false),
        Row(testDescription: "dumb terminal", kind: "dumb", isColored: false),
        Row(testDescription: "no TERM", kind: nil, isColored: false),
        Row(testDescription: "empty TERM", kind: "", isColored: false),
    ])
    func `colour`(row: Row) {
        let terminal = Terminal(noColor: row.noColor, forceColor: row.force, kind: row.kind)
        #expect(terminal.showsColor(row.choice, onTerminal: row.isTerminal) == row.isColored)
    }

    @Test func `progress line fits`() {
        let line = Progress.line(
            "/captures/a-rather-long-name-of-a-capture.pcapng.zst",
            index: 1,
            of: 12,
            bytes: 1_500_000_000,
            after: .seconds(3),
            columns: 60
        )
        #expect(
            line == "[2/12] /captures/a-…capture.pcapng.zst: 1.5 GB, 500 MB/s, 3.0 s".suffix(59)
                || line.count <= 59
        )
        #expect(line.hasSuffix(": 1.5 GB, 500 MB/s, 3.0 s"))
        #expect(line.hasPrefix("[2/12] /captures"))
    }

    /// A quarter took three seconds, so the rest takes nine.
    @Test func `what is left is said where it is known`() {
        let line = Progress.line(
            "a.pcap",
            index: 0,
            of: 1,
            bytes: 3_000_000,
            after: .seconds(3),
            share: 0.25,
            columns: 80
        )
        #expect(line == "a.pcap: 25 %, 9.0 s left; 3.0 MB, 1.0 MB/s, 3.0 s")
    }

    @Test func `progress line is harmless`() {
        let line = Progress.line("a\u{1B}[2J\nb", index: 0, of: 1, bytes: 0, after: .seconds(1), columns: 80)
        #expect(line == "a\\u{1B}[2J\\u{A}b: 0 B, 0 B/s, 1.0 s")
    }
}
