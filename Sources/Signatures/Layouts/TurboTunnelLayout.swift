import Channels
package import DNSWire
import PayloadMeasures
package import ZoneProfiles

/// How dnstt and programs built from it write packets of a reliable protocol into names and answers.
///
/// Names, in Base32 without padding:
///
///     | client, 64 bits | 0xE0 + n, 8 | n random octets | length, 8 | packet … |                      dnstt
///     | client, 16 bits and up | length, 8 | packet … |        or the client and four random octets    VayDNS
///     | client, 64 bits | 0xFD | largest answer, 16 | length, 8 | packet … |  or as dnstt from 0xE0 on  dnsttEx
///
/// A length takes exactly what is left. Answers are packets with 16 bits of length before each, in a TXT, NULL or CAA
/// record, or in Base32 in the name of a CNAME, NS, MX or SRV record, or after a length of all in A or AAAA records; dnsttEx
/// writes an octet before all of them that is 0, or 1 for what are no packets.
///
/// Source: bamsoftware.com/git/dnstt.git, dnstt-client/dns.go (`send`), dnstt-server/main.go; net2share/vaydns,
/// client/dns.go (`send`), dns/dns.go (`EncodeRData…`); AliRezaBeigy/dnsttEx, dnsttEx-client/dns_send.go
/// (`buildUpstreamPayloadWithMode`), dns_encoding.go, dns/downstream_flag.go.
package struct TurboTunnelLayout: KCPLayout {
    /// The octets that stand before packets in a name.
    enum Framing: Equatable, Sendable {
        /// A marker that says how much padding there is.
        case padded
        /// Nothing but the client, in so many octets.
        case plain(clientOctets: Int)
        /// A marker and the size of answers.
        case sized
    }

    let framing: Framing

    /// RFC 4648 §7, in lower case.
    private static let base32Hex = PayloadEncoding("0123456789abcdefghijklmnopqrstuv", ignoresCase: true)

    private var encoding: PayloadEncoding { framing == .sized ? Self.base32Hex : .base32 }
    private var form: KCPSegment.Form { framing == .sized ? .short : .full }

    /// The content of a name.
    struct Query: Sendable {
        let client: ArraySlice<UInt8>
        /// Octets of padding, where a marker tells.
        let padding: Int?
        /// The packet, or `nil` for a poll.
        let packet: ArraySlice<UInt8>?
        /// The segments of the packet, or `nil` where it is none of KCP.
        let segments: [KCPSegment]?
    }

    /// The content of a name, or `nil` when it does not fit.
    func query(in subdomain: DomainName) -> Query? {
        octets(of: subdomain).flatMap(query)
    }

    /// The octets that a name writes, or `nil` where it is not encoded so.
    func octets(of subdomain: DomainName) -> [UInt8]? {
        encoding.octets(of: subdomain.labels.joined())
    }

    /// The content that the octets of a name are, or `nil` when they do not fit.
    func query(in octets: [UInt8]) -> Query? {
        switch framing {
        case .padded:
            guard octets.count >= 14, octets[8] >= 0xE0 else { return nil }
            return padded(octets.prefix(8), octets.dropFirst(8))
        case .plain(let clientOctets):
            guard octets.count > clientOctets + 1 else { return nil }
            let client = octets.prefix(clientOctets)
            let length = Int(octets[clientOctets])
            let packet = octets.dropFirst(clientOctets + 1)
            if length == packet.count, let segments = KCPSegment.all(in: packet, count: length) {
                return Query(client: client, padding: nil, packet: packet, segments: segments)
            }
            guard octets.count == clientOctets + 4 else { return nil }
            return Query(client: client, padding: nil, packet: nil, segments: nil)
        case .sized:
            guard octets.count >= 12, octets[8] == 0xFD else { return nil }
            let client = octets.prefix(8)
            if octets[11] >= 0xE0, octets[11] != 0xFE { return padded(client, octets.dropFirst(11)) }
            let packet = octets.dropFirst(12)
            guard octets[11] != 0, octets[11] != 0xFE else {
                return Query(client: client, padding: nil, packet: nil, segments: nil)
            }
            guard Int(octets[11]) == packet.count else { return nil }
            return Query(client: client, padding: nil, packet: packet, segments: segments(of: packet))
        }
    }

    private func padded(_ client: ArraySlice<UInt8>, _ octets: ArraySlice<UInt8>) -> Query? {
        let padding = Int((octets.first ?? 0xE0) - 0xE0)
        guard octets.count > padding else { return nil }
        let rest = octets.dropFirst(1 + padding)
        guard let length = rest.first else {
            return Query(client: client, padding: padding, packet: nil, segments: nil)
        }
        let packet = rest.dropFirst()
        guard length < 0xE0, Int(length) == packet.count else { return nil }
        return Query(client: client, padding: padding, packet: packet, segments: segments(of: packet))
    }

    /// The segments of a packet; dnsttEx writes its own short form.
    private func segments(of packet: ArraySlice<UInt8>) -> [KCPSegment]? {
        KCPSegment.all(in: packet, count: packet.count, form: form)
    }

    package func piecesUp(in subdomain: DomainName) -> [CarriedPiece] {
        pieces(of: query(in: subdomain)?.segments ?? [])
    }

    package func piecesDown(
        in answers: [AnswerRecord],
        to subdomain: DomainName?,
        below zone: DomainName
    ) -> [CarriedPiece] {
        guard let octets = payload(of: answers, below: zone) else { return [] }
        var pieces: [CarriedPiece] = []
        var rest = octets.kept[...]
        var left = octets.count
        if framing == .sized {
            guard rest.popFirst() == 0 else { return [] }
            left -= 1
        }
        while rest.count > 2 {
            let length = Int(rest[rest.startIndex]) << 8 | Int(rest[rest.startIndex + 1])
            guard length > 0, length + 2 <= left else { break }
            let packet = rest.dropFirst(2).prefix(length)
            guard let segments = KCPSegment.all(in: packet, count: length, form: form) else { break }
            pieces += self.pieces(of: segments)
            rest = rest.dropFirst(2 + length)
            left -= 2 + length
        }
        return pieces
    }

    /// The octets of answers as far as they were kept, and how many there are.
    private func payload(of answers: [AnswerRecord], below zone: DomainName) -> (kept: [UInt8], count: Int)? {
        guard let first = answers.first else { return nil }
        switch first.type {
        case .txt:
            let text = CharacterStringText.joined(first.octets)
            return (text, max(text.count, first.length - (first.length + 255) / 256))
        case .null:
            return (first.octets, first.length)
        case .caa:
            let skipped = 2 + Int(first.octets.dropFirst().first ?? 0)
            return (Array(first.octets.dropFirst(skipped)), first.length - skipped)
        case .cname, .ns, .mx, .srv:
            let skipped = first.type == .mx ? 2 : first.type == .srv ? 6 : 0
            guard let name = DomainName(rdata: first.octets.dropFirst(skipped)), name.isSubdomain(of: zone),
                let octets = PayloadEncoding.base32.octets(
                    of: name.prefix(dropping: zone.labelCount).labels.joined()
                )
            else { return nil }
            return (octets, octets.count)
        default:
            return nil
        }
    }
}
