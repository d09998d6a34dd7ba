package import Channels
import DNSWire
package import Findings
import PayloadMeasures
import ZoneProfiles

/// Recognizes dnscat2 by packets that fit its format in query and answer alike.
///
///     | packet id, 16 bits | type, 8 | session id, 16 | …       written in hexadecimal, dots ignored
///
/// The type is one of five values, and the answer to a packet has the type and session id of the query. By
/// chance one exchange in 50 · 65,536 does that, so two of them are certain. Where answers were not seen, one
/// session id in eight names or more, each with a known type, is less than one in 50⁸. The packet ids before them
/// are random and must differ: names with a constant beginning would have one type and session too.
///
/// Source: iagox86/dnscat2, doc/protocol.md; client/tunnel_drivers/driver_dns.c.
package struct DNSCat2Signature: ToolSignature {
    package let tool = "dnscat2"
    package let kind = FindingKind.tunnel
    private static let minimumEchoes = 2
    private static let minimumNames = 8

    private struct Packet {
        let id: UInt16
        let type: UInt8
        let session: UInt16
        /// What the client calls its session, in the packet that opens one in clear.
        let sessionName: [UInt8]?

        /// SYN, MSG, FIN, ENC and PING.
        private static let types: Set<UInt8> = [0x00, 0x01, 0x02, 0x03, 0xFF]

        /// The packet that octets begin with, or `nil` when they are too few or of no known type.
        init?(_ octets: [UInt8]) {
            guard octets.count >= 5, Self.types.contains(octets[2]) else { return nil }
            id = UInt16(octets[0]) << 8 | UInt16(octets[1])
            type = octets[2]
            session = UInt16(octets[3]) << 8 | UInt16(octets[4])
            // | sequence number, 16 bits | options, 16, of which 1 means a name | name … | 0 |
            let isNamed = type == 0x00 && octets.count > 9 && octets[8] & 1 == 1
            sessionName = isNamed ? Array(octets[9...].prefix { $0 != 0 }) : nil
        }

        var isEncrypted: Bool { type == 0x03 }
    }

    package init() {}

    package func match(_ channel: Channel) -> SignatureMatch? {
        echoes(channel) ?? constantSession(channel)
    }

    private func echoes(_ channel: Channel) -> SignatureMatch? {
        var sessions: Set<UInt16> = []
        let echoes = channel.exchanges.count { exchange in
            guard
                let query = packet(in: channel.subdomain(of: exchange.name)),
                let response = exchange.response,
                let answer = answer(of: response, channel: channel),
                answer.session == query.session, answer.type == query.type || query.type == 0xFF
            else { return false }
            sessions.insert(query.session)
            return true
        }
        guard echoes >= Self.minimumEchoes else { return nil }
        return recognized(
            feature: "dnscat2_session_echoes",
            value: echoes,
            threshold: Self.minimumEchoes,
            because: "\(echoes) answers repeat packet type and session id of their query, "
                + "session \(text(of: sessions))\(mode(of: channel))."
        )
    }

    private func constantSession(_ channel: Channel) -> SignatureMatch? {
        let packets = channel.subdomains.compactMap(packet)
        guard packets.count >= Self.minimumNames, 10 * packets.count >= 9 * channel.subdomains.count
        else { return nil }
        let sessions = Dictionary(packets.map { ($0.session, 1) }, uniquingKeysWith: +)
        guard sessions.count * Self.minimumNames <= packets.count,
            2 * Set(packets.map(\.id)).count >= packets.count
        else { return nil }
        return recognized(
            feature: "dnscat2_session_names",
            value: packets.count,
            threshold: Self.minimumNames,
            because:
                "\(packets.count) names are packets of a known type, session \(text(of: Set(sessions.keys)))\(mode(of: channel))."
        )
    }

    /// How the packets travel, for the end of a sentence.
    private func mode(of channel: Channel) -> String {
        let packets = channel.exchanges.compactMap { packet(in: channel.subdomain(of: $0.name)) }
        let types = channel.profile.queryTypes.sorted.prefix(3).map(\.kind.description)
        let name = packets.compactMap(\.sessionName).first { !$0.isEmpty }
        let isDirect = channel.exchanges.contains {
            $0.name.labels.first { _ in true }?.isText("dnscat") == true
        }
        return
            ", \(packets.contains(where: \.isEncrypted) ? "encrypted" : "not encrypted"), in \(types.joined(separator: ", ")) records"
            + (isDirect ? ", straight to the server" : "")
            + (name.map { ", called \"\($0.shownText)\"" } ?? "")
    }

    /// The packet in the labels left of the zone; in direct mode these follow the label `dnscat`.
    private func packet(in subdomain: DomainName) -> Packet? {
        var labels = Array(subdomain.lowercased.labels)
        if let first = labels.first, first.elementsEqual("dnscat".utf8) { labels.removeFirst() }
        // Dots stand between octets, never within one, as they do in reversed IPv6 addresses.
        guard labels.allSatisfy({ $0.count.isMultiple(of: 2) }) else { return nil }
        return PayloadEncoding.base16.octets(of: labels.joined()).flatMap(Packet.init)
    }

    private func answer(of response: Exchange.Response, channel: Channel) -> Packet? {
        guard let first = response.answers.first else { return nil }
        switch first.type {
        case .txt:
            return PayloadEncoding.base16.octets(of: CharacterStringText.joined(first.octets)).flatMap(
                Packet.init
            )
        case .cname:
            return DomainName(rdata: first.octets[...]).flatMap { packet(in: insideZone($0, channel)) }
        case .mx:
            return DomainName(rdata: first.octets.dropFirst(2))
                .flatMap { packet(in: insideZone($0, channel)) }
        case .a, .aaaa:
            // Each address begins with its number in the sequence; the first octets give the length.
            let ordered = response.answers.filter { $0.type == first.type }
                .sorted { ($0.octets.first ?? 0) < ($1.octets.first ?? 0) }
            return Packet(Array(ordered.flatMap { $0.octets.dropFirst() }.dropFirst()))
        default:
            return nil
        }
    }

    private func insideZone(_ name: DomainName, _ channel: Channel) -> DomainName {
        name.isSubdomain(of: channel.zone) ? channel.subdomain(of: name) : name
    }

    private func text(of sessions: Set<UInt16>) -> String {
        let shown = sessions.sorted().prefix(4).map { $0.hexadecimal(digits: 4) }
        return shown.joined(separator: ", ") + (sessions.count > shown.count ? " and others" : "")
    }
}
