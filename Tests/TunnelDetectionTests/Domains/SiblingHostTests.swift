import Findings
import TestSupport
import Testing

/// Hosts that a client asks for below a name that many customers share.
@Suite struct SiblingHostTests {
    /// Hosts of a content network, each of 13 random symbols and asked for once.
    private func traffic(hosts: Int, at time: (Int) -> Double) -> Traffic {
        var generator = SeededGenerator(seed: 13)
        let symbols = Array("0123456789abcdefghijklmnopqrstuvwxyz")
        var traffic = Traffic()
        for index in 0..<hosts {
            let label = "d" + String((0..<13).map { _ in symbols.randomElement(using: &generator) ?? "0" })
            let address = UInt32.random(in: 0x6800_0000...0x68FF_FFFF, using: &generator)
            traffic.exchange(at: time(index), label + ".cloudfront.net", answers: [.address(address)])
        }
        return traffic
    }

    @Test func `made-up hosts at the pace of a clock are one channel`() throws {
        let finding = try #require(traffic(hosts: 300) { Double($0) / 2 }.findings.first)
        #expect(finding.zone == "cloudfront.net" && finding.kind == .exfiltration)
        #expect(finding.severity >= .medium && finding.distinctNames >= 200)
    }

    @Test func `the hosts of pages that somebody visits are silent`() {
        // Ten hosts a page, a page every half a minute to three minutes.
        let visits = traffic(hosts: 300) { Double($0 / 10 * (30 + $0 / 10 % 6 * 30)) + Double($0 % 10) / 20 }
        #expect(visits.findings.allSatisfy { $0.severity < .low })
    }
}
