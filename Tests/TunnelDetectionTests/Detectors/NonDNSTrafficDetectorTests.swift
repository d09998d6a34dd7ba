import Channels
import Findings
import NetworkTypes
import TestSupport
import Testing
import TunnelDetection
import ZoneProfiles

@Suite struct NonDNSTrafficDetectorTests {
    private static let pair = PeerPair(client: IPAddress(v4: 0x0A00_0001), server: IPAddress(v4: 0x0A00_0035))

    /// Datagrams that go to and fro in turn.
    private func profile(datagrams: Int, octets: Int, beginning: [UInt8] = []) throws -> PeerProfile {
        var generator = SeededGenerator(seed: 3)
        var table = PeerTable()
        for index in 0..<datagrams {
            let random = (0..<octets).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
            table.noteNonDNS(
                Array((beginning + random).prefix(octets)),
                pair: Self.pair,
                isFromClient: index.isMultiple(of: 2),
                time: Timestamp(nanoseconds: Int64(index)),
                input: 0,
                frame: index + 1
            )
        }
        return try #require(table.profiles[Self.pair])
    }

    private func points(_ profile: PeerProfile) -> Int {
        NonDNSTrafficDetector().evidence(in: profile).reduce(0) { $0 + $1.points }
    }

    @Test func `an exchange of datagrams is reported, more the more they carry`() throws {
        let few = try points(profile(datagrams: 10, octets: 40))
        let many = try points(profile(datagrams: 100, octets: 400))
        #expect(few >= Calibration.mediumScore && many > few)
    }

    @Test func `a stray datagram or two are not`() throws {
        #expect(try points(profile(datagrams: 2, octets: 400)) == 0)
        #expect(try points(profile(datagrams: 6, octets: 8)) < Calibration.lowScore)
    }

    @Test func `a stream that is no DNS is reported`() throws {
        var table = PeerTable()
        table.noteNonDNSStream(
            pair: Self.pair,
            isFromClient: false,
            octets: 181,
            time: Timestamp(nanoseconds: 0),
            input: 0,
            frame: 9
        )
        let profile = try #require(table.profiles[Self.pair])
        #expect(points(profile) >= Calibration.mediumScore && profile.firstNonDNSFrame.frame == 9)
        let finding = try #require(
            TunnelAnalyzer().findings(in: ProfileTable(), peers: table).first { $0.kind == .nonDNSTraffic }
        )
        #expect(finding.bytesDown == 181 && finding.bytesUp == 0)
    }

    /// yarrick/iodine, doc/proto_00000502.txt §2.
    @Test func `iodine's raw mode is named by its magic`() throws {
        let iodine = try profile(datagrams: 10, octets: 40, beginning: [0x10, 0xD1, 0x9E, 0x20])
        #expect(NonDNSTrafficDetector().tool(in: iodine)?.name == "iodine")
        #expect(try NonDNSTrafficDetector().tool(in: profile(datagrams: 10, octets: 40)) == nil)
    }

    @Test func `what pairs keep has a bound`() {
        var limits = PeerTable.Limits()
        limits.pairs = 100
        var table = PeerTable(limits: limits)
        for index in 0..<1_000 {
            let pair = PeerPair(client: IPAddress(v4: UInt32(index)), server: IPAddress(v4: 1))
            table.noteNonDNSStream(
                pair: pair,
                isFromClient: false,
                time: Timestamp(nanoseconds: 0),
                input: 0,
                frame: 1
            )
        }
        #expect(table.profiles.count <= 100 && table.profiles.count + table.evicted == 1_000)
        // A stream may be a finding, so that all of them are left to be judged.
        #expect(table.takeLeaving().count == table.evicted)
    }
}
