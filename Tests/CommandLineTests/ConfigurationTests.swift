import Foundation
import TestSupport
import Testing

/// What a file says of the options that the command line does not.
@Suite struct ConfigurationTests {
    private static let capture = Repository.url("Fixtures/captures/tunnels/iodine_null_data.pcap").path

    /// Runs dnsscan in a folder that has these files.
    private static func run(_ arguments: [String], files: [String: String]) throws -> (
        Command.Result, TemporaryFolder
    ) {
        let folder = try TemporaryFolder()
        for (name, text) in files { try Data(text.utf8).write(to: folder.url.appending(path: name)) }
        let result = try Command.script(
            #"cd "$1" && shift && dnsscan "$@""#,
            [folder.url.path(percentEncoded: false)] + arguments
        )
        return (result, folder)
    }

    @Test func `a file in the working folder holds, and is told of`() throws {
        let files = [".dnsscan.yml": "fail-on: never\nformat: ndjson\n"]
        let (result, _) = try Self.run([Self.capture], files: files)
        #expect(result.status == 0)
        #expect(result.output.hasPrefix(#"{"schema":"dnsscan.finding/1""#))
        #expect(result.errors == "dnsscan: .dnsscan.yml sets fail-on, format\n")
    }

    @Test func `the command line is heard before the file, and the file that it names before the found one`()
        throws
    {
        let files = [
            ".dnsscan.yml": "format: csv\nfail-on: never\n",
            "site.yml": "format: [ndjson]\nresolver:\n  - 10.53.0.53\n",
        ]
        let (typed, _) = try Self.run(["-f", "json", "--fail-on=high", Self.capture], files: files)
        #expect(typed.status == 1 && typed.output.hasPrefix("{\n"))
        let (named, _) = try Self.run(["scan", "--config", "site.yml", Self.capture], files: files)
        #expect(named.status == 1 && named.errors.isEmpty)
        #expect(named.output.hasPrefix(#"{"schema":"dnsscan.finding/1""#))
    }

    @Test func `a list of the command line takes the place of the file's`() throws {
        let files = [".dnsscan.yml": "resolver: [10.53.0.53]\n"]
        let (own, _) = try Self.run(["-q", "-f", "ndjson", Self.capture], files: files)
        #expect(!own.output.contains("resolver-bypass"))
        let (other, _) = try Self.run(
            ["-qf", "ndjson", "--resolver", "192.0.2.1", Self.capture],
            files: files
        )
        #expect(other.output.contains("resolver-bypass"))
    }

    @Test func `other commands heed what is said of the terminal alone`() throws {
        let files = [".dnsscan.yml": "width: 200\nformat: csv\nclient: 10.53.0.9\n"]
        let (result, _) = try Self.run(["explain", Self.capture, "t.example.net"], files: files)
        #expect(result.status == 0 && result.errors.isEmpty)
        #expect(result.output.split(separator: "\n").contains { $0.count > 80 })
    }

    @Test(arguments: [
        (
            "fail-on: never\nfail-at: high\n",
            "c.yml:2: fail-at: is no option of a scan; did you mean fail-on?"
        ),
        ("help: true\n", "c.yml:1: help: is no option of a scan"),
        ("config: other.yml\n", "c.yml:1: config: is no option of a scan"),
        ("# why\n\nfail-on: nevr\n", "c.yml:3: fail-on: The value 'nevr' is invalid"),
        ("quiet: yes\n", "c.yml:1: quiet: wants true or false"),
        ("quiet: \"true\"\n", "c.yml:1: quiet: wants true or false"),
        ("top: [1, 2]\n", "c.yml:1: top: wants one value, not a list"),
        ("zone:\n  - a.example\n  - ''\n", "c.yml:1: zone: has an empty value"),
        ("fail-on: low\nresolver: [10.0.0.53, nobody]\n", "c.yml:2: resolver: --resolver wants an address"),
        ("width: 0\n", "c.yml:1: width: --width wants a number of columns"),
        ("baseline-key: k\nfail-on: low\n", "c.yml:1: baseline-key: --baseline-key goes with --baseline"),
        ("top: 3\ntop: 4\n", "c.yml:2: top: was set in line 1 already"),
        ("fail-on high\n", "c.yml:1: is no list of 'name: value' lines"),
        ("block: {a: b}\n", "c.yml:1: block: wants a value or a list"),
        ("\"a\\u001b[31m\": b\n", "c.yml:1: a\\u{1B}[31m: is no option"),
    ])
    func `what is wrong is told with file, line and key`(text: String, words: String) throws {
        let (result, _) = try Self.run(["--config", "c.yml", Self.capture], files: ["c.yml": text])
        #expect(result.status == 64 && result.output.isEmpty)
        #expect(result.errors.contains("dnsscan: " + words), "\(result.errors)")
    }

    @Test(arguments: ["output: x.json", "write-matching: x.pcapng"])
    func `a file that nobody named cannot say where something is written`(line: String) throws {
        let (found, folder) = try Self.run([Self.capture], files: [".dnsscan.yml": line])
        #expect(found.status == 64 && found.errors.contains("only a file that --config names may do"))
        #expect(try folder.names == [".dnsscan.yml"])
        let (named, other) = try Self.run(["--config", "c.yml", Self.capture], files: ["c.yml": line])
        #expect(named.status == 1)
        #expect(try other.names.count == 2)
    }

    @Test func `a missing file is an error where it was named, and none where it was not`() throws {
        let (named, _) = try Self.run(["--config", "none.yml", Self.capture], files: [:])
        #expect(named.status == 64 && named.errors.contains("none.yml: No such file or directory"))
        let (found, _) = try Self.run(["-q", Self.capture], files: [:])
        #expect(found.status == 1 && found.errors.isEmpty)
    }

    @Test func `a pipe is no configuration, and is not waited for`() throws {
        let folder = try TemporaryFolder()
        let script = #"cd "$1" && mkfifo .dnsscan.yml && timeout 20 dnsscan "$2""#
        let result = try Command.script(script, [folder.url.path(percentEncoded: false), Self.capture])
        #expect(result.status == 64 && result.errors.contains(".dnsscan.yml: is no regular file"))
    }

    @Test func `a file far larger than any configuration is refused`() throws {
        let names = (0..<8_000).map { "name\($0): 1\n" }.joined()
        let (result, _) = try Self.run([Self.capture], files: [".dnsscan.yml": names])
        #expect(result.status == 64 && result.errors.contains(".dnsscan.yml: has more than 64 KiB"))
    }

    @Test func `the report says which file was in force`() throws {
        let files = [".dnsscan.yml": "fail-on: never\n"]
        let (result, folder) = try Self.run(["-f", "json", Self.capture], files: files)
        let digest = try Command.script(#"sha256sum "$1""#, [folder.path(".dnsscan.yml")])
        #expect(result.output.contains(#""option": "config""#))
        #expect(result.output.contains(String(digest.output.prefix(64))))
    }

    @Test func `an input of the run is not overwritten, and the configuration is one`() throws {
        let (result, folder) = try Self.run(
            ["--config", "c.yml", "-o", "c.yml", Self.capture],
            files: ["c.yml": "fail-on: never\n"]
        )
        #expect(result.status == 64 && result.errors.contains("is read by this run and would be overwritten"))
        #expect(try String(contentsOfFile: folder.path("c.yml"), encoding: .utf8) == "fail-on: never\n")
    }
}

/// `dnsscan config --show`, whose output is a configuration itself.
@Suite struct ConfigCommandTests {
    private static let python = Repository.url(".build/consumers/bin/python").path

    @Test func `every option of a scan has its key`() throws {
        let help = try Command.run(["scan", "--help"]).output
        let options = Set(
            help.matches(of: /^ +(?:-[a-z], )?--([a-z-]+)/.anchorsMatchLineEndings()).map { String($0.1) }
        )
        let shown = try Command.run(["config", "--show"]).output
        let keys = Set(shown.matches(of: /^(?:# )?([a-z-]+):/.anchorsMatchLineEndings()).map { String($0.1) })
        #expect(keys.count > 20)
        #expect(options.subtracting(["help", "version", "config"]) == keys)
    }

    @Test(.enabled(if: FileManager.default.fileExists(atPath: python), "needs .build/consumers"))
    func `what is shown is YAML that says the same`() throws {
        let folder = try TemporaryFolder()
        let text = """
            filter: "udp and host 10.53.0.2 # \\"x\\" \\\\ y"
            block: ["a=b, c.txt", 'it''s: [x]']
            fail-on: never
            quiet: true
            zone: [yes, null, 1.5]
            """
        try Data(text.utf8).write(to: URL(filePath: folder.path("c.yml")))
        let shown = try Command.run(["config", "--show", "--config", folder.path("c.yml")])
        try #require(shown.status == 0, "\(shown.errors)")
        try Data(shown.output.utf8).write(to: URL(filePath: folder.path("shown.yml")))
        let script = """
            import sys, yaml
            one, two = (yaml.load(open(p), Loader=yaml.BaseLoader) for p in sys.argv[1:])
            assert all(two[k] == v for k, v in one.items()), (one, two)
            safe = yaml.safe_load(open(sys.argv[2]))
            assert all(isinstance(v, str) for v in safe["zone"]), safe
            """
        let check = try Command.script(
            #""$1" -c "$2" "$3" "$4""#,
            [Self.python, script, folder.path("c.yml"), folder.path("shown.yml")]
        )
        #expect(check.status == 0, "\(check.errors)")
        let again = try Command.run(["config", "--show", "--config", folder.path("shown.yml")])
        #expect(again.status == 0)
    }
}
