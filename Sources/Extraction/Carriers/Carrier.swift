import DNSWire
import Findings
import PayloadMeasures
import ZoneProfiles

/// A field of messages that carries something.
struct Carrier: Sendable {
    enum Content: Sendable {
        /// Octets of each exchange.
        case octets(@Sendable (RecordedExchange) -> [UInt8]?)
        /// A text of each exchange, which may write octets.
        case text(@Sendable (RecordedExchange) -> [UInt8]?)
        /// Bits of each exchange.
        case bits(@Sendable (RecordedExchange) -> [Bool])
        /// Octets of each exchange, behind those that all of them have in common.
        case endings(@Sendable (RecordedExchange) -> [UInt8]?)
        /// A number of so many bits of each exchange.
        case numbers(bits: Int, @Sendable (RecordedExchange) -> Int?)
        /// One of a few signs of each exchange, which only the sender can number.
        case signs(@Sendable (RecordedExchange) -> Int?)
        /// The time between queries.
        case gaps
    }

    /// For people.
    let name: String
    let direction: Recovered.Direction
    let content: Content
    /// Whether nothing beside it changes that may be a part of the same symbols.
    var isAlone: @Sendable ([RecordedExchange]) -> Bool = { _ in true }

    /// Carriers by the feature of a finding's evidence that says so.
    static let byFeature: [String: [Carrier]] = [
        "printable_id_ratio": [
            Carrier(
                name: "transaction ids",
                direction: .up,
                content: .octets { exchange in exchange.query.map { bigEndian(UInt64($0.id), octets: 2) } }
            )
        ],
        "mixed_reserved_bits": [
            Carrier(
                name: "Z bits",
                direction: .up,
                content: .bits { exchange in exchange.query.map { [$0.reservedBit] } ?? [] },
                // AA, TC, RA, AD and CD, in any order.
                isAlone: { Set($0.compactMap { $0.query.map { $0.headerFlags & 0x06B0 } }).count == 1 }
            )
        ],
        "recursion_or_checking_bit_changes": [
            Carrier(
                name: "AD and CD bits",
                direction: .up,
                content: .numbers(bits: 2) { exchange in exchange.query.map { Int($0.headerFlags >> 4 & 3) } }
            )
        ],
        "edns_size_changes": [
            Carrier(
                name: "EDNS payload sizes",
                direction: .up,
                content: .numbers(bits: 12) { exchange in
                    // Smaller ones count as the smallest (RFC 6891 §6.2.3), so that a sender that counts begins there.
                    exchange.query?.ednsPayloadSize.map { Int($0) - smallestPayload }
                }
            )
        ],
        "edns_flag_changes": [
            Carrier(
                name: "EDNS flags",
                direction: .up,
                content: .numbers(bits: 15) { exchange in
                    exchange.query.flatMap { $0.ednsPayloadSize == nil ? nil : Int($0.ednsFlags & 0x7FFF) }
                }
            )
        ],
        "padding_length_changes": [
            Carrier(
                name: "padding lengths",
                direction: .up,
                content: .numbers(bits: 8) { exchange in exchange.query?.option(padding)?.count }
            )
        ],
        "changing_client_subnets": [clientSubnets],
        "client_network_changes": [clientSubnets],
        "server_cookie_changes": [
            Carrier(
                name: "server cookies",
                direction: .down,
                content: .octets { exchange in
                    // Behind the client's cookie (RFC 7873 §4).
                    exchange.response?.option(cookie).map { Array($0.dropFirst(8)) }
                }
            )
        ],
        "record_count_changes": [
            Carrier(
                name: "numbers of answers",
                direction: .down,
                content: .numbers(bits: 3) { exchange in
                    exchange.response.flatMap { $0.answers.isEmpty ? nil : $0.answers.count - 1 }
                }
            )
        ],
        "owner_layout_changes": [
            Carrier(
                name: "compression of owners",
                direction: .down,
                content: .bits { exchange in
                    exchange.response.flatMap {
                        $0.ownerLayout == 0 ? nil : [$0.ownerLayout == pointerToQuestion]
                    }
                        ?? []
                }
            )
        ],
        "serial_changes": [
            Carrier(
                name: "serial numbers",
                direction: .down,
                content: .octets { exchange in
                    exchange.response?.serial.map { bigEndian(UInt64($0), octets: 4) }
                }
            )
        ],
        "updated_network_changes": [
            Carrier(
                name: "addresses of updates",
                direction: .up,
                content: .octets { exchange in
                    exchange.query.map { query in
                        query.unexpected.filter { $0.type == .a || $0.type == .aaaa }.flatMap(\.octets)
                    }
                }
            )
        ],
        "edns_option_information": bothWays("EDNS options") { message in
            message.options.filter { !usualOptions.contains($0.code) }.flatMap(\.octets)
        },
        "printable_cookie_ratio": [
            Carrier(
                name: "client cookies",
                direction: .up,
                content: .octets { exchange in exchange.query?.option(cookie).map { Array($0.prefix(8)) } }
            )
        ],
        "unregistered_classes": [
            Carrier(
                name: "classes",
                direction: .up,
                content: .octets { exchange in
                    exchange.query?.questionClass.map { bigEndian(UInt64($0), octets: 2) }
                }
            )
        ],
        "trailing_information": bothWays("octets behind messages") { $0.trailing },
        "update_information": bothWays("records of updates", unexpectedText, isText: true),
        "unexpected_record_information": bothWays(
            "records that do not belong there",
            unexpectedText,
            isText: true
        ),
        "letter_case_deviation": [
            Carrier(
                name: "letter case",
                direction: .up,
                content: .bits { exchange in
                    (exchange.query.map { Array($0.name.labels.joined()) } ?? []).compactMap { octet in
                        (0x41...0x5A).contains(octet & 0xDF) ? octet & 0x20 == 0 : nil
                    }
                }
            )
        ],
        "expiries_per_generation": [
            Carrier(
                name: "TTLs",
                direction: .down,
                content: .octets { exchange in
                    exchange.response?.answers.first.map { answer in
                        answer.timeToLive > 0xFFFF
                            ? bigEndian(UInt64(answer.timeToLive), octets: 4)
                            : bigEndian(UInt64(answer.timeToLive), octets: 2)
                    }
                }
            )
        ],
        "address_networks_per_name": [
            Carrier(
                name: "addresses",
                direction: .down,
                content: .octets { exchange in exchange.response.map { addresses(in: $0.answers) } }
            )
        ],
        "timing_information": [Carrier(name: "delays", direction: .up, content: .gaps)],
        "question_type_changes": [
            Carrier(
                name: "record types",
                direction: .up,
                content: .signs { exchange in exchange.query.map { Int($0.type.rawValue) } }
            )
        ],
        "retry_count_changes": [
            Carrier(
                name: "repetitions of queries",
                direction: .up,
                content: .numbers(bits: 2) { exchange in exchange.query == nil ? nil : exchange.repetitions }
            )
        ],
        "additional_address_changes": [
            Carrier(
                name: "additional addresses",
                direction: .down,
                content: .octets { exchange in
                    exchange.response.map { response in
                        response.standing.filter { $0.type == .a || $0.type == .aaaa }.flatMap(\.octets)
                    }
                }
            )
        ],
        "denial_changes": [
            Carrier(
                name: "types of denials",
                direction: .down,
                content: .octets { exchange in
                    exchange.response.map { response in
                        response.standing.filter { $0.type == .nsec }.flatMap { typeMaps(in: $0.octets) }
                    }
                }
            )
        ],
        "reverse_network_ratio": reverseNames,
        "reverse_printable_ratio": reverseNames,
        "payload_answers_per_name": [
            Carrier(
                name: "record data",
                direction: .down,
                content: .octets { exchange in exchange.response.map { $0.answers.flatMap(data) } }
            )
        ],
    ]

    /// NSID, client subnet, EXPIRE, COOKIE, keep-alive, padding, extended errors: a sender that fills these hides in
    /// them alone.
    ///
    /// Source: IANA, DNS EDNS0 Option Codes.
    private static let usualOptions: Set<UInt16> = [3, 8, 9, 10, 11, 12, 15]

    private static let reverseNames = [
        Carrier(
            name: "octets of reverse names",
            direction: .up,
            content: .octets { $0.first.flatMap { reversedIPv4($0.name) } }
        ),
        Carrier(
            name: "addresses of reverse names",
            direction: .up,
            content: .endings { $0.first.flatMap { reversedIPv6($0.name) } }
        ),
    ]

    /// One carrier for queries and one for responses.
    private static func bothWays(
        _ name: String,
        _ part: @escaping @Sendable (ChannelMessage) -> [UInt8],
        isText: Bool = false
    ) -> [Carrier] {
        let messages: [(Recovered.Direction, @Sendable (RecordedExchange) -> ChannelMessage?)] = [
            (.up, { $0.query }), (.down, { $0.response }),
        ]
        return messages.map { direction, message in
            let ofExchange: @Sendable (RecordedExchange) -> [UInt8]? = { message($0).map(part) }
            return Carrier(
                name: name,
                direction: direction,
                content: isText ? .text(ofExchange) : .octets(ofExchange)
            )
        }
    }

    @Sendable
    private static func unexpectedText(of message: ChannelMessage) -> [UInt8] {
        message.unexpected.flatMap { $0.type == .txt ? CharacterStringText.joined($0.octets) : $0.octets }
    }

    private static let smallestPayload = 512
    private static let clientSubnet: UInt16 = 8
    private static let cookie: UInt16 = 10
    private static let padding: UInt16 = 12
    /// All owners of answers are a pointer to the question.
    private static let pointerToQuestion: UInt32 = 1

    private static let clientSubnets = Carrier(
        name: "client subnets",
        direction: .up,
        content: .octets { exchange in
            // Behind family, source and scope length (RFC 7871 §6).
            exchange.query?.option(clientSubnet).map { Array($0.dropFirst(4)) }
        }
    )

    private static func bigEndian(_ number: UInt64, octets: Int) -> [UInt8] {
        (0..<octets).reversed().map { UInt8(truncatingIfNeeded: number >> UInt64(8 * $0)) }
    }

    /// The octets of addresses, without a first octet that numbers them.
    private static func addresses(in answers: [AnswerRecord]) -> [UInt8] {
        let addresses = answers.addresses
        let numbers = addresses.map { $0[0] }.sorted()
        let areNumbered =
            addresses.count > 2 && zip(numbers.dropFirst(), numbers).allSatisfy { Int($0) == Int($1) + 1 }
        guard areNumbered else { return Array(addresses.joined()) }
        return addresses.sorted { $0[0] < $1[0] }.flatMap { $0.dropFirst() }
    }

    /// The numbers of a reverse look-up as a client chose them: without the last one, which is the zone's own.
    private static func reversedIPv4(_ name: DomainName) -> [UInt8]? {
        guard name.lowercased.presentation.hasSuffix(".in-addr.arpa") else { return nil }
        let octets = name.labels.prefix { !$0.isEmpty && $0.allSatisfy { (0x30...0x39).contains($0) } }
            .compactMap { UInt8(String(decoding: $0, as: UTF8.self)) }
        return octets.count > 1 ? Array(octets.dropLast().reversed()) : nil
    }

    /// The address, or the beginning of one, that a name in ip6.arpa stands for, or `nil` for other names.
    ///
    /// Source: RFC 3596 §2.5.
    private static func reversedIPv6(_ name: DomainName) -> [UInt8]? {
        let digits = name.labels.prefix { $0.count == 1 }.joined().reversed()
        guard name.lowercased.presentation.hasSuffix(".ip6.arpa"), digits.count == name.labelCount - 2 else {
            return nil
        }
        return PayloadEncoding.base16.octets(of: digits)
    }

    /// The octets of the maps of types in an NSEC record.
    ///
    ///     | next name | window, 8 bits | length, 8 | map … | …
    ///
    /// Source: RFC 4034 §4.1.
    private static func typeMaps(in data: [UInt8]) -> [UInt8] {
        var rest = data[...]
        while let length = rest.first, length > 0 { rest = rest.dropFirst(1 + Int(length)) }
        rest = rest.dropFirst()
        var maps: [UInt8] = []
        while rest.count > 2 {
            let map = rest.dropFirst(2).prefix(Int(rest[rest.startIndex + 1]))
            maps += map
            rest = rest.dropFirst(2 + map.count)
        }
        return maps
    }

    /// The data of a record without the part that tells how to read it.
    private static func data(of answer: AnswerRecord) -> [UInt8] {
        switch answer.type {
        case .srv: Array(answer.octets.prefix(6))
        case .tlsa, .smimea, .sshfp, .eui48, .eui64, .openpgpKey, .dhcid, .svcb, .https:
            RecordPayload.octets(of: answer)
        default: []
        }
    }
}
