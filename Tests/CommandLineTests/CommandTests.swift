import Foundation
import Testing

@Suite struct CommandTests {
    // MARK: Help and usage

    @Test func `version tells the two dnsscans apart`() throws {
        let result = try Command.run(["--version"])
        #expect(result.status == 0 && result.errors == "")
        #expect(
            result.output.contains(/^dnsscan [0-9]+\.[0-9]+\.[0-9]+/) && result.output.contains("pdns-tools")
        )
    }

    @Test(arguments: [["--help"], ["-h"], ["scan", "--help"], ["help", "scan"]])
    func `help names every option and its default`(arguments: [String]) throws {
        let result = try Command.run(arguments)
        #expect(result.status == 0 && result.errors == "")
        for option in [
            "-f, --format", "-o, --output", "--min-severity", "--fail-on", "--strict", "--color",
            "--no-progress",
            "-q, --quiet", "-v, --verbose", "--version", "default: low", "default: medium",
            "default: auto",
        ] {
            #expect(result.output.replacing(/\s+/, with: " ").contains(option), "\(option)")
        }
    }

    @Test(arguments: [
        ("no capture", []), ("unknown option", ["--bogus", "x"]), ("unknown format", ["-f", "yaml", "x"]),
        ("contradiction", ["-q", "-v", "x"]), ("missing value", ["x", "-o"]),
    ])
    func `wrong usage`(row: String, arguments: [String]) throws {
        let result = try Command.run(arguments)
        #expect(result.status == 64 && result.output == "")
        #expect(result.errors.hasPrefix("dnsscan: "))
        #expect(result.errors.contains("Try 'dnsscan --help'"))
    }

    @Test func `usage errors quote nothing raw`() throws {
        let result = try Command.run(["--x\u{1B}[31m\u{202E}", "x"])
        #expect(result.status == 64)
        #expect(result.errors.contains("\\u{1B}[31m\\u{202E}") && !result.errors.contains("\u{1B}"))
    }

    // MARK: Inputs

    @Test func `an empty capture is clean`() throws {
        let folder = try TemporaryFolder()
        let result = try Command.run([folder.writeEmptyCapture("a.pcap")])
        #expect(result.status == 0 && result.errors == "")
        #expect(result.output.contains("No findings"))
    }

    @Test func `a missing capture does not stop the others`() throws {
        let folder = try TemporaryFolder()
        let missing = folder.path("none\u{1B}.pcap")
        let result = try Command.run([missing, folder.writeEmptyCapture("a.pcap")])
        #expect(result.status == 2)
        #expect(result.output.contains("a.pcap"))
        #expect(result.errors.hasPrefix("dnsscan: \(folder.path("none\\u{1B}.pcap")): "))
        #expect(result.errors.split(separator: "\n").count == 1)
        #expect(!(result.errors + result.output).contains("\u{1B}"))
    }

    @Test func `a folder without captures cannot be read`() throws {
        let folder = try TemporaryFolder()
        let result = try Command.run([folder.url.path()])
        #expect(result.status == 2)
        #expect(result.errors.hasPrefix("dnsscan: \(folder.url.path()): "))
    }

    // MARK: Outputs

    @Test func `JSON is alone on standard output`() throws {
        let folder = try TemporaryFolder()
        let result = try Command.run([
            "-f", "json", folder.writeEmptyCapture("a.pcap"), folder.path("missing"),
        ])
        #expect(result.status == 2)
        let object = try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any]
        #expect(object?["schema"] as? String == "dnsscan.report/1")
        #expect(try Command.run(["-f", "ndjson", folder.path("a.pcap")]).output == "")
    }

    @Test func `a report in a file replaces it and keeps its permissions`() throws {
        let folder = try TemporaryFolder()
        let capture = try folder.writeEmptyCapture("a.pcap")
        let report = folder.path("report.json")
        try Data("old".utf8).write(to: URL(filePath: report))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: report)
        try FileManager.default.createSymbolicLink(atPath: folder.path("link"), withDestinationPath: report)
        let result = try Command.run(["-f", "json", "-o", folder.path("link"), capture])
        #expect(result.status == 0 && result.errors == "")
        #expect(result.output.contains("No findings"))
        #expect(try String(contentsOfFile: report, encoding: .utf8).hasPrefix("{\n  \"schema\": "))
        let attributes = try FileManager.default.attributesOfItem(atPath: report)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        #expect(try folder.names == ["a.pcap", "link", "report.json"])
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder.path("link")) == report)
        #expect(try Command.run(["-q", "-f", "json", "-o", report, capture]).output == "")
    }

    @Test func `a capture is not overwritten by its report`() throws {
        let folder = try TemporaryFolder()
        let capture = try folder.writeEmptyCapture("a.pcap")
        let before = try Data(contentsOf: URL(filePath: capture))
        let result = try Command.run(["-o", folder.url.path() + "/./a.pcap", capture])
        #expect(result.status == 64 && result.output == "")
        #expect(try Data(contentsOf: URL(filePath: capture)) == before)
    }

    @Test func `an output that cannot be written is said before the scan`() throws {
        let folder = try TemporaryFolder()
        for output in [folder.path("no/such/folder.json"), folder.url.path()] {
            let result = try Command.run(["-o", output, folder.writeEmptyCapture("a.pcap")])
            #expect(result.status == 74 && result.output == "")
            #expect(result.errors.hasPrefix("dnsscan: \(output): cannot be written: "))
        }
    }

    @Test func `a closed pipe ends quietly`() throws {
        let folder = try TemporaryFolder()
        let capture = try folder.writeEmptyCapture("a.pcap")
        // The reader is gone when the command gets its input; PIPESTATUS is the command's own status.
        let result = try Command.run(
            ["-"],
            shell: "< <(sleep 0.5; cat '\(capture)') | true; echo status ${PIPESTATUS[0]}"
        )
        #expect(result.output == "status 0\n" && result.errors == "")
    }

    @Test func `a full disk is told`() throws {
        let folder = try TemporaryFolder()
        let result = try Command.run([folder.writeEmptyCapture("a.pcap")], shell: "> /dev/full")
        #expect(result.status == 74)
        #expect(result.errors == "dnsscan: standard output could not be written: No space left on device\n")
    }

    // MARK: Colour

    @Test func `colour is for terminals unless asked for`() throws {
        let folder = try TemporaryFolder()
        let capture = try folder.writeEmptyCapture("a.pcap")
        #expect(try !Command.run([capture]).output.contains("\u{1B}["))
        #expect(try Command.run(["--color", "always", capture]).output.contains("\u{1B}["))
    }
}
