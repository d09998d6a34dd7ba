import Foundation
import TestSupport
import Testing

/// Paths that are no UTF-8, as old disks and foreign archives have them.
@Suite struct OddPathTests {
    private static let tunnel = Repository.url("Fixtures/captures/tunnels/iodine_null_data.pcap").path()

    /// Runs a script in an empty folder with the tunnel's capture in it as `caf\xe9.pcap`.
    private func run(_ script: String) throws -> Command.Result {
        let folder = try TemporaryFolder()
        let start = #"cd "$1" && cp "$2" $'caf\xe9.pcap' || exit 99; "#
        return try Command.script(start + script, [folder.url.path(), Self.tunnel])
    }

    private func inputs(_ output: String) throws -> [String] {
        let report = try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any]
        let inputs = (report?["scan"] as? [String: Any])?["inputs"] as? [[String: Any]]
        return try #require(inputs).compactMap { $0["path"] as? String }
    }

    @Test(arguments: ["", "scan "]) func `a capture is read`(command: String) throws {
        let result = try run("dnsscan \(command)-f json --no-progress $'caf\\xe9.pcap'")
        #expect(result.status == 1 && result.errors == "" && result.output.contains("iodine"))
        #expect(try inputs(result.output) == [#"caf\xE9.pcap"#])
    }

    @Test func `other commands read it`() throws {
        let script = "dnsscan clients $'caf\\xe9.pcap' && dnsscan explain $'caf\\xe9.pcap' t.example.net"
        let result = try run(script + " && dnsscan baseline $'caf\\xe9.pcap' -o $'\\xe9' && cat $'\\xe9'")
        #expect(result.status == 0 && result.errors == "" && result.output.contains("example.net"))
    }

    /// What is shown has no octet beyond ASCII, for nothing else was in it.
    @Test func `the text shows the name`() throws {
        let result = try run("dnsscan $'caf\\xe9.pcap'")
        #expect(result.output.hasPrefix("Scanned caf\\xE9.pcap\n"))
    }

    @Test func `files and directories below a directory are read`() throws {
        let result = try run("mkdir -p $'d\\xff/\\xc0'; mv caf* $'d\\xff/\\xc0'; dnsscan -f json .")
        #expect(result.status == 1 && result.errors == "")
        #expect(try inputs(result.output) == [#"./d\xFF/\xC0/caf\xE9.pcap"#])
    }

    @Test func `a directory is read`() throws {
        let result = try run("mkdir $'d\\xff'; mv caf* $'d\\xff'; dnsscan -f json $'d\\xff'")
        #expect(try inputs(result.output) == [#"d\xFF/caf\xE9.pcap"#])
    }

    @Test func `the report is written`() throws {
        let script = "dnsscan -f json -o $'r\\xe9.json' caf* >/dev/null; cat $'r\\xe9.json'; ls | wc -l"
        let result = try run(script)
        #expect(result.output.hasPrefix("{") && result.output.hasSuffix("}\n2\n"))
        // A second time, over what is there, through a link.
        let again = try run("touch $'r\\xe9'; ln -s $'r\\xe9' l; dnsscan -o l -q caf*; head -c 7 $'r\\xe9'")
        #expect(again.output == "Scanned")
    }

    @Test func `what cannot be done is said of the right name`() throws {
        let missing = try run("dnsscan $'caf\\xe8.pcap'")
        #expect(missing.status == 2 && missing.errors == "dnsscan: caf\\xE8.pcap: no such file\n")
        let input = try run("dnsscan -o caf* caf*")
        #expect(input.status == 64 && input.errors.contains(#"caf\xE9.pcap is read by this run"#))
        let option = try run("dnsscan $'--f\\xe9' caf*")
        #expect(option.status == 64 && option.errors.contains(#"--f\xE9"#))
    }

    @Test func `a list is read`() throws {
        let result = try run(
            "echo t.example.com > $'l\\xe9'; dnsscan -f json --block $'l\\xe9' --allow /dev/null caf*"
        )
        #expect(result.errors == "" && result.status == 1)
    }
}
