import Foundation
import TestSupport
import Testing

/// What the program prints of octets that somebody else chose.
@Suite struct HostileCaptureTests {
    private let folder: TemporaryFolder
    private let capture: String

    init() throws {
        folder = try TemporaryFolder()
        // The name of the file is hostile as well.
        capture = folder.path("\u{1B}[2J\u{202E}\u{9B}a\nb.pcap")
        try Data(HostileCapture.octets).write(to: URL(filePath: capture))
    }

    /// Runs the command and gives what it wrote, which must be UTF-8 without control and format characters
    /// but for line ends.
    private func output(_ arguments: String..., sourceLocation: SourceLocation = #_sourceLocation) throws
        -> String
    {
        let result = try Command.run(arguments + [capture, folder.path("\u{1B}missing")])
        #expect(result.status == 1, sourceLocation: sourceLocation)
        for text in [result.output, result.errors] {
            let visible = text.replacing(
                /\u{1B}\[[0-9;]*m/,
                with: arguments.contains("always") ? "" : "\u{FFFD}"
            )
            let raw = visible.unicodeScalars.filter { scalar in
                let category = scalar.properties.generalCategory
                return scalar == "\u{FFFD}"
                    || scalar != "\n"
                        && [.control, .format, .lineSeparator, .paragraphSeparator].contains(category)
            }
            #expect(raw.isEmpty, "\(arguments): \(raw.map(\.value))", sourceLocation: sourceLocation)
        }
        // One warning, and one more of a format that has no place for what was not inspected.
        let isSilent = arguments.contains("ndjson") && !arguments.contains("-o")
        #expect(
            result.errors.split(separator: "\n").count == (isSilent ? 2 : 1),
            sourceLocation: sourceLocation
        )
        return result.output
    }

    @Test(arguments: [[], ["-v"], ["-f", "ndjson"], ["-q"], ["--color", "always", "-v"]])
    func `nothing hostile reaches the terminal`(arguments: [String]) throws {
        let text =
            switch arguments.count {
            case 0: try output()
            case 1: try output(arguments[0])
            case 2: try output(arguments[0], arguments[1])
            default: try output(arguments[0], arguments[1], arguments[2])
            }
        #expect(text.contains("evil.example"))
    }

    @Test func `JSON keeps every octet of a hostile name`() throws {
        let object = try JSONSerialization.jsonObject(with: Data(output("-f", "json").utf8))
        let report = try #require(object as? [String: Any])
        let scan = try #require(report["scan"] as? [String: Any])
        let inputs = try #require(scan["inputs"] as? [[String: Any]])
        #expect(inputs[0]["path"] as? String == capture)
        #expect(scan["queries"] as? Int == HostileCapture.queries + 1)
        let findings = try #require(report["findings"] as? [[String: Any]])
        #expect(findings[0]["registered_domain"] as? String == "evil.example")
        // RFC 1035 §5.1: an octet that is not printed is three digits.
        let zone = try #require(findings[0]["zone"] as? String)
        #expect(zone.hasSuffix(#".\128\155\192\175\255\254.evil.example"#), "\(zone)")
    }

    @Test func `a report in a file is as clean`() throws {
        let path = folder.path("report")
        for format in ["text", "json", "ndjson"] {
            _ = try output("-f", format, "-o", path)
            let written = try Data(contentsOf: URL(filePath: path))
            let text = try #require(String(data: written, encoding: .utf8), "not UTF-8")
            #expect(text.utf8.allSatisfy { $0 >= 0x20 || $0 == 0x0A } && !text.contains("\u{7F}"))
            #expect(!text.contains("\u{202E}") && !text.contains("\u{9B}"))
        }
    }

    @Test func `a hostile file name in an error is escaped`() throws {
        let result = try Command.run([folder.path("\u{1B}]0;x\u{7}\u{202E}\n.pcap")])
        #expect(result.status == 2 && result.errors.split(separator: "\n").count == 1)
        #expect(
            result.errors.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 && $0 != "\u{202E}" }
        )
    }

    @Test(.enabled(if: TShark.isInstalled, "tshark is not installed"))
    func `a hostile name cannot leave its place in the display filter`() throws {
        let finding = try #require(ReportedFinding.all(in: [capture]).first)
        let whole = finding.displayFilter
        // A filter that tshark cannot read makes `count` throw; one that got out of its string shows all.
        #expect(try TShark.count(in: capture, filter: "!(\(whole))") > 0)
        #expect(try TShark.count(in: capture, filter: whole) == 2 * HostileCapture.queries)
    }
}
