import Findings
import Foundation
import TestSupport
import Testing

/// What the command says of itself.
@Suite struct HelpTests {
    private static let commands = [
        "scan", "explain", "extract", "clients", "features", "profile", "merge", "baseline", "rules",
        "coverage-map", "config",
        "schema",
    ]

    @Test func `the list of commands is the program's`() throws {
        let help = try Command.run(["--help"]).output
        let section = try #require(
            help.split(separator: "SUBCOMMANDS:\n").last?.split(separator: "\n\n").first
        )
        let names = section.matches(of: /(?m)^  ([a-z-]+)/).map { String($0.1) }
        #expect(Set(names) == Set(Self.commands))
    }

    @Test(arguments: commands)
    func `examples are there, each on one line`(command: String) throws {
        let lines = try Command.run([command, "--help"]).output.split(
            separator: "\n",
            omittingEmptySubsequences: false
        )
        let examples = lines.indices.filter { lines[$0].hasPrefix("  dnsscan ") }
        #expect(!examples.isEmpty)
        for index in examples {
            let next = lines[index + 1]
            #expect(next.isEmpty || next.hasPrefix("  "), "\(next)")
        }
    }

    @Test(arguments: FindingKind.allCases)
    func `every kind of finding has a page`(kind: FindingKind) throws {
        let result = try Command.run(["help", kind.rawValue])
        #expect(result.status == 0 && result.errors == "")
        #expect(!result.output.contains("<doc:") && !result.output.contains(/[^`]``[^`]/))
        guard kind != .baselineDeviation else { return }
        #expect(result.output.contains(/kinds? .*`/) && result.output.contains("`\(kind.rawValue)`"))
        #expect(result.output.contains("## What it does not see"))
    }

    @Test(arguments: ["report", "clients", "baseline", "coverage-map"])
    func `the schemas are those that the tests check reports with`(subject: String) throws {
        let file = Repository.url("Fixtures/reports/\(subject).schema.json")
        #expect(try Command.run(["schema", subject]).output == String(contentsOf: file, encoding: .utf8))
    }
}
