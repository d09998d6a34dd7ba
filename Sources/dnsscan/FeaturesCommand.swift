import ArgumentParser
import FindingReport
import Findings
import ScanPipeline

/// `dnsscan features`: the numbers that verdicts rest on, for every zone and client.
struct FeaturesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "features",
        abstract: "Write the features of every zone, and of every client in it, as a table.",
        discussion: """
            One row for each zone and, where it has several clients, one for each of these. For data frames, databases, \
            and whoever wants to learn from traffic.

              dnsscan features -o features.csv monday.pcap
              dnsscan features --columns

            Exit status: 0 all read, 2 an input could not be read, 64 wrong usage, 74 the table could not be written.
            """
    )

    @OptionGroup var input: CaptureOptions
    @OptionGroup(title: "Selection") var selection: SelectionOptions

    @Option(
        name: .shortAndLong,
        help: "How to write the table; otherwise as the ending of --output says, or csv."
    )
    var format: FeatureTableReport.Format?

    @Flag(help: "Print what the columns mean, as a table in Markdown, and read nothing.")
    var columns = false

    @OptionGroup(title: "Report") var output: OutputOptions
    @OptionGroup(title: "Terminal") var terminal: TerminalOptions

    func run() throws {
        if columns {
            return try Messages.print(FeatureTableReport(Scan().finishFeatures()).documentation)
        }
        let settings = try RunSettings(input, outputs: output.paths, terminal, on: .current)
        let selection = try SelectionSettings(selection)
        let ending = settings.outputPath?.fileEnding
        let format =
            format
            ?? (ending == "jsonl" ? .ndjson : ending.flatMap(FeatureTableReport.Format.init(rawValue:)))
            ?? .csv
        let run = try CaptureRun(settings)
        let scan = run.read(Scan(selection: try selection.compiled())) { $0.finishFeatures() }
        let rows = Quantity.count(scan.result.rows.count, "row")
        try run.deliver(
            FeatureTableReport(scan.result).rendered(as: format),
            summary: settings.summaryText.map { _ in rows + "\n" }
        )
        if scan.hasErrors { throw ExitStatus.unreadableInput }
    }
}

extension FeatureTableReport.Format: ExpressibleByArgument {}
