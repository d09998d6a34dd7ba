import Findings
import TestSupport
import Testing

/// Messages in delays, beside clocks, people and programs that wait by rules.
@Suite struct TimingDetectorTests {
    private func findings(client: (Int) -> UInt32 = { _ in 0x0A00_0011 }, _ seconds: [Double]) -> [Finding] {
        var traffic = Traffic()
        var time = 0.0
        for (index, delay) in seconds.enumerated() {
            traffic.exchange(
                at: time,
                "status.example.net",
                client: client(index),
                answers: [.address(0xB9C7_6C99, timeToLive: 1)]
            )
            time += delay
        }
        return traffic.findings.filter { $0.kind == .covertField }
    }

    private func coins(_ count: Int, seed: UInt64 = 5, levels: [Double] = [2, 5]) -> [Double] {
        var generator = SeededGenerator(seed: seed)
        return (0..<count).map { _ in
            (levels.randomElement(using: &generator) ?? 0) + Double.random(in: 0...0.05, using: &generator)
        }
    }

    @Test(arguments: [[2, 5], [0.3, 0.8], [60, 90], [1, 2, 4, 8]])
    func `levels by lot are found`(levels: [Double]) throws {
        let finding = try #require(findings(coins(300, levels: levels)).first)
        #expect(finding.severity == .medium && finding.zone == "example.net")
        let evidence = try #require(finding.evidence.first { $0.feature == "timing_information" })
        // 299 delays of one or two bits each.
        let sent = 299 * (levels.count == 4 ? 2.0 : 1.0) / 8
        #expect((sent...(1.1 * sent)).contains(evidence.value))
    }

    @Test func `a poll and its repetition in turn are silent`() {
        #expect(findings((0..<300).map { $0.isMultiple(of: 2) ? 2 : 30 }).isEmpty)
    }

    @Test func `a clock is silent`() {
        #expect(findings([Double](repeating: 30, count: 300)).isEmpty)
    }

    @Test func `people are silent`() {
        var generator = SeededGenerator(seed: 6)
        #expect(findings((0..<300).map { _ in Double.random(in: 0.2...200, using: &generator) }).isEmpty)
    }

    @Test func `too few delays are silent`() {
        #expect(findings(coins(90)).isEmpty)
    }

    /// Two machines that poll make a rhythm that nobody wrote.
    @Test func `two clients are silent`() {
        #expect(findings(client: { 0x0A00_0011 + UInt32($0 % 2) }, coins(300)).isEmpty)
    }
}
