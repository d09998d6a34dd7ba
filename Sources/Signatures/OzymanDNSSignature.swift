package import Channels
import DNSWire
package import Findings
import ZoneProfiles

/// Recognizes OzymanDNS, dnstunnel and sods by their byte counters and session ids in clear.
///
///     <Base32 data>.<nonce>-<octets sent>.id-<session>.up.zone                          asked for as A
///     <octets received>-<nonce>.id-<session>.down.zone                    asked for as TXT, CNAME or NULL
///     ….id-<session>.<u or d>.<address>-<port>.x.zone                          when sods forwards, both ways
///
/// Three labels of this form follow each other in no other known software; two names of one session are taken
/// for certain, since chance would have to make the same number of up to 32 bits twice between fixed words.
///
/// Source: splitbrain/dnstunnel, dnstunnelc; msantos/sods, sdt/sdt_dns.c (`sdt_dns_A`, `sdt_dns_poll`).
package struct OzymanDNSSignature: ToolSignature {
    package let tool = "OzymanDNS"
    package let kind = FindingKind.tunnel
    private static let minimumNames = 2

    private struct Packet {
        let session: UInt32
        let isUp: Bool
        let isForwarding: Bool
        /// Octets sent or received so far.
        let octets: UInt32

        init?(_ name: DomainName) {
            let labels = Array(name.labels)
            guard
                let index = labels.indices.dropLast(2).first(where: {
                    Self.isCounter(labels[$0], before: labels[$0 + 1])
                })
            else { return nil }
            let direction = labels[index + 2]
            isUp = direction.isText("up") || direction.isText("u")
            isForwarding = direction.count == 1
            let numbers = labels[index].split(separator: UInt8(ascii: "-"))
            guard isUp || direction.isText("down") || direction.isText("d"), isUp == (index > 0),
                let session = labels[index + 1].dropFirst(3).decimalNumber,
                let octets = numbers[isUp ? 1 : 0].decimalNumber
            else { return nil }
            self.session = session
            self.octets = octets
        }

        private static func isCounter(_ label: ArraySlice<UInt8>, before next: ArraySlice<UInt8>) -> Bool {
            let numbers = label.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
            return numbers.count == 2 && numbers.allSatisfy { $0.decimalNumber != nil }
                && next.prefix(3).isText("id-") && next.dropFirst(3).decimalNumber != nil
        }
    }

    package init() {}

    package func match(_ channel: Channel) -> SignatureMatch? {
        let packets = channel.names.compactMap { record in
            Packet(record.name).map { (packet: $0, frame: record.first.frame) }
        }
        let sessions = Dictionary(grouping: packets, by: \.packet.session)
        guard
            let (id, found) = sessions.max(by: { ($0.value.count, $1.key) < ($1.value.count, $0.key) }),
            found.count >= Self.minimumNames
        else { return nil }
        let sent = found.filter(\.packet.isUp).map(\.packet.octets).max() ?? 0
        let received = found.filter { !$0.packet.isUp }.map(\.packet.octets).max() ?? 0
        let variant = found.contains(where: \.packet.isForwarding) ? " (forwarding, as sods does)" : ""
        return recognized(
            feature: "ozymandns_names",
            value: found.count,
            threshold: Self.minimumNames,
            because:
                "\(found.count) names of session \(id) count the octets carried\(variant), up to \(sent) sent and "
                + "\(received) received, first in frame \(found[0].frame)."
        )
    }
}
