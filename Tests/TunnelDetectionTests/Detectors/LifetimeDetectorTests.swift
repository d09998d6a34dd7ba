import Findings
import TestSupport
import Testing

/// Times to live that carry data, beside those of servers and caches.
@Suite struct LifetimeDetectorTests {
    /// One name that is polled every five seconds and answered with times to live of its own.
    private func findings(polls: Int, every seconds: Double = 5, _ timeToLive: (Double, Int) -> Double)
        -> [Finding]
    {
        var traffic = Traffic()
        for index in 0..<polls {
            let time = seconds * Double(index)
            let answer = Traffic.Answer.address(0xB9C7_6C99, timeToLive: UInt32(timeToLive(time, index)))
            traffic.exchange(at: time, "cdn.example.net", answers: [answer])
        }
        return traffic.findings.filter { $0.kind == .covertField }
    }

    @Test func `sixteen bits in each time to live are found`() throws {
        var generator = SeededGenerator(seed: 11)
        let found = findings(polls: 80) { _, _ in Double(UInt16.random(in: .min ... .max, using: &generator))
        }
        let finding = try #require(found.first)
        #expect(finding.zone == "example.net" && finding.severity == .medium)
        // Eighty answers within 400 seconds, of which a cache that keeps 65,535 seconds explains one moment.
        let evidence = try #require(finding.evidence.first)
        #expect(evidence.feature == "expiries_per_generation" && (40...80).contains(evidence.value))
    }

    @Test(
        arguments: [
            ("a server's own", { @Sendable (_: Double, _: Int) in 300.0 }),
            (
                "a cache that counts down from an hour",
                { time, _ in 3_600 - time.truncatingRemainder(dividingBy: 3_600) }
            ),
            (
                "a cache that counts down from a minute",
                { time, _ in 60 - time.truncatingRemainder(dividingBy: 60) }
            ),
            (
                "six caches behind one address",
                { time, index in
                    let cache = Double(index * 7 % 6)
                    return 21_600 - (time + 1_000 * cache).truncatingRemainder(dividingBy: 21_600)
                }
            ),
            (
                "a recording whose clock was changed: seconds pass, times to live do not",
                { _, index in 3_600 - Double(index % 40) }
            ),
        ] as [(String, @Sendable (Double, Int) -> Double)]
    )
    func `servers and caches are silent`(row: String, timeToLive: @Sendable (Double, Int) -> Double) {
        #expect(findings(polls: 300, timeToLive).isEmpty)
    }
}
