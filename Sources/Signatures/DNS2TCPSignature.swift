package import Channels
import DNSWire
package import Findings
import NetworkTypes
import PayloadMeasures
import ZoneProfiles

/// Recognizes dns2tcp by its control labels, or by headers of one session.
///
/// ``DNS2TCPLayout`` draws names.
///
/// - Control names have a label `=auth`, `=connect` or `=resource`; no host name has a `=`.
/// - All other names begin with ten Base64 symbols of the header. One session id in eight names or more with
///   acknowledgments or sequence numbers that rise by small steps is less than one in 2¹⁰⁰ of random symbols. Names of one letter
///   case are none: a counter behind a constant beginning, as in Base32 of packets, reads like a header too.
///
/// Source: alex-sector/dns2tcp, common/includes/dns.h, common/includes/base64.h, server/rr.c.
package struct DNS2TCPSignature: ToolSignature {
    package let tool = "dns2tcp"
    package let kind = FindingKind.tunnel
    private static let minimumNames = 8

    /// The header that the first ten Base64 symbols of a name hold, or `nil`.
    private static func header(_ subdomain: DomainName) -> DNS2TCPLayout.Packet? {
        DNS2TCPLayout.Packet(Array(subdomain.labels.joined()).prefix(10))
    }

    package init() {}

    package func match(_ channel: Channel) -> SignatureMatch? {
        var match = control(channel) ?? session(channel)
        match?.layout = DNS2TCPLayout()
        return match
    }

    private func control(_ channel: Channel) -> SignatureMatch? {
        var frames: [FramePlace] = []
        var found: Set<String> = []
        for exchange in channel.exchanges {
            let labels = channel.subdomain(of: exchange.name).lowercased.labels
            for label in labels {
                for control in DNS2TCPLayout.controlLabels where label.elementsEqual(control.utf8) {
                    frames.append(exchange.first.place)
                    found.insert(control)
                }
            }
        }
        guard let frame = frames.first else { return nil }
        return recognized(
            feature: "dns2tcp_control_names",
            value: frames.count,
            threshold: 1,
            because: "Control labels \(found.sorted().joined(separator: ", ")) in \(frames.count) names, "
                + "first in frame \(frame)."
        )
    }

    private func session(_ channel: Channel) -> SignatureMatch? {
        let subdomains = channel.askedSubdomains
        let headers = subdomains.compactMap(Self.header)
        let bySession = Dictionary(grouping: headers, by: \.session)
        guard
            let (id, packets) = bySession.max(by: { ($0.value.count, $1.key) < ($1.value.count, $0.key) }),
            packets.count >= Self.minimumNames, 10 * packets.count >= 8 * subdomains.count,
            subdomains.contains(where: { $0.octets.contains { (0x41...0x5A).contains($0) } }),
            subdomains.contains(where: { $0.octets.contains { (0x61...0x7A).contains($0) } })
        else { return nil }
        // A sample of the names leaves gaps; a small step is one that the gaps explain.
        let largestStep = UInt16(clamping: Int(64 * channel.namesPerSample))
        let rising = zip(packets, packets.dropFirst()).count { early, late in
            let step = late.sequence &- early.sequence
            let acknowledgedStep = late.acknowledged &- early.acknowledged
            return max(step, acknowledgedStep) <= largestStep && late.type & 0x80 == 0
        }
        guard 10 * rising >= 8 * (packets.count - 1), Set(packets.map(\.sequence)).count > packets.count / 2
        else { return nil }
        return recognized(
            feature: "dns2tcp_session_names",
            value: packets.count,
            threshold: Self.minimumNames,
            because:
                "\(packets.count) names hold headers of session 0x\(String(id, radix: 16)) with rising sequence numbers."
        )
    }
}
