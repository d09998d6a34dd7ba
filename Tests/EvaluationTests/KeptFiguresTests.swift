import Evaluation
import Foundation
import Signatures
import TestSupport
import Testing
import TunnelDetection

/// What became of the figures that the repository keeps.
@Suite struct KeptFiguresTests {
    private static let file = Repository.url("Fixtures/evaluation/figures.tsv").path(percentEncoded: false)

    /// Those on the larger corpus are compared in `.ci/run`, where the release build takes half a minute.
    @Test func nothingIsLostOnTheFixtures() async throws {
        let manifest = Repository.url("Fixtures/MANIFEST.tsv").path(percentEncoded: false)
        let captures = try LabeledCapture.rows(ofManifest: manifest).filter {
            $0.hasChannel || $0.label == "benign"
        }
        func figures(_ signatures: [any ToolSignature]) async -> [CaptureFigures] {
            await CaptureEvaluation(
                analyzer: TunnelAnalyzer(signatures: signatures),
                findsFirstDetection: false
            ).figures(of: captures, jobs: 2)
        }
        let fresh = KeptFigures(await figures(SignatureCatalog.all), generic: await figures([]))
        #expect(fresh.lines.count == captures.count && captures.count > 30)
        let comparison = try KeptFigures(contentsOf: Self.file).comparison(with: fresh)
        #expect(comparison.losses.isEmpty, "\(comparison.losses.joined(separator: "\n"))")
    }

    // MARK: The comparison itself

    private static func line(
        found: Bool = true,
        generic: Bool = true,
        severity: String = "high",
        naming: String = "right",
        falseFindings: Int = 0
    ) -> KeptFigures {
        KeptFigures(lines: [
            KeptFigures.Line(
                capture: "a.pcap",
                group: "real",
                isFound: found,
                isFoundByGenericDetectors: generic,
                severity: severity,
                naming: naming,
                falseFindings: falseFindings,
                lowFindings: 0
            )
        ])
    }

    @Test(arguments: [
        (line(found: false), "a.pcap: found yes, now no"),
        (line(generic: false), "a.pcap: found by the generic detectors yes, now no"),
        (line(naming: "none"), "a.pcap: tool right, now none"),
        (line(naming: "wrong"), "a.pcap: tool right, now wrong"),
        (line(falseFindings: 1), "a.pcap: false findings 0, now 1"),
    ])
    func whatGetsWorseIsALoss(fresh: KeptFigures, loss: String) {
        #expect(Self.line().comparison(with: fresh).losses == [loss])
        // The other way round it is an improvement.
        let back = fresh.comparison(with: Self.line())
        #expect(back.losses.isEmpty && back.news.count == 1)
    }

    @Test func anotherSeverityIsNoLoss() {
        let comparison = Self.line().comparison(with: Self.line(severity: "critical"))
        #expect(comparison.losses.isEmpty && comparison.news == ["a.pcap: severity high, now critical"])
    }

    @Test func capturesOutsideOfTheRunAreLeftAlone() {
        let none = Self.line().comparison(with: KeptFigures(lines: []))
        #expect(none.losses.isEmpty && none.news.isEmpty)
        #expect(KeptFigures(lines: []).comparison(with: Self.line()).news.count == 1)
    }

    @Test func theFileReadsBack() throws {
        let file = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: file) }
        try Self.line(falseFindings: 2).text.write(to: file, atomically: true, encoding: .utf8)
        let read = try KeptFigures(contentsOf: file.path(percentEncoded: false))
        #expect(read.lines == Self.line(falseFindings: 2).lines)
    }

    @Test(arguments: [([], nil), ([3], 3), ([9, 1, 4], 4), ([1, 2, 3, 10], 2.5)] as [([Double], Double?)])
    func medians(values: [Double], median: Double?) {
        #expect(GroupTotals.median(values) == median)
    }
}
