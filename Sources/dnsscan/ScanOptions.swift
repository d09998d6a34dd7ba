import ArgumentParser
package import FindingReport
package import Findings

/// The options of a scan as typed; ``ScanSettings`` has their meaning.
package struct ScanOptions: ParsableArguments {
    @OptionGroup var input: CaptureOptions
    @OptionGroup(title: "Selection") var selection: SelectionOptions
    @OptionGroup(title: "Lists and policy") var policy: PolicyOptions
    @OptionGroup(title: "Report") var report: ReportOptions
    @OptionGroup(title: "Report") var packets: PacketOptions
    @OptionGroup(title: "What is normal") var baseline: BaselineOptions
    @OptionGroup(title: "Configuration") var configuration: ConfigurationOptions
    @OptionGroup(title: "Exit status") var status: StatusOptions
    @OptionGroup(title: "Terminal") var terminal: TerminalOptions

    package init() {}
}

/// The captures to read.
struct CaptureOptions: ParsableArguments {
    @Argument(
        help: ArgumentHelp(
            "Captures to read as one timeline, or directories with captures: pcap, pcapng, dnstap or query logs, also compressed; '-' for standard input.",
            valueName: "capture"
        ),
        completion: .file()
    )
    var captures: [String] = []
}

/// Options that choose the part of the captures to judge.
struct SelectionOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Judge packets from this moment on: 2026-06-01T08:05:00Z, or 08:05 (UTC) on the day of the first packet.",
            valueName: "time"
        )
    )
    var since: String?

    @Option(help: ArgumentHelp("Judge packets before this moment, written alike.", valueName: "time"))
    var until: String?

    @Option(
        help: ArgumentHelp("Judge what this client asks, repeatable.", valueName: "address[/length]")
    )
    var client: [String] = []

    @Option(help: ArgumentHelp("Judge names in this zone, repeatable.", valueName: "zone"))
    var zone: [String] = []

    @Option(
        help: ArgumentHelp(
            "Judge packets that match, in tcpdump's language; names of hosts and ports are not looked up.",
            valueName: "expression"
        )
    )
    var filter: String?
}

/// Options that tell unwanted traffic in the user's network from wanted traffic.
struct PolicyOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Report names and addresses of this list, repeatable: domains, hosts file, addresses, response policy zone or CSV, told by content.",
            valueName: "[name=]file"
        ),
        completion: .file()
    )
    var block: [String] = []

    @Option(
        help: ArgumentHelp(
            "Report answers with addresses of this list as sinkholed, repeatable.",
            valueName: "file"
        ),
        completion: .file()
    )
    var sinkhole: [String] = []

    @Option(
        help: ArgumentHelp(
            "A resolver that clients may use, repeatable; DNS to any other server is reported.",
            valueName: "address[/length]"
        )
    )
    var resolver: [String] = []

    @Option(
        help: ArgumentHelp(
            "Let pass the findings that this file names, repeatable; they are shown as info, with its reason.",
            valueName: "file"
        ),
        completion: .file()
    )
    var allow: [String] = []
}

/// Options that shape the report.
struct ReportOptions: ParsableArguments {
    @Option(
        name: .shortAndLong,
        help:
            "How to write the report: for people (text, markdown, html), for programs (json, ndjson, csv, ecs, ocsf) or for CI (sarif); repeatable with --output."
    )
    var format: [ReportFormat] = []

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "Write the report to this file, all or nothing, in the format of its ending; the text goes to the terminal as well. Repeatable: -o r.json -o r.sarif.",
            valueName: "file"
        ),
        completion: .file()
    )
    var output: [String] = []

    @Option(
        help: ArgumentHelp("Leave findings below this severity out of the report.", valueName: "severity")
    )
    var minSeverity: Severity = .low

    @Option(
        help: ArgumentHelp(
            "How many findings the text describes in detail; its table has all of them.",
            valueName: "count"
        )
    )
    var top: Int = TextReport.Options.usuallyDetailed

    @Flag(help: "Show the table of findings without any details.")
    var brief = false
}

/// Options of a scan that reads captures itself.
struct PacketOptions: ParsableArguments {
    @Flag(
        help:
            "Print findings while one capture grows, as text or ndjson, each as soon as it is certain and again when it has grown: tcpdump -U -w - port 53 | dnsscan --live -"
    )
    var live = false

    @Option(
        help: ArgumentHelp(
            "Write the packets of the reported findings to this pcapng file as well, each with a comment that names its finding; whole TCP streams and all fragments belong to them.",
            valueName: "file"
        ),
        completion: .file()
    )
    var writeMatching: String?
}

/// The place of the result.
struct OutputOptions: ParsableArguments {
    @Option(
        name: [.customShort("o"), .customLong("output")],
        help: ArgumentHelp(
            "Write the report to this file, all or nothing; the text goes to the terminal as well.",
            valueName: "file"
        ),
        completion: .file()
    )
    var file: String?

    /// The file, or none; ``RunSettings`` wants several.
    var paths: [String] { file.map { [$0] } ?? [] }
}

/// Options for normal traffic.
struct BaselineOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Report what is far from this baseline (see 'dnsscan help baseline'), and weigh zones by it.",
            valueName: "file"
        ),
        completion: .file()
    )
    var baseline: String?

    @Option(
        help: ArgumentHelp("The key of a baseline whose zones have pseudonyms.", valueName: "file"),
        completion: .file()
    )
    var baselineKey: String?
}

/// Options that decide between success and failure.
struct StatusOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Exit with 1 for a finding of this severity or above.", valueName: "severity"))
    var failOn: FailureBound = .medium

    @Flag(
        help: "Exit with 2 when anything could not be inspected, such as a cut-off capture or encrypted DNS."
    )
    var strict = false
}

/// Options for the output on the terminal.
struct TerminalOptions: ParsableArguments {
    @Option(help: "Colour the text; auto: on terminals, unless NO_COLOR is set.")
    var color: ColorChoice = .auto

    @Flag(help: "Show no progress; otherwise shown from one second on, on terminals only.")
    var noProgress = false

    @Flag(name: .shortAndLong, help: "Say nothing but the report and errors; with --output, errors only.")
    var quiet = false

    @Flag(
        name: .shortAndLong,
        help:
            "List everything in the text: every finding in detail, all clients, samples and coverage problems."
    )
    var verbose = false

    @Option(
        help: ArgumentHelp(
            "Columns of the text; otherwise the terminal's, or those that COLUMNS says, or 80.",
            valueName: "columns"
        )
    )
    var width: Int?
}

/// The lowest severity of a finding that makes the command fail.
package enum FailureBound: String, CaseIterable, ExpressibleByArgument {
    case critical, high, medium, low, info, never

    /// The severity of the same name; `nil` for ``never``.
    package var severity: Severity? {
        Severity(rawValue: rawValue)
    }
}

/// Whether text is coloured.
package enum ColorChoice: String, CaseIterable, ExpressibleByArgument {
    case auto, always, never
}

extension ReportFormat: ExpressibleByArgument {}

extension Severity: ExpressibleByArgument {
    /// The most severe first, as ``FailureBound`` lists them.
    package static var allValueStrings: [String] {
        allCases.reversed().map(\.rawValue)
    }
}
