import Findings
import TestSupport
import Testing
import TunnelDetection

/// Channels from the client.
@Suite struct ExfiltrationDetectorTests {
    private static let model = TrafficModel.exfiltration

    @Test func firesOnAFileInChunks() throws {
        let finding = try #require(
            Self.model.finding(in: Self.model.traffic(names: 120, octets: 30).findings)
        )
        #expect(finding.severity >= .medium)
        #expect(finding.kind == .exfiltration)
        #expect(finding.zone == Self.model.zone)
        #expect(finding.tool == nil)
        // 3,600 octets, and the numbers of the chunks.
        #expect((3_240...4_140).contains(finding.bytesUp))
        #expect(finding.bytesDown == 0)
    }

    @Test func isQuietOnAFewShortNames() {
        #expect(
            Self.model.finding(in: Self.model.traffic(names: 6, octets: 6).findings)?.severity ?? .info
                < .medium
        )
    }

    /// Who only listens answers everything alike, and so do services that people use; but these ask in bursts, and do not
    /// number what they ask for.
    @Test(arguments: [(true, false), (false, false), (false, true)])
    func oneAnswerExcusesPeopleAndNoClockOrCount(isClock: Bool, isNumbered: Bool) throws {
        var generator = SeededGenerator(seed: 12)
        var traffic = Traffic()
        for index in 0..<200 {
            // Every ten minutes, or ten names at a time.
            let time = isClock ? Double(index) * 600 : Double(index / 10) * 6_000 + Double(index % 10)
            let zone = isNumbered ? "\(index).n.example.org" : "n.example.org"
            let labels = TextEncoding.base32.labels(generator.octets(17)) + MessageBuilder.labels(zone)
            traffic.exchange(at: time, labels: labels, answers: [.address(0xB9C7_6C99)])
        }
        let finding = try #require(traffic.findings.first { $0.zone == "n.example.org" })
        let isExcused = finding.evidence.contains { $0.feature == "responses_per_distinct_answer" }
        #expect(isExcused == !(isClock || isNumbered))
        #expect((finding.severity >= .medium) == (isClock || isNumbered))
    }

    @Test func isNotAskedAboutAnswers() throws {
        let down = TrafficModel.stager.traffic(names: 60, octets: 180)
        let channel = try #require(down.channel("example.net", cut: "stage.example.net"))
        #expect(ExfiltrationDetector().evidence(in: channel) == nil)
    }
}
