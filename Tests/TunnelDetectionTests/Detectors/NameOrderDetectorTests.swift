import DNSWire
import Findings
import TestSupport
import Testing
import TunnelDetection

/// The order in which names come again, beside orders that programs, people and caches have.
@Suite struct NameOrderDetectorTests {
    private static let hosts = (0..<16).map { "h\($0 * 37).static.example.org" }

    /// Names so many seconds apart, each in its turn by a rule.
    private func traffic(
        _ count: Int = 300,
        timeToLive: UInt32 = 0,
        pause: (Int) -> Double = { _ in 3 },
        clients: UInt32 = 1,
        name: (Int) -> Int
    ) -> Traffic {
        var traffic = Traffic()
        var time = 0.0
        for index in 0..<count {
            time += pause(index)
            traffic.exchange(
                at: time,
                Self.hosts[name(index)],
                client: 0x0A00_0011 + UInt32(index) % clients,
                id: UInt16(truncatingIfNeeded: index),
                answers: [.address(0xC633_6409, timeToLive: timeToLive)]
            )
        }
        return traffic
    }

    private func isFound(_ traffic: Traffic) -> Bool {
        traffic.findings.contains { finding in
            finding.kind == .covertField && finding.severity >= .medium
                && finding.evidence.contains { $0.feature == "name_order_information" }
        }
    }

    @Test func `text and cipher text in the choice of the name are found`() {
        var text = SteadyPayload.text
        var random = SteadyPayload.random(seed: 21)
        #expect(isFound(traffic { _ in Int(text.next(4)) }))
        #expect(isFound(traffic { _ in Int(random.next(4)) }))
        // Answers that caches may keep, of names that come long before they expire.
        #expect(isFound(traffic(timeToLive: 300) { _ in Int(random.next(4)) }))
        #expect(isFound(traffic(pause: { _ in 60 }) { _ in Int(random.next(3)) }))
    }

    @Test func `hosts in turn, pages of people and several clients are silent`() {
        var random = SteadyPayload.random(seed: 22)
        #expect(!isFound(traffic { $0 % 16 }))
        #expect(!isFound(traffic { $0 % 5 == 0 ? 15 : $0 % 15 }))
        // A page has some hosts at once; the next one comes when somebody wants it.
        #expect(
            !isFound(
                traffic(pause: { $0 % 4 == 0 ? Double(1 + random.next(6)) : 0.05 }) { ($0 * $0 / 4) % 16 }
            )
        )
        var names = SteadyPayload.random(seed: 23)
        #expect(!isFound(traffic(clients: 2) { _ in Int(names.next(4)) }))
    }

    /// A cache asks for a name when it has expired and somebody wants it, in an order of chance.
    @Test func `a cache that refreshes names by the clock is silent`() {
        var generator = SeededGenerator(seed: 24)
        var expiries = [Double](repeating: 0, count: 16)
        var traffic = Traffic()
        var time = 0.0
        while traffic.observations.count < 1_200 {
            let next = expiries.indices.min { expiries[$0] < expiries[$1] } ?? 0
            time = max(time, expiries[next])
            traffic.exchange(at: time, Self.hosts[next], answers: [.address(0xC633_6409, timeToLive: 60)])
            expiries[next] = time + 60 + Double.random(in: 0...30, using: &generator)
        }
        #expect(!isFound(traffic))
    }
}
