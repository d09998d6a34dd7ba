import ArgumentParser
import ClientTracking
import DNSWire
import FindingReport
import Findings
import NetworkTypes
import ScanPipeline

/// `dnsscan clients`: the clients that talked to a zone or address, their first contact, their traffic, and their devices.
struct ClientsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "clients",
        abstract: "List who asked for a zone or an address, what came back, and which devices these are.",
        discussion: """
            For each client: first and last seen, queries, types, bytes up and down, answers, the resolvers \
            it used, connections to addresses within five minutes of their answer, and what helps to find the device: \
            its hardware address and the names that it gives itself (DHCP, mDNS, LLMNR, NetBIOS).

              dnsscan clients --zone t.example.net monday.pcap
              dnsscan clients --address 198.51.100.9 monday.pcap

            Exit status: 0 all read, 2 an input could not be read, 64 wrong usage, 74 the list could not be written.
            """
    )

    @OptionGroup var input: CaptureOptions

    @Option(
        help: ArgumentHelp("Only clients that asked for this name or one below it.", valueName: "name")
    )
    var zone: String?

    @Option(
        help: ArgumentHelp(
            "Only clients that got this address as an answer, asked it, or exchanged any packet with it.",
            valueName: "address"
        )
    )
    var address: String?

    @Option(
        name: .shortAndLong,
        help: "How to write the list: for people, as one JSON object, or one per client."
    )
    var format: Format?

    /// The ways to write the list down.
    enum Format: String, CaseIterable, ExpressibleByArgument {
        case text, json, ndjson
    }

    @OptionGroup(title: "Report") var output: OutputOptions
    @OptionGroup(title: "Terminal") var terminal: TerminalOptions

    func run() throws {
        let subject = try subject
        let settings = try RunSettings(input, outputs: output.paths, terminal, on: .current)
        let format = format ?? settings.outputPath?.fileEnding.flatMap(Format.init(rawValue:)) ?? .text
        let run = try CaptureRun(settings)
        let scan = run.read(Scan(tracking: subject)) { $0.finishClients() }
        let report = ClientsReport(scan.result, version: DNSScan.version)
        let text =
            switch format {
            case .text: report.text(settings.reportText)
            case .json: report.document
            case .ndjson: report.lines
            }
        try run.deliver(text, summary: settings.summaryText.map(report.text))
        if scan.hasErrors { throw ExitStatus.unreadableInput }
    }

    /// The subject that the options choose: the command lists clients that dealt with it.
    private var subject: ClientTracker.Subject {
        get throws {
            switch (zone, address) {
            case (nil, nil): return .everything
            case (.some, .some):
                throw ValidationError("--zone and --address ask for different things; leave one out.")
            case (let zone?, nil):
                guard let name = DomainName(typed: zone) else {
                    throw ValidationError("--zone \(zone) is no domain name.")
                }
                return .zone(name)
            case (nil, let address?):
                guard let address = IPAddress(address) else {
                    throw ValidationError("--address \(address) is no IP address.")
                }
                return .address(address)
            }
        }
    }
}
