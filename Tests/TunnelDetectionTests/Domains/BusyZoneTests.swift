import DNSWire
import Findings
import TestSupport
import Testing

/// Channels below one name of a zone that is busy with others.
@Suite struct BusyZoneTests {
    /// A hundred hosts of an organization, asked for by five clients.
    private func organization() -> Traffic {
        var traffic = Traffic()
        for index in 0..<600 {
            traffic.exchange(
                at: Double(index) * 3,
                "host\(index * 7 % 100).corp.example",
                client: 0x0A00_0020 + UInt32(index % 5),
                answers: [.address(0x0A01_0000 + UInt32(index * 7 % 100))]
            )
        }
        return traffic
    }

    private func upload(below zone: String) -> Traffic {
        var generator = SeededGenerator(seed: 4)
        let symbols = Array("abcdefghijklmnopqrstuvwxyz234567")
        var traffic = Traffic()
        for index in 0..<60 {
            let label = String((0..<60).map { _ in symbols.randomElement(using: &generator) ?? "a" })
            traffic.exchange(at: 100 + Double(index), "\(label).\(zone)", answers: [], code: .nxDomain)
        }
        return traffic
    }

    @Test func `the channel is cut out of the zone`() throws {
        let findings = (organization() + upload(below: "t.corp.example")).findings.filter {
            $0.severity >= .low
        }
        let finding = try #require(findings.first)
        #expect(findings.count == 1 && finding.zone == "t.corp.example")
        #expect(finding.kind == .exfiltration && finding.severity >= .medium)
        // Sixty names of sixty symbols of five bits each, and no one else's messages.
        #expect(finding.queries == 60 && finding.clients.map(\.queries) == [60])
        #expect((2_000...2_400).contains(finding.bytesUp))
    }

    @Test func `an organization's zone is silent`() {
        #expect(organization().findings.allSatisfy { $0.severity < .low })
    }
}
