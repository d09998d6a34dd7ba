import ArgumentParser
import BaselineFile
import Baselines
import FindingReport
import Findings
import Interruption
import ScanPipeline

/// `dnsscan baseline`: learns from captures what is normal, or unites baselines.
struct BaselineCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "baseline",
        abstract: "Learn from captures what clients and zones normally do, for scans with --baseline.",
        discussion: """
            Notes for each client and zone, in windows of one hour: queries, different names, bytes, lengths of names, \
            types, names that do not exist, hours of the day. The result has one line for each of them and is sorted, \
            so that it can be kept in version control.

              dnsscan baseline monday.pcap tuesday.pcap -o base.json
              dnsscan baseline --merge base.json wednesday.pcap -o newer.json
              dnsscan scan --baseline base.json thursday.pcap

            Exit status: 0 all read, 2 an input could not be read, 64 wrong usage, 74 the baseline could not be written.
            """
    )

    @OptionGroup var input: CaptureOptions

    @Option(
        help: ArgumentHelp(
            "Add what this baseline knows of other hours; may be given several times.",
            valueName: "file"
        ),
        completion: .file()
    )
    var merge: [String] = []

    @Option(
        help: ArgumentHelp(
            "Keep pseudonyms in place of zones, made with the text in this file (16 characters or more).",
            valueName: "file"
        ),
        completion: .file()
    )
    var hashNames: String?

    @OptionGroup(title: "Report") var output: OutputOptions
    @OptionGroup(title: "Terminal") var terminal: TerminalOptions

    func run() throws {
        let settings = try RunSettings(
            input,
            outputs: output.paths,
            terminal,
            on: .current,
            needsCaptures: merge.isEmpty
        )
        let run = try CaptureRun(settings, otherInputs: merge + [hashNames].compactMap { $0 })
        let key = try hashNames.map(BaselineInput.key(in:))
        let others = try merge.map { try BaselineInput.baseline(in: $0) }
        let scan = run.read(Scan(isLearning: true)) { $0.finishBaseline() }
        if Interruption.current != nil {
            Messages.notify(nil, "no baseline was written: it would pass for one of whole captures")
            return
        }
        for repetition in scan.result.repetitions {
            Messages.notify(
                repetition.path,
                "is the same capture as \(repetition.first) and would count twice; no baseline was written"
            )
        }
        guard scan.result.repetitions.isEmpty else { throw ExitStatus.unreadableInput }
        let learnt = scan.result.baseline
        var baseline = key.map { learnt.hashed(with: $0) } ?? learnt
        for (path, other) in zip(merge, others) {
            do throws(BaselineMergeError) { try baseline.merge(other) } catch {
                Messages.notify(path, error.reason)
                throw ExitStatus.unreadableInput
            }
        }
        try run.deliver(BaselineFile.text(of: baseline), summary: summary(of: baseline, settings))
        if baseline.lost > 0, settings.showsWarnings {
            Messages.notify(
                nil,
                "warning: \(baseline.lost) messages of too many clients, zones and names were left out"
            )
        }
        if scan.hasErrors { throw ExitStatus.unreadableInput }
    }

    private func summary(of baseline: Baseline, _ settings: RunSettings) -> String? {
        guard settings.summaryText != nil else { return nil }
        return [
            Quantity.count(baseline.hours, "hour"), Quantity.count(baseline.clients.count, "client"),
            Quantity.count(baseline.zones.count, "zone"),
        ].joined(separator: ", ") + "\n"
    }
}
