import ArgumentParser
import DNSWire
import Extraction
import FindingReport
import Findings
import NetworkTypes
import ScanPipeline

/// `dnsscan extract`: gives back the carried contents, as files.
struct ExtractCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "extract",
        abstract: "Give back what was carried: files, streams and inner packets.",
        discussion: """
            Reads the captures twice: to find the channels, and for what they carried. Where a channel is not \
            encrypted, its contents become files in a new or empty folder, with an index.json that says for each what \
            it is, who sent it, its SHA-256, and where something is missing. Inner IP packets become a capture.

            The names of the files are dnsscan's own; names that a sender chose stand in the index alone. The \
            contents may be harmful: no file is executable, and nobody should open one without care.

              dnsscan extract --to contents monday.pcap
              dnsscan extract --to contents --zone t.example.net monday.pcap

            Exit status: 0 all read, 2 an input could not be read, 64 wrong usage, 74 a file could not be written.
            """
    )

    @OptionGroup var input: CaptureOptions

    @Option(
        help: ArgumentHelp("The folder for the files, new or empty.", valueName: "folder"),
        completion: .directory
    )
    var to: String

    @Option(
        help: ArgumentHelp("Only what was carried through this zone, or one below it.", valueName: "name")
    )
    var zone: String?

    @Option(help: ArgumentHelp("Only what this client sent and got.", valueName: "address"))
    var client: String?

    @Option(help: ArgumentHelp("Write so many contents at most.", valueName: "count"))
    var maxFiles: Int = ExtractionLimits().contents

    @Option(help: ArgumentHelp("Write so many megabytes at most.", valueName: "megabytes"))
    var maxSize: Int = ExtractionLimits().contentBytes >> 20

    @OptionGroup(title: "Terminal") var terminal: TerminalOptions

    func run() throws {
        let zone = try zone.map { text in
            guard let name = DomainName(typed: text) else {
                throw ValidationError("--zone \(text) is no domain name.")
            }
            return name
        }
        let client = try client.map { text in
            guard let address = IPAddress(text) else {
                throw ValidationError("--client \(text) is no IP address.")
            }
            return address
        }
        let settings = try RunSettings(input, outputs: [], terminal, on: .current)
        try settings.requireRepeatable(by: "extract")
        let folder = try ContentFolder(path: to)
        let run = try CaptureRun(settings, folder: to)
        let limits = try limits
        let scan = run.read(Scan()) { scan in
            scan.finish(recovering: limits, client: client) { finding in
                (zone == nil ? Self.isShown(finding) : Self.isAbout(zone, finding))
                    && (client.map { address in finding.clients.contains { $0.address == address } } ?? true)
            }
        }
        var (report, channels, _) = scan.result
        try Self.write(channels, of: &report, to: folder)
        let contents = ContentsReport(report, version: DNSScan.version)
        try folder.write("index.json", Array(contents.document.utf8))
        if !terminal.quiet { try Messages.print(contents.text(in: to)) }
        if scan.hasErrors { throw ExitStatus.unreadableInput }
    }

    private var limits: ExtractionLimits {
        get throws {
            guard maxFiles > 0, (1...1 << 20).contains(maxSize) else {
                throw ValidationError("--max-files and --max-size want numbers above 0.")
            }
            var limits = ExtractionLimits()
            limits.contents = maxFiles
            limits.contentBytes = maxSize << 20
            return limits
        }
    }

    /// Whether a report shows the finding; it does not show remarks about events that explain themselves.
    private static func isShown(_ finding: Finding) -> Bool {
        finding.severity >= .low && finding.kind.mayHoldContents
    }

    /// Whether a finding is of a zone, one below it, or one that it lies in.
    private static func isAbout(_ zone: DomainName?, _ finding: Finding) -> Bool {
        guard let zone else { return true }
        return finding.zones.compactMap(DomainName.init(presentation:)).contains {
            $0.isSubdomain(of: zone) || !$0.isRoot && zone.isSubdomain(of: $0)
        }
    }

    /// Writes the contents and notes their files in the report.
    private static func write(
        _ channels: [RecoveredChannel],
        of report: inout Report,
        to folder: ContentFolder
    ) throws {
        for channel in channels {
            guard let index = report.findings.firstIndex(where: { $0.id == channel.id }) else { continue }
            for (number, content) in channel.contents.enumerated() {
                let digits = String(number + 1)
                let padded = String(repeating: "0", count: max(0, 3 - digits.count)) + digits
                let ending = content.kind == .ipPackets ? "pcap" : "bin"
                let name = "\(channel.id)-\(padded)-\(content.direction.rawValue).\(ending)"
                try folder.write(name, content.octets)
                report.findings[index].recovered[number].path = name
            }
        }
    }
}
