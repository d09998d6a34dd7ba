import AllowLists
import ArgumentParser
import Baselines
import DNSWire
import Extraction
import FindingReport
import Findings
import NetworkTypes
import PublicSuffixes
import ScanPipeline

/// `dnsscan scan`, the default: reads captures and reports channels that move data through DNS.
struct ScanCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scan",
        abstract: "Read captures and report data that moves through DNS (the default).",
        discussion: """
              dnsscan scan evening.pcap
              dnsscan scan --brief --min-severity info monday.pcap tuesday.pcap
              dnsscan scan --since 08:05 --client 10.0.0.0/24 evening.pcap
              dnsscan scan -q -o report.json -o report.sarif evening.pcap
            """
    )

    @OptionGroup var options: ScanOptions

    func run() throws {
        let settings = try ScanSettings(options, on: .current)
        if let zone = Self.zone(among: settings.captures) {
            throw ValidationError(
                "'\(zone)' is no file; to have one zone explained, type: dnsscan explain CAPTURE \(zone)"
            )
        }
        let run = try CaptureRun(settings.run, otherInputs: settings.otherInputs)
        let policy = try ScanPolicyFiles(settings)
        let selection = try settings.selection.compiled()
        let measuresZones = settings.outputs.contains(where: \.format.showsZones)
        let screen = settings.outputs.first { $0.path == nil }?.format
        let live = settings.isLive ? screen.map { LiveFindings($0, settings, policy.allowLists) } : nil
        let scan = run.read(
            Scan(watchlist: policy.watchlist, judge: policy.judge, selection: selection),
            watch: live.map { LiveWatch(show: $0.show) }
        ) { scan in
            scan.finish(recovering: .ofReports, measuresZones: measuresZones) {
                $0.severity >= .medium && $0.kind.mayHoldContents
            }
        }
        var report = settings.report.allowing(policy.allowLists, in: scan.result.report)
        report.scan.policy.files = policy.files
        report.scan.policy.resolvers = settings.resolvers.map(\.description)
        let findings = try settings.report.deliver(report, by: run, settings.run, live: live)
        if let path = settings.packetsPath {
            try Self.writePackets(of: findings, in: scan.result.captures, run, to: path, settings)
        }
        throw settings.report.status(
            of: report,
            hasErrors: scan.hasErrors,
            isDoubtful: scan.hasWarnings || policy.isDoubtful
        )
    }

    /// Writes the packets of findings, and tells of inputs that have none to give.
    private static func writePackets(
        of findings: [Finding],
        in captures: RepeatedReading,
        _ run: CaptureRun,
        to path: String,
        _ settings: ScanSettings
    ) throws {
        if !captures.logs.isEmpty || !captures.unrepeatable.isEmpty {
            Messages.notify(
                nil,
                "--write-matching has no packets of logs, and none of pipes, which cannot be read again"
            )
        }
        var result = (packets: 0, isCut: false)
        try run.write(to: path) { output throws(OutputError) in
            var failure: OutputError?
            result = PacketPass(findings, in: captures).write(by: "dnsscan \(DNSScan.version)") { octets in
                guard failure == nil else { return }
                do throws(OutputError) { try output.write(octets) } catch { failure = error }
            }
            if let failure { throw failure }
        }
        if result.isCut {
            Messages.notify(path, "not all packets of the findings' streams are in it: too many streams")
        }
        if settings.showsWarnings, result.packets == 0 {
            Messages.notify(path, "no packet belongs to a reported finding")
        }
    }

    /// The one argument among captures that is the name of a zone, beside others that exist; a missing file is no zone.
    private static func zone(among captures: [String]) -> String? {
        let missing = captures.filter { !CaptureSource.exists(at: $0) }
        guard missing.count == 1, captures.count > 1, let path = missing.first, !path.contains("/"),
            let name = DomainName(typed: path), name.labelCount > 1
        else { return nil }
        // The last label of a capture's name, such as pcap, is no top-level domain.
        return PublicSuffixList().registeredDomain(of: Array(name.lowercased.octets)).isListed ? path : nil
    }
}
