package import Channels
import DNSWire
package import Findings
import PayloadMeasures
import ZoneProfiles

/// Recognizes the DNS profile of Mythic by its messages of one agent session.
///
///     | 08 action | 10 session | 18 message | 20 size | 28 begin | 32 length data |      in Base32
///
/// A name is a protocol-buffer message. From the agent it has no action, since that is 0, and data that ends
/// within the size (in older versions: a chunk number up to the number of chunks); to the agent it has action 1
/// and no data. The keys, and the length that takes exactly what is left, are 40 bits with data and 24 without,
/// so three messages of one 32-bit session are below 2⁻¹⁰⁰.
///
/// Source: MythicC2Profiles/dns, C2_Profiles/dns/dns/c2_code/dnsserver/dnsgrpc/dns.proto, initialize.go.
package struct MythicSignature: ToolSignature {
    package let tool = "Mythic"
    package let kind = FindingKind.tunnel
    private static let minimumMessages = 3

    private struct Message {
        let session: UInt64
        let id: UInt64

        init?(_ subdomain: DomainName) {
            guard let octets = PayloadEncoding.base32.octets(of: subdomain.labels.joined()),
                octets.count <= 255,
                let fields = ProtobufMessage(octets), let session = fields.integers[2],
                let id = fields.integers[3]
            else { return nil }
            let begin = fields.integers[5] ?? 0
            let isSound =
                switch fields.integers[1] {
                case nil:
                    fields.numbers.subtracting([5]) == [2, 3, 4, 6]
                        && fields.integers[4].map { begin <= $0 } == true
                case 1:
                    fields.numbers.isSubset(of: [1, 2, 3, 4, 5])
                default:
                    false
                }
            guard isSound else { return nil }
            self.session = session
            self.id = id
        }
    }

    package init() {}

    package func match(_ channel: Channel) -> SignatureMatch? {
        let messages = zip(channel.names, channel.subdomains).compactMap { record, subdomain in
            Message(subdomain).map { (message: $0, frame: record.first.place) }
        }
        let sessions = Dictionary(grouping: messages, by: \.message.session)
        guard
            let (id, found) = sessions.max(by: { ($0.value.count, $1.key) < ($1.value.count, $0.key) }),
            found.count >= Self.minimumMessages
        else { return nil }
        let conversations = Set(found.map(\.message.id)).count
        return recognized(
            feature: "mythic_messages",
            value: found.count,
            threshold: Self.minimumMessages,
            because: "\(found.count) names are parts of \(conversations) messages of agent session "
                + "\(id.hexadecimal(digits: 8)), first in frame \(found[0].frame)."
        )
    }
}
