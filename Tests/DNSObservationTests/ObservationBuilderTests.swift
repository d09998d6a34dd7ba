import DNSObservation
import DNSWire
import NetworkTypes
import PacketDecoding
import TestSupport
import Testing

/// What the observation of a message holds, for messages that an encoder of its own wrote.
@Suite struct ObservationBuilderTests {
    private static let stub = Endpoint(address: IPAddress(v4: 0x0A00_0011), port: 40_000)
    private static let resolver = Endpoint(address: IPAddress(v4: 0x0A00_0035), port: 53)

    /// Observes one message between the stub and the resolver, in the direction that its QR bit says.
    private func observe(
        _ octets: [UInt8],
        with builder: inout ObservationBuilder,
        transport: TransportProtocol = .udp,
        service: DNSService = .dns,
        server: Endpoint = resolver
    ) throws -> Observation {
        var message = Message()
        try? message.parse(octets.span)
        let isResponse = octets.count > 2 && octets[2] & 0x80 != 0
        let payload = DNSPayload(
            flow: Flow(
                source: isResponse ? server : Self.stub,
                destination: isResponse ? Self.stub : server,
                transport: transport
            ),
            time: Timestamp(nanoseconds: 1_795_477_380_123_456_789),
            place: FramePlace(input: 3, frame: 42),
            service: service
        )
        var observed: Observation?
        if builder.observe(message, octets: octets.span, payload: payload) {
            builder.lend { observed = copy $0 }
        }
        return try #require(observed)
    }

    private func observe(_ octets: [UInt8]) throws -> Observation {
        var builder = ObservationBuilder()
        return try observe(octets, with: &builder)
    }

    @Test func query() throws {
        var message = MessageBuilder(id: 0xBEEF, flags: 0x0100)
        message.addQuestion("WwW.Example.com", type: 16)
        message.addOPT(payloadSize: 4096)
        let observation = try observe(message.octets)
        #expect(observation.client == Self.stub)
        #expect(observation.server == Self.resolver)
        #expect(!observation.isResponse)
        #expect(observation.id == 0xBEEF)
        #expect(observation.recursionDesired)
        #expect(
            !observation.recursionAvailable && !observation.isAuthoritativeAnswer && !observation.isTruncated
        )
        #expect(
            observation.queryName == [3] + Array("WwW".utf8) + [7] + Array("Example".utf8) + [3]
                + Array("com".utf8)
        )
        #expect(observation.queryType == .txt)
        #expect(observation.ednsPayloadSize == 4096)
        #expect(observation.messageLength == message.octets.count)
        #expect(observation.trailingOctetCount == 0)
        #expect(observation.answers.isEmpty)
        #expect(observation.time.nanoseconds == 1_795_477_380_123_456_789)
        #expect(observation.frame == 42)
        #expect(observation.input == 3)
    }

    @Test func responseTravelsTheOtherWay() throws {
        // QR, AA, TC, RD, RA, and SERVFAIL.
        var message = MessageBuilder(id: 9, flags: 0x8782)
        message.addQuestion("example.com", type: 1)
        let observation = try observe(message.octets)
        #expect(observation.isResponse)
        #expect(observation.client == Self.stub)
        #expect(observation.server == Self.resolver)
        #expect(observation.isAuthoritativeAnswer && observation.isTruncated)
        #expect(observation.recursionDesired && observation.recursionAvailable)
        #expect(observation.responseCode.rawValue == 2)
        #expect(observation.ednsPayloadSize == nil)
    }

    @Test func responseCodeHasTwelveBits() throws {
        // BADVERS, 16: four bits of 0 in the header and 1 in the OPT record (RFC 6891 §6.1.3).
        var message = MessageBuilder(id: 9, flags: 0x8000)
        message.addQuestion("example.com", type: 1)
        message.addOPT(extendedResponseCode: 1)
        #expect(try observe(message.octets).responseCode.rawValue == 16)
    }

    @Test func answersAreThoseOfTheAnswerSectionWithNamesWrittenOut() throws {
        var message = MessageBuilder.response("a.t.example.com", type: 5)
        // The question's name begins at 12, so `t.example.com` is at 14.
        message.addRecord(
            .answer,
            "a.t.example.com",
            type: 5,
            timeToLive: 0,
            data: [1, 0x78] + MessageBuilder.pointer(14)
        )
        message.addRecord(
            .answer,
            "a.t.example.com",
            type: 15,
            timeToLive: 60,
            data: [0, 10, 2, 0x6D, 0x78] + MessageBuilder.pointer(14)
        )
        message.addRecord(
            .answer,
            "a.t.example.com",
            type: 1,
            timeToLive: 4_294_967_295,
            data: [192, 0, 2, 1]
        )
        message.addRecord(.answer, "a.t.example.com", type: 10, timeToLive: 5, data: [0xC0, 0x0C, 0xFF])
        message.addRecord(.authority, "example.com", type: 2, data: MessageBuilder.name("ns.example.com"))
        message.addRecord(.additional, "ns.example.com", type: 1, data: [192, 0, 2, 53])
        let observation = try observe(message.octets)
        #expect(observation.answers.map(\.type.rawValue) == [5, 15, 1, 10])
        #expect(
            observation.answers.map { Array(observation.answerOctets[$0.octets]) } == [
                MessageBuilder.name("x.t.example.com"),
                [0, 10] + MessageBuilder.name("mx.t.example.com"),
                [192, 0, 2, 1],
                // NULL holds anything (RFC 1035 §3.3.10), so what looks like a pointer is none.
                [0xC0, 0x0C, 0xFF],
            ]
        )
        #expect(observation.answers[0].timeToLive == 0)
        #expect(observation.answers[1].timeToLive == 60)
    }

    @Test func trailingOctets() throws {
        var message = MessageBuilder.query("example.com", type: 1)
        message.addTrailing([1, 2, 3])
        let observation = try observe(message.octets)
        #expect(observation.trailingOctetCount == 3)
        #expect(observation.messageLength == message.octets.count)
    }

    @Test func labelsMayHoldAnyOctets() throws {
        var message = MessageBuilder(flags: 0x0100)
        message.addQuestion(labels: [[0, 0x2E, 0xFF, 0xC0], Array("com".utf8)], type: 10)
        #expect(try observe(message.octets).queryName == [4, 0, 0x2E, 0xFF, 0xC0, 3] + Array("com".utf8))
    }

    @Test func rootAndMissingQuestionHaveNoNameButATypeTellsThemApart() throws {
        let root = try observe(MessageBuilder.query(".", type: 2).octets)
        #expect(root.queryName.isEmpty)
        #expect(root.queryType == .ns)
        let nothing = try observe(MessageBuilder(flags: 0x8000).octets)
        #expect(nothing.queryName.isEmpty)
        #expect(nothing.queryType == nil)
    }

    @Test func aMessageCutInItsAnswerIsObservedUpToThere() throws {
        var message = MessageBuilder.response("example.com", type: 1)
        message.addRecord(.answer, "example.com", type: 1, data: [192, 0, 2, 1])
        let whole = message.position
        message.addRecord(.answer, "example.com", type: 1, data: [192, 0, 2, 2])
        let observation = try observe(Array(message.octets[..<(whole + 5)]))
        #expect(observation.answers.count == 1)
        #expect(observation.queryName == MessageBuilder.name("example.com").dropLast())
    }

    struct NeighborRow: CustomTestStringConvertible, Sendable {
        let name: String
        let service: DNSService
        /// 10.0.0.53, or a group.
        var server = IPAddress(v4: 0x0A00_0035)
        let isJudged: Bool

        var testDescription: String { "\(name) at \(server) as \(service)" }
    }

    /// What neighbors ask each other stays apart; a tunnel that borrows their port does not.
    @Test(arguments: [
        NeighborRow(name: "abcd.t.example.com", service: .mdns, isJudged: true),
        NeighborRow(name: "abcd.t.example.com", service: .llmnr, isJudged: true),
        NeighborRow(name: "abcd.t.example.com", service: .nbns, isJudged: true),
        NeighborRow(
            name: "abcd.t.example.com",
            service: .mdns,
            server: IPAddress(v4: 0xE000_00FB),
            isJudged: false
        ),
        NeighborRow(
            name: "abcd.t.example.com",
            service: .mdns,
            server: IPAddress(v6High: 0xFF02_0000_0000_0000, low: 0xFB),
            isJudged: false
        ),
        NeighborRow(name: "printer.LOCAL", service: .mdns, isJudged: false),
        NeighborRow(name: "1.2.0.192.in-addr.arpa", service: .llmnr, isJudged: false),
        NeighborRow(name: "wpad", service: .llmnr, isJudged: false),
        NeighborRow(name: "CKAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA.scope.example", service: .nbns, isJudged: false),
    ])
    func thePortAloneMakesNoNeighbor(_ row: NeighborRow) throws {
        var builder = ObservationBuilder()
        let server = Endpoint(address: row.server, port: row.service.port)
        for message in [
            MessageBuilder.query(row.name, type: 16), MessageBuilder.response(row.name, type: 16),
        ] {
            let observed = try observe(message.octets, with: &builder, service: row.service, server: server)
            #expect(observed.isUnicast == row.isJudged)
        }
    }

    @Test func lessThanAHeaderSaysNothing() {
        var message = Message()
        let octets: [UInt8] = [0, 1, 2, 3, 4, 5, 6]
        try? message.parse(octets.span)
        var builder = ObservationBuilder()
        let payload = DNSPayload(
            flow: Flow(source: Self.stub, destination: Self.resolver, transport: .udp),
            time: Timestamp(nanoseconds: 0),
            place: FramePlace(frame: 1),
            service: .dns
        )
        let isObserved = builder.observe(message, octets: octets.span, payload: payload)
        #expect(!isObserved)
    }

    /// The builder's buffer is used again: nothing of one message may be seen in the next.
    @Test func nothingStaysFromTheMessageBefore() throws {
        var full = MessageBuilder.response("long.name.example.com", type: 16, responseCode: 3)
        full.addRecord(
            .answer,
            "long.name.example.com",
            type: 16,
            data: MessageBuilder.characterString("text")
        )
        full.addOPT(payloadSize: 1232)
        full.addTrailing([0])
        let empty = MessageBuilder(id: 1, flags: 0).octets
        var builder = ObservationBuilder()
        _ = try observe(full.octets, with: &builder, transport: .tcp, service: .dns)
        let second = try observe(empty, with: &builder)
        let fresh = try observe(empty)
        #expect(String(describing: second) == String(describing: fresh))
    }

    @Test(arguments: DNSService.allCases)
    func onlyTheServiceOfPort53AsksServers(_ service: DNSService) throws {
        var builder = ObservationBuilder()
        let query = MessageBuilder.query("printer.local", type: 12).octets
        #expect(try observe(query, with: &builder, service: service).isUnicast == (service == .dns))
    }

    @Test func `records where ordinary messages have none are observed`() throws {
        let text = [3] + Array("abc".utf8)
        let flags: UInt16 = 0x8180  // a response, RD and RA set
        var query = MessageBuilder.query("example.com", type: 1)
        query.addRecord(.additional, "example.com", type: 16, timeToLive: 0, data: text)
        query.addOPT(payloadSize: 1232)
        let observed = try observe(query.octets)
        #expect(observed.unexpected.map(\.type) == [.txt])
        #expect(observed.unexpected.first.map { Array(observed.extraOctets[$0.octets]) } == text)

        // Glue, a denial and the texts of service discovery belong where they are; a text elsewhere does not.
        for (questionType, type, isUnexpected) in [
            (1, 1, false), (1, 16, true), (12, 16, false), (1, 10, true),
        ] {
            var response = MessageBuilder(id: 1, flags: flags)
            response.addQuestion("example.com", type: UInt16(questionType))
            response.addRecord(.additional, "example.com", type: UInt16(type), timeToLive: 60, data: text)
            #expect(try observe(response.octets).unexpected.isEmpty != isUnexpected)
        }

        // A resolver refers nobody elsewhere; servers do (RD and RA clear).
        for (flags, isUnexpected) in [(flags, true), (UInt16(0x8000), false)] {
            var referral = MessageBuilder(id: 1, flags: flags)
            referral.addQuestion("www.example.com", type: 1)
            referral.addRecord(
                .authority,
                "example.com",
                type: 2,
                timeToLive: 60,
                data: MessageBuilder.name("ns.example.com")
            )
            #expect(try observe(referral.octets).unexpected.isEmpty != isUnexpected)
        }
    }

    /// RFC 8945 §4.2: the algorithm, 6 octets of time, 2 of fudge, the signature's size, and the signature; then 6 more.
    ///
    /// SHA-512 makes 64 octets, and no algorithm more.
    @Test(arguments: [(32, false), (64, false), (65, true), (200, true)], [UInt16(0x0100), 0x8180])
    func `signatures longer than algorithms make are observed`(
        _ row: (octets: Int, isUnexpected: Bool),
        flags: UInt16
    )
        throws
    {
        var message = MessageBuilder(id: 1, flags: flags)
        message.addQuestion("example.com", type: 1)
        let data =
            MessageBuilder.name("hmac-sha512") + [UInt8](repeating: 0, count: 8)
            + MessageBuilder.uint16(UInt16(row.octets)) + [UInt8](repeating: 0xA7, count: row.octets + 6)
        message.addRecord(.additional, "key.example.com", type: 250, class: 255, timeToLive: 0, data: data)
        #expect(try observe(message.octets).unexpected.isEmpty != row.isUnexpected)
    }

    /// RFC 1034 §4.3.2, step 6: what the next query would ask for.
    ///
    /// RFC 6698 §2.1: 3 octets and a digest of 32.
    @Test(arguments: [
        ("_25._tcp.mx.example.com", 32, false), ("_25._tcp.MX.example.com", 32, false),
        ("_25._tcp.mx.example.com", 40, true),
        ("_25._tcp.other.example.com", 32, true),
    ])
    func `the key of a host that an answer names is no news`(owner: String, octets: Int, isUnexpected: Bool)
        throws
    {
        var response = MessageBuilder(id: 1, flags: 0x8180)
        response.addQuestion("example.com", type: 15)
        response.addRecord(
            .answer,
            "example.com",
            type: 15,
            data: [0, 10] + MessageBuilder.name("mx.example.com")
        )
        let digest = [UInt8](repeating: 0xA7, count: octets)
        response.addRecord(.additional, owner, type: 52, data: [3, 1, 1] + digest)
        #expect(try observe(response.octets).unexpected.isEmpty != isUnexpected)
    }

    @Test func `a second question is a name of its own, and the rest stays with the first`() throws {
        var query = MessageBuilder(id: 1, flags: 0x0100)
        query.addQuestion("example.com", type: 1, class: 3)
        query.addQuestion("payload.example.com", type: 16)
        let octets = query.octets
        let first = try observe(octets)
        #expect(first.queryClass == .ch && first.unexpected.isEmpty && !first.isFurtherQuestion)
        var message = Message()
        try message.parse(octets.span)
        var builder = ObservationBuilder()
        let flow = Flow(source: first.client, destination: first.server, transport: .udp)
        let payload = DNSPayload(flow: flow, time: first.time, place: FramePlace(frame: 1), service: .dns)
        let isObserved = builder.observe(message, octets: octets.span, payload: payload)
        #expect(isObserved)
        builder.turnToQuestion(1, of: message, octets: octets.span)
        builder.lend { second in
            #expect(second.name.presentation == "payload.example.com" && second.queryType == .txt)
            #expect(second.isFurtherQuestion && second.id == 1 && second.client == first.client)
            // Its name with the root's octet, type and class.
            #expect(second.messageLength == 20 + 5)
        }
    }
}
