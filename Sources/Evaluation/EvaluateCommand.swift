import ArgumentParser
import Findings
import Signatures
import TextInput
import TunnelDetection

/// `dnsscan-evaluate`: how well dnsscan judges captures whose content is known.
///
/// Not a part of the product: developers run it before and after a change.
@main
struct EvaluateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dnsscan-evaluate",
        abstract: "Hold dnsscan's findings against the labels of captures.",
        discussion: """
            Columns: first, the channel's queries until it is reported at medium; up and down, the estimated \
            payload as a factor of what was carried; false and low, findings that are not the labeled channel at \
            medium or above and at low. Then what the published rules of other systems find, and what only they do. \
            The last columns of the totals are medians of these factors: of payload that was \
            decoded by a known tool's layout, and of payload that was estimated.
            """
    )

    @Argument(help: "Manifests: tab-separated, paths are relative to the manifest.")
    var manifests: [String]

    @Flag(help: "Judge by the generic detectors alone.")
    var withoutSignatures = false

    @Option(help: "Captures with this label only; may be repeated.")
    var label: [String] = ["tunnel", "mixed", "benign"]

    @Option(help: "Captures with this text in their name only.")
    var only: String?

    @Flag(help: "Do not look for the query from which on a channel is reported.")
    var quick = false

    @Flag(help: "Write JSON instead of a table.")
    var json = false

    @Flag(
        help: "Write the figures that the repository keeps, from one run with all signatures and one without."
    )
    var figures = false

    @Option(help: "Compare with the figures in this file; status 1 when something got worse.")
    var compare: String?

    @Option(help: "How many captures are scanned at a time.")
    var jobs = 2

    func run() async throws {
        var captures: [LabeledCapture] = []
        for manifest in manifests {
            do throws(TextFileError) {
                captures += try LabeledCapture.rows(ofManifest: manifest)
            } catch {
                throw ValidationError("\(manifest): \(error.reason)")
            }
        }
        captures = captures.filter { label.contains($0.label) && (only.map($0.name.contains) ?? true) }
        if figures || compare != nil { return try await keep(captures) }
        let figures = await evaluated(captures, withSignatures: !withoutSignatures, isQuick: quick)
        let groups = Dictionary(grouping: figures, by: \.capture.group)
        let totals = CaptureGroup.allCases.compactMap { group in
            groups[group].map { GroupTotals(group, $0) }
        }
        let text =
            json
            ? EvaluationJSON(figures: figures, totals: totals).text
            : EvaluationTable(figures: figures, totals: totals).text
        print(text, terminator: "")
    }

    /// Writes the figures to keep, or compares them with those that are kept.
    private func keep(_ captures: [LabeledCapture]) async throws {
        let fresh = KeptFigures(
            await evaluated(captures, withSignatures: true, isQuick: true),
            generic: await evaluated(captures, withSignatures: false, isQuick: true)
        )
        guard let compare else { return print(fresh.text, terminator: "") }
        let kept: KeptFigures
        do throws(TextFileError) { kept = try KeptFigures(contentsOf: compare) } catch {
            throw ValidationError("\(compare): \(error.reason)")
        }
        let comparison = kept.comparison(with: fresh)
        for loss in comparison.losses { print("worse: \(loss)") }
        for news in comparison.news { print("new: \(news)") }
        print("\(fresh.lines.count) captures, \(comparison.losses.count) worse, \(comparison.news.count) new")
        if !comparison.losses.isEmpty { throw ExitCode.failure }
    }

    private func evaluated(
        _ captures: [LabeledCapture],
        withSignatures: Bool,
        isQuick: Bool
    ) async -> [CaptureFigures] {
        let evaluation = CaptureEvaluation(
            analyzer: TunnelAnalyzer(signatures: withSignatures ? SignatureCatalog.all : []),
            findsFirstDetection: !isQuick
        )
        return await evaluation.figures(of: captures, jobs: max(1, jobs))
    }
}
