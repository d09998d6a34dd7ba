import Foundation
import Testing

/// What a part of a capture is judged like: as a capture that holds nothing else, which another program cut out.
@Suite struct SelectionTests {
    private static let capture = "Fixtures/captures/mixed/office_with_iodine_txt_idle.pcap"

    /// A way to select, and the display filter that shows the same packets.
    ///
    /// tshark decodes the one answer that came in two fragments at the second; `ip.flags.mf` brings the first.
    struct Row: CustomTestStringConvertible, Sendable {
        let options: [String]
        let filter: String
        var testDescription: String { options.joined(separator: " ") }
    }

    private static let rows = [
        Row(
            options: ["--since", "2026-06-01T10:05:00+02:00", "--until", "2026-06-01T08:06:00Z"],
            filter: "frame.time_epoch >= 1780301100 && frame.time_epoch < 1780301160"
        ),
        Row(options: ["--since", "08:05:30"], filter: "frame.time_epoch >= 1780301130"),
        Row(options: ["--client", "10.53.0.2"], filter: "ip.addr == 10.53.0.2"),
        Row(
            options: ["--zone", "t.example.net"],
            filter: #"dns.qry.name matches "(^|\\.)t\\.example\\.net$" || ip.flags.mf == 1"#
        ),
        Row(
            options: ["--filter", "udp and host 10.53.0.2"],
            filter: "ip.proto == 17 && ip.addr == 10.53.0.2"
        ),
        Row(
            options: ["--client", "10.53.0.0/24", "--zone", "example.net", "--until", "08:05:20"],
            filter:
                #"ip.addr == 10.53.0.0/24 && (dns.qry.name matches "(^|\\.)example\\.net$" || ip.flags.mf == 1) && frame.time_epoch < 1780301120"#
        ),
    ]

    private struct Report: Decodable {
        struct Finding: Decodable, Equatable {
            let id: String
            let score: Int
            let severity: String
            let queries: Int
            let bytesUp: Int
            let bytesDown: Int
            let firstSeen: String
            let lastSeen: String
        }
        struct Scan: Decodable {
            struct Selection: Decodable {
                let packetsLeftOut: Int
                let messagesLeftOut: Int
            }
            let packets: Int
            let dnsMessages: Int
            let queries: Int
            let zones: Int
            let selection: Selection?
        }
        let scan: Scan
        let findings: [Finding]
    }

    private static func report(_ arguments: [String]) throws -> Report {
        let result = try Command.run(
            ["-f", "json", "--min-severity", "info", "--fail-on", "never"] + arguments
        )
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(Report.self, from: Data(result.output.utf8))
    }

    @Test(.enabled(if: TShark.isInstalled, "needs tshark"), arguments: rows)
    func `a part is judged as if there were nothing else`(row: Row) throws {
        let folder = try TemporaryFolder()
        let cut = folder.path("cut.pcap")
        let tshark = try Command.script(
            #"HOME=/nonexistent tshark -n -r "$1" -Y "$2" -F pcap -w "$3""#,
            [Self.capture, row.filter, cut]
        )
        try #require(tshark.status == 0, "\(tshark.errors)")
        let part = try Self.report(row.options + [Self.capture])
        let whole = try Self.report([cut])
        #expect(part.findings == whole.findings)
        #expect(part.scan.dnsMessages == whole.scan.dnsMessages && part.scan.dnsMessages > 0)
        #expect(part.scan.queries == whole.scan.queries && part.scan.zones == whole.scan.zones)
        let selection = try #require(part.scan.selection)
        #expect(whole.scan.selection == nil)
        #expect(selection.packetsLeftOut + part.scan.packets == 826)
        #expect(selection.messagesLeftOut + part.scan.dnsMessages + selection.packetsLeftOut <= 826)
    }

    /// It is over thirty-eight seconds after 08:05, so the row that begins later has but its end.
    @Test func `the rows find the tunnel`() throws {
        let rows = Self.rows.filter { $0.options != ["--since", "08:05:30"] }
        let findings = try rows.map { try Self.report($0.options + [Self.capture]).findings }
        #expect(findings.allSatisfy { $0.contains { ["high", "critical"].contains($0.severity) } })
    }

    @Test func `every report for people and for CI says what it is of`() throws {
        for format in ["text", "html", "markdown", "sarif"] {
            let result = try Command.run([
                "-f", format, "--zone", "t.example.net", "--until", "2026-06-01T08:05:20Z", Self.capture,
            ])
            let text = result.output.replacing(/\s+/, with: " ").replacing(/&#[0-9]+;/, with: ".")
            #expect(
                text.contains(
                    /Of it only messages before 2026.06.01 08.05.20.000000 UTC, in t.example.net; left out:/
                )
            )
        }
    }

    @Test(arguments: [
        (["--since", "yesterday"], "--since"), (["--until", "2026-02-30T00:00:00Z"], "--until"),
        (["--since", "2026-06-01T08:05"], "--since"), (["--since", "24:00"], "--since"),
        (["--since", "09:00", "--until", "08:00"], "--until"), (["--client", "10.0.0.0/33"], "--client"),
        (["--zone", "a..b"], "--zone"), (["--filter", "port fiftythree and and"], "--filter"),
    ])
    func `a selection that is none is wrong usage`(arguments: [String], option: String) throws {
        let result = try Command.run(arguments + [Self.capture])
        #expect(result.status == 64 && result.output == "")
        #expect(result.errors.contains(option))
    }

    /// libpcap would ask the system's files, and the network.
    @Test func `a filter looks up no names`() throws {
        let result = try Command.run(["--filter", "host localhost", Self.capture])
        #expect(result.status == 64 && result.errors.contains("localhost"))
    }

    @Test func `frames of a link layer that a filter knows nothing of are told`() throws {
        let capture = "Fixtures/captures/protocol/raw.pcap"
        let result = try Command.run(["-f", "json", "--filter", "ether host 02:00:00:00:00:01", capture])
        #expect(result.output.contains("filter_not_applicable"))
    }
}
