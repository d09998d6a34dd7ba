import DNSWire
import TestSupport
import Testing

/// One message for each anomaly, and messages that come close to it and are sound.
@Suite struct AnomalyTests {
    struct Row: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let octets: [UInt8]
        let anomalies: [Anomaly]

        init(_ description: String, _ anomalies: [Anomaly], _ builder: MessageBuilder) {
            self.init(description, anomalies, builder.octets)
        }

        init(_ description: String, _ anomalies: [Anomaly], _ octets: [UInt8]) {
            testDescription = description
            self.octets = octets
            self.anomalies = anomalies
        }
    }

    /// A query for `example.com` with something done to it.
    private static func query(
        flags: UInt16 = 0x0100,
        _ change: (inout MessageBuilder) -> Void = { _ in }
    ) -> MessageBuilder {
        var builder = MessageBuilder.query("example.com", type: 1)
        builder.flags = flags
        change(&builder)
        return builder
    }

    /// A response to it with something done to it.
    private static func response(_ change: (inout MessageBuilder) -> Void = { _ in }) -> MessageBuilder {
        var builder = MessageBuilder.response("example.com", type: 1)
        change(&builder)
        return builder
    }

    private static let address: [UInt8] = [192, 0, 2, 1]

    static let faults: [Row] = [
        Row("eleven octets", [.messageTooShort], Array(repeating: 0, count: 11)),
        Row("question cut off", [.truncatedMessage], query().octets.dropLast(1)),
        Row(
            "record data cut off",
            [.truncatedMessage],
            response { $0.addRecord(.answer, "example.com", type: 1, data: address) }.octets.dropLast(1)
        ),
        Row(
            "more questions announced",
            [.recordCountExceedsMessage, .questionCountNotOne],
            query { $0.announcedCounts = [.question: 2] }
        ),
        Row(
            "more answers announced",
            [.recordCountExceedsMessage],
            response { $0.announcedCounts = [.answer: 1] }
        ),
        Row(
            "more authorities announced",
            [.recordCountExceedsMessage],
            response { $0.announcedCounts = [.authority: 65535] }
        ),
        Row("owner points forward", [.pointerNotBackward], response { $0.addRaw(.answer, hex("C0FF")) }),
        Row(
            "owner points to itself",
            [.pointerNotBackward],
            response { $0.addRaw(.answer, MessageBuilder.pointer($0.position)) }
        ),
        Row(
            "owner after 128 pointers",
            [.tooManyPointers],
            response { builder in
                let start = builder.position + 11
                let chain = (0..<127).flatMap { MessageBuilder.pointer($0 == 0 ? 12 : start + 2 * ($0 - 1)) }
                builder.addRecord(.answer, ".", type: 65280, data: chain)
                builder.addRaw(.answer, MessageBuilder.pointer(start + 2 * 126))
            }
        ),
        Row("binary label", [.reservedLabelType], response { $0.addRaw(.answer, hex("41 08 FF")) }),
        Row(
            "name of 256 octets",
            [.nameTooLong],
            response { builder in
                let labels = [63, 63, 63, 62].map { Array(repeating: UInt8(0x61), count: $0) }
                builder.addRecord(.answer, labels: labels, type: 1, data: address)
            }
        ),
        Row(
            "address of five octets",
            [.rdataMalformed],
            response { $0.addRecord(.answer, "example.com", type: 1, data: address + [1]) }
        ),
        Row(
            "name in data points to itself",
            [.rdataMalformed],
            response { builder in
                let place = builder.position + 2 + 10
                builder.addRecord(.answer, "example.com", type: 5, data: MessageBuilder.pointer(place))
            }
        ),
        Row("one octet behind", [.trailingOctets], query { $0.addTrailing([0]) }),
        Row(
            "a record that is not announced",
            [.trailingOctets],
            response {
                $0.addRecord(.answer, "example.com", type: 1, data: address)
                $0.announcedCounts = [.answer: 0]
            }
        ),
        Row("bit Z", [.reservedBitSet], query(flags: 0x0140)),
        Row("opcode 3", [.unknownOpcode], query(flags: 0x1900)),
        Row("opcode 15", [.unknownOpcode], query(flags: 0x7900)),
        Row("query without question", [.questionCountNotOne], MessageBuilder(flags: 0x0100)),
        Row(
            "query with two questions",
            [.questionCountNotOne],
            query { $0.addQuestion("example.net", type: 1) }
        ),
        Row(
            "response with two questions",
            [.questionCountNotOne],
            response { $0.addQuestion("example.net", type: 1) }
        ),
        Row(
            "query with an answer",
            [.recordsInQuery],
            query { $0.addRecord(.answer, "example.com", type: 1, data: address) }
        ),
        Row(
            "query with an authority",
            [.recordsInQuery],
            query { $0.addRecord(.authority, "example.com", type: 1, data: address) }
        ),
        Row(
            "two OPT records",
            [.duplicateOPT],
            query {
                $0.addOPT()
                $0.addOPT()
            }
        ),
        Row(
            "OPT among the answers",
            [.optMisplaced],
            response { $0.addRecord(.answer, ".", type: 41, class: 1232, timeToLive: 0, data: []) }
        ),
        Row(
            "OPT with an owner",
            [.optMisplaced],
            query { $0.addRecord(.additional, "example.com", type: 41, class: 1232, timeToLive: 0, data: []) }
        ),
        Row("EDNS version 1", [.unsupportedEDNSVersion], query { $0.addOPT(version: 1) }),
        Row(
            "EDNS option cut in its head",
            [.ednsOptionMalformed],
            query {
                $0.addRecord(.additional, ".", type: 41, class: 1232, timeToLive: 0, data: hex("000A 00"))
            }
        ),
        Row(
            "EDNS option cut in its data",
            [.ednsOptionMalformed],
            query {
                $0.addRecord(
                    .additional,
                    ".",
                    type: 41,
                    class: 1232,
                    timeToLive: 0,
                    data: hex("000A 0002 00")
                )
            }
        ),
        Row(
            "time to live of 2³¹ seconds",
            [.timeToLiveOutOfRange],
            response {
                $0.addRecord(.answer, "example.com", type: 1, timeToLive: 0x8000_0000, data: address)
            }
        ),
        Row(
            "class 2 in a record",
            [.unknownClass],
            response { $0.addRecord(.answer, "example.com", type: 16, class: 2, data: [0]) }
        ),
        Row(
            "class 0 in a question",
            [.unknownClass],
            {
                var builder = MessageBuilder(flags: 0x0100)
                builder.addQuestion("example.com", type: 1, class: 0)
                return builder
            }()
        ),
    ]

    @Test(arguments: faults) func tells(_ row: Row) {
        #expect(ParsedMessage(row.octets).anomalies == row.anomalies)
    }

    @Test func everyAnomalyHasItsRow() {
        let covered = Set(Self.faults.flatMap(\.anomalies))
        #expect(Set(Anomaly.allCases).subtracting(covered).isEmpty)
    }

    @Test(arguments: [
        Row("query", [], query()),
        Row("query with OPT and DO", [], query { $0.addOPT(flags: 0x8000) }),
        Row("empty response", [], response()),
        Row("response without question", [], MessageBuilder(flags: 0x8182)),
        Row(
            "longest time to live",
            [],
            response { $0.addRecord(.answer, "example.com", type: 1, timeToLive: 0x7FFF_FFFF, data: address) }
        ),
        Row(
            "IXFR query with the SOA that it must have",
            [],
            {
                var builder = MessageBuilder(flags: 0)
                builder.addQuestion("example.com", type: 251)
                builder.addRecord(
                    .authority,
                    "example.com",
                    type: 6,
                    data: [0, 0] + Array(repeating: 0, count: 20)
                )
                return builder
            }()
        ),
        Row(
            "UPDATE that deletes an RRset",
            [],
            {
                var builder = MessageBuilder(flags: 0x2800)
                builder.addQuestion("example.com", type: 6)
                builder.addRecord(.authority, "www.example.com", type: 1, class: 255, timeToLive: 0, data: [])
                return builder
            }()
        ),
        Row(
            "TSIG",
            [],
            query {
                $0.addRecord(
                    .additional,
                    "key",
                    type: 250,
                    class: 255,
                    timeToLive: 0,
                    data: [0] + Array(repeating: 0, count: 16)
                )
            }
        ),
        Row(
            "version.bind in CH",
            [],
            {
                var builder = MessageBuilder(flags: 0x0100)
                builder.addQuestion("version.bind", type: 16, class: 3)
                return builder
            }()
        ),
    ])
    func isQuietAbout(_ row: Row) {
        let parsed = ParsedMessage(row.octets)
        #expect(parsed.anomalies == row.anomalies)
        #expect(parsed.error == nil)
    }

    // MARK: - Names and sets

    /// The names are in the contract of the report and must not change.
    @Test func namesAreStable() {
        #expect(
            Anomaly.allCases.map(\.name) == [
                "truncated_message", "message_too_short", "pointer_not_backward", "too_many_pointers",
                "reserved_label_type", "name_too_long", "record_count_exceeds_message", "rdata_malformed",
                "trailing_octets", "reserved_bit_set", "unknown_opcode", "question_count_not_one",
                "records_in_query", "duplicate_opt", "opt_misplaced", "unsupported_edns_version",
                "edns_option_malformed", "time_to_live_out_of_range", "unknown_class",
            ]
        )
    }

    @Test func setsHoldEachAnomalyOnce() {
        var set: AnomalySet = [.unknownClass, .truncatedMessage]
        set.insert(.unknownClass)
        set.formUnion([.duplicateOPT])
        #expect(Array(set) == [.truncatedMessage, .duplicateOPT, .unknownClass])
        #expect(set.contains(.duplicateOPT))
        #expect(!set.contains(.optMisplaced))
        #expect(AnomalySet().isEmpty)
        #expect(!set.isEmpty)
    }
}
