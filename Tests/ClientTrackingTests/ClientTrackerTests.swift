import ClientTracking
import DNSObservation
import DNSWire
import Findings
import NetworkTypes
import PacketDecoding
import Testing

@Suite struct ClientTrackerTests {
    private static func query(_ host: Int, _ name: String, second: Int) -> Observation {
        var observation = Observation(
            time: Timestamp(nanoseconds: Int64(second) * 1_000_000_000),
            frame: second + 1,
            client: Endpoint(address: IPAddress(v4: 0x0A00_0000 + UInt32(host)), port: 40_000),
            server: Endpoint(address: IPAddress(v4: 0x0A00_FF35), port: 53)
        )
        observation.setQuestion(name: DomainName(presentation: name)?.octets ?? [], type: .a)
        observation.messageLength = 30
        return observation
    }

    private static func response(to query: Observation, address: UInt32) -> Observation {
        var observation = query
        observation.isResponse = true
        observation.answerOctets = (0..<4).map { UInt8(truncatingIfNeeded: address >> (24 - 8 * UInt32($0))) }
        observation.answers = [ObservedRecord(type: .a, timeToLive: 60, octets: 0..<4)]
        return observation
    }

    /// An attacker's flood of clients and of answers is bounded, and what was let go is counted.
    @Test func `bounds hold and are told`() {
        var limits = ClientTracker.Limits()
        limits.clients = 10
        limits.records = 20
        var tracker = ClientTracker(limits: limits)
        for host in 0..<100 { tracker.note(Self.query(host, "a.example", second: host)) }
        for answer in 0..<1_000 {
            tracker.note(
                Self.response(
                    to: Self.query(0, "a.example", second: 200),
                    address: UInt32(answer) + 0xC000_0000
                )
            )
        }
        let report = tracker.finish()
        #expect(report.clients.count == 10)
        #expect(report.clients[0].answers.count + report.clients[0].moreAnswers == 1_000)
        #expect(report.clients[0].answers.count <= 20)
        // 90 clients, and the responses whose address was not watched.
        #expect(report.lost >= 90 + 900)
    }

    @Test func `a zone ends at a label`() throws {
        var tracker = ClientTracker(.zone(try #require(DomainName(presentation: "evil.example"))))
        for (host, name) in ["evil.example", "a.EVIL.example", "notevil.example", "example"].enumerated() {
            tracker.note(Self.query(host, name, second: host))
        }
        #expect(tracker.finish().clients.map(\.address.low) == [0x0A00_0000, 0x0A00_0001])
    }
}
