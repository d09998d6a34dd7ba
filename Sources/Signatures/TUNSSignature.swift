package import Channels
import DNSWire
package import Findings
import PayloadMeasures
import ZoneProfiles

/// Takes IPv4 packets in names that ask for CNAME for a hint at TUNS.
///
///     d<Base32 of an IPv4 packet, = written 0>.zone          asked for as CNAME, in labels of 63
///
/// The mark `d` is remembered from a figure of the paper about the tool, whose name does hold the header of an ICMP packet with a
/// right checksum, and not known from source. What follows it validates itself: version and
/// header length, the total length of all that is there, and the header's checksum, a chance of 2⁻⁴⁰ for one name. Two such names
/// are IPv4 in names that ask for CNAME, and no other tool is known to do that; one that did would be taken for this.
///
/// Source: Nussbaum, Neyron, Richard, "On Robust Covert Channels Inside DNS" (2009), doi:10.1007/978-3-642-01244-0_5.
package struct TUNSSignature: ToolSignature {
    package let tool = "TUNS"
    package let kind = FindingKind.tunnel
    private static let minimumPackets = 2
    private static let headerLength = 20

    package init() {}

    package func match(_ channel: Channel) -> SignatureMatch? {
        let frames = zip(channel.names, channel.subdomains).compactMap { record, subdomain in
            record.first.type == .cname && Self.isPacket(subdomain) ? record.first.frame : nil
        }
        guard let first = frames.first, frames.count >= Self.minimumPackets else { return nil }
        return recognized(
            .possible,
            feature: "tuns_packets",
            value: frames.count,
            threshold: Self.minimumPackets,
            because:
                "\(frames.count) names that ask for CNAME are IPv4 packets behind a d, first in frame \(first)."
        )
    }

    private static func isPacket(_ subdomain: DomainName) -> Bool {
        let symbols = Array(subdomain.labels.joined())
        let padding = symbols.reversed().prefix { $0 == UInt8(ascii: "0") }.count
        guard let first = symbols.first, first | 0x20 == UInt8(ascii: "d"),
            let octets = PayloadEncoding.base32.octets(of: symbols.dropFirst().dropLast(padding)),
            octets.count >= headerLength, octets[0] == 0x45,
            Int(octets[2]) << 8 | Int(octets[3]) == octets.count
        else { return false }
        // RFC 1071: the sum of the whole header is all ones.
        let sum = stride(from: 0, to: headerLength, by: 2)
            .reduce(0) { $0 + (Int(octets[$1]) << 8 | Int(octets[$1 + 1])) }
        return (sum & 0xFFFF) + sum >> 16 == 0xFFFF
    }
}
