import Findings
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

    @Test func isNotAskedAboutAnswers() throws {
        let down = TrafficModel.stager.traffic(names: 60, octets: 180)
        let channel = try #require(down.channel("example.net", cut: "stage.example.net"))
        #expect(ExfiltrationDetector().evidence(in: channel) == nil)
    }
}
