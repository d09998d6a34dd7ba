import Findings
import Foundation
import NetworkTypes
import ScanPipeline
import TestSupport
import Testing
import ZoneProfiles

/// Detection and memory together: what a recorded session is found as stays found, whatever traffic comes behind it and
/// however little memory there is.
@Suite struct FloodedSessionTests {
    /// Channels of all kinds, those outside of names too.
    static let sessions = [
        "tunnels/iodine_null_data", "tunnels/iodine_null_idle", "tunnels/iodine_txt_idle",
        "tunnels/iodine_cname_idle",
        "tunnels/iodine_raw", "tunnels/dns2tcp_txt_stream", "tunnels/dns2tcp_key_stream",
        "tunnels/generated_dnscat2_plain", "tunnels/generated_dnscat2_idle",
        "tunnels/generated_exfil_base32_counter",
        "tunnels/generated_exfil_hex_slow", "tunnels/generated_infiltration_txt_stager", "covert/header_bits",
        "covert/transaction_ids", "covert/edns_option_down", "covert/client_subnets", "covert/client_cookies",
        "covert/additional_texts", "covert/letter_case", "covert/unlawful_messages", "covert/beacon",
        "covert/delays",
        "covert/lifetimes", "covert/reverse_names",
    ]

    /// A twentieth of what a scan may hold, so that floods of a few thousand messages fill every store.
    private static var small: ScanLimits {
        var limits = ScanLimits()
        limits.profiles.zones = 1_024
        limits.profiles.bytes = 1 << 20
        limits.peers.pairs = 256
        limits.peers.contentBytes = 1 << 20
        return limits
    }

    private static func scan(_ paths: [String], _ limits: ScanLimits) -> Report {
        var scan = Scan(limits: limits)
        for path in paths { #expect(scan.read(path) == nil) }
        return scan.finish()
    }

    /// What a report says that somebody would act on, without what depends on everybody else.
    private static func verdicts(_ report: Report) -> Set<String> {
        Set(
            report.findings.filter { $0.severity >= .medium }.map { finding in
                let clients = finding.zone == "." ? finding.clients.map(\.address.description) : []
                return "\(finding.kind.rawValue) \(finding.zone) \(finding.tool?.name ?? "-") \(clients)"
            }
        )
    }

    @Test(arguments: [
        BusyTraffic(domains: 100, hosts: 60), BusyTraffic(domains: 1_500, hosts: 3, seed: 8),
        BusyTraffic(domains: 40, hosts: 60, clients: 62_500, seed: 9),
    ])
    func `no verdict on a session is lost behind busy traffic`(flood: BusyTraffic) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("flood-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let busy = folder.appendingPathComponent("busy.pcap").path
        #expect(flood.write(to: busy))
        for session in Self.sessions {
            let path = Repository.url("Fixtures/captures/\(session).pcap").path
            let alone = Self.verdicts(Self.scan([path], ScanLimits()))
            let report = Self.scan([path, busy], Self.small)
            #expect(!alone.isEmpty, "\(session)")
            let lost = alone.subtracting(Self.verdicts(report))
            #expect(lost.isEmpty, "\(session) behind \(flood): \(lost.sorted())")
            #expect(report.coverage.lostState > 0, "\(flood) fills no store")
        }
    }

    /// The numbers of the head are of all that ever was, not of what is kept.
    @Test func `all zones and clients are counted`() throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("busy-\(UUID()).pcap").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        #expect(BusyTraffic(domains: 3_000, hosts: 2, clients: 50).write(to: path))
        let report = Self.scan([path], Self.small)
        #expect(report.scan.zones == 3_000)
        #expect(report.scan.clients == 50)
    }
}
