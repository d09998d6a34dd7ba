import Foundation
import Testing

/// `--allow` on a capture with one finding: exfiltration of 10.53.0.24 through s.example.org.
@Suite struct AllowTests {
    private static let capture = "Fixtures/captures/tunnels/generated_exfil_hex_slow.pcap"

    private static func run(_ list: String, _ options: [String] = []) throws -> Command.Result {
        let folder = try TemporaryFolder()
        try list.write(toFile: folder.path("allow.txt"), atomically: true, encoding: .utf8)
        let result = try Command.run(["--allow", folder.path("allow.txt"), capture] + options)
        // The folder's name is another one each time.
        let name = folder.path("allow.txt")
        return Command.Result(
            status: result.status,
            output: result.output.replacing(name, with: "allow.txt"),
            errors: result.errors.replacing(name, with: "allow.txt")
        )
    }

    @Test func `an allowed finding is no failure and says who allowed it`() throws {
        let list = "# ours\nsuffix=example.org client=10.53.0.0/16 reason=sensor of the lab\n"
        let hidden = try Self.run(list)
        #expect(hidden.status == 0 && hidden.errors == "" && hidden.output.contains("No findings at low"))
        let shown = try Self.run(list, ["--min-severity", "info", "--fail-on", "info"])
        #expect(shown.status == 0)
        #expect(shown.output.contains("ALLOWED") && shown.output.contains("\n  allowed   by"))
        let json = try Self.run(list, ["--min-severity", "info", "-f", "ndjson"])
        #expect(json.output.contains(#""recognised_as":"allowed by allow.txt:2: sensor of the lab""#))
        #expect(json.output.contains(#""severity":"info""#))
    }

    @Test func `what an entry does not name is reported as ever`() throws {
        let plain = try Command.run([Self.capture])
        for line in ["suffix=example.net", "suffix=s.example.org client=10.54.0.0/16", "suffix=ample.org"] {
            let result = try Self.run(line + " reason=x\n")
            #expect(result.status == 1 && result.output == plain.output)
        }
    }

    @Test func `an expired entry is told of and allows nothing`() throws {
        let result = try Self.run("suffix=example.org expires=2020-01-31 reason=pilot\n")
        #expect(result.status == 1)
        #expect(try result.output == Command.run([Self.capture]).output)
        let expected =
            "warning: allow.txt:1: expired after 2020-01-31; it would have allowed 1 of the findings"
        #expect(result.errors == "dnsscan: \(expected)\n")
        #expect(try Self.run("suffix=example.org expires=9999-12-31 reason=pilot\n").status == 0)
    }

    @Test func `a malformed line ends the command before the scan`() throws {
        let result = try Self.run("suffix=example.org\n")
        #expect(result.status == 64 && result.output == "")
        #expect(result.errors.hasPrefix("dnsscan: allow.txt:1: a reason is missing\n"))
        let missing = try Command.run(["--allow", "/nonexistent/allow.txt", Self.capture])
        #expect(missing.status == 2 && missing.errors.contains("No such file or directory"))
    }
}
