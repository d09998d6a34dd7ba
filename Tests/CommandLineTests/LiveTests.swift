import Foundation
import TestSupport
import Testing

/// A capture that grows while it is read, as tcpdump writes it into a pipe.
@Suite struct LiveTests {
    private static let capture = Repository.url("Fixtures/captures/tunnels/iodine_null_data.pcap")

    private struct Line: Decodable {
        let id: String
        let severity: String
        let title: String
        let queries: Int
        let bytesUp: Int
    }

    private static func lines(_ output: Data) throws -> [Line] {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try output.split(separator: 0x0A).map { try decoder.decode(Line.self, from: Data($0)) }
    }

    @Test func `a finding is printed while its capture is still written, and again when it has grown`() throws
    {
        let process = Process()
        process.executableURL = Command.executable
        process.arguments = ["--live", "-f", "ndjson", "-"]
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let capture = try Data(contentsOf: Self.capture)
        // Up to the end of a record, as `tcpdump -U` writes: 24 octets, then 16 before each packet.
        var part = 24
        while part < capture.count / 3 {
            let length = capture[(part + 8)..<(part + 12)].reversed().reduce(0) { $0 << 8 | Int($1) }
            part += 16 + length
        }
        try input.fileHandleForWriting.write(contentsOf: capture.prefix(part))
        // It comes although neither the next packet nor the end does.
        let early = try Self.lines(output.fileHandleForReading.availableData)
        #expect(process.isRunning)
        let first = try #require(early.first)
        #expect(first.title == "iodine tunnel through t.example.net")
        try input.fileHandleForWriting.write(contentsOf: capture.dropFirst(part))
        try input.fileHandleForWriting.close()
        let late = try Self.lines(output.fileHandleForReading.readToEnd() ?? Data())
        process.waitUntilExit()
        #expect(process.terminationStatus == 1)
        let last = try #require(late.last { $0.id == first.id })
        #expect(last.queries == 85 && first.queries < 85, "85 by the fixtures' manifest")
        #expect(last.bytesUp > first.bytesUp)
    }

    @Test func `the last word is that of a scan of the whole`() throws {
        let live = try Command.script(#"cat "$1" | dnsscan --live -f ndjson -"#, [Self.capture.path])
        let whole = try Command.script(#"cat "$1" | dnsscan -f ndjson -"#, [Self.capture.path])
        #expect(live.output.split(separator: "\n").last == whole.output.split(separator: "\n").last)
        #expect(live.status == whole.status)
    }

    @Test func `text ends with the table, and files get the whole report`() throws {
        let folder = try TemporaryFolder()
        let report = folder.path("report.json")
        let result = try Command.script(
            #"cat "$1" | dnsscan --live -o "$2" -o - -"#,
            [Self.capture.path, report]
        )
        #expect(result.status == 1)
        #expect(result.output.contains("Wireshark display filter"))
        #expect(result.output.contains("severity  score"))
        #expect(
            try String(contentsOfFile: report, encoding: .utf8).contains(#""schema": "dnsscan.report/1""#)
        )
    }

    @Test(arguments: [
        (["--live", "-f", "json", "-"], "--live prints text or ndjson"),
        (["--live", "a.pcap", "b.pcap"], "--live watches one capture"),
    ])
    func `what cannot be live is refused`(arguments: [String], words: String) throws {
        let result = try Command.run(arguments, shell: "< /dev/null")
        #expect(result.status == 64 && result.errors.contains(words))
    }
}
