import Channels
import Findings
import Foundation
import TestSupport
import Testing
import TunnelDetection

/// Each detector has a page, and what the page says of rules, captures and filters is so.
@Suite struct DetectorPageTests {
    private static let pages = DetectorPage.all
    private static let sourceFolder = "Sources/TunnelDetection/Detectors/"

    /// Type and kind of every detector.
    private static let detectors: [(type: String, kind: String)] =
        DetectorCatalog.all.map { (String(describing: type(of: $0)), $0.kind.rawValue) }
        + DetectorCatalog.ofPeers.map { (String(describing: type(of: $0)), $0.kind.rawValue) }
        + DetectorCatalog.ofScans.map { (String(describing: type(of: $0)), $0.kind.rawValue) }

    /// A finding as far as a page tells of it.
    private struct Finding: Decodable {
        struct Technique: Decodable { let id: String }
        struct Evidence: Decodable { let feature: String }
        let kind: String
        let attack: [Technique]
        let evidence: [Evidence]
    }

    /// The findings of the page's kind, remarks included, that rest on a feature that the page names.
    private static func findings(of page: DetectorPage, in capture: LabelledCapture) throws -> [Finding] {
        let options = capture.options.joined(separator: " ")
        let result = try Command.script(
            "cd Fixtures && dnsscan -f ndjson --min-severity info --fail-on never \(options) \(capture.name)"
        )
        #expect(result.status == 0, "\(result.errors)")
        return try result.output.split(separator: "\n")
            .map { try JSONDecoder().decode(Finding.self, from: Data($0.utf8)) }
            .filter { $0.kind == page.kind && !page.features.isDisjoint(with: $0.evidence.map(\.feature)) }
    }

    // MARK: Catalog

    @Test func `every detector has one page, and every page a detector`() {
        #expect(Self.pages.compactMap(\.detector).sorted() == Self.detectors.map(\.type).sorted())
        for (type, kind) in Self.detectors {
            #expect(Self.pages.first { $0.detector == type }?.kind == kind, "\(type)")
        }
    }

    @Test(arguments: pages)
    func `the detector's comment leads to its page, and the landing page does`(page: DetectorPage) throws {
        let source = CalibrationText.source(Self.sourceFolder + (page.detector ?? "") + ".swift")
        #expect(source.contains("<doc:\(page.name)>"))
        #expect(try #require(DetectorPage("TunnelDetection")).text.contains("- <doc:\(page.name)>\n"))
    }

    @Test func `all links lead to pages`() throws {
        let folder = Repository.url(DetectorPage.folder).path()
        for file in try FileManager.default.contentsOfDirectory(atPath: folder) where file.hasSuffix(".md") {
            let page = try #require(DetectorPage(String(file.dropLast(3))))
            let links = page.text.matches(of: /<doc:([^>]*)>/).map { String($0.1) }
            #expect(links.allSatisfy { DetectorPage($0) != nil }, "\(file): \(links)")
        }
    }

    // MARK: Rules

    @Test func `the calibration is understood`() {
        #expect(CalibrationText.features["informationUp"] == "information_up")
        #expect(CalibrationText.features["printableIDs"] == "printable_id_ratio")
        #expect(CalibrationText.features.count > 80 && CalibrationText.all.contains("minimumNames"))
    }

    @Test(arguments: ["ScoringModel", "PayloadMeasures"] + pages.map(\.name))
    func `what a page names of the calibration exists, with its feature beside it`(name: String) throws {
        let page = try #require(DetectorPage(name))
        let unknown = page.calibrations.subtracting(CalibrationText.all)
        #expect(unknown.isEmpty, "\(unknown.sorted())")
        let rows = page.text.matches(of: /\n\| ``Calibration\/([A-Za-z]+)`` \| `([a-z_]+)` \|/)
        for row in rows { #expect(CalibrationText.features[String(row.1)] == String(row.2), "\(row.0)") }
    }

    /// The rules that several detectors share are written down together.
    @Test func `the shared page names all that the shared code measures`() throws {
        let source = CalibrationText.source(Self.sourceFolder + "Detector.swift")
        let missing = CalibrationText.names(in: source)
            .subtracting(try #require(DetectorPage("PayloadMeasures")).calibrations)
        #expect(missing.isEmpty, "\(missing.sorted())")
    }

    @Test(arguments: pages)
    func `a page names all that its detector measures`(page: DetectorPage) {
        let source = CalibrationText.source(Self.sourceFolder + (page.detector ?? "") + ".swift")
        let missing = CalibrationText.names(in: source).subtracting(page.calibrations)
        #expect(missing.isEmpty, "\(missing.sorted())")
        let isShared = source.contains(/features\.[a-zA-Z]+Measurements/)
        #expect(page.text.contains("<doc:PayloadMeasures>") == isShared)
    }

    // MARK: Captures

    @Test(arguments: pages)
    func `its captures fire, with the techniques that it names`(page: DetectorPage) throws {
        let captures = try page.captures("Fires")
        #expect(!captures.isEmpty)
        for capture in captures {
            let findings = try Self.findings(of: page, in: capture)
            #expect(!findings.isEmpty, "\(capture)")
            #expect(findings.allSatisfy { $0.attack.map(\.id) == page.techniques }, "\(findings)")
        }
    }

    @Test(arguments: pages)
    func `its twins are quiet`(page: DetectorPage) throws {
        let captures = try page.captures("Quiet")
        #expect(!captures.isEmpty)
        for capture in captures {
            let findings = try Self.findings(of: page, in: capture)
            #expect(findings.isEmpty, "\(capture): \(findings)")
        }
    }

    @Test(.enabled(if: TShark.isInstalled, "needs tshark"), arguments: pages)
    func `its filters show packets of a capture that fires`(page: DetectorPage) throws {
        let capture = try #require(page.captures("Fires").first)
        #expect(!page.displayFilters.isEmpty)
        for filter in page.displayFilters {
            #expect(try TShark.count(in: capture.path, filter: filter) > 0, "\(filter)")
        }
    }
}
