import Foundation
import TestSupport
import Testing

/// The packets that prove a finding, as Wireshark's own reader sees them.
@Suite(.enabled(if: TShark.isInstalled, "needs tshark"))
struct WriteMatchingTests {
    private struct Report: Decodable {
        struct Finding: Decodable {
            let id: String
            let displayFilter: String
        }
        let findings: [Finding]
    }

    /// The findings of a run that writes packets.
    private static func findings(_ arguments: [String], packets: String) throws -> [Report.Finding] {
        let result = try Command.run(
            ["-q", "-f", "json", "--fail-on", "never", "--write-matching", packets] + arguments
        )
        try #require(result.status == 0, "\(result.errors)")
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(Report.self, from: Data(result.output.utf8)).findings
    }

    /// Every octet of every packet, with what tshark makes of it but for comments.
    private static func packets(in capture: String) throws -> String {
        let result = try Command.script(#"HOME=/nonexistent tshark -n -r "$1" -t e -x"#, [capture])
        try #require(result.status == 0, "\(result.errors)")
        return result.output
    }

    @Test(arguments: [
        "tunnels/iodine_null_data.pcap", "tunnels/dns2tcp_key_stream.pcap", "tunnels/iodine_raw.pcap",
        "mixed/office_with_iodine_txt_idle.pcap", "covert/transaction_ids.pcap", "covert/serials.pcap",
        "answers/rebinding.pcap", "answers/generated_domains.pcap", "compressed/tunnel.pcap.gz",
    ])
    func `the display filter of a finding shows the same packets in what was taken out`(name: String) throws {
        let capture = "Fixtures/captures/" + name
        let folder = try TemporaryFolder()
        let packets = folder.path("proof.pcapng")
        let findings = try Self.findings([capture], packets: packets)
        try #require(!findings.isEmpty)
        for finding in findings {
            let count = try TShark.count(in: packets, filter: finding.displayFilter)
            #expect(count > 0)
            #expect(try TShark.count(in: capture, filter: finding.displayFilter) == count)
            let named = #"frame.comment contains "finding \#(finding.id)""#
            #expect(try TShark.count(in: packets, filter: "(\(finding.displayFilter)) && \(named)") == count)
        }
    }

    /// Each of these captures holds traffic of one zone alone: all of it is proof, handshakes, fragments and tunnels
    /// around it included.
    private static let captures = [
        "tcp", "tcp_several_in_a_segment", "tcp_one_over_many", "tcp_split_length", "tcp_out_of_order",
        "tcp_retransmission", "tcp_without_handshake", "ipv4_fragments", "ipv4_fragments_reversed",
        "ipv6_fragments", "ipv6_extension_headers", "ip_in_ip", "6in4", "gre_ethernet", "vxlan", "gtp_u",
        "teredo", "qinq", "mpls", "pppoe", "sll2", "null_big_endian", "raw", "ppp", "radiotap",
        "pcap_nanoseconds_big_endian", "pcap_snap_length_96",
    ]

    @Test(arguments: captures)
    func `whole streams, datagrams and frames of every link type come out octet by octet`(name: String) throws
    {
        let capture = "Fixtures/captures/protocol/\(name).pcap"
        let folder = try TemporaryFolder()
        let list = folder.path("list.txt")
        try Data("example.com\nexample.net\nexample.org\n".utf8).write(to: URL(filePath: list))
        let packets = folder.path("proof.pcapng")
        #expect(try !Self.findings(["--block", list, capture], packets: packets).isEmpty)
        #expect(try Self.packets(in: packets) == Self.packets(in: capture))
    }

    @Test func `several captures of several link types become one`() throws {
        let captures = [
            "Fixtures/captures/protocol/sll.pcap", "Fixtures/captures/tunnels/dns2tcp_txt_stream.pcap",
        ]
        let folder = try TemporaryFolder()
        let list = folder.path("list.txt")
        try Data("example.com\n".utf8).write(to: URL(filePath: list))
        let packets = folder.path("proof.pcapng")
        _ = try Self.findings(["--block", list] + captures, packets: packets)
        #expect(
            try TShark.count(in: packets, filter: "sll && dns")
                == TShark.count(in: captures[0], filter: "dns")
        )
        #expect(
            try TShark.count(in: packets, filter: "eth && dns")
                == TShark.count(in: captures[1], filter: "dns")
        )
        let again = try Command.run(["-q", "-f", "ndjson", "--fail-on", "never", packets])
        #expect(again.output.contains("dns2tcp"), "dnsscan reads its own packets")
    }

    @Test func `copies of a packet are packets`() throws {
        let capture = "Fixtures/captures/tunnels/dns2tcp_txt_stream.pcap"
        let folder = try TemporaryFolder()
        let (doubled, packets) = (folder.path("doubled.pcap"), folder.path("proof.pcapng"))
        try #require(
            try Command.script(#"mergecap -F pcap -w "$1" "$2" "$2""#, [doubled, capture]).status == 0
        )
        let finding = try #require(try Self.findings([doubled], packets: packets).first)
        let count = try TShark.count(in: packets, filter: finding.displayFilter)
        #expect(try count == 2 * TShark.count(in: capture, filter: finding.displayFilter))
    }

    @Test func `without a finding there is a capture without packets`() throws {
        let folder = try TemporaryFolder()
        let packets = folder.path("proof.pcapng")
        #expect(try Self.findings(["Fixtures/captures/ordinary/web_browsing.pcap"], packets: packets).isEmpty)
        #expect(try TShark.count(in: packets, filter: "frame") == 0)
    }

    @Test func `findings that are not shown have no packets`() throws {
        let folder = try TemporaryFolder()
        let packets = folder.path("proof.pcapng")
        let capture = "Fixtures/captures/tunnels/iodine_null_idle.pcap"
        #expect(try !Self.findings([capture], packets: packets).isEmpty)
        #expect(try TShark.count(in: packets, filter: "frame") > 0)
        #expect(try Self.findings(["--min-severity", "critical", capture], packets: packets).isEmpty)
        #expect(try TShark.count(in: packets, filter: "frame") == 0)
    }
}

/// What cannot be the place of packets, or their source.
@Suite struct WriteMatchingUseTests {
    private static let capture = "Fixtures/captures/tunnels/iodine_txt_data.pcap"

    @Test func `a pipe cannot be read twice`() throws {
        let result = try Command.script(
            #"cat "$1" | dnsscan --write-matching proof.pcapng -"#,
            [Self.capture]
        )
        #expect(result.status == 64 && result.output.isEmpty)
        #expect(result.errors.contains("--write-matching reads captures twice"))
    }

    @Test func `an input, the report's file and standard output are refused`() throws {
        let folder = try TemporaryFolder()
        let copy = folder.path("capture.pcap")
        try FileManager.default.copyItem(atPath: Repository.url(Self.capture).path, toPath: copy)
        let input = try Command.run(["--write-matching", copy, copy])
        #expect(input.status == 64 && input.errors.contains("is read by this run and would be overwritten"))
        #expect(FileManager.default.contentsEqual(atPath: copy, andPath: Repository.url(Self.capture).path))
        let report = folder.path("report.json")
        let same = try Command.run(["-o", report, "--write-matching", report, Self.capture])
        #expect(same.status == 64 && same.errors.contains("name the same file"))
        let screen = try Command.run(["--write-matching", "-", Self.capture])
        #expect(screen.status == 64 && screen.errors.contains("standard output gets the report"))
        #expect(try folder.names == ["capture.pcap"])
    }

    @Test func `logs have no packets, which is said`() throws {
        let folder = try TemporaryFolder()
        let log = "Fixtures/logs/bind_querylog.log.gz"
        let result = try Command.run(["-q", "--write-matching", folder.path("proof.pcapng"), log])
        #expect(result.errors.contains("no packets of logs"))
    }
}
