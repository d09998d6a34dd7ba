package import Channels
package import DNSWire
package import Findings
import PayloadMeasures
package import ZoneProfiles

/// Recognizes TUNS by IPv4 packets in names that ask for CNAME.
///
///     d<Base32 of an IPv4 packet, = written 0>.zone          asked for as CNAME, in labels of 62, then 63
///     r<number>.zone                                         asks for packets; answers are written the same way
///
/// A packet validates itself: version and header length, the total length of all that is there, and the header's checksum, a chance of
/// 2⁻⁴⁰ for one name. Two are certain to be IPv4 in names, and no other known tool writes `d` before it and `0` behind it.
///
/// Source: lnussbaum/tuns, lib/tuns/dns.rb (`dns_encode`, `dns_split`); Nussbaum, Neyron, Richard, "On Robust Covert Channels Inside DNS"
/// (2009), doi:10.1007/978-3-642-01244-0_5.
package struct TUNSSignature: ToolSignature, ToolLayout {
    package let tool = "TUNS"
    package let kind = FindingKind.tunnel
    private static let minimumPackets = 2

    package init() {}

    package func match(_ channel: Channel) -> SignatureMatch? {
        let frames = zip(channel.names, channel.subdomains).compactMap { record, subdomain in
            record.first.type == .cname && Self.packet(subdomain.labels) != nil ? record.first.place : nil
        }
        guard let first = frames.first, frames.count >= Self.minimumPackets else { return nil }
        var match = recognized(
            feature: "tuns_packets",
            value: frames.count,
            threshold: Self.minimumPackets,
            because:
                "\(frames.count) names that ask for CNAME are IPv4 packets behind a d, first in frame \(first)."
        )
        match.layout = self
        return match
    }

    package func piecesUp(in subdomain: DomainName) -> [CarriedPiece] {
        Self.packet(subdomain.labels).map { [CarriedPiece(position: 0, octets: $0)] } ?? []
    }

    package func piecesDown(
        in answers: [AnswerRecord],
        to subdomain: DomainName?,
        below zone: DomainName
    ) -> [CarriedPiece] {
        answers.compactMap { answer in
            guard answer.type == .cname, let name = DomainName(rdata: answer.octets[...]),
                name.isSubdomain(of: zone)
            else { return nil }
            return Self.packet(name.prefix(dropping: zone.labelCount).labels).map {
                CarriedPiece(position: 0, octets: $0)
            }
        }
    }

    /// The IPv4 packet that labels hold, or `nil` where they hold none.
    private static func packet(_ labels: some Sequence<ArraySlice<UInt8>>) -> [UInt8]? {
        let symbols = Array(labels.joined())
        let padding = symbols.reversed().prefix { $0 == UInt8(ascii: "0") }.count
        guard let first = symbols.first, first | 0x20 == UInt8(ascii: "d"),
            let octets = PayloadEncoding.base32.octets(of: symbols.dropFirst().dropLast(padding)),
            octets.first == 0x45, InternetPacket.isWhole(octets)
        else { return nil }
        return octets
    }
}
