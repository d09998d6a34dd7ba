import Foundation
import TestSupport
import Testing

/// What the program makes of its inputs: piped, several, damaged.
@Suite struct InputTests {
    private static let tunnel = "Fixtures/captures/tunnels/dns2tcp_txt_stream.pcap"

    @Test func `standard input is read as a file is`() throws {
        let file = try Command.run(["-f", "json", Self.tunnel])
        let input = try Command.run(["-f", "json", "-"], shell: "< '\(Self.tunnel)'")
        #expect(input.status == 1 && input.errors == "")
        #expect(
            input.output.replacing(#""path": "-""#, with: #""path": "\#(Self.tunnel)""#) == file.output
        )
    }

    /// What came through a pipe is gone when it is known whose contents are wanted.
    @Test func `a pipe gives the findings of the file, without contents, and says so`() throws {
        let file = try ReportedFinding.all(in: [Self.tunnel])
        let piped = try Command.script(#"cat "$1" | dnsscan -f json -"#, [Self.tunnel])
        #expect(piped.status == 1 && piped.errors == "")
        let report = try JSONDecoder().decode(PipedReport.self, from: Data(piped.output.utf8))
        #expect(report.findings.map(\.zone) == file.map(\.zone))
        #expect(report.findings.map(\.score) == file.map(\.score))
        #expect(report.findings.allSatisfy { $0.recovered.isEmpty })
        #expect(report.coverage.problems.map(\.kind) == ["contents_unread"])
    }

    private struct PipedReport: Decodable {
        struct Finding: Decodable {
            struct Content: Decodable {}
            let zone: String
            let score: Int
            let recovered: [Content]
        }
        struct Coverage: Decodable {
            struct Problem: Decodable { let kind: String }
            let problems: [Problem]
        }
        let findings: [Finding]
        let coverage: Coverage
    }

    @Test func `two runs over all captures give the same octets`() throws {
        let captures = LabelledCapture.fixtures.map(\.path)
        #expect(captures.count > 100)
        for format in ["json", "text"] {
            let arguments = ["-f", format, "--min-severity", "info", "-v"] + captures
            let first = try Command.run(arguments).output
            #expect(try Command.run(arguments).output == first && first.count > 10_000, "\(format)")
        }
    }

    // MARK: Several captures

    @Test func `several captures are one timeline`() throws {
        let folder = try TemporaryFolder()
        let paths = [folder.path("one.pcap"), folder.path("two.pcap")]
        // Packets 1…30 and the rest: 24 octets of header, then each packet behind 16 octets of its own.
        let whole = try Array(Data(contentsOf: Repository.url(Self.tunnel)))
        let middle = Self.recordEnds(of: whole)[30]
        try Data(whole[..<middle]).write(to: URL(filePath: paths[0]))
        try Data(whole[..<24] + whole[middle...]).write(to: URL(filePath: paths[1]))

        let split = try ReportedFinding.all(in: paths)
        let joined = try ReportedFinding.all(in: [Self.tunnel])
        #expect(split.map(\.zone) == ["d.example.org"])
        #expect(split.map(\.frames.count) == [124])
        #expect(split.map(\.queries) == joined.map(\.queries) && split.map(\.score) == joined.map(\.score))
    }

    @Test func `one unreadable capture does not hide the findings of others`() throws {
        let result = try Command.run(["-f", "ndjson", "Fixtures/captures/damaged/text.pcap", Self.tunnel])
        #expect(result.status == 1)
        #expect(result.errors.hasPrefix("dnsscan: Fixtures/captures/damaged/text.pcap: not a capture"))
        #expect(result.output.contains(#""zone":"d.example.org""#))
    }

    // MARK: Damage

    /// Statuses as README has them; a finding in what could be read wins over what could not.
    @Test(arguments: [
        ("empty.pcap", 2, "empty"), ("text.pcap", 2, "not a capture"),
        ("wrong_magic.pcap", 2, "not a capture"),
        ("zero_octets.pcap", 2, "not a capture"), ("cut_in_file_header.pcap", 2, "cut off"),
        ("gzip_of_text.pcap.gz", 2, "not a capture"), ("unknown_version.pcap", 2, "version"),
        ("corrupt_block_length.pcapng", 2, "damaged"), ("header_only.pcap", 0, ""),
        ("cut_in_last_packet.pcap", 1, "warning: cut off after 123 packets"),
        ("cut_in_record_header.pcap", 1, "warning: cut off after 123 packets"),
        ("corrupt_record_length.pcap", 1, "damaged after 62 packets"),
        ("cut_gzip.pcap.gz", 1, "warning: cut off after 61 packets"),
        ("cut_pcapng.pcapng", 0, "warning: cut off after 5 packets"),
    ])
    func `a damaged capture says what is wrong`(name: String, status: Int32, message: String) throws {
        let path = "Fixtures/captures/damaged/" + name
        let result = try Command.run([path])
        #expect(result.status == status)
        if message.isEmpty {
            #expect(result.errors == "")
        } else {
            #expect(result.errors.hasPrefix("dnsscan: \(path): "))
            #expect(result.errors.contains(message) && result.errors.split(separator: "\n").count == 1)
        }
        let strict = try Command.run(["--strict", "--fail-on", "never", path])
        #expect(strict.status == (message.isEmpty ? 0 : 2))
    }

    @Test(arguments: [("folder", "directory"), ("loop", "symbolic links")])
    func `a path that is no file says so`(name: String, message: String) throws {
        let folder = try TemporaryFolder()
        try FileManager.default.createDirectory(
            atPath: folder.path("folder"),
            withIntermediateDirectories: false
        )
        try FileManager.default.createSymbolicLink(atPath: folder.path("loop"), withDestinationPath: "loop")
        let result = try Command.run([folder.path(name)])
        #expect(result.status == 2)
        #expect(result.errors.hasPrefix("dnsscan: \(folder.path(name)): ") && result.errors.contains(message))
    }

    /// Where the packets of other formats end is theirs to know: no crash, and one line about what is missing.
    @Test(arguments: [
        "protocol/pcapng_two_sections.pcapng", "compressed/tunnel.pcap.gz", "compressed/tunnel.pcap.zst",
        "compressed/tunnel.pcap.lz4", "compressed/tunnel.pcap.xz",
    ])
    func `other formats may end anywhere`(path: String) throws {
        let whole = try Array(Data(contentsOf: Repository.url("Fixtures/captures/" + path)))
        let lengths = Array(stride(from: 0, to: whole.count - 8, by: 83))
        let runs = try scanPrefixes(of: whole, lengths: lengths, name: "cut")
        #expect(runs.count == lengths.count)
        // At most one cut in a row of blocks falls between two of them, where nothing is missing.
        #expect(runs.count { $0.message == "" } <= 2)
        for (length, status, message) in runs {
            #expect((0...2).contains(status), "\(length): \(status) \(message)")
            #expect(message == "" || message.hasPrefix("dnsscan: cut: "), "\(length): \(message)")
        }
    }

    // MARK: Pieces

    /// Where the header of a little-endian pcap file and each of its records end.
    private static func recordEnds(of file: [UInt8]) -> [Int] {
        var ends = [24]
        while let end = ends.last, end + 16 <= file.count {
            let length = (0..<4).reduce(0) { $0 | Int(file[end + 8 + $1]) << (8 * $1) }
            ends.append(end + 16 + length)
        }
        return ends
    }

    /// Scans the beginnings of a file, all in one shell: their lengths, exit statuses and messages.
    private func scanPrefixes(
        of file: [UInt8],
        lengths: [Int],
        name: String
    ) throws -> [(length: Int, status: Int32, message: String)] {
        let folder = try TemporaryFolder()
        try Data(file).write(to: URL(filePath: folder.path("whole")))
        let script = """
            cd "$1"; shift
            for length; do
                head -c "$length" whole > \(name)
                message=$(dnsscan \(name) 2>&1 >/dev/null); printf '%s\\t%s\\t%s\\n' "$length" "$?" "$message"
            done
            """
        let arguments = [folder.url.path(percentEncoded: false)] + lengths.map(String.init)
        return try Command.script(script, arguments).output.split(separator: "\n").compactMap { line in
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            guard fields.count == 3, let length = Int(fields[0]), let status = Int32(fields[1]) else {
                return nil
            }
            return (length, status, fields[2])
        }
    }
}
