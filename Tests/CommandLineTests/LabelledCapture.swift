import Foundation
import TestSupport
import Testing

/// A row of a manifest: a capture and what is in it.
struct LabelledCapture: CustomTestStringConvertible, Sendable {
    let path: String
    let label: String
    let tool: String
    let zones: [String]
    /// The expected kind of finding, where the manifest says so.
    let kind: String?
    /// The stable name of the anomaly that is in it.
    let anomaly: String?
    /// What the command is to be given with it.
    let options: [String]
    /// Relative to the manifest.
    let name: String

    var testDescription: String { name }

    /// The rows of the repository's own manifest, or of one of the corpus.
    static func rows(manifest: URL) -> [LabelledCapture] {
        guard let text = try? String(contentsOf: manifest, encoding: .utf8) else { return [] }
        let lines = text.split(separator: "\n").map {
            $0.split(separator: "\t", omittingEmptySubsequences: false)
        }
        guard let header = lines.first else { return [] }
        let columns = Dictionary(uniqueKeysWithValues: header.enumerated().map { (String($1), $0) })
        return lines.dropFirst().map { fields in
            func field(_ name: String) -> String? {
                columns[name].flatMap { $0 < fields.count ? String(fields[$0]) : nil }
            }
            let name = field("path") ?? ""
            return LabelledCapture(
                path: manifest.deletingLastPathComponent().appending(path: name).path(percentEncoded: false),
                label: field("label") ?? "",
                tool: field("tool") ?? "-",
                zones: (field("zone") ?? "-").lowercased().split(separator: ",").map(String.init),
                kind: field("kind"),
                anomaly: field("anomaly"),
                options: (field("options") ?? "-").split(separator: " ").map(String.init).filter {
                    $0 != "-"
                },
                name: name
            )
        }
    }

    static let fixtures = rows(manifest: Repository.url("Fixtures/MANIFEST.tsv"))

    /// Whether a zone is a labelled one, or lies on the path between it and its registered domain.
    func isLabelled(_ zone: String, registeredDomain: String?) -> Bool {
        // Without a zone the labels write `.`, `-` or a remark.
        if zones.allSatisfy({ !$0.contains(".") || $0 == "." || $0.contains(" ") }) { return true }
        return zones.contains { labelled in
            zone == labelled || (labelled.hasSuffix("." + zone) && zone.hasSuffix(registeredDomain ?? zone))
        }
    }
}

/// A finding as the JSON report has it.
struct ReportedFinding: Decodable {
    struct Tool: Decodable {
        let name: String
        let confidence: String
    }

    struct Sample: Decodable {
        let frame: Int
    }

    struct Frames: Decodable {
        let count: Int
    }

    let kind: String
    let severity: String
    let score: Int
    let zone: String
    let registeredDomain: String?
    let tool: Tool?
    let queries: Int
    let frames: Frames
    let displayFilter: String
    let samples: [Sample]

    var isMediumOrAbove: Bool { ["medium", "high", "critical"].contains(severity) }

    /// The findings of captures at `low` or above.
    static func all(in captures: [String]) throws -> [ReportedFinding] {
        let result = try Command.run(["-f", "json", "--fail-on", "never"] + captures)
        struct Report: Decodable {
            let findings: [ReportedFinding]
        }
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(Report.self, from: Data(result.output.utf8)).findings
    }
}
