package import Channels
import DNSWire
package import Findings
import PayloadMeasures
import ZoneProfiles

/// Takes the layout of Cobalt Strike's DNS beacon for a hint, no more.
///
///     <word>.<n, 1…4><hexadecimal>[.<hexadecimal>…, n labels in all].<counter, hexadecimal>.<session>.zone
///     <session>.zone
///
/// The layout is known from descriptions of the traffic and not from source, and words and answers are the
/// operator's choice. Two names of one session make the tool possible if their first digit counts their data labels,
/// which one name in ten may lack, and few words stand before it.
package struct CobaltStrikeSignature: ToolSignature {
    package let tool = "Cobalt Strike"
    package let kind = FindingKind.tunnel
    private static let minimumNames = 2
    /// One for each kind of message: keys of a session, its tasks, output, files.
    private static let mostWords = 8

    package init() {}

    package func match(_ channel: Channel) -> SignatureMatch? {
        let packets = zip(channel.names, channel.subdomains).compactMap { record, subdomain in
            Self.packet(subdomain).map { (packet: $0, frame: record.first.place) }
        }
        let sessions = Dictionary(grouping: packets, by: \.packet.session)
        guard
            let (id, found) = sessions.max(by: { ($0.value.count, $1.key) < ($1.value.count, $0.key) }),
            found.count >= Self.minimumNames,
            10 * found.count(where: \.packet.countsLabels) >= 9 * found.count,
            Set(found.map(\.packet.word)).count <= Self.mostWords
        else { return nil }
        return recognized(
            .possible,
            feature: "cobalt_strike_names",
            value: found.count,
            threshold: Self.minimumNames,
            because:
                "\(found.count) names of session \(String(id, radix: 16)) begin with a word and the number of their "
                + "data labels, first in frame \(found[0].frame)."
        )
    }

    /// What a name with data says about it.
    private struct Packet {
        let session: UInt32
        let word: ArraySlice<UInt8>
        /// Whether the digit before the data counts the labels.
        let countsLabels: Bool
    }

    private static func packet(_ subdomain: DomainName) -> Packet? {
        let labels = Array(subdomain.lowercased.labels)
        guard labels.count >= 4,
            labels[0].allSatisfy({ (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) }),
            let session = labels[labels.count - 1].hexadecimalNumber, labels[labels.count - 1].count >= 7,
            labels[labels.count - 2].hexadecimalNumber != nil,
            labels[1..<(labels.count - 2)].allSatisfy({ $0.allSatisfy(PayloadEncoding.base16.contains) }),
            let digit = labels[1].first
        else { return nil }
        return Packet(
            session: session,
            word: labels[0],
            countsLabels: (0x31...0x34).contains(digit) && Int(digit - 0x30) == labels.count - 3
        )
    }
}
