package import Channels
import DNSWire
package import Findings
import NetworkTypes
import PayloadMeasures
import ZoneProfiles

/// Recognizes the DNS channel of Pupy, and of Decoy Dog that was built from it, by nonces or numbered answers.
///
///     [<session, 4 octets>.]<nonce, 4 octets, and node>.<payload>.zone
///     A:    | 1…3 | number, 5 bits | 3 octets, 24 bits | 1 bit |         AAAA:    | number, 8 bits | 15 octets |
///
/// Labels are Base32 with `a…z`, `1…6` and, for padding, `9`. The octets of the answers in the order of their
/// numbers begin with their length.
///
/// - Nonces: each is the one before plus the octets sent with it, by chance once in 2³²; three times are certain.
/// - Answers: n addresses of which the numbers are 0 to n − 1, and whose length says n. By chance that happens
///   once in 460,000 for three addresses, and more rarely for more; two such answers of three or more are certain.
///
/// Source: n1nj4sec/pupy, pupy/network/lib/picocmd/client.py (`_q_page_encoder`, `_a_page_decoder`,
/// `_aaaa_page_decoder`), server.py (`_a_page_encoder`).
package struct PupySignature: ToolSignature {
    package let tool = "Pupy"
    package let kind = FindingKind.tunnel
    private static let minimumSteps = 3
    private static let minimumAnswers = 2
    private static let minimumAddresses = 3
    /// Digits `2` to `7` of Base32 are written as `1` to `6`, without `0` and `9`.
    private static let encoding = PayloadEncoding("abcdefghijklmnopqrstuvwxyz123456", ignoresCase: true)

    private struct Query {
        let nonce: UInt32
        /// Octets that were sent with the nonce, node included.
        let length: UInt32

        init?(_ subdomain: DomainName) {
            let labels = Array(subdomain.labels)
            guard (2...3).contains(labels.count) else { return nil }
            let parts = labels.compactMap(Self.octets)
            guard parts.count == labels.count, labels.count == 2 || parts[0].count == 4 else { return nil }
            let node = parts[parts.count - 2]
            guard node.count >= 4 else { return nil }
            nonce = node.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
            length = UInt32(node.count - 4 + parts[parts.count - 1].count)
        }

        /// The octets of a label that is padded to a multiple of eight symbols.
        private static func octets(of label: ArraySlice<UInt8>) -> [UInt8]? {
            guard label.count.isMultiple(of: 8) else { return nil }
            let padding = label.reversed().prefix { $0 == UInt8(ascii: "9") }.count
            return padding <= 6 ? PupySignature.encoding.octets(of: label.dropLast(padding)) : nil
        }
    }

    package init() {}

    package func match(_ channel: Channel) -> SignatureMatch? {
        let queries = zip(channel.names, channel.subdomains).compactMap { record, subdomain in
            Query(subdomain).map { (query: $0, client: record.first.client, frame: record.first.place) }
        }
        guard let first = queries.first, 10 * queries.count >= 8 * channel.names.count else { return nil }
        let steps = Dictionary(grouping: queries, by: \.client).values.reduce(0) { sum, queries in
            sum
                + zip(queries, queries.dropFirst()).count {
                    $0.query.nonce &+ $0.query.length == $1.query.nonce
                }
        }
        let answers = channel.exchanges.count { exchange in
            Query(channel.subdomain(of: exchange.name)) != nil
                && exchange.response.map { Self.isNumbered($0.answers) } == true
        }
        guard steps >= Self.minimumSteps || answers >= Self.minimumAnswers else { return nil }
        return recognized(
            feature: "pupy_exchanges",
            value: max(steps, answers),
            threshold: steps >= Self.minimumSteps ? Self.minimumSteps : Self.minimumAnswers,
            because:
                "In \(queries.count) names, first in frame \(first.frame), \(steps) nonces are the one before plus "
                + "the octets sent, and the addresses of \(answers) answers are numbered as their length says."
        )
    }

    private static func isNumbered(_ answers: [AnswerRecord]) -> Bool {
        guard let type = answers.first?.type, type == .a || type == .aaaa,
            // A response with more answers than are kept shows only some of the numbers.
            (minimumAddresses..<Exchange.Response.keptAnswers).contains(answers.count),
            answers.allSatisfy({ $0.type == type && $0.octets.count == (type == .a ? 4 : 16) })
        else { return false }
        var parts = [[UInt8]?](repeating: nil, count: answers.count)
        for answer in answers {
            let value = answer.octets.prefix(4).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
            let number = Int(type == .a ? value >> 25 & 0x1F : value >> 24)
            guard number < parts.count, parts[number] == nil else { return false }
            let payload = value >> 1 & 0xFF_FFFF
            parts[number] =
                type == .a
                ? [UInt8(payload >> 16), UInt8(payload >> 8 & 0xFF), UInt8(payload & 0xFF)]
                : Array(answer.octets.dropFirst())
        }
        let octets = parts.compactMap { $0 }.joined()
        guard let length = octets.first else { return false }
        let perAddress = type == .a ? 3 : 15
        return (Int(length) + 1 + perAddress - 1) / perAddress == answers.count
    }
}
