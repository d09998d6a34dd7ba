package import Channels
import DNSWire
package import Findings
import PayloadMeasures
import ZoneProfiles

/// Recognizes Sliver by its messages, which share a session, and by the checksums that its server answers.
///
///     | 08 type | 10 message id (8 bits) and session id (24) | 18 start | 20 stop | 28 size | 32 length data |
///
/// A name is a protocol-buffer message in Base32 with an alphabet of its own or, where letters keep their case,
/// in Base58. The type tells which fields there are:
///
/// | Type | Fields |
/// |---|---|
/// | none, to test a resolver | id, 8 octets of data |
/// | 2 first message, 8 data from the implant | id, start unless 0, size, data that ends within size |
/// | 3 poll | id, 8 octets of data |
/// | 7 data to the implant | id, start unless 0, stop after it |
///
/// - Messages: the keys and exact lengths are 24 bits or more, so two messages of one session are below 2⁻⁷².
/// - Checksums: an A answer is the CRC-32 of the message in little-endian order, by chance one in 2³².
///
/// Source: BishopFox/sliver, protobuf/dnspb/dns.proto; implant/sliver/transports/dnsclient/dnsclient.go;
/// implant/sliver/encoders/base32.go, base58.go; server/c2/dns.go (`handleNOP`, `handleDataFromImplant`).
package struct SliverSignature: ToolSignature {
    package let tool = "Sliver"
    package let kind = FindingKind.tunnel
    private static let minimumMessages = 2
    private static let base32 = PayloadEncoding("ab1c2d3e4f5g6h7j8k9m0npqrtuvwxyz", ignoresCase: true)
    private static let base58 = Array("213465789aBcDeFgHjKLMNPQRSTUVWXYZAbCdEfGhiJkmnopqrstuvwxyz".utf8)

    private struct Message {
        let session: UInt32
        let octets: [UInt8]

        init?(_ subdomain: DomainName) {
            let symbols = subdomain.labels.joined()
            let hasUpperCase = symbols.contains { (0x41...0x5A).contains($0) }
            guard
                let octets = SliverSignature.base32.octets(of: symbols)
                    ?? (hasUpperCase ? SliverSignature.octets(base58: symbols) : nil),
                octets.count <= 255, let fields = ProtobufMessage(octets),
                let id = fields.integers[2].flatMap(UInt32.init(exactly:)), id & 0xFF_FFFF != 0
            else { return nil }
            let start = fields.integers[3] ?? 0
            let data = UInt64(fields.strings[6]?.count ?? 0)
            let isSound =
                switch fields.integers[1] {
                case nil: fields.numbers == [2, 6] && data == 8
                case 3: fields.numbers == [1, 2, 6] && data == 8
                case 2, 8:
                    fields.numbers.subtracting([3]) == [1, 2, 5, 6]
                        && fields.integers[5].map { start + data <= $0 } == true
                case 7:
                    fields.numbers.subtracting([3]) == [1, 2, 4]
                        && fields.integers[4].map { start < $0 } == true
                default: false
                }
            guard isSound else { return nil }
            session = id & 0xFF_FFFF
            self.octets = octets
        }
    }

    package init() {}

    package func match(_ channel: Channel) -> SignatureMatch? {
        let messages = zip(channel.names, channel.subdomains).compactMap { record, subdomain in
            Message(subdomain).map { (session: $0.session, frame: record.first.place) }
        }
        let verified = channel.exchanges.count { exchange in
            guard let answer = exchange.response?.answers.first(where: { $0.type == .a }),
                answer.octets.count == 4,
                let message = Message(channel.subdomain(of: exchange.name))
            else { return false }
            return answer.octets.reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
                == CRC32.checksum(message.octets)
        }
        let sessions = Dictionary(grouping: messages, by: \.session)
        guard
            let (id, found) = sessions.max(by: { ($0.value.count, $1.key) < ($1.value.count, $0.key) }),
            found.count >= Self.minimumMessages || verified > 0
        else { return nil }
        return recognized(
            feature: "sliver_messages",
            value: found.count,
            threshold: Self.minimumMessages,
            because:
                "\(found.count) names are messages of session \(id.hexadecimal(digits: 6)), first in frame "
                + "\(found[0].frame), and \(verified) addresses in answers are the CRC-32 of the message."
        )
    }

    /// The octets of a number in Sliver's Base58, or `nil` when there is another symbol.
    private static func octets(base58 symbols: some Sequence<UInt8>) -> [UInt8]? {
        // Least significant octet first while it grows; a name has fewer than 254 symbols.
        var number: [UInt8] = []
        var zeros = 0
        for symbol in symbols {
            guard let value = base58.firstIndex(of: symbol) else { return nil }
            if number.isEmpty, value == 0 { zeros += 1 }
            var carry = value
            for index in number.indices {
                carry += Int(number[index]) * 58
                number[index] = UInt8(truncatingIfNeeded: carry)
                carry >>= 8
            }
            if carry > 0 { number.append(UInt8(truncatingIfNeeded: carry)) }
        }
        return [UInt8](repeating: 0, count: zeros) + number.reversed()
    }
}
