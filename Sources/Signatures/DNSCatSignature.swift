package import Channels
package import DNSWire
package import Findings
import PayloadMeasures
import ZoneProfiles

/// Recognizes dnscat of nbtool, the predecessor of dnscat2, by names whose flags foretell their labels.
///
///     dnscat.<flags>[.<identifier>][.<session>][.<number>].<labels n>.<data>….<4 letters>.zone
///     dnscat.<flags>[.<identifier>][.<session>][.<number>].<error>.<4 letters>.zone           with flag 8
///
/// Flags, in hexadecimal: 1 numbered, 8 reset, 10 data in hexadecimal and not in letters a…p, 20 session,
/// 40 identifier. The flags tell which labels follow and how many of data. These, their alphabet and the four letters
/// must all fit, and then the zone; by chance a name that begins with `dnscat` and digits does so in fewer than one
/// of 26⁴. Two names that do are certain.
///
/// Source: iagox86/nbtool, dnscat.c (`packet_to_name`, `flags_t`).
package struct DNSCatSignature: ToolSignature {
    package let tool = "dnscat"
    package let kind = FindingKind.tunnel
    private static let minimumNames = 2

    private enum Flag {
        static let stream: UInt32 = 0x01
        static let reset: UInt32 = 0x08
        static let hexadecimal: UInt32 = 0x10
        static let session: UInt32 = 0x20
        static let identifier: UInt32 = 0x40
        static let all = stream | reset | hexadecimal | session | identifier
    }

    package init() {}

    package func match(_ channel: Channel) -> SignatureMatch? {
        let packets = channel.names.compactMap { record in
            Packet(record.name).map { (zone: $0.zone, frame: record.first.place) }
        }
        let zones = Dictionary(grouping: packets, by: \.zone)
        guard
            let (zone, found) = zones.max(by: { ($0.value.count, $1.key) < ($1.value.count, $0.key) }),
            found.count >= Self.minimumNames
        else { return nil }
        return recognized(
            feature: "dnscat_names",
            value: found.count,
            threshold: Self.minimumNames,
            because:
                "\(found.count) names are dnscat packets for \(zone.presentation) with the labels that their "
                + "flags foretell, first in frame \(found[0].frame)."
        )
    }

    /// The content of one name.
    package struct Packet: Sendable {
        /// The key that tells sessions apart: their names, as far as packets have them.
        package let session: [UInt8]
        /// The next one has the next number, and the response the same; `nil` for datagrams.
        package let number: UInt32?
        package let octets: [UInt8]
        /// The rest of the name.
        package let zone: DomainName

        /// The packet in a name, which may be one of an answer, or `nil` when there is none.
        package init?(_ name: DomainName) {
            var labels = Array(name.lowercased.labels)[...]
            guard labels.popFirst()?.isText("dnscat") == true,
                let flags = labels.popFirst()?.hexadecimalNumber,
                flags & ~Flag.all == 0
            else { return nil }
            if flags & Flag.identifier != 0, labels.popFirst() == nil { return nil }
            var session: [UInt8] = []
            if flags & Flag.session != 0 {
                guard let label = labels.popFirst() else { return nil }
                session = Array(label)
            }
            var number: UInt32?
            if flags & Flag.stream != 0 {
                number = labels.popFirst()?.hexadecimalNumber
                guard number != nil else { return nil }
            }
            guard let count = labels.popFirst()?.hexadecimalNumber else { return nil }
            var octets: [UInt8] = []
            if flags & Flag.reset == 0 {
                let data = labels.prefix(Int(min(count, 16)))
                guard data.count == Int(count) else { return nil }
                let encoding =
                    flags & Flag.hexadecimal != 0 ? PayloadEncoding.base16 : DNSCatSignature.letters
                for label in data {
                    guard label.count.isMultiple(of: 2), let piece = encoding.octets(of: label) else {
                        return nil
                    }
                    octets += piece
                }
                labels = labels.dropFirst(data.count)
            }
            guard let garbage = labels.popFirst(), garbage.count == 4,
                garbage.allSatisfy({ (0x61...0x7A).contains($0) }), let zone = DomainName(labels: labels)
            else { return nil }
            self.session = session
            self.number = number
            self.octets = octets
            self.zone = zone
        }
    }

    /// Two letters for each octet (RFC 1001 §14.1).
    private static let letters = PayloadEncoding("abcdefghijklmnop", ignoresCase: true)
}
