import ArgumentParser
import DNSWire
import FindingReport
import Findings
import PublicSuffixes
import RuleWriting
import TextInput

/// `dnsscan rules`: turns a report's zones into rules that act on later traffic.
struct RulesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rules",
        abstract: "Write rules for firewalls, resolvers and log searches from the zones of a JSON report.",
        discussion: """
            Zones in which everybody can have names, such as public suffixes and hosting providers, get no rule; \
            standard error says what was left out.

              dnsscan -f json -o report.json evening.pcap
              dnsscan rules report.json --as suricata --action drop -o dnsscan.rules
              dnsscan rules report.json --as rpz -o rpz.dnsscan

            Exit status: 0 rules written, 2 the report could not be read, 64 wrong usage, 74 the rules could not be written.
            """
    )

    @Argument(
        help: ArgumentHelp("The report that 'dnsscan --format json' wrote.", valueName: "report"),
        completion: .file()
    )
    var report: String

    @Option(name: .customLong("as"), help: "Whose rules to write.")
    var format: RuleSet.Format

    @Option(help: "What Suricata does with a query.")
    var action: RuleSet.Action = .alert

    @Option(help: ArgumentHelp("The first number of Suricata's rules.", valueName: "number"))
    var sidBase = 9_000_000

    @Option(
        help: ArgumentHelp("How many numbers Suricata's rules may use from there on.", valueName: "count")
    )
    var sidCount = 100_000

    @Option(help: ArgumentHelp("Make no rules of findings below this severity.", valueName: "severity"))
    var minSeverity: Severity = .medium

    @OptionGroup var output: OutputOptions

    /// Omissions that the command reports one by one.
    private static let toldOmissions = 20

    func run() throws {
        guard let numbers = RuleSet.Numbers(base: sidBase, count: sidCount) else {
            throw ValidationError("--sid-base and --sid-count leave the range of numbers, 1 to 4294967295.")
        }
        let path = output.file == "-" ? nil : output.file
        let file = try path.map { try Messages.file($0, inputs: [report]) }
        // A report may come from anywhere, and names in it are an attacker's.
        Messages.confine(readable: [report], writable: [file?.place].compactMap { $0 })
        let zones = format.needsPlainNames ? try zones().withPlainNamesOnly() : try zones()
        for omission in zones.omissions.prefix(Self.toldOmissions) {
            Messages.notify(report, "left out: \(omission.name): \(omission.reason)")
        }
        let more = zones.omissions.count - Self.toldOmissions
        if more > 0 { Messages.notify(report, "left out: \(more) more") }
        let rules = RuleSet(zones)
        let text: String
        switch format {
        case .rpz: text = rules.responsePolicyZone
        case .unbound: text = rules.unboundConfiguration
        case .zeekIntel: text = rules.zeekIntelligence
        case .sigma: text = rules.sigmaRules
        case .stix: text = rules.stixBundle
        case .suricata:
            guard let suricata = rules.suricataRules(action, numbers: numbers) else {
                throw ValidationError("The report has more zones than --sid-count allows rules.")
            }
            text = suricata
        }
        if let file, let path {
            try Messages.write(text, to: file, path: path)
        } else {
            try Messages.print(text)
        }
    }

    private func zones() throws -> ReportedZones {
        let text: String
        do throws(TextFileError) { text = try TextFile(path: report).text } catch .notText {
            // The user gave a capture, rather than a report on it.
            Messages.notify(report, ReportedZonesError.malformed.reason)
            throw ExitStatus.unreadableInput
        } catch {
            Messages.notify(report, error.reason)
            throw ExitStatus.unreadableInput
        }
        let suffixes = PublicSuffixList()
        do throws(ReportedZonesError) {
            return try ReportedZones(in: text, minimumSeverity: minSeverity) {
                suffixes.isShared($0.lowercased.octets)
            }
        } catch {
            Messages.notify(report, error.reason)
            throw ExitStatus.unreadableInput
        }
    }
}

extension RuleSet.Format: ExpressibleByArgument {}
extension RuleSet.Action: ExpressibleByArgument {}
