import ArgumentParser
import FindingReport

/// `dnsscan coverage-map`: the names of the findings in other systems, and the limits of a recording.
struct CoverageMapCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "coverage-map",
        abstract: "Print what findings are called by controls and cloud products, and what is not seen.",
        discussion: """
              dnsscan coverage-map
              dnsscan coverage-map -f markdown > coverage.md
            """
    )

    @Option(name: .shortAndLong, help: "How to write the map.")
    var format: CoverageMap.Format = .text

    @Option(help: "Colour the text; auto: on terminals, unless NO_COLOR is set.")
    var color: ColorChoice = .auto

    func run() throws {
        let terminal = Terminal.current
        let options = TextReport.Options(
            width: terminal.outputColumns ?? 80,
            isColored: terminal.showsColor(color, onTerminal: terminal.outputColumns != nil)
        )
        try Messages.print(CoverageMap(version: DNSScan.version).rendered(as: format, options: options))
    }
}

extension CoverageMap.Format: ExpressibleByArgument {}
