import Channels
import DNSObservation
import DNSWire
import Findings
import NetworkTypes
import TestSupport
import Testing
import TunnelDetection
import ZoneProfiles

/// Fields that carry data, beside the same fields as ordinary software fills them.
@Suite struct CovertFieldDetectorTests {
    /// Queries for two names in turn and their responses, changed one by one.
    private func profile(
        queries: Int,
        answer: (inout Observation, Int) -> Void = { _, _ in },
        _ change: (inout Observation, Int) -> Void
    ) throws -> PeerProfile {
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
            var response = observation
            response.isResponse = true
            response.anomalies = AnomalySet()
            response.extraOctets = []
            response.options = []
            response.unexpected = []
            response.trailing = 0..<0
            answer(&response, index)
            table.note(response)
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

    @Test func `octets behind messages count though their end is not kept`() throws {
        let profile = try profile(queries: 40) { observation, index in
            observation.extraOctets = octets(256, seed: UInt64(index))
            observation.trailing = 0..<256
            observation.trailingOctetCount = 1_000
        }
        #expect(profile.up.octets == 40_000)
    }

    @Test(arguments: [
        ("unknown option", UInt16(65_001), true), ("padding with content", 12, true),
        ("the name server's identifier, which a client asks for with nothing", 3, true),
        ("a cookie of lawful length", 10, false), ("what is no client subnet", 8, true),
        ("error text", 15, false),
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

    @Test(arguments: [
        ("AA", CarriedFields.HeaderBit.authoritativeAnswer), ("TC", .truncated), ("RA", .recursionAvailable),
        ("RCODE", .responseCode),
    ])
    func `bits that mean nothing in queries are judged`(row: String, bit: CarriedFields.HeaderBit) throws {
        func set(_ observation: inout Observation, _ isSet: Bool) {
            switch bit {
            case .reserved: observation.reservedBit = isSet
            case .authoritativeAnswer: observation.isAuthoritativeAnswer = isSet
            case .truncated: observation.isTruncated = isSet
            case .recursionAvailable: observation.recursionAvailable = isSet
            case .responseCode: observation.responseCode = isSet ? .nxDomain : .noError
            }
        }
        let covert = try profile(queries: 100) { set(&$0, octets(1, seed: UInt64($1))[0] < 128) }
        #expect(features(covert) == ["mixed_reserved_bits"])
        // In responses they come and go by nature.
        let ordinary = try profile(queries: 100) {
            set(&$0, bit != .reserved && octets(1, seed: UInt64($1))[0] < 128)
        } _: {
            _,
            _ in
        }
        #expect(features(ordinary).isEmpty)
    }

    @Test func `fields of responses are judged as well`() throws {
        let down = try profile(queries: 40) { observation, index in
            observation.extraOctets = octets(32, seed: UInt64(index))
            observation.options = [ObservedOption(code: 65_001, octets: 0..<16)]
            observation.trailing = 16..<32
        } _: {
            _,
            _ in
        }
        #expect(features(down).sorted() == ["edns_option_information", "trailing_information"])
        #expect(down.down.octets == 40 * 32 && down.up.octets == 0)
    }

    @Test func `records where none belong are judged`() throws {
        let queries = try profile(queries: 40) { observation, index in
            observation.extraOctets = octets(32, seed: UInt64(index))
            observation.unexpected = [ObservedRecord(type: .txt, timeToLive: 0, octets: 0..<32)]
        }
        #expect(features(queries) == ["unexpected_record_information"])
    }

    @Test func `classes that do not exist are judged`() throws {
        let covert = try profile(queries: 40) { observation, index in
            observation.queryClass = RecordClass(rawValue: UInt16(1_000 + index))
            observation.anomalies.insert(.unknownClass)
        }
        #expect(features(covert) == ["unregistered_classes"])
        let ordinary = try profile(queries: 40) { observation, index in
            observation.queryClass = index.isMultiple(of: 2) ? .in : .ch
        }
        #expect(features(ordinary).isEmpty)
    }

    @Test func `types drawn like lots are judged, a preference for addresses is not`() throws {
        func types(_ type: @escaping (Int) -> RecordType) throws -> [String] {
            try features(profile(queries: 200) { $0.setQuestion(name: $0.queryName, type: type($1)) })
        }
        #expect(try types { RecordType(rawValue: UInt16(1 + $0 * 7 % 16)) } == ["query_type_spread"])
        #expect(
            try types { RecordType(rawValue: $0.isMultiple(of: 2) ? 1 : UInt16(1 + $0 * 7 % 16)) }.isEmpty
        )
    }

    /// A /24 as RFC 7871 §6 writes it.
    private func subnet(_ network: Int) -> [UInt8] {
        [0, 1, 24, 0] + (0..<3).map { UInt8(truncatingIfNeeded: network >> (16 - 8 * $0)) }
    }

    private func options(_ code: UInt16, _ content: @escaping (Int) -> [UInt8], isRecursive: Bool = true)
        throws
        -> [String]
    {
        try features(
            profile(queries: 120) { observation, index in
                observation.recursionDesired = isRecursive
                observation.extraOctets = content(index)
                observation.options = [ObservedOption(code: code, octets: 0..<observation.extraOctets.count)]
            }
        )
    }

    @Test func `a subnet that is another one each time is found`() throws {
        #expect(try options(8, { self.subnet($0 * 7_919) }) == ["changing_client_subnets"])
        // A forwarder of thirty networks, and a resolver that asks servers on behalf of the world.
        #expect(try options(8, { self.subnet($0 % 30) }).isEmpty)
        #expect(try options(8, { self.subnet($0 * 7_919) }, isRecursive: false).isEmpty)
        // Bits behind the prefix must be clear.
        #expect(try options(8, { [0, 1, 20, 0, 10, 1, UInt8($0)] }) == ["edns_option_information"])
    }

    @Test func `cookies that are text are found, those that a tool forgets only noted`() throws {
        let text = Array("meet me at the usual place, an hour after midnight; bring the second notebook".utf8)
        #expect(
            try options(10, { index in (0..<8).map { text[(8 * index + $0) % text.count] } })
                == ["printable_cookie_ratio"]
        )
        #expect(try options(10, { self.octets(8, seed: UInt64($0)) }) == ["changing_client_cookies"])
        let forgetful = try profile(queries: 120) { observation, index in
            observation.recursionDesired = true
            observation.extraOctets = self.octets(8, seed: UInt64(index))
            observation.options = [ObservedOption(code: 10, octets: 0..<8)]
        }
        let points = CovertFieldDetector().evidence(in: forgetful).reduce(0) { $0 + $1.points }
        #expect(points < Calibration.lowScore)
        #expect(try options(10, { _ in self.octets(8, seed: 1) }).isEmpty)
    }

    @Test func `updates of texts are found, of addresses not`() throws {
        for (type, isFound) in [(RecordType.txt, true), (.a, false)] {
            let updates = try profile(queries: 60) { observation, index in
                observation.opcode = .update
                observation.extraOctets = octets(40, seed: UInt64(index))
                observation.unexpected = [ObservedRecord(type: type, timeToLive: 1, octets: 0..<40)]
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
        #expect(first.queries == 400 && first.up.count(of: .reserved) == 2 * whole.up.count(of: .reserved))
        #expect(first.up.trailing.messages == 2 * whole.up.trailing.messages)
        #expect(first.up.trailing.contents.distinctCount == whole.up.trailing.contents.distinctCount)
        #expect(whole.up.trailing.contents.distinctCount == 50 && first.idResidues == whole.idResidues)
    }

    @Test func `registered options are judged by what they begin with`() throws {
        // Umbrella's identifier of a device, and what only has its number.
        let device = Array("OpenDNS".utf8)
        #expect(try options(26_946, { device + self.octets(8, seed: UInt64($0)) }).isEmpty)
        #expect(try options(26_946, { self.octets(30, seed: UInt64($0)) }) == ["edns_option_information"])
        #expect(try options(20_292, { self.octets(30, seed: UInt64($0)) }) == ["edns_option_information"])
        // RFC 8914: a code and a text for people.
        let text = Array("no reachable authority at ns1.example.net for query ".utf8)
        #expect(try options(15, { [0, 22] + text + Array("\($0)".utf8) }).isEmpty)
        #expect(
            try options(15, { [0, 22] + TextEncoding.base64.encode(self.octets(40, seed: UInt64($0))) })
                == ["edns_option_information"]
        )
    }

    @Test func `server cookies that no server can have sent are found`() throws {
        // RFC 7873 §4.2: the client's part stays, the server's may change.
        let client = octets(8, seed: 99)
        #expect(try options(10, { client + self.octets(16, seed: UInt64($0)) }).isEmpty)
        #expect(try options(10, { self.octets(40, seed: UInt64($0)) }) == ["invented_server_cookies"])
    }

    @Test func `client subnets are judged by how far they lie apart`() throws {
        #expect(try options(8, { self.subnet(0x0A00_00 + $0) }).isEmpty)
        #expect(try options(8, { self.subnet(0x0A00_00 + 977 * $0) }) == ["changing_client_subnets"])
    }

    @Test func `servers that have another name in each response are found`() throws {
        func names(_ name: @escaping (Int) -> [UInt8]) throws -> [String] {
            try features(
                profile(
                    queries: 80,
                    answer: { response, index in
                        response.extraOctets = name(index)
                        response.options = [ObservedOption(code: 3, octets: 0..<response.extraOctets.count)]
                    }
                ) { _, _ in }
            )
        }
        #expect(try names { self.octets(16, seed: UInt64($0)) } == ["changing_server_identifiers"])
        #expect(try names { Array("res\($0 % 12).fra.example.net".utf8) }.isEmpty)
    }

    /// RFC 1996 §3: a primary that notifies is authoritative; in a question the bit means nothing.
    @Test(arguments: [Opcode.notify, .query])
    func `a bit that belongs to its opcode is no data`(opcode: Opcode) throws {
        let mixed = try profile(queries: 200) { observation, index in
            guard index.isMultiple(of: 3) else { return }
            observation.opcode = opcode
            observation.isAuthoritativeAnswer = true
        }
        #expect(features(mixed) == (opcode == .query ? ["mixed_reserved_bits"] : []))
    }

    /// dnsmasq(8), --add-mac: option 65001 with the six octets of the client's hardware address.
    @Test(arguments: [(40, 400), (200, 200), (200, 500)])
    func `hardware addresses of a forwarder's clients come again, payload does not`(
        contents: Int,
        queries: Int
    ) throws {
        let octets = octets(6 * contents, seed: 3)
        let forwarded = try profile(queries: queries) { observation, index in
            let content = index % contents
            observation.extraOctets = Array(octets[6 * content..<6 * content + 6])
            observation.options = [ObservedOption(code: 65_001, octets: 0..<6)]
        }
        #expect(features(forwarded) == (contents == 40 ? [] : ["edns_option_information"]))
    }
}
