import DNSWire
import Findings
import Signatures
import TestSupport
import Testing

/// VPN-over-DNS by names as tests/vodreassembler/test_protocol.py has them.
@Suite struct VPNOverDNSSignatureTests {
    static let all = [traffic(tickets: 5)]

    /// Tickets that are opened, written, asked for, read and closed.
    private static func traffic(tickets: Int) -> ToolTraffic {
        var generator = SeededGenerator(seed: 51)
        var traffic = ToolTraffic(tool: "VPN-over-DNS", zone: "vpnoverdns.com", cut: "tun.vpnoverdns.com")
        for ticket in 1...tickets {
            let id = "id-0000000\(ticket).v0"
            traffic.exchange("sz-00000044.rn-12345678.\(id)", .a, [.address(0xC000_0001)])
            for piece in 0..<3 {
                let data = String(decoding: TextEncoding.base16.encode(generator.octets(22)), as: UTF8.self)
                traffic.exchange("bf-\(data).wr-000000\(10 + piece).\(id)", .a, [.address(0x8041_FFFF)])
            }
            traffic.exchange("retry-1.ck-00000020.\(id)", .a, [.address(0x8052_FFFF)])
            for piece in 0..<3 {
                let octets = UInt32.random(in: 0...0xFF_FFFF, using: &generator)
                let address = (0xC0 + UInt32(piece)) << 24 | octets
                traffic.exchange("ln-00000048.rd-000000\(10 + piece).\(id)", .a, [.address(address)])
            }
            traffic.exchange("ac.\(id)", .a, [.address(0x8041_FFFF)])
        }
        return traffic
    }

    @Test func recognizes() throws {
        let match = try #require(try Self.all[0].match(VPNOverDNSSignature()))
        #expect(match.evidence.value == 45)
        #expect(match.tool.because.contains("5 tickets, 15 with data, first in frame 1."))
    }

    /// All names of a single ticket end in its number, which is none of the zone's.
    @Test(arguments: [1, 5]) func isReportedForItsZone(tickets: Int) throws {
        let finding = try #require(Self.traffic(tickets: tickets).traffic.findings.first { $0.tool != nil })
        #expect(finding.zone == "tun.vpnoverdns.com")
    }

    @Test(arguments: [
        NearMissNames(
            testDescription: "seven digits",
            names: (1...9).map { "ck-0000002.id-000000\($0).v0" }
        ),
        NearMissNames(
            testDescription: "another version",
            names: (1...9).map { "ck-00000020.id-0000000\($0).v1" }
        ),
        NearMissNames(
            testDescription: "other variables",
            names: (1...9).map { "bf-abcdef.id-0000000\($0).v0" }
        ),
        NearMissNames(
            testDescription: "hosts of a version",
            names: (1...9).map { "node-1234567\($0).id-0000000\($0).v0" }
        ),
    ]) func rejects(miss: NearMissNames) throws {
        #expect(try miss.traffic(of: "VPN-over-DNS").match(VPNOverDNSSignature()) == nil)
    }
}
