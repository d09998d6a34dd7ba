import ArgumentParser
import DNSWire
import FindingReport
import Findings
import ScanPipeline

/// `dnsscan explain`: every feature of one zone beside its thresholds, finding or not.
struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Say why a zone is a finding, or why not.",
        usage: "dnsscan explain [<options>] <capture> ... <zone>",
        discussion: """
            The zone comes after the captures. Shows where it was cut, every rule with what was measured and all \
            its thresholds, the signatures and recognized services that were tried, and all features. '.' as the \
            zone stands for names without a common zone, asked of one server.

              dnsscan explain monday.pcap t.example.net
              dnsscan explain -f json monday.pcap t.example.net

            Exit status: 0 explained, 2 an input could not be read or the zone is not in it, 64 wrong usage, \
            74 the explanation could not be written.
            """
    )

    /// The format of an explanation.
    enum Format: String, CaseIterable, ExpressibleByArgument {
        case text, json
    }

    @OptionGroup var input: CaptureOptions

    @Option(name: .shortAndLong, help: "How to write the explanation: for people, or as one JSON object.")
    var format: Format?

    @OptionGroup(title: "Report") var output: OutputOptions
    @OptionGroup(title: "Terminal") var terminal: TerminalOptions

    func run() throws {
        var input = input
        if let last = input.captures.last, input.captures.count >= 2, CaptureSource.exists(at: last),
            let zone = input.captures.first(where: { $0 != "-" && !CaptureSource.exists(at: $0) })
        {
            throw ValidationError("The zone comes after the captures: dnsscan explain \(last) \(zone)")
        }
        guard input.captures.count >= 2, let name = input.captures.popLast() else {
            throw ValidationError("A capture and a zone are needed: dnsscan explain a.pcap t.example.com")
        }
        guard let zone = DomainName(typed: name) else {
            throw ValidationError("'\(name)' is no domain name; the zone comes after the captures.")
        }
        let settings = try RunSettings(input, outputs: output.paths, terminal, on: .current)
        let format = format ?? settings.outputPath?.fileEnding.flatMap(Format.init(rawValue:)) ?? .text
        let run = try CaptureRun(settings)
        let scan = run.read { $0.explain(zone) }
        switch scan.result {
        case .explained(let explanation):
            func text(_ options: TextReport.Options) -> String {
                ExplanationText(explanation, options: options).rendered()
            }
            try run.deliver(
                format == .json ? ExplanationJSON(explanation).document : text(settings.reportText),
                summary: settings.summaryText.map(text)
            )
            if scan.hasErrors { throw ExitStatus.unreadableInput }
        case .absent(let closest):
            let hint =
                closest.isEmpty
                ? "there are no zones" : "the closest zones are \(closest.joined(separator: ", "))"
            Messages.notify(nil, "no name at or below \(zone) was asked for; \(hint)")
            throw ExitStatus.unreadableInput
        }
    }
}
