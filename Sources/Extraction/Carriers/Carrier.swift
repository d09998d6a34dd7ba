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
        /// The time between queries.
        case gaps
    }

    /// For people.
    let name: String
    let direction: Recovered.Direction
    let content: Content

    /// Carriers by the feature of a finding's evidence that says so.
    static let byFeature: [String: Carrier] = [
        "printable_id_ratio": Carrier(
            name: "transaction ids",
            direction: .up,
            content: .octets { exchange in exchange.query.map { bigEndian(UInt64($0.id), octets: 2) } }
        ),
        "mixed_reserved_bits": Carrier(
            name: "Z bits",
            direction: .up,
            content: .bits { exchange in exchange.query.map { [$0.reservedBit] } ?? [] }
        ),
        "edns_option_information": Carrier(
            name: "EDNS options",
            direction: .up,
            content: .octets { exchange in
                exchange.query.map { query in
                    query.options.filter { !usualOptions.contains($0.code) }.flatMap(\.octets)
                }
            }
        ),
        "trailing_information": Carrier(
            name: "octets behind queries",
            direction: .up,
            content: .octets { $0.query?.trailing }
        ),
        "update_information": Carrier(
            name: "records of updates",
            direction: .up,
            content: .text { exchange in
                exchange.query.map { query in
                    query.unexpected.flatMap {
                        $0.type == .txt ? CharacterStringText.joined($0.octets) : $0.octets
                    }
                }
            }
        ),
        "letter_case_deviation": Carrier(
            name: "letter case",
            direction: .up,
            content: .bits { exchange in
                (exchange.query.map { Array($0.name.labels.joined()) } ?? []).compactMap { octet in
                    (0x41...0x5A).contains(octet & 0xDF) ? octet & 0x20 == 0 : nil
                }
            }
        ),
        "expiries_per_generation": Carrier(
            name: "TTLs",
            direction: .down,
            content: .octets { exchange in
                exchange.response?.answers.first.map { answer in
                    answer.timeToLive > 0xFFFF
                        ? bigEndian(UInt64(answer.timeToLive), octets: 4)
                        : bigEndian(UInt64(answer.timeToLive), octets: 2)
                }
            }
        ),
        "address_networks_per_name": Carrier(
            name: "addresses",
            direction: .down,
            content: .octets { exchange in exchange.response.map { addresses(in: $0.answers) } }
        ),
        "timing_information": Carrier(name: "delays", direction: .up, content: .gaps),
        "reverse_printable_ratio": Carrier(
            name: "octets of reverse names",
            direction: .up,
            content: .octets { $0.first.flatMap { reversed($0.name) } }
        ),
        "payload_answers_per_name": Carrier(
            name: "record data",
            direction: .down,
            content: .octets { exchange in exchange.response.map { $0.answers.flatMap(data) } }
        ),
    ]

    /// NSID, client subnet, EXPIRE, COOKIE, keep-alive, padding, extended errors: whoever fills these hides in them alone.
    ///
    /// Source: IANA, DNS EDNS0 Option Codes.
    private static let usualOptions: Set<UInt16> = [3, 8, 9, 10, 11, 12, 15]

    private static func bigEndian(_ number: UInt64, octets: Int) -> [UInt8] {
        (0..<octets).reversed().map { UInt8(truncatingIfNeeded: number >> UInt64(8 * $0)) }
    }

    /// The octets of addresses, without a first octet that numbers them.
    private static func addresses(in answers: [AnswerRecord]) -> [UInt8] {
        let addresses = answers.filter { $0.type == .a || $0.type == .aaaa }.map(\.octets)
        let numbers = addresses.compactMap(\.first).sorted()
        let areNumbered =
            addresses.count > 2 && zip(numbers.dropFirst(), numbers).allSatisfy { Int($0) == Int($1) + 1 }
        guard areNumbered else { return Array(addresses.joined()) }
        return addresses.sorted { $0[0] < $1[0] }.flatMap { $0.dropFirst() }
    }

    /// The numbers of a reverse look-up as a client chose them: without the last one, which is the zone's own.
    private static func reversed(_ name: DomainName) -> [UInt8]? {
        let octets = name.labels.prefix { !$0.isEmpty && $0.allSatisfy { (0x30...0x39).contains($0) } }
            .compactMap { UInt8(String(decoding: $0, as: UTF8.self)) }
        return octets.count > 1 ? Array(octets.dropLast().reversed()) : nil
    }

    /// The data of a record but for what says how it is to be read.
    private static func data(of answer: AnswerRecord) -> [UInt8] {
        switch answer.type {
        case .srv: Array(answer.octets.prefix(6))
        case .tlsa: Array(answer.octets.dropFirst(3))
        default: []
        }
    }
}
