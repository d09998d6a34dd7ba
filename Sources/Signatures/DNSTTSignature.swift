package import Channels
import DNSWire
package import Findings
import PayloadMeasures
import ZoneProfiles

/// Recognizes dnstt and programs built from it by the constant client id and the padding rules of its names.
///
///     | client id, 64 bits | 0xE0 + n, 8 | n random octets | length, 8 | packet … |     in Base32, lower case
///
/// With a packet the length takes exactly what is left, and n is 3; without one nothing follows, and n is 8. Programs
/// built from it choose n otherwise. A name with a constant beginning fits with a chance of 2⁻¹¹ with a packet, for any n,
/// and of 2⁻⁸ without. Four names of one client id of which two have packets of different lengths are thus below 2⁻³².
/// Eight names without packets alone could be any tokens of one length with a constant beginning; they make the tool
/// probable.
///
/// Source: bamsoftware.com/git/dnstt.git, dnstt-client/dns.go (`send`, `DNSPacketConn`).
package struct DNSTTSignature: ToolSignature {
    package let tool = "dnstt"
    package let kind = FindingKind.tunnel
    private static let minimumNames = 4
    private static let minimumPolls = 8

    private struct Query {
        let client: ArraySlice<UInt8>
        /// Octets of the packet, or `nil` for a poll.
        let packetLength: Int?

        init?(_ subdomain: DomainName) {
            guard
                let octets = PayloadEncoding.base32.octets(of: subdomain.labels.joined()), octets.count >= 14
            else { return nil }
            client = octets.prefix(8)
            guard octets[8] >= 0xE0 else { return nil }
            let packetStart = 9 + Int(octets[8] - 0xE0)
            guard packetStart <= octets.count else { return nil }
            let length = octets.dropFirst(packetStart).first
            if let length, length >= 0xE0 || Int(length) != octets.count - packetStart - 1 { return nil }
            packetLength = length.map(Int.init)
        }
    }

    package init() {}

    package func match(_ channel: Channel) -> SignatureMatch? {
        let queries = zip(channel.names, channel.subdomains).compactMap { record, subdomain in
            Query(subdomain).map { (query: $0, frame: record.first.frame) }
        }
        let clients = Dictionary(grouping: queries, by: \.query.client)
        guard
            let busiest = clients.max(by: {
                ($0.value.count, $1.value[0].frame) < ($1.value.count, $0.value[0].frame)
            })
        else { return nil }
        let lengths = Set(busiest.value.compactMap(\.query.packetLength))
        let count = busiest.value.count
        let isCertain = count >= Self.minimumNames && lengths.count >= 2
        guard isCertain || count >= Self.minimumPolls else { return nil }
        let id = busiest.key.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        let packets = busiest.value.count { $0.query.packetLength != nil }
        return recognized(
            isCertain ? .certain : .probable,
            feature: "dnstt_client_names",
            value: count,
            threshold: isCertain ? Self.minimumNames : Self.minimumPolls,
            because:
                "\(count) names begin with client id \(id.hexadecimal(digits: 16)), \(packets) with a packet whose "
                + "length fits and \(count - packets) polls, first in frame \(busiest.value[0].frame)."
        )
    }
}
