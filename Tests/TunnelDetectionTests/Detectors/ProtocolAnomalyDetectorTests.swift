import Channels
import DNSObservation
import DNSWire
import Findings
import NetworkTypes
import Testing
import TunnelDetection
import ZoneProfiles

/// Broken rules in a pattern, beside faults that happen.
@Suite struct ProtocolAnomalyDetectorTests {
    private func evidence(messages: Int, _ anomalies: (Int) -> [Anomaly]) throws -> [Evidence] {
        let client = Endpoint(address: IPAddress(v4: 0x0A00_0001), port: 40_000)
        let server = Endpoint(address: IPAddress(v4: 0x0A00_0035), port: 53)
        var table = PeerTable()
        for index in 0..<messages {
            let time = Timestamp(nanoseconds: Int64(index) * 1_000_000_000)
            var observation = Observation(time: time, frame: index + 1, client: client, server: server)
            for anomaly in anomalies(index) { observation.anomalies.insert(anomaly) }
            table.note(observation)
        }
        let profile = try #require(table.profiles[PeerPair(client: client.address, server: server.address)])
        return ProtocolAnomalyDetector().evidence(in: profile)
    }

    @Test func `rules broken in every second message are found`() throws {
        let found = try evidence(messages: 100) {
            $0.isMultiple(of: 2) ? [.unknownOpcode, .recordsInQuery, .reservedLabelType] : []
        }
        #expect(found.map(\.feature) == ["anomalous_messages", "anomaly_kinds"])
        #expect(found.map(\.value) == [50, 3])
        #expect(found.reduce(0) { $0 + $1.points } >= Calibration.mediumScore)
        #expect(found[0].statement.contains("unknown_opcode, records_in_query"))
    }

    @Test(arguments: [
        ("one fault of one implementation stays below medium", 100, [Anomaly.duplicateOPT]),
        ("a handful of odd messages", 12, [.reservedLabelType, .duplicateOPT]),
        ("messages that were cut short", 100, [.truncatedMessage, .rdataMalformed]),
    ])
    func `what happens is quiet`(row: String, messages: Int, anomalies: [Anomaly]) throws {
        let points = try evidence(messages: messages) { _ in anomalies }.reduce(0) { $0 + $1.points }
        #expect(points < Calibration.mediumScore)
        if anomalies != [.duplicateOPT] { #expect(points == 0) }
    }

    @Test func `a hundred odd messages among a thousand are no pattern`() throws {
        #expect(try evidence(messages: 1_000) { $0.isMultiple(of: 10) ? [.duplicateOPT] : [] }.isEmpty)
    }
}
