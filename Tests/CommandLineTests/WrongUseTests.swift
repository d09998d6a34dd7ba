import Foundation
import Testing

/// Whoever types the command as another program's, or its arguments in another order, is told what to type.
@Suite struct WrongUseTests {
    private static let capture = "Fixtures/captures/tunnels/iodine_null_data.pcap"
    private static let cut = "Fixtures/captures/protocol/pcap_snap_length_96.pcap"

    /// Arguments, the status, and what the one message says.
    @Test(
        arguments: [
            (["explain", "t.example.net", capture], 64, "dnsscan explain \(capture) t.example.net"),
            (["explain", "t.example.net", cut, capture], 64, "dnsscan explain \(capture) t.example.net"),
            ([capture, "t.example.net"], 64, "dnsscan explain CAPTURE t.example.net"),
            (["rules", capture, "--as", "rpz"], 2, "dnsscan -f json -o report.json CAPTURE"),
            (["rules", "README.md", "--as", "rpz"], 2, "dnsscan -f json -o report.json CAPTURE"),
            (["--json", capture], 64, "-f json"), (["-r", capture], 64, "dnsscan FILE"),
            (["clients", "--client", "10.0.0.1", capture], 64, "dnsscan clients CAPTURE"),
            (["-i", "eth0"], 64, "tcpdump -U -i INTERFACE -w - port 53 | dnsscan -"),
            (["--whitelist", "x", capture], 64, "--allow FILE"),
        ] as [([String], Int32, String)]
    )
    func `says what to type`(arguments: [String], status: Int32, advice: String) throws {
        let result = try Command.run(arguments)
        #expect(result.status == status && result.output == "" && result.errors.contains(advice))
    }

    /// A capture that is missing is a missing capture, whatever its name looks like.
    @Test(arguments: [
        "monday.pcap", "monday.pcap.gz", "a.b.pcapng", "trace", "./t.example.net", "report.json",
    ])
    func `a missing capture is no zone`(path: String) throws {
        let result = try Command.run([Self.capture, path])
        #expect(result.status == 1 && result.errors == "dnsscan: \(path): no such file\n")
    }

    @Test func `a missing file gives the error alone`() throws {
        for arguments in [
            ["missing.pcap"], ["-f", "ndjson", "missing.pcap"], ["-f", "text", "missing.pcap"],
        ] {
            let result = try Command.run(arguments)
            #expect(result.status == 2 && result.output == "")
            #expect(result.errors == "dnsscan: missing.pcap: no such file\n")
        }
    }

    @Test func `the ending of the output tells the format, unless an option does`() throws {
        let folder = try TemporaryFolder()
        func written(_ name: String, _ options: [String] = []) throws -> String {
            _ = try Command.run(options + ["-q", "-o", folder.path(name), Self.capture])
            return try String(contentsOfFile: folder.path(name), encoding: .utf8)
        }
        #expect(try written("a.json") == Command.run(["-f", "json", Self.capture]).output)
        #expect(try written("a.ndjson") == Command.run(["-f", "ndjson", Self.capture]).output)
        #expect(try written("a.JSON") == Command.run(["-f", "json", Self.capture]).output)
        #expect(try written("a.csv") == Command.run(["-f", "csv", Self.capture]).output)
        #expect(try written("b.json", ["-f", "text"]) == Command.run([Self.capture]).output)
        for name in ["a.txt", "report", "a.pcap"] {
            #expect(try written(name) == Command.run([Self.capture]).output)
        }
        _ = try Command.run(["explain", "-q", "-o", folder.path("e.json"), Self.capture, "t.example.net"])
        #expect(try String(contentsOfFile: folder.path("e.json"), encoding: .utf8).hasPrefix("{"))
        _ = try Command.run(["clients", "-q", "-o", folder.path("c.ndjson"), Self.capture])
        #expect(try String(contentsOfFile: folder.path("c.ndjson"), encoding: .utf8).hasPrefix(#"{"schema""#))
    }

    @Test(arguments: ["ndjson", "csv", "ecs", "ocsf"])
    func `rows of findings say on standard error what was not inspected`(format: String) throws {
        let result = try Command.run(["-f", format, Self.cut])
        #expect(result.errors.contains("3 packets cut short by the snap length"))
        #expect(try Command.run(["-q", "-f", format, Self.cut]).errors == "")
        #expect(try Command.run(["-f", format, Self.capture]).errors == "")
    }

    @Test func `an allowed finding is called allowed`() throws {
        let folder = try TemporaryFolder()
        try Data("suffix=example.net reason=lab\n".utf8).write(to: URL(filePath: folder.path("allow")))
        let allow = ["--allow", folder.path("allow"), Self.capture]
        let shown = try Command.run(["--min-severity", "info"] + allow)
        #expect(shown.output.contains("ALLOWED 100/100 iodine tunnel") && shown.output.contains("1 allowed"))
        #expect(try Command.run(allow).output.contains("1 allowed"))
        let json = try Command.run(["-f", "ndjson", "--min-severity", "info"] + allow)
        #expect(json.output.contains(#""allowed_by":"\#(folder.path("allow")):1: lab""#))
    }

    /// Letters of any script, as people write names, are names as they travel.
    @Test func `a zone may be typed in letters of any script`() throws {
        let result = try Command.run(["explain", Self.capture, "bücher.example"])
        #expect(result.status == 2 && result.errors.contains("xn--bcher-kva.example"))
        #expect(try Command.run(["clients", "--zone", "bücher.example", Self.capture]).status == 0)
    }
}
