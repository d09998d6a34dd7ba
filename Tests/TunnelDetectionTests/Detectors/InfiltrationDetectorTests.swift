import Findings
import Testing
import TunnelDetection

/// Channels to the client.
@Suite struct InfiltrationDetectorTests {
    private static let model = TrafficModel.stager

    @Test func firesOnAStager() throws {
        let finding = try #require(
            Self.model.finding(in: Self.model.traffic(names: 80, octets: 186).findings)
        )
        #expect(finding.severity >= .medium)
        #expect(finding.kind == .infiltration)
        #expect(finding.zone == Self.model.zone)
        // 80 texts of 186 octets.
        #expect((13_392...16_368).contains(finding.bytesDown))
    }

    @Test func isQuietOnAFewShortAnswers() {
        #expect(
            Self.model.finding(in: Self.model.traffic(names: 5, octets: 10).findings)?.severity ?? .info
                < .medium
        )
    }

    @Test func isNotAskedAboutNames() throws {
        let up = TrafficModel.exfiltration.traffic(names: 60, octets: 30)
        let channel = try #require(up.channel("example.org", cut: "x.example.org"))
        #expect(InfiltrationDetector().evidence(in: channel) == nil)
    }
}
