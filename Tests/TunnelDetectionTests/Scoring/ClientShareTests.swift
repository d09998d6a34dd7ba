import DNSWire
import Findings
import TestSupport
import Testing
import TunnelDetection
import ZoneProfiles

/// Every client of a channel has its own counts; those beyond the bound are one remainder that says so.
@Suite struct ClientShareTests {
    /// Three queries from each client, of equal length.
    private static func finding(clients: Int) throws -> Finding {
        var generator = SeededGenerator(seed: 7)
        var traffic = Traffic()
        for index in 0..<(3 * clients) {
            traffic.exchange(
                at: Double(index) / 50,
                labels: TextEncoding.base32.labels(generator.octets(60))
                    + MessageBuilder.labels("x.example.org"),
                type: .txt,
                client: 0x0A00_0000 + UInt32(index % clients),
                answers: [.text(TextEncoding.base64.encode(generator.octets(90)), timeToLive: 0)]
            )
        }
        return try #require(traffic.findings.first { $0.zone.hasSuffix("example.org") })
    }

    @Test func eachClientHasItsOwn() throws {
        let finding = try Self.finding(clients: 200)
        #expect(finding.clients.count == 200 && finding.clientsNotListed == nil)
        for client in finding.clients {
            #expect(client.queries == 3)
            #expect(abs(client.bytesUp - finding.bytesUp / 200) <= 1)
            #expect(abs(client.bytesDown - finding.bytesDown / 200) <= 1)
        }
    }

    @Test func whoIsNotListedIsCounted() throws {
        let finding = try Self.finding(clients: 3_000)
        let others = try #require(finding.clientsNotListed)
        #expect(finding.clients.count == ZoneProfile.peerCapacity)
        #expect(others.clients == 3_000 - ZoneProfile.peerCapacity && others.queries == 3 * others.clients)
        #expect(finding.clients.reduce(others.queries) { $0 + $1.queries } == finding.queries)
        let up = finding.clients.reduce(others.bytesUp) { $0 + $1.bytesUp }
        #expect(up <= finding.bytesUp && up >= finding.bytesUp - 3_000)
    }
}
