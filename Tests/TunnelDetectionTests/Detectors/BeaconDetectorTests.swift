import Findings
import TestSupport
import Testing

/// Check-ins, beside programs that poll and people that come back.
@Suite struct BeaconDetectorTests {
    private func findings(_ traffic: Traffic) -> [Finding] {
        traffic.findings.filter { $0.kind == .beacon }
    }

    /// Polls of one name, a minute apart with a fifth of jitter.
    private func polls(_ name: String, _ answer: Traffic.Answer, count: Int = 90) -> Traffic {
        var generator = SeededGenerator(seed: 3)
        var traffic = Traffic()
        var time = 0.0
        for _ in 0..<count {
            traffic.exchange(at: time, name, answers: [answer])
            time += 60 * Double.random(in: 0.8...1.2, using: &generator)
        }
        return traffic
    }

    @Test func `an identifier that is answered with no address every minute is found`() throws {
        let finding = try #require(
            findings(polls("1a2b3c4d.ns.example.net", .address(0, timeToLive: 1))).first
        )
        #expect(finding.severity >= .medium && finding.zone == "ns.example.net")
        #expect(finding.evidence.contains { $0.feature == "message_dispersion" && $0.value < 0.4 })
    }

    @Test(arguments: [
        ("a device that asks for its own host", "1a2b3c4d.iot.example.net", UInt32(0x0102_0304), UInt32(60)),
        ("a poller of an ordinary name", "time.example.net", 0x0102_0304, 300),
        ("an ordinary name that is blocked", "telemetry.example.net", 0, 300),
    ])
    func `pollers are not reported`(row: String, name: String, address: UInt32, timeToLive: UInt32) {
        let found = findings(polls(name, .address(address, timeToLive: timeToLive)))
        #expect(found.allSatisfy { $0.severity < .medium })
    }

    /// A beacon of Cobalt Strike with orders now and then: numbers of seven digits, and 0.0.0.0 but for a bit or two.
    @Test func `a few check-ins and what they led to are found without a pace`() throws {
        var generator = SeededGenerator(seed: 4)
        var traffic = polls("b828230.fs8.example.net", .address(0, timeToLive: 1), count: 20)
        for index in 0..<6 {
            let data = String(decoding: TextEncoding.base16.encode(generator.octets(28)), as: UTF8.self)
            traffic.exchange(
                at: 400 + Double(index),
                "post.1\(data).\(index)47ac2e7.b828230.fs8.example.net",
                answers: [.address(0, timeToLive: 1)]
            )
        }
        traffic.exchange(at: 390, "b828230.fs8.example.net", answers: [.address(0xF1, timeToLive: 1)])
        let finding = try #require(traffic.inOrderOfTime.findings.first { $0.severity >= .medium })
        #expect(finding.zone == "fs8.example.net" && finding.tool?.name == "Cobalt Strike")
    }

    @Test func `a resolver that blocks many zones has nothing to say`() {
        var whole = polls("1a2b3c4d.metrics.example.net", .address(0, timeToLive: 2))
        for zone in 0..<6 {
            whole.exchange(at: Double(zone), "ads.tracker\(zone).example", answers: [.address(0)])
        }
        #expect(findings(whole.inOrderOfTime).allSatisfy { $0.severity < .medium })
    }

    @Test func `bursts are no check-ins`() {
        var traffic = Traffic()
        for visit in 0..<12 {
            for query in 0..<8 {
                traffic.exchange(
                    at: Double(visit * visit * 137 + query),
                    "1a2b3c4d.ns.example.net",
                    answers: [.address(0, timeToLive: 1)]
                )
            }
        }
        #expect(findings(traffic).isEmpty)
    }
}
