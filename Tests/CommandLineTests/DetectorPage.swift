import Foundation
import TestSupport
import Testing

/// The page of one detector in the catalog of documentation.
struct DetectorPage: CustomTestStringConvertible, Sendable {
    /// The file's name without its extension, by which others link to it.
    let name: String
    let text: String
    /// The words in code that could be features: small letters and underscores.
    let features: Set<String>

    var testDescription: String { name }

    static let folder = "Sources/TunnelDetection/Documentation.docc/"

    /// All pages that say of which detector they are.
    static let all: [DetectorPage] = {
        let files = try? FileManager.default.contentsOfDirectory(atPath: Repository.url(folder).path())
        return (files ?? []).sorted().filter { $0.hasSuffix(".md") }
            .compactMap { DetectorPage(String($0.dropLast(3))) }.filter { $0.detector != nil }
    }()

    /// The page of that name, or `nil` when there is none.
    init?(_ name: String) {
        let url = Repository.url(Self.folder + name + ".md")
        guard let text = try? String(contentsOf: url, encoding: .utf8) else { return nil }
        self.name = name
        self.text = text
        features = Set(text.matches(of: /`([a-z]+(?:_[a-z]+)+)`/).map { String($0.1) })
    }

    /// The detector's type.
    var detector: String? { text.firstMatch(of: /\n- Detector: ``([A-Za-z]+)``/).map { String($0.1) } }

    var kind: String? { text.firstMatch(of: /\n- Detector: .* kind `([a-z-]+)`/).map { String($0.1) } }

    var techniques: [String] {
        text.firstMatch(of: /\n- ATT&CK: (.*)/)
            .map { $0.1.split(separator: ", ").map(String.init) } ?? []
    }

    /// The names below `Calibration` that the page has, rules and others.
    var calibrations: Set<String> { CalibrationText.names(in: text) }

    /// What the manifest has of the captures that the page gives as firing, or as quiet.
    func captures(_ what: String) throws -> [LabelledCapture] {
        try text.split(separator: "\n").filter { $0.hasPrefix("- \(what): ") }.map { line in
            let path = try #require(line.firstMatch(of: /`(captures\/[^`]+)`/), "\(line)").1
            return try #require(LabelledCapture.fixtures.first { $0.name == path }, "\(path)")
        }
    }

    /// The display filters of the section on Wireshark.
    var displayFilters: [String] {
        text.split(separator: "\n## ").first { $0.hasPrefix("In Wireshark") }
            .flatMap { $0.firstMatch(of: /```text\n([^`]*)```/) }
            .map { $0.1.split(separator: "\n").map(String.init) } ?? []
    }
}

/// What the source files say of the numbers that detectors judge by.
enum CalibrationText {
    /// The text of all files of `Calibration`.
    private static let text = [
        "Channels/Calibration", "Signatures/Calibration+Signatures",
        "TunnelDetection/Scoring/Calibration", "TunnelDetection/Scoring/Calibration+Answers",
    ].map { source("Sources/\($0).swift") }.joined()

    /// The text of a file, empty where there is none.
    static func source(_ path: String) -> String {
        (try? String(contentsOf: Repository.url(path), encoding: .utf8)) ?? ""
    }

    /// All constants and functions, the files' own helpers left out.
    static let all = Set(
        text.matches(of: /\n    (?:package )?static (?:let|func) ([A-Za-z]+)/).map { String($0.1) }
    )

    /// The feature of each rule.
    static let features = Dictionary(
        text.matches(of: /static let ([A-Za-z]+) = EvidenceRule\(\s+"([a-z_]+)"/).map {
            (String($0.1), String($0.2))
        },
        uniquingKeysWith: { first, _ in first }
    )

    /// The names that stand behind `Calibration`, as in code or in a link.
    static func names(in text: String) -> Set<String> {
        Set(text.matches(of: /Calibration[.\/]([a-z][A-Za-z]+)/).map { String($0.1) })
    }
}
