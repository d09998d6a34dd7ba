import Findings
import NetworkTypes
import SteadyFields
import TestSupport
import Testing
import TunnelDetection

/// A law of one field: how a channel writes it, and how ordinary software varies it in the same shape.
struct FieldLaw: CustomTestStringConvertible, Sendable {
    let feature: String
    let encoding: String
    /// What text is worth at least; what it has in common with ordinary values takes something off.
    var leastOfText = 50
    let write: @Sendable (inout SteadyExchange, inout SteadyPayload) -> Void

    var testDescription: String { "\(feature): \(encoding)" }

    init(
        _ feature: String,
        _ encoding: String,
        leastOfText: Int = 50,
        _ write: @escaping @Sendable (inout SteadyExchange, inout SteadyPayload) -> Void
    ) {
        self.feature = feature
        self.encoding = encoding
        self.leastOfText = leastOfText
        self.write = write
    }

    /// Encodings of some widths, most of them unlike those of any recorded capture.
    static let all: [FieldLaw] = [
        FieldLaw("recursion_or_checking_bit_changes", "AD and CD") {
            $0.queryFlags = 0x0100 | UInt16($1.next(2)) << 4
        },
        FieldLaw("query_bit_changes", "AD, CD and DO") {
            $0.queryFlags = 0x0100 | UInt16($1.next(2)) << 4
            $0.ednsFlags = UInt16($1.next(1)) << 15
        },
        FieldLaw("recursion_or_checking_bit_changes", "CD") {
            $0.queryFlags = 0x0100 | UInt16($1.next(1)) << 4
        },
        FieldLaw("recursion_or_checking_bit_changes", "RD") { $0.queryFlags = UInt16($1.next(1)) << 8 },
        FieldLaw("opcode_changes", "four opcodes") {
            $0.queryFlags = 0x0100 | [0, 1, 2, 6][Int($1.next(2))] << 11
        },
        FieldLaw("opcode_changes", "sixteen opcodes") { $0.queryFlags = 0x0100 | UInt16($1.next(4)) << 11 },
        FieldLaw("edns_size_changes", "eight sizes in use") {
            $0.size = [512, 1_220, 1_232, 1_280, 1_400, 1_410, 1_472, 4_096][Int($1.next(3))]
        },
        FieldLaw("edns_size_changes", "an octet") { $0.size = 1_200 + UInt16($1.next(8)) },
        FieldLaw("edns_flag_changes", "two flags") { $0.ednsFlags = UInt16($1.next(2)) },
        FieldLaw("edns_flag_changes", "the version") { $0.ednsVersion = UInt8($1.next(3)) },
        FieldLaw("padding_length_changes", "four bits") {
            $0.options = [(12, [UInt8](repeating: 0, count: Int($1.next(4))))]
        },
        FieldLaw("padding_length_changes", "an octet for names of several lengths") {
            $0.name = "h\(String(repeating: "x", count: Int($1.next(8)) % 7)).example.org"
            $0.options = [(12, [UInt8](repeating: 0, count: Int($1.next(8))))]
        },
        FieldLaw("client_network_changes", "three octets", leastOfText: 30) {
            $0.options = [(8, [0, 1, 24, 0] + $1.nextOctets(3))]
        },
        FieldLaw("retry_count_changes", "two bits") { $0.repeats = Int($1.next(2)) },
        FieldLaw("retry_count_changes", "three bits") { $0.repeats = Int($1.next(3)) },
        FieldLaw("updated_network_changes", "addresses of IPv4", leastOfText: 30) {
            $0.queryFlags = 0x2800
            $0.updates = [(1, $1.nextOctets(4))]
        },
        FieldLaw("updated_network_changes", "addresses of IPv6") {
            $0.queryFlags = 0x2800
            $0.updates = [(28, $1.nextOctets(16))]
        },
        FieldLaw("question_type_changes", "four types") { $0.type = [2, 6, 15, 16][Int($1.next(2))] },
        FieldLaw("question_type_changes", "eight types") {
            $0.type = [1, 28, 2, 6, 15, 16, 33, 257][Int($1.next(3))]
        },
        FieldLaw("server_edns_size_changes", "six bits") { $0.serverSize = 1_232 + UInt16($1.next(6)) },
        FieldLaw("server_cookie_changes", "eight octets") {
            $0.options = [(10, [1, 2, 3, 4, 5, 6, 7, 8])]
            $0.serverOptions = [(10, [1, 2, 3, 4, 5, 6, 7, 8] + $1.nextOctets(8))]
        },
        FieldLaw("server_cookie_changes", "sixteen octets") {
            $0.options = [(10, [1, 2, 3, 4, 5, 6, 7, 8])]
            $0.serverOptions = [(10, [1, 2, 3, 4, 5, 6, 7, 8] + $1.nextOctets(16))]
        },
        FieldLaw("record_count_changes", "one to four") { $0.records = 1 + Int($1.next(2)) },
        FieldLaw("record_count_changes", "one to sixteen") { $0.records = 1 + Int($1.next(4)) },
        FieldLaw("authority_bit_changes", "AA") { $0.responseFlags = 0x8180 | UInt16($1.next(1)) << 10 },
        FieldLaw("answer_bit_changes", "AD and RA") {
            $0.responseFlags = 0x8100 | UInt16($1.next(1)) << 5 | UInt16($1.next(1)) << 7
        },
        FieldLaw("response_code_changes", "four codes", leastOfText: 30) {
            $0.responseFlags = 0x8180 | [0, 2, 3, 5][Int($1.next(2))]
            $0.records = 0
        },
        FieldLaw("owner_layout_changes", "a bit") { $0.writesOwners = $1.next(1) == 1 },
        FieldLaw("record_content_changes", "the preference of a mail server") {
            $0.type = 15
            $0.content = $1.nextOctets(2) + MessageBuilder.name("mx.example.org")
        },
        FieldLaw("record_content_changes", "a fingerprint") {
            $0.type = 44
            $0.content = [4, 2] + $1.nextOctets(32)
        },
        FieldLaw("serial_changes", "four octets") { $0.serial = UInt32($1.next(32)) },
        FieldLaw("serial_changes", "a date and an octet") {
            $0.serial = 2_026_110_000 + UInt32($1.next(8)) * 400
        },
        FieldLaw("additional_address_changes", "IPv4") { $0.additional = $1.nextOctets(4) },
        FieldLaw("additional_address_changes", "IPv6") { $0.additional = $1.nextOctets(16) },
        FieldLaw("zone_authority_changes", "twenty octets in the mailbox of an SOA record") {
            $0.serial = 2_026_113_001
            let label = String(decoding: TextEncoding.base32.encode($1.nextOctets(20)), as: UTF8.self)
            $0.mailbox = "\(label).example.org"
        },
        FieldLaw("denial_changes", "four octets of types") { $0.denial = [0, 4] + $1.nextOctets(4) },
    ]

    /// Exchanges about one of three names in turn, written with a payload.
    func traffic(_ payload: SteadyPayload, messages: Int, pause: Double) -> SteadyTraffic {
        var payload = payload
        var traffic = SteadyTraffic()
        for number in 0..<messages {
            var exchange = SteadyExchange()
            exchange.name = ["www", "cdn", "img"][number % 3] + ".example.org"
            write(&exchange, &payload)
            traffic.add(exchange, after: pause)
        }
        return traffic
    }
}

/// Ordinary variation of a field, by name.
struct FieldTwin: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let write: @Sendable (inout SteadyExchange, Int, inout SeededGenerator) -> Void

    init(
        _ name: String,
        _ write: @escaping @Sendable (inout SteadyExchange, Int, inout SeededGenerator) -> Void
    ) {
        testDescription = name
        self.write = write
    }

    static let all: [FieldTwin] = [
        FieldTwin("three programs, each with its size and bits") { exchange, _, generator in
            let program = Int.random(in: 0..<3, using: &generator)
            exchange.size = [512, 1_232, 4_096][program]
            exchange.queryFlags = [0x0100, 0x0120, 0x0110][program]
            exchange.ednsFlags = [0, 0, 0x8000][program]
        },
        FieldTwin("some programs without EDNS") { exchange, _, generator in
            if Bool.random(using: &generator) { exchange.size = nil }
        },
        FieldTwin("AD by a coin, as two programs set it") { exchange, _, generator in
            exchange.queryFlags = Bool.random(using: &generator) ? 0x0120 : 0x0100
        },
        FieldTwin("a resolver that falls back to smaller sizes") { exchange, _, generator in
            let chance = Int.random(in: 0..<20, using: &generator)
            exchange.size = chance == 0 ? 512 : chance == 1 ? 1_232 : 4_096
        },
        FieldTwin("a query in ten again with CD, after its signatures failed") { exchange, _, generator in
            exchange.queryFlags = Int.random(in: 0..<10, using: &generator) == 0 ? 0x0110 : 0x0100
        },
        FieldTwin("padding to blocks of 128 octets") { exchange, number, generator in
            let letters = Int.random(in: 1..<40, using: &generator)
            exchange.name = String(repeating: "a", count: letters) + ".example.org"
            let unpadded = exchange.query.count + 4
            exchange.options = [(12, [UInt8](repeating: 0, count: (128 - unpadded % 128) % 128))]
        },
        FieldTwin("padding by 16 octets") { exchange, number, generator in
            exchange.name = String(repeating: "a", count: Int.random(in: 1..<40, using: &generator)) + ".net"
            exchange.options = [(12, [UInt8](repeating: 0, count: 16))]
        },
        FieldTwin("QUERY, NOTIFY and UPDATE of a server of zones") { exchange, number, _ in
            exchange.queryFlags = [0x0000, 0x2400, 0x2800, 0x0000][number % 4]
            exchange.type = 6
        },
        FieldTwin("a network that loses a quarter of the packets") { exchange, _, generator in
            while exchange.repeats < 4, Int.random(in: 0..<4, using: &generator) == 0 {
                exchange.repeats += 1
            }
        },
        FieldTwin("a server so far away that each query is sent twice") { exchange, _, _ in
            exchange.repeats = 1
        },
        FieldTwin("a forwarder for the machines of 24 networks") { exchange, _, generator in
            exchange.options = [(8, [0, 1, 24, 0, 10, UInt8.random(in: 0..<24, using: &generator), 7])]
        },
        FieldTwin("a DHCP server that writes the addresses of its machines") { exchange, number, generator in
            exchange.queryFlags = 0x2800
            exchange.updates = [
                (1, [10, 1, UInt8.random(in: 0..<9, using: &generator), UInt8(truncatingIfNeeded: number)]),
                (
                    28,
                    [0x20, 1, 0x0D, 0xB8, 0, 1, 0, UInt8.random(in: 0..<9, using: &generator)]
                        + (0..<8).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
                ),
            ]
        },
        FieldTwin("browsers that ask for A, AAAA and HTTPS in any order") { exchange, _, generator in
            exchange.type = [1, 28, 65][Int.random(in: 0..<3, using: &generator)]
        },
        FieldTwin("a mail server that asks for MX, TXT and A") { exchange, number, _ in
            exchange.type = [15, 1, 28, 16][number / 3 % 4]
        },
        FieldTwin("a checker of domains that asks for five types in one order") { exchange, number, _ in
            exchange.type = [15, 6, 257, 33, 16][number / 3 % 5]
        },
        FieldTwin("a server that sets DO as it is asked, of two machines with sizes of their own") {
            exchange,
            _,
            generator in
            exchange.ednsFlags = Bool.random(using: &generator) ? 0x8000 : 0
            exchange.serverSize = Bool.random(using: &generator) ? 512 : 1_232
        },
        FieldTwin("a server cookie with the time in it (RFC 9018)") { exchange, number, generator in
            exchange.options = [(10, [1, 2, 3, 4, 5, 6, 7, 8])]
            let time = MessageBuilder.uint32(1_795_000_000 + UInt32(number) * 5)
            exchange.serverOptions = [
                (
                    10,
                    [1, 2, 3, 4, 5, 6, 7, 8, 1, 0, 0, 0] + time
                        + (0..<8).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
                )
            ]
        },
        FieldTwin("server cookies of four machines behind one address") { exchange, _, generator in
            exchange.options = [(10, [1, 2, 3, 4, 5, 6, 7, 8])]
            let machine = UInt8.random(in: 1...4, using: &generator)
            exchange.serverOptions = [(10, [1, 2, 3, 4, 5, 6, 7, 8] + [UInt8](repeating: machine, count: 8))]
        },
        FieldTwin("a content network that takes machines out and in") { exchange, number, _ in
            exchange.records = [4, 4, 4, 3, 4, 4, 5, 4][number / 40 % 8]
        },
        FieldTwin("signatures beside the answer where DO asks for them") { exchange, _, generator in
            let isSigned = Bool.random(using: &generator)
            exchange.ednsFlags = isSigned ? 0x8000 : 0
            exchange.records = isSigned ? 2 : 1
            exchange.responseFlags = isSigned ? 0x81A0 : 0x8180
        },
        FieldTwin("a forwarder that sets AA in what it has not from memory") { exchange, number, _ in
            // Each name is asked every 15 seconds.
            let age = UInt32(number / 3 % 4) * 15
            exchange.timeToLive = 60 - age
            exchange.responseFlags = age == 0 ? 0x8580 : 0x8180
        },
        FieldTwin("a server that fails one query in ten") { exchange, _, generator in
            guard Int.random(in: 0..<10, using: &generator) == 0 else { return }
            exchange.responseFlags = 0x8182
            exchange.records = 0
        },
        FieldTwin("mail servers that move from one preference to another, in two caches") {
            exchange,
            number,
            generator in
            exchange.type = 15
            let isMoved = number >= 300 && Bool.random(using: &generator) || number >= 330
            exchange.content = [0, isMoved ? 20 : 10] + MessageBuilder.name("mx.example.org")
        },
        FieldTwin("servers that write owners out for one host and not for others") { exchange, number, _ in
            exchange.writesOwners = number % 3 == 0
        },
        FieldTwin("a zone that is edited, with a server that lags behind") { exchange, number, generator in
            exchange.serial =
                2_026_113_000 + UInt32(number / 60)
                - (number >= 60 && Int.random(in: 0..<3, using: &generator) == 0 ? 1 : 0)
        },
        FieldTwin("servers of one zone that each name a mailbox of their own") { exchange, _, generator in
            exchange.serial = 2_026_113_001
            exchange.mailbox = "ops\(Int.random(in: 1...3, using: &generator)).example.org"
        },
        FieldTwin("a serial that is the time") { exchange, number, _ in
            exchange.serial = 1_795_000_000 + UInt32(number) * 5
        },
        FieldTwin("a name server with addresses in four networks, in turn and at random") {
            exchange,
            _,
            generator in
            exchange.additional = [192, 0, 2 + UInt8.random(in: 0..<4, using: &generator), 53]
        },
        FieldTwin("denials that leave out the type that was asked for") { exchange, number, _ in
            exchange.type = [1, 28, 16][number / 3 % 3]
            exchange.denial = [0, 2, UInt8(exchange.type), 3]
        },
    ]
}

@Suite struct SteadyFieldDetectorTests {
    /// A transferred zone has as many records as it has; an answer's number of addresses is kept.
    @Test(arguments: [(UInt16(1), true), (252, false), (251, false)])
    func recordsOfTransfersAreNoField(type: UInt16, isField: Bool) {
        var traffic = SteadyTraffic()
        for number in 0..<100 {
            traffic.add(SteadyExchange(type: type, records: 1 + number * 5 % 7), after: 60)
        }
        #expect(traffic.fields.streams.contains { $0.field == .recordCount } == isField)
    }

    private static let messages = 600

    @Test(arguments: FieldLaw.all)
    func `cipher text is found`(law: FieldLaw) {
        let traffic = law.traffic(.random(seed: 11), messages: Self.messages, pause: 5)
        #expect(traffic.points[law.feature] ?? 0 >= 50, "\(traffic.points)")
    }

    @Test(arguments: FieldLaw.all)
    func `text is found`(law: FieldLaw) {
        let traffic = law.traffic(.text, messages: Self.messages, pause: 5)
        #expect(traffic.points[law.feature] ?? 0 >= law.leastOfText, "\(traffic.points)")
    }

    @Test(arguments: FieldLaw.all)
    func `once a minute is as bad as five times a second`(law: FieldLaw) {
        let slow = law.traffic(.random(seed: 5), messages: Self.messages, pause: 60).points[law.feature]
        let fast = law.traffic(.random(seed: 5), messages: Self.messages, pause: 0.2).points[law.feature]
        #expect(slow ?? 0 >= 50 && fast ?? 0 >= 50)
    }

    @Test(arguments: FieldTwin.all)
    func `ordinary variation is silent`(twin: FieldTwin) {
        var generator = SeededGenerator(seed: 3)
        var traffic = SteadyTraffic()
        for number in 0..<Self.messages {
            var exchange = SteadyExchange()
            exchange.name = ["www", "cdn", "img"][number % 3] + ".example.org"
            twin.write(&exchange, number, &generator)
            traffic.add(exchange, after: 5)
        }
        #expect(traffic.points.values.max() ?? 0 < 30, "\(traffic.points)")
    }

    @Test func `a constant field is silent, and so is a single change`() {
        var traffic = SteadyTraffic()
        for number in 0..<200 {
            var exchange = SteadyExchange()
            if number >= 100 {
                exchange.size = 4_096
                exchange.records = 2
                exchange.serial = 9
            }
            traffic.add(exchange, after: 1)
        }
        #expect(traffic.points.isEmpty)
    }

    @Test func `the finding names the zone, the client, the server and what can have been said`() throws {
        let law = try #require(FieldLaw.all.first { $0.encoding == "one to sixteen" })
        let traffic = law.traffic(.random(seed: 2), messages: Self.messages, pause: 5)
        let finding = try #require(traffic.findings.first)
        #expect(traffic.findings.count == 1)
        #expect(finding.kind == .covertField && finding.severity == .medium && finding.zone == "example.org")
        #expect(finding.servers == [SteadyTraffic.server.address] && finding.clients.count == 1)
        #expect(finding.queries == Self.messages)
        // Four bits a message.
        let carried = Self.messages / 2
        #expect((carried * 9 / 10...carried * 11 / 10).contains(finding.bytesDown) && finding.bytesUp == 0)
    }

    @Test func `a server that does so in many zones is named, not the zones`() throws {
        var payload = SteadyPayload.random(seed: 9)
        var traffic = SteadyTraffic()
        for number in 0..<900 {
            var exchange = SteadyExchange()
            exchange.name = "www.example\(number % 15).org"
            exchange.records = 1 + Int(payload.next(3))
            traffic.add(exchange, after: 1)
        }
        let finding = try #require(traffic.findings.first)
        #expect(traffic.findings.count == 1 && finding.zone == "." && finding.severity == .medium)
    }

    /// Its load decides how many addresses it gives; a message in that would have no reader.
    @Test func `a server that tells each of many clients a little of it tells nobody anything`() {
        var payload = SteadyPayload.random(seed: 9)
        var traffic = SteadyTraffic()
        for number in 0..<900 {
            var exchange = SteadyExchange()
            exchange.name = "www.example\(number % 15).org"
            exchange.records = 1 + Int(payload.next(3))
            traffic.add(exchange, after: 1, client: 0x0A00_0001 + UInt32(number))
        }
        #expect(traffic.findings.isEmpty)
    }

    @Test func `a client that asks all names for all types goes through a list`() {
        var payload = SteadyPayload.random(seed: 9)
        var traffic = SteadyTraffic()
        for number in 0..<900 {
            var exchange = SteadyExchange()
            exchange.name = "www.example\(number % 15).org"
            exchange.type = [1, 28, 2, 6, 15, 16, 33, 257][Int(payload.next(3))]
            traffic.add(exchange, after: 5)
        }
        #expect(traffic.findings.isEmpty)
    }

    @Test func `several clients of one zone are one finding`() throws {
        var payload = SteadyPayload.random(seed: 4)
        var traffic = SteadyTraffic()
        for number in 0..<600 {
            var exchange = SteadyExchange()
            exchange.records = 1 + Int(payload.next(2))
            traffic.add(exchange, after: 5, client: 0x0A00_0001 + UInt32(number % 3))
        }
        #expect(traffic.findings.count == 1 && traffic.findings.first?.clients.count == 3)
    }
}
