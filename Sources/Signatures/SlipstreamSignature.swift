package import Channels
import DNSWire
package import Findings
import PayloadMeasures
import ZoneProfiles

/// Recognizes slipstream by QUIC packets that its names are.
///
///     | 1 1 …, 8 bits | version, 32 | length, 8 | destination id | length, 8 | source id | …     during the handshake
///     | 0 1 …, 8 bits | destination id, 64 bits | protected …                                    afterwards
///
/// Names are Base32 with a dot behind each 57 symbols.
///
/// - Handshake: two packets with QUIC version 1 or 2 and lengths up to 20 that are equal in both have 32 bits of
///   version each, so they are below 2⁻⁶⁴.
/// - Afterwards: the server chose one destination id for all packets of a connection. The payload protects the octet
///   before it, which is thus random but for two bits. Sixteen names with such a beginning are a layout that no other
///   known software has.
///
/// Source: EndPositive/slipstream, src/slipstream_client.c (`client_encode_segment`),
/// src/slipstream_inline_dots.c; RFC 9000 §17.2, §17.3.1; RFC 9369 §3.1.
package struct SlipstreamSignature: ToolSignature {
    package let tool = "slipstream"
    package let kind = FindingKind.tunnel
    private static let minimumHandshakes = 2
    private static let minimumNames = 16
    private static let minimumFirstOctets = 4
    private static let versions: Set<UInt32> = [1, 0x6B33_43CF]
    private static let labelLength = 57

    package init() {}

    package func match(_ channel: Channel) -> SignatureMatch? {
        let packets = zip(channel.names, channel.subdomains).compactMap { record, subdomain in
            Self.packet(in: subdomain).map { (octets: $0, frame: record.first.place) }
        }
        let handshakes = packets.filter { Self.version(of: $0.octets) != nil }
        let short = packets.filter { $0.octets[0] & 0xC0 == 0x40 }
        let connections = Dictionary(grouping: short) { $0.octets[1..<9] }
        let connection = connections.max {
            ($0.value.count, $1.value[0].frame) < ($1.value.count, $0.value[0].frame)
        }
        let firstOctets = Set((connection?.value ?? []).map { $0.octets[0] }).count
        if let first = handshakes.first, handshakes.count >= Self.minimumHandshakes,
            Set(handshakes.map { $0.octets[5] }).count == 1
        {
            return recognized(
                .certain,
                feature: "slipstream_handshakes",
                value: handshakes.count,
                threshold: Self.minimumHandshakes,
                because:
                    "\(handshakes.count) names are QUIC handshake packets, first in frame \(first.frame), and "
                    + "\(connection?.value.count ?? 0) later ones are of one connection."
            )
        }
        guard let connection, connection.value.count >= Self.minimumNames,
            firstOctets >= Self.minimumFirstOctets,
            2 * connection.value.count >= channel.names.count
        else { return nil }
        let id = connection.key.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return recognized(
            .probable,
            feature: "slipstream_connection_names",
            value: connection.value.count,
            threshold: Self.minimumNames,
            because:
                "\(connection.value.count) names are QUIC packets of connection id \(id.hexadecimal(digits: 16)), "
                + "first in frame \(connection.value[0].frame)."
        )
    }

    /// The octets of a name that is cut into labels as slipstream does, at least a QUIC header.
    private static func packet(in subdomain: DomainName) -> [UInt8]? {
        let labels = Array(subdomain.labels)
        guard labels.dropLast().allSatisfy({ $0.count == labelLength }),
            (labels.last?.count ?? 0) <= labelLength,
            let octets = PayloadEncoding.base32.octets(of: labels.joined()), octets.count >= 20
        else { return nil }
        return octets
    }

    /// The version of a packet with a long header, or `nil`.
    private static func version(of octets: [UInt8]) -> UInt32? {
        guard octets[0] & 0xC0 == 0xC0, octets[5] <= 20, octets.count > 6 + Int(octets[5]),
            octets[6 + Int(octets[5])] <= 20
        else { return nil }
        let version = octets[1..<5].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        return versions.contains(version) ? version : nil
    }
}
