package import Channels
import DNSWire
package import Findings
import PayloadMeasures
import ZoneProfiles

/// Recognizes dnscat2 by packets that fit its format in query and answer alike.
///
/// ``DNSCat2Layout`` draws packets. The type is one of five values, and the answer to a packet has the type and session id of the query. By
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

    private typealias Packet = DNSCat2Layout.Packet

    package init() {}

    package func match(_ channel: Channel) -> SignatureMatch? {
        var match = echoes(channel) ?? constantSession(channel)
        match?.layout = DNSCat2Layout(isEncrypted: isEncrypted(channel))
        return match
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
            ", \(isEncrypted(channel) ? "encrypted" : "not encrypted"), in \(types.joined(separator: ", ")) records"
            + (isDirect ? ", straight to the server" : "")
            + (name.map { ", called \"\($0.shownText)\"" } ?? "")
    }

    private func packet(in subdomain: DomainName) -> Packet? { DNSCat2Layout.packet(in: subdomain) }

    private func answer(of response: Exchange.Response, channel: Channel) -> Packet? {
        DNSCat2Layout.packet(in: response.answers, below: channel.zone)
    }

    /// Whether a channel shakes hands for encryption, or all its messages are too long for none.
    private func isEncrypted(_ channel: Channel) -> Bool {
        let packets = channel.subdomains.compactMap(packet)
        if packets.contains(where: { $0.type == Packet.encryption }) { return true }
        if packets.contains(where: { $0.type == Packet.syn }) { return false }
        // An encrypted message has a signature, a nonce and two numbers; one in clear that is idle has the numbers alone.
        let messages = packets.filter { $0.type == Packet.message }
        return !messages.isEmpty && messages.allSatisfy { $0.body.count >= 12 }
    }

    private func text(of sessions: Set<UInt16>) -> String {
        let shown = sessions.sorted().prefix(4).map { $0.hexadecimal(digits: 4) }
        return shown.joined(separator: ", ") + (sessions.count > shown.count ? " and others" : "")
    }
}
