import Channels
import DNSObservation
import DNSWire
import Findings
import NetworkTypes
import TestSupport
import Testing
import TunnelDetection
import ZoneProfiles

/// Beginnings of names, whose ends were not captured.
@Suite struct CutNameDetectorTests {
    private func evidence(_ names: [String], length: Int = 100) throws -> [Evidence] {
        let client = Endpoint(address: IPAddress(v4: 0x0A00_0001), port: 40_000)
        let server = Endpoint(address: IPAddress(v4: 0x0A00_0035), port: 53)
        var table = PeerTable()
        for (index, name) in names.enumerated() {
            let time = Timestamp(nanoseconds: Int64(index) * 1_000_000_000)
            var observation = Observation(time: time, frame: index + 1, client: client, server: server)
            observation.cutName = Array(name.utf8)
            observation.cutNameLength = length
            table.note(observation)
        }
        let profile = try #require(table.profiles[PeerPair(client: client.address, server: server.address)])
        return CutNameDetector().evidence(in: profile)
    }

    private static func random(_ count: Int) -> [String] {
        var generator = SeededGenerator(seed: 17)
        let symbols = Array("abcdefghijklmnopqrstuvwxyz234567")
        return (0..<count).map { _ in
            String((0..<42).map { _ in symbols[Int(generator.next() % UInt64(symbols.count))] })
        }
    }

    @Test func `ever new names that fill their messages are medium, shorter ones low`() throws {
        let long = try evidence(Self.random(40), length: 230)
        #expect(
            Set(long.map(\.feature)) == [
                "cut_names", "cut_name_letter_bits", "cut_names_used_once", "cut_name_octets",
            ]
        )
        #expect(long.reduce(0) { $0 + $1.points } >= Calibration.mediumScore)
        let short = try evidence(Self.random(40), length: 100)
        let points = short.reduce(0) { $0 + $1.points }
        #expect(points >= Calibration.lowScore && points < Calibration.mediumScore)
    }

    /// A snap length of 100 keeps the polls of a channel and cuts its data.
    @Test func `cut names beside a channel of the same two are part of it`() throws {
        var generator = SeededGenerator(seed: 18)
        var traffic = Traffic()
        for index in 0..<60 {
            traffic.exchange(
                at: Double(index) * 3,
                labels: TextEncoding.base32.labels(generator.octets(24))
                    + MessageBuilder.labels("t.example.org")
            )
        }
        let alone = try #require(traffic.findings.first)
        var table = PeerTable()
        for message in traffic.messages { table.note(message) }
        for (index, name) in Self.random(40).enumerated() {
            var message = traffic.observations[2 * index]
            message.queryName = []
            message.cutName = Array(name.utf8)
            message.cutNameLength = 230
            table.note(message)
        }
        let findings = TunnelAnalyzer().findings(in: traffic.table(), peers: table)
        let finding = try #require(findings.first)
        #expect(findings.count == 1 && finding.zone == "t.example.org")
        #expect(finding.evidence.contains { $0.feature == "cut_names" })
        #expect(finding.score > alone.score && finding.bytesUp > alone.bytesUp)
        #expect(finding.clients.reduce(0) { $0 + $1.bytesUp } == finding.bytesUp)
        #expect(finding.queries == alone.queries && finding.displayFilter == alone.displayFilter)
        // Without the channel they are a finding of their own.
        #expect(TunnelAnalyzer().findings(in: ProfileTable(), peers: table).map(\.zone) == ["."])
    }

    @Test func `few names, names asked again and names of words are quiet`() throws {
        #expect(try evidence(Self.random(20), length: 230).isEmpty)
        let few = Self.random(40)
        #expect(try evidence(few + few + few, length: 230).isEmpty)
        let words = ["mail", "server", "update", "images", "static", "metrics", "download", "internal"]
        let names = (0..<64).map { number in
            (0..<6).map { words[(number >> $0) % 8] }.joined(separator: "-") + ".\(words[number % 8])"
        }
        #expect(try evidence(names, length: 230).isEmpty)
    }
}
