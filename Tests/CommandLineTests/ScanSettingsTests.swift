import ArgumentParser
import FindingReport
import Findings
import Testing
import dnsscan

@Suite struct ScanSettingsTests {
    private let pipe = Terminal(kind: "xterm")
    private let screen = Terminal(outputColumns: 132, errorColumns: 100, kind: "xterm")

    private func settings(_ arguments: String..., on terminal: Terminal? = nil) throws -> ScanSettings {
        try ScanSettings(ScanOptions.parse(arguments), on: terminal ?? screen)
    }

    @Test func `defaults are those of the documentation`() throws {
        let settings = try settings("a.pcap", "-")
        #expect(settings.captures == ["a.pcap", "-"])
        #expect(settings.outputs == [ReportOutput(path: nil, format: .text)])
        #expect(settings.minimumSeverity == .low)
        #expect(settings.failOn == .medium)
        #expect(!settings.isStrict && settings.showsWarnings)
        #expect(settings.screenText == TextReport.Options(width: 132, isColored: true, isVerbose: false))
        #expect(settings.progressColumns == 100)
    }

    @Test func `text in a pipe is 80 wide and plain`() throws {
        let settings = try settings("a.pcap", on: pipe)
        #expect(settings.screenText == TextReport.Options(width: 80, isColored: false, isVerbose: false))
        #expect(settings.progressColumns == nil)
    }

    @Test func `a report in a file is plain and leaves a summary on the terminal`() throws {
        let settings = try settings("-o", "r.txt", "-v", "a.pcap")
        #expect(settings.outputs.map(\.path) == ["r.txt", nil])
        #expect(settings.fileText == TextReport.Options(width: 80, isColored: false, isVerbose: true))
        #expect(settings.screenText == TextReport.Options(width: 132, isColored: true, isVerbose: true))
        let quiet = try self.settings("-q", "-o", "r.json", "-f", "json", "a.pcap")
        #expect(quiet.outputs == [ReportOutput(path: "r.json", format: .json)])
    }

    @Test(arguments: [
        (["-o", "-", "-f", "json"], [ReportOutput(path: nil, format: .json)]),
        (
            ["-o", "r.json", "-o", "r.sarif"],
            [
                ReportOutput(path: "r.json", format: .json), ReportOutput(path: "r.sarif", format: .sarif),
                ReportOutput(path: nil, format: .text),
            ]
        ),
        (
            ["-f", "ocsf", "-o", "r.ndjson", "-f", "csv", "-o", "-"],
            [ReportOutput(path: "r.ndjson", format: .ocsf), ReportOutput(path: nil, format: .csv)]
        ),
        (["-q", "-o", "r.ecs.ndjson"], [ReportOutput(path: "r.ecs.ndjson", format: .ecs)]),
    ])
    func `each output has its format`(arguments: [String], outputs: [ReportOutput]) throws {
        let options = try ScanOptions.parse(arguments + ["a.pcap"])
        #expect(try ScanSettings(options, on: screen).outputs == outputs)
    }

    @Test func `quiet and no-progress`() throws {
        let quiet = try settings("-q", "a.pcap")
        #expect(!quiet.showsWarnings && quiet.progressColumns == nil)
        #expect(try settings("--no-progress", "a.pcap").progressColumns == nil)
        let dumb = Terminal(outputColumns: 80, errorColumns: 80, kind: "dumb")
        #expect(try settings("a.pcap", on: dumb).progressColumns == nil)
    }

    @Test func `bounds`() throws {
        let settings = try settings("--fail-on", "never", "--min-severity", "info", "--strict", "a.pcap")
        #expect(settings.failOn == nil && settings.minimumSeverity == .info && settings.isStrict)
    }

    @Test func `nobody types a capture`() throws {
        let typing = Terminal(isInputTerminal: true)
        #expect(throws: ValidationError.self) { try ScanSettings(ScanOptions.parse(["-"]), on: typing) }
        #expect(try ScanSettings(ScanOptions.parse(["a.pcap"]), on: typing).captures == ["a.pcap"])
    }

    @Test(arguments: [
        ("standard input twice", ["-", "-"]),
        ("quiet and verbose", ["-q", "-v", "a.pcap"]),
        ("empty capture", [""]),
        ("empty output", ["-o", "", "a.pcap"]),
        ("one file twice", ["-o", "r.json", "-o", "r.json", "a.pcap"]),
        ("two formats for one place", ["-f", "json", "-f", "csv", "a.pcap"]),
        ("two files and one format", ["-f", "json", "-o", "r", "-o", "s", "a.pcap"]),
        ("no capture", []),
        ("unknown format", ["-f", "yaml", "a.pcap"]),
        ("unknown severity", ["--fail-on", "urgent", "a.pcap"]),
    ])
    func `contradictions are refused`(row: String, arguments: [String]) {
        let terminal = screen
        #expect(throws: (any Error).self) { try ScanSettings(ScanOptions.parse(arguments), on: terminal) }
    }
}
