import Foundation
import TestSupport
import Testing

/// Wireshark takes for DNS what has its port; the display filter of a finding shows its packets on other ports as well.
@Suite(.enabled(if: TShark.isInstalled, "tshark is not installed")) struct OddPortTests {
    struct Row: CustomTestStringConvertible, Sendable {
        let tunnel: String
        let port: Int
        var testDescription: String { "\(tunnel) on \(port)" }
    }

    /// The packets of a tunnel with another port in place of 53; checksums stay as they were.
    private func capture(_ row: Row, from first: Int = 0) throws -> [UInt8] {
        let octets = Array(
            try Data(contentsOf: Repository.url("Fixtures/captures/tunnels/\(row.tunnel).pcap"))
        )
        let packets = CapturedPackets(pcap: octets).packets.enumerated().map { index, packet in
            var octets = packet.octets
            // Ethernet and an IPv4 header of 20 octets are what the recordings have.
            for place in [34, 36] where index >= first && octets.count > 42 && octets[12] == 8 {
                if octets[place] == 0, octets[place + 1] == 53 {
                    octets[place] = UInt8(row.port >> 8)
                    octets[place + 1] = UInt8(row.port & 0xFF)
                }
            }
            return CapturedPackets.Packet(time: packet.time, octets: octets)
        }
        return CapturedPackets(packets).pcap(magic: 0xA1B2_C3D4, .little)
    }

    @Test(arguments: [
        Row(tunnel: "iodine_null_data", port: 5300), Row(tunnel: "dns2tcp_txt_stream", port: 8053),
        Row(tunnel: "generated_dnscat2_encrypted", port: 1053),
        // Wireshark takes what has this port for something else.
        Row(tunnel: "dns2tcp_txt_stream", port: 3544),
    ])
    func `the filter shows the packets on an odd port`(row: Row) throws {
        let folder = try TemporaryFolder()
        try Data(capture(row)).write(to: folder.url.appending(path: "odd"))
        try check(folder.path("odd"), row)
        // Half on the port of DNS, half on another.
        try Data(capture(row, from: 40)).write(to: folder.url.appending(path: "half"))
        try check(folder.path("half"), row)
    }

    private func check(_ path: String, _ row: Row) throws {
        let findings = try ReportedFinding.all(in: [path])
        let finding = try #require(findings.first)
        #expect(finding.displayFilter.contains("udp.port == \(row.port)"))
        #expect(try TShark.count(in: path, filter: finding.displayFilter) >= finding.frames.count)
        for sample in finding.samples {
            let filter = "(\(finding.displayFilter)) && frame.number == \(sample.frame)"
            #expect(try TShark.count(in: path, filter: filter) == 1, "\(filter)")
        }
    }
}
