import DNSObservation
import DNSWire
import Findings
import NetworkTypes
import TestSupport
import Testing
import TunnelDetection

/// Fields that carry data, beside the same fields as ordinary software fills them.
@Suite struct CovertFieldDetectorTests {
    /// Queries for two names in turn, changed one by one.
    private func profile(queries: Int, _ change: (inout Observation, Int) -> Void) throws -> PeerProfile {
        var generator = SeededGenerator(seed: 7)
        let client = Endpoint(address: IPAddress(v4: 0x0A00_0001), port: 40_000)
        let server = Endpoint(address: IPAddress(v4: 0x0A00_0035), port: 53)
        var table = PeerTable()
        for index in 0..<queries {
            let time = Timestamp(nanoseconds: Int64(index) * 1_000_000_000)
            var observation = Observation(time: time, frame: index + 1, client: client, server: server)
            let name = try #require(
                DomainName(presentation: index.isMultiple(of: 2) ? "www.example.org" : "example.net")
            )
            observation.setQuestion(name: name.octets, type: .a)
            observation.id = UInt16.random(in: .min ... .max, using: &generator)
            change(&observation, index)
            table.note(observation)
        }
        return try #require(table.profiles[PeerPair(client: client.address, server: server.address)])
    }

    private func features(_ profile: PeerProfile) -> [String] {
        CovertFieldDetector().evidence(in: profile).map(\.feature)
    }

    private func octets(_ count: Int, seed: UInt64) -> [UInt8] {
        var generator = SeededGenerator(seed: seed)
        return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }

    @Test func `ordinary queries are silent`() throws {
        #expect(try features(profile(queries: 500) { _, _ in }).isEmpty)
    }

    @Test func `text in transaction ids is found, random and constant ids are not`() throws {
        let text = Array("the quick brown fox jumps over the lazy dog; pack my box with five dozen jugs".utf8)
        let covert = try profile(queries: 100) { observation, index in
            let (high, low) = (text[2 * index % text.count], text[(2 * index + 1) % text.count])
            observation.id = UInt16(high) << 8 | UInt16(low)
        }
        #expect(features(covert) == ["printable_id_ratio"])
        // A stub that never changes its id sends no data, though 0x4142 reads `AB`.
        #expect(try features(profile(queries: 100) { observation, _ in observation.id = 0x4142 }).isEmpty)
    }

    @Test func `a bit that comes and goes is found, one that is always set is not`() throws {
        let covert = try profile(queries: 100) { $0.reservedBit = octets(1, seed: UInt64($1))[0] < 128 }
        #expect(features(covert) == ["mixed_reserved_bits"])
        #expect(
            try features(profile(queries: 100) { observation, _ in observation.reservedBit = true }).isEmpty
        )
    }

    @Test func `octets behind messages are found when they vary`() throws {
        func trailing(_ content: @escaping (Int) -> [UInt8]) throws -> PeerProfile {
            try profile(queries: 40) { observation, index in
                observation.extraOctets = content(index)
                observation.trailing = 0..<observation.extraOctets.count
            }
        }
        #expect(try features(trailing { octets(32, seed: UInt64($0)) }) == ["trailing_information"])
        #expect(try features(trailing { _ in [UInt8](repeating: 0, count: 32) }).isEmpty)
    }

    @Test(arguments: [
        ("unknown option", UInt16(65_001), true), ("padding with content", 12, true), ("cookie", 10, false),
        ("client subnet", 8, false),
    ])
    func `options without a defined content are judged`(row: String, code: UInt16, isFound: Bool) throws {
        let found = try profile(queries: 40) { observation, index in
            observation.extraOctets = octets(24, seed: UInt64(index))
            observation.options = [ObservedOption(code: code, octets: 0..<24)]
        }
        #expect(features(found) == (isFound ? ["edns_option_information"] : []))
        let constant = try profile(queries: 40) { observation, _ in
            observation.extraOctets = octets(24, seed: 1)
            observation.options = [ObservedOption(code: code, octets: 0..<24)]
        }
        #expect(features(constant).isEmpty)
    }

    @Test func `updates of texts are found, of addresses not`() throws {
        for (type, isFound) in [(RecordType.txt, true), (.a, false)] {
            let updates = try profile(queries: 60) { observation, index in
                observation.opcode = .update
                observation.extraOctets = octets(40, seed: UInt64(index))
                observation.updates = [ObservedRecord(type: type, timeToLive: 1, octets: 0..<40)]
            }
            #expect(features(updates) == (isFound ? ["update_information"] : []))
        }
    }

    @Test func `profiles of two halves are the profile of the whole`() throws {
        let change: (inout Observation, Int) -> Void = { observation, index in
            observation.reservedBit = index % 3 == 0
            observation.extraOctets = octets(16, seed: UInt64(index % 50))
            observation.trailing = 0..<16
        }
        let whole = try profile(queries: 200, change)
        var first = try profile(queries: 200) { observation, index in change(&observation, index) }
        // The same messages again double the counts and add nothing distinct.
        first.merge(whole)
        #expect(first.queries == 400 && first.reservedBits == 2 * whole.reservedBits)
        #expect(first.trailing.messages == 2 * whole.trailing.messages)
        #expect(first.trailing.contents.distinctCount == whole.trailing.contents.distinctCount)
        #expect(whole.trailing.contents.distinctCount == 50 && first.idResidues == whole.idResidues)
    }
}
