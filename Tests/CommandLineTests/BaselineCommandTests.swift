import Foundation
import TestSupport
import Testing

/// Captures in, a baseline out, and what a scan makes of it.
@Suite struct BaselineCommandTests {
    private struct Finding: Decodable {
        struct Evidence: Decodable {
            let feature: String
            let statement: String
        }
        let kind: String
        let severity: String
        let zone: String
        let title: String
        let evidence: [Evidence]
        let controls: [String]
    }

    private static func findings(_ arguments: [String]) throws -> [Finding] {
        let result = try Command.run(
            ["-f", "ndjson", "--min-severity", "info", "--fail-on", "never"] + arguments
        )
        #expect(result.status == 0)
        return try result.output.split(separator: "\n").map {
            try JSONDecoder().decode(Finding.self, from: Data($0.utf8))
        }
    }

    /// A folder with captures of a day, an ordinary hour after it, and a busy one.
    private static func folder() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try folder.writeHourlyCaptures()
        return folder
    }

    @Test func `normally 12 queries an hour, here 480`() throws {
        let folder = try Self.folder()
        let base = folder.path("base.json")
        let learnt = try Command.run(["baseline", folder.path("day"), "-o", base])
        #expect(learnt.status == 0 && learnt.errors == "" && learnt.output == "24 hours, 1 client, 1 zone\n")
        #expect(try Self.findings([folder.path("busy")]).isEmpty)
        let findings = try Self.findings(["--baseline", base, folder.path("busy")])
        #expect(Set(findings.map(\.kind)) == ["baseline-deviation"])
        #expect(findings.contains { $0.zone == "." && $0.title.hasPrefix("10.0.0.7 ") })
        #expect(findings.allSatisfy { $0.controls.contains("CRI PR.IR-04.01") })
        #expect(findings.allSatisfy { $0.evidence.contains { $0.statement.hasPrefix("Normally ") } })
        #expect(try Self.findings(["--baseline", base, folder.path("ordinary")]).isEmpty)
    }

    @Test func `what has too few samples is told`() throws {
        let folder = try Self.folder()
        let base = folder.path("base.json")
        _ = try Command.run(["baseline", folder.path("ordinary"), "-o", base])
        let result = try Command.run(["-v", "--baseline", base, folder.path("busy")])
        #expect(result.status == 0 && result.output.contains("No findings"))
        #expect(
            result.output.contains("knows from less than 8 hours") && !result.output.contains("baseline_few")
        )
    }

    @Test func `baselines are merged, with and without captures`() throws {
        let folder = try TemporaryFolder()
        for (name, hours) in [("first", 0..<12), ("second", 12..<24), ("whole", 0..<24)] {
            try OfficeCapture.hourly(hours, queries: 12).write(to: URL(filePath: folder.path(name)))
        }
        func baseline(_ arguments: String...) throws -> String {
            let result = try Command.run(["baseline"] + arguments)
            #expect(result.status == 0 && result.errors == "")
            return result.output
        }
        /// The same but for the captures that it was learnt from.
        func content(_ text: String) -> Substring {
            text[(text.firstRange(of: "\"hashed\"")?.lowerBound ?? text.startIndex)...]
        }
        let whole = content(try baseline(folder.path("whole")))
        let both = try baseline(folder.path("first"), folder.path("second"))
        #expect(content(both) == whole)
        try Data(baseline(folder.path("first")).utf8).write(to: URL(filePath: folder.path("first.json")))
        try Data(baseline(folder.path("second")).utf8).write(to: URL(filePath: folder.path("second.json")))
        #expect(try baseline("--merge", folder.path("first.json"), folder.path("second")) == both)
        #expect(
            try baseline("--merge", folder.path("second.json"), "--merge", folder.path("first.json")) == both
        )
    }

    @Test func `the same capture is learnt once, whatever its name and its compression`() throws {
        let folder = try TemporaryFolder()
        let (capture, copy) = (folder.path("a.pcap"), folder.path("b.gz"))
        try OfficeCapture.hourly(0..<4, queries: 12).write(to: URL(filePath: capture))
        _ = try Command.script(#"gzip -c "$1" >"$2""#, [capture, copy])
        let base = folder.path("base.json")
        let twice = try Command.run(["baseline", capture, copy, "-o", base])
        #expect(twice.status == 2 && twice.output == "")
        #expect(twice.errors.contains("b.gz: is the same capture as") && twice.errors.contains("a.pcap"))
        #expect(try folder.names == ["a.pcap", "b.gz"])
        #expect(try Command.run(["baseline", capture, "-o", base]).status == 0)
        for arguments in [["--merge", base, copy], ["--merge", base, "--merge", base]] {
            let again = try Command.run(["baseline"] + arguments)
            #expect(again.status == 2 && again.output == "" && again.errors.contains("would count twice"))
        }
    }

    @Test func `names are hidden from all without the key`() throws {
        let folder = try Self.folder()
        let base = folder.path("base.json")
        try Data("0123456789abcdef0123456789abcdef\n".utf8).write(to: URL(filePath: folder.path("key")))
        _ = try Command.run(["baseline", "--hash-names", folder.path("key"), folder.path("day"), "-o", base])
        #expect(try !String(contentsOfFile: base, encoding: .utf8).contains("example"))
        let with = try Self.findings([
            "--baseline", base, "--baseline-key", folder.path("key"), folder.path("busy"),
        ])
        #expect(Set(with.map(\.zone)) == [".", "example.org"])
        try Data("another key of many characters".utf8).write(to: URL(filePath: folder.path("other")))
        for (options, word) in [
            ([], "--baseline-key"), (["--baseline-key", folder.path("other")], "another key"),
        ] {
            let result = try Command.run(["--baseline", base, folder.path("busy")] + options)
            #expect(result.status == 2 && result.output == "" && result.errors.contains(word))
        }
    }

    @Test func `a tunnel in a zone that nobody used weighs more`() throws {
        let folder = try Self.folder()
        let base = folder.path("base.json")
        try OfficeCapture.hourly(0..<30, queries: 12, zone: "example.edu").write(
            to: URL(filePath: folder.path("days"))
        )
        _ = try Command.run(["baseline", folder.path("days"), "-o", base])
        let capture = "Fixtures/captures/tunnels/generated_exfil_hex_slow.pcap"
        let plain = try #require(try Self.findings([capture]).first)
        let weighed = try #require(
            try Self.findings(["--baseline", base, capture]).first { $0.kind == plain.kind }
        )
        #expect(!plain.evidence.contains { $0.feature == "baseline_without_zone" })
        #expect(weighed.evidence.contains { $0.feature == "baseline_without_zone" })
    }

    private static let mistakes: [([String], Int32)] = [
        (["baseline"], 64), (["baseline", "--merge", "missing.json"], 2),
        (["baseline", "--merge", "Fixtures/reports/report.schema.json"], 2),
        (["--baseline", "Fixtures/reports/tunnel.json.golden", "Fixtures/captures/protocol/vlan.pcap"], 2),
        (["--baseline-key", "README.md", "Fixtures/captures/protocol/vlan.pcap"], 64),
    ]

    @Test(arguments: mistakes)
    func `what is no baseline is told`(arguments: [String], status: Int32) throws {
        let result = try Command.run(arguments)
        #expect(result.status == status && result.output == "" && result.errors.hasPrefix("dnsscan: "))
    }

    @Test func `nothing from a capture leaves its line`() throws {
        let folder = try TemporaryFolder()
        try Data(HostileCapture.octets).write(to: URL(filePath: folder.path("hostile.pcap")))
        let output = try Command.run(["baseline", folder.path("hostile.pcap")]).output
        #expect(output.utf8.allSatisfy { $0 == 0x0A || (0x20...0x7E).contains($0) })
        // A head, two clients, two zones, the end.
        #expect(output.split(separator: "\n").count == 6)
    }
}
