import Foundation
import TestSupport
import Testing
import dnsscan

/// The README says what is true.
@Suite struct ReadmeTests {
    private static let text = (try? String(contentsOf: Repository.url("README.md"), encoding: .utf8)) ?? ""

    /// The code block behind a marker line.
    private static func block(_ marker: String) -> String? {
        guard let start = text.range(of: "<!-- \(marker)"),
            let open = text.range(of: "```", range: start.upperBound..<text.endIndex),
            let line = text.range(of: "\n", range: open.upperBound..<text.endIndex),
            let close = text.range(of: "\n```", range: line.upperBound..<text.endIndex)
        else { return nil }
        return String(text[line.upperBound..<close.lowerBound])
    }

    @Test func `the output shown first is the program's`() throws {
        let block = try #require(Self.block("output: "))
        let lines = block.split(separator: "\n", omittingEmptySubsequences: false)
        let command = try #require(lines.first)
        let path = try #require(command.split(separator: " ").last)
        let shown = lines.dropFirst().joined(separator: "\n")
        let result = try Command.run([String(path)])
        #expect(result.output == shown + "\n")
    }

    @Test func `both commands are there`() throws {
        #expect(try #require(Self.block("command: main-job")).contains("swift build -c release"))
        #expect(
            try #require(Self.block("command: tests"))
                == "swift test -c release --disable-testable-imports"
        )
    }

    struct Recipe: CustomTestStringConvertible, Sendable {
        let name: String
        let expected: String
        var testDescription: String { name }
    }

    private static let jq = ["/usr/bin/jq", "/usr/local/bin/jq"].first(
        where: FileManager.default.isExecutableFile
    )

    /// The expected texts follow from the recording: its client, zone and tool stand in the manifest, the
    /// points in the scoring's own tests.
    @Test(
        .enabled(if: jq != nil, "needs jq"),
        arguments: [
            Recipe(name: "zones", expected: #"^high\tt\.example\.net\tiodine\t10\.53\.0\.2\n$"#),
            Recipe(
                name: "volume",
                // The client keeps a tunnel open and moves nothing, as the manifest says.
                expected: #""10\.53\.0\.2": \{\s+"up": 0,\s+"down": 0"#
            ),
            Recipe(
                name: "reasons",
                expected:
                    #"^75\tiodine_version_requests\t1\tqueries\t1\n([0-9]+\t[a-z_]+\t[0-9.]+\t[a-z]+\t[0-9.]+\n){5}"#
            ),
            Recipe(name: "filter", expected: #"^ip\.addr == 10\.53\.0\.2 && dns\.qry\.name matches "#),
            Recipe(name: "attack", expected: "^true\n$"),
            Recipe(name: "equivalent", expected: #"^tunnel\tt\.example\.net\n$"#),
            Recipe(name: "clients", expected: #"^10\.53\.0\.2\n$"#),
            Recipe(name: "control", expected: #"^\["iodine tunnel through t\.example\.net"\]\n$"#),
        ]
    )
    func `a jq recipe works`(recipe: Recipe) throws {
        let block = try #require(Self.block("jq: \(recipe.name) -->"))
        let pipeline = try #require(block.split(separator: "|", maxSplits: 1).last)
        let capture = Repository.url("Fixtures/captures/mixed/office_with_iodine_txt_idle.pcap")
        #expect(block.hasPrefix("dnsscan -f json capture.pcap |"))
        let result = try Command.run(
            ["-f", "json", capture.path(percentEncoded: false)],
            shell: "| \(pipeline)"
        )
        #expect(result.status == 0 && result.errors == "")
        #expect(try result.output.contains(Regex(recipe.expected)), "\(result.output)")
    }

    /// The answers are those that the recording was made with: its client, zone and times stand in the manifest.
    @Test(
        .enabled(if: jq != nil && TShark.isInstalled, "needs jq and tshark"),
        arguments: [
            Recipe(name: "hosts", expected: #"\n +high +100 +0 B +0 B +10\.53\.0\.2 +t\.example\.net\n"#),
            Recipe(name: "volume", expected: #"^10\.53\.0\.2\tt\.example\.net\t0\t0\n$"#),
            Recipe(
                name: "since",
                expected:
                    #"^2026-06-01T08:05:00\.[0-9]{6}Z\t2026-06-01T08:05:38\.[0-9]{6}Z\tt\.example\.net\n$"#
            ),
            Recipe(name: "proof", expected: #"^ *267 .*DNS.*t\.example\.net"#),
            Recipe(name: "stop", expected: #"local-zone: "?t\.example\.net\.?"? "#),
        ]
    )
    func `one command answers each question`(recipe: Recipe) throws {
        let block = try #require(Self.block("question: \(recipe.name) -->"))
        #expect(!block.contains("\n"))
        // Removed with its last use.
        let folder = try Self.folderWithCapture
        let result = try Command.script(
            #"cd "$1" && eval "$2""#,
            [folder.url.path(percentEncoded: false), block]
        )
        #expect(try result.output.contains(Regex(recipe.expected)), "\(result.output) \(result.errors)")
        #expect(try folder.names.contains("capture.pcap"))
    }

    /// A folder in which the README's capture is `capture.pcap`.
    private static var folderWithCapture: TemporaryFolder {
        get throws {
            let folder = try TemporaryFolder()
            try FileManager.default.copyItem(
                at: Repository.url("Fixtures/captures/mixed/office_with_iodine_txt_idle.pcap"),
                to: folder.url.appending(path: "capture.pcap")
            )
            return folder
        }
    }

    /// A report without findings is no fault of the recipe: it prints nothing or an empty value, and no error.
    @Test(
        .enabled(if: jq != nil, "needs jq"),
        arguments: [
            ("zones", "", 0), ("volume", "{}\n", 0), ("reasons", "", 0), ("filter", "", 0),
            ("attack", "false\n", 1),
            ("equivalent", "", 0), ("clients", "", 0), ("control", "[]\n", 0),
        ] as [(String, String, Int32)]
    )
    func `a jq recipe works without findings`(name: String, output: String, status: Int32) throws {
        let block = try #require(Self.block("jq: \(name) -->"))
        let pipeline = try #require(block.split(separator: "|", maxSplits: 1).last)
        let capture = "Fixtures/captures/ordinary/web_browsing.pcap"
        let result = try Command.run(["-f", "json", capture], shell: "| \(pipeline)")
        #expect(result.output == output && result.status == status && result.errors == "")
    }

    @Test(.enabled(if: jq != nil, "needs jq"))
    func `a benign capture has a report too`() throws {
        let capture = Repository.url("Fixtures/captures/ordinary/web_browsing.pcap").path(
            percentEncoded: false
        )
        let result = try Command.run(["--format", "json", capture], shell: "| jq '.findings | length'")
        #expect(result.output == "0\n")
    }

    @Test func `the exit statuses are those of the program`() {
        let rows = Self.text.matches(of: /\n\| ([0-9]+) \|/).compactMap { Int32($0.1) }
        #expect(rows == ExitStatus.allCases.map(\.rawValue))
    }

    @Test func `every option is explained, and no other`() throws {
        let pattern = /--[a-z][a-z-]+/
        let help = try Command.run(["scan", "--help"]).output
        let section = try #require(Self.text.split(separator: "\n## ").first { $0.hasPrefix("Options\n") })
        #expect(
            Set(section.matches(of: pattern).map { String($0.0) })
                == Set(help.matches(of: pattern).map { String($0.0) })
        )
    }

    @Test func `links lead somewhere`() {
        let links = Self.text.matches(of: /\]\(([^)#]+)\)/).map { String($0.1) }
        #expect(links.count > 3)
        for link in links where !link.hasPrefix("https://") {
            #expect(FileManager.default.fileExists(atPath: Repository.url(link).path), "\(link)")
        }
    }

    @Test func `every target is described`() throws {
        let folders = try FileManager.default.contentsOfDirectory(atPath: Repository.url("Sources").path())
        for folder in folders where !folder.hasPrefix("C") && !folder.hasPrefix(".") {
            #expect(Self.text.contains("| `\(folder)` |"), "\(folder)")
        }
    }
}
