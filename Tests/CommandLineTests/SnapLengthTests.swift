import Foundation
import TestSupport
import Testing

/// Names of which a snap length left the beginning alone are judged as far as they are there.
@Suite(.enabled(if: TShark.isInstalled, "needs editcap and tshark"))
struct SnapLengthTests {
    private struct Finding: Decodable {
        struct Evidence: Decodable {
            let feature: String
            let value: Double
        }
        struct Client: Decodable { let address: String }
        let severity: String
        let clients: [Client]
        let evidence: [Evidence]
        let bytesUp: Int
        var cutNames: Double? { evidence.first { $0.feature == "cut_names" }?.value }
    }

    /// The findings in a fixture that Wireshark's editcap cut, from names that lost their ends.
    private static func findings(in fixture: String, snap: Int, _ folder: TemporaryFolder) throws -> [Finding]
    {
        let cut = folder.path("cut.pcap")
        let editcap = try Command.script(
            #"editcap -s "$1" "$2" "$3""#,
            [String(snap), "Fixtures/captures/" + fixture, cut]
        )
        try #require(editcap.status == 0, "\(editcap.errors)")
        let result = try Command.run(["-f", "ndjson", "-q", "--fail-on", "never", cut])
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try result.output.split(separator: "\n")
            .map { try decoder.decode(Finding.self, from: Data($0.utf8)) }
            .filter { $0.cutNames != nil }
    }

    @Test(arguments: [80, 96, 100, 110])
    func `a tunnel whose names all lost their zone is found, with its client`(snap: Int) throws {
        let folder = try TemporaryFolder()
        let fixture = "tunnels/generated_dnscat2_encrypted.pcap"
        let finding = try #require(try Self.findings(in: fixture, snap: snap, folder).first)
        #expect(["medium", "high"].contains(finding.severity))
        #expect(finding.clients.map(\.address) == ["10.53.0.22"], "by the fixtures' manifest")
        // Every such query has another name, as it begins with a packet's random number.
        let cut = "dns.flags.response == 0 && frame.cap_len < frame.len && !dns.qry.name"
        let count = try Double(TShark.count(in: folder.path("cut.pcap"), filter: cut))
        // Told from a sample of 32 to 64 names, which errs by a sixth.
        #expect(abs((finding.cutNames ?? 0) / count - 1) < 0.35)
    }

    @Test func `what was carried is told within a factor of two`() throws {
        let folder = try TemporaryFolder()
        let fixture = "tunnels/generated_exfil_long_names_snap_100.pcap"
        let finding = try #require(try Self.findings(in: fixture, snap: 100, folder).first)
        #expect((3_600...14_400).contains(finding.bytesUp), "7,200 by the manifest")
    }

    @Test func `names as long as digests are less certain`() throws {
        let folder = try TemporaryFolder()
        let finding = try #require(
            try Self.findings(in: "tunnels/generated_exfil_hex.pcap", snap: 100, folder).first
        )
        #expect(finding.severity == "low")
    }

    @Test(arguments: ["antivirus_hashes", "office_hour", "content_hashes", "mail_server", "web_browsing"])
    func `what several clients ask alike is a service's`(name: String) throws {
        let folder = try TemporaryFolder()
        #expect(try Self.findings(in: "ordinary/\(name).pcap", snap: 100, folder).isEmpty)
    }
}
