import Findings
import NetworkTypes
import Testing
import TunnelDetection

/// Channels both ways.
@Suite struct TunnelDetectorTests {
    private static let model = TrafficModel.encoderTunnel

    @Test func firesOnATunnel() throws {
        let finding = try #require(
            Self.model.finding(in: Self.model.traffic(names: 120, octets: 60).findings)
        )
        #expect(finding.severity >= .medium)
        #expect(finding.kind == .tunnel)
        #expect(finding.zone == Self.model.zone)
        #expect(finding.clients.map(\.address.description) == ["10.0.0.66"])
        // 120 chunks of 60 octets each way; what the names and texts hold beside is within a tenth.
        #expect((6_480...7_920).contains(finding.bytesUp))
        #expect((6_480...7_920).contains(finding.bytesDown))
    }

    @Test func isQuietOnAFewShortNames() {
        #expect(
            Self.model.finding(in: Self.model.traffic(names: 6, octets: 6).findings)?.severity ?? .info
                < .medium
        )
    }

    @Test func isNotAskedAboutOneWay() throws {
        let oneWay = TrafficModel.exfiltration.traffic(names: 60, octets: 30)
        let channel = try #require(oneWay.channel("example.org", cut: "x.example.org"))
        #expect(TunnelDetector().evidence(in: channel) == nil)
    }
}
