import Foundation
import Testing

/// Lists, allow files, resolvers and baselines of a scan: how they are read, and what the report says of them.
@Suite struct PolicyTests {
    private static let capture = "Fixtures/captures/tunnels/iodine_null_data.pcap"

    /// Runs a scan with lists as files of a folder.
    private static func run(_ files: [String: String], _ arguments: (TemporaryFolder) -> [String]) throws
        -> Command.Result
    {
        let folder = try TemporaryFolder()
        for (name, text) in files { try Data(text.utf8).write(to: URL(filePath: folder.path(name))) }
        return try Command.run(arguments(folder))
    }

    private struct Report: Decodable {
        struct Scan: Decodable {
            struct Policy: Decodable {
                struct File: Decodable {
                    let option, name, path, sha256: String
                    let entries, linesNotUnderstood: Int
                }
                let files: [File]
                let resolvers: [String]
                let limits: [String: Int]
            }
            let policy: Policy
        }
        let scan: Scan
    }

    @Test func `the report names what was in force, with digests as sha256sum has them`() throws {
        let folder = try TemporaryFolder()
        let texts = [
            "bad.txt": "bad.example\n192.0.2.1\n# c\nForbidden\n", "holes.txt": "192.0.2.9\n",
            "allow.txt": "suffix=example.org reason=x\nclient=10.0.0.1 reason=y\n",
        ]
        for (name, text) in texts { try Data(text.utf8).write(to: URL(filePath: folder.path(name))) }
        _ = try Command.run(["baseline", Self.capture, "-o", folder.path("base.json")])
        let result = try Command.run([
            "-q", "-f", "json", "--block", "feed=" + folder.path("bad.txt"), "--sinkhole",
            folder.path("holes.txt"),
            "--allow", folder.path("allow.txt"), "--baseline", folder.path("base.json"), "--resolver",
            "10.0.0.0/8",
            "--resolver", "fe80::1%eth0", Self.capture,
        ])
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let policy = try decoder.decode(Report.self, from: Data(result.output.utf8)).scan.policy
        #expect(policy.files.map(\.option) == ["block", "sinkhole", "allow", "baseline"])
        #expect(policy.files.map(\.name) == ["feed", "holes.txt", "allow.txt", "base.json"])
        #expect(policy.files.prefix(3).map(\.entries) == [2, 1, 2] && policy.files[3].entries >= 2)
        #expect(policy.files.map(\.linesNotUnderstood) == [1, 0, 0, 0])
        let digests = try Command.script(#"sha256sum "$@" | cut -d' ' -f1"#, policy.files.map(\.path)).output
        #expect(digests.split(separator: "\n").map(String.init) == policy.files.map(\.sha256))
        #expect(policy.resolvers == ["10.0.0.0/8", "fe80::1"])
        #expect(policy.limits.count >= 8 && policy.limits.values.allSatisfy { $0 > 0 })
        let plain = try Command.run(["-f", "json", Self.capture])
        let none = try decoder.decode(Report.self, from: Data(plain.output.utf8)).scan.policy
        #expect(none.files.isEmpty && none.resolvers.isEmpty && none.limits == policy.limits)
    }

    @Test(arguments: [
        "", "# only a comment\n", "<!DOCTYPE html>\n<html><body>example.com</body></html>\n", "Not Found\n",
        "example.com\ndrop udp any any -> any 53 (msg:\"x\"; content:\"x\"; sid:1;)\n",
    ])
    func `what is no list ends the command before anything is scanned`(text: String) throws {
        for option in ["--block", "--sinkhole"] {
            let result = try Self.run(["list.txt": text]) { [option, $0.path("list.txt"), Self.capture] }
            #expect(result.status == 2 && result.output == "")
            #expect(
                result.errors.hasPrefix("dnsscan: ") && result.errors.hasSuffix("; nothing was scanned\n")
            )
        }
    }

    @Test func `strict minds a list of which more than a tenth was not understood`() throws {
        let quiet = "Fixtures/captures/ordinary/web_browsing.pcap"
        let lines = (1...9).map { "host\($0).invalid\n" }.joined()
        for (words, status) in [(1, Int32(0)), (2, 2)] {
            let text = lines + String(repeating: "Forbidden\n", count: words)
            let result = try Self.run(["list.txt": text]) {
                ["--strict", "--block", $0.path("list.txt"), quiet]
            }
            #expect(result.status == status && result.errors.contains("not understood"))
        }
    }

    /// Whatever option names a file that is read, it is never overwritten: also by another name of the same file.
    @Test(arguments: [
        ["--block"], ["--sinkhole"], ["--allow"], ["--baseline"],
        ["--baseline", "base.json", "--baseline-key"],
        ["baseline", "--merge"], ["baseline", "--hash-names"],
    ])
    func `output never overwrites an input`(options: [String]) throws {
        let folder = try TemporaryFolder()
        let content = Data("keep me: 16 characters or more\n".utf8)
        try content.write(to: URL(filePath: folder.path("input")))
        try FileManager.default.linkItem(atPath: folder.path("input"), toPath: folder.path("other"))
        for output in ["input", "other"] {
            let result = try Command.run(
                options + [folder.path("input"), "-o", folder.path(output), Self.capture]
            )
            #expect(result.status == 64 && result.output == "")
            #expect(
                result.errors.contains("\(folder.path(output)) is read by this run and would be overwritten")
            )
            #expect(try Data(contentsOf: URL(filePath: folder.path("input"))) == content)
        }
    }
}
