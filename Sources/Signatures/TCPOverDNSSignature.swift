package import Channels
package import DNSWire
package import Findings
package import ZoneProfiles

/// Recognizes tcp-over-dns by the checksum of its packets.
///
///     | client, 16 bits | packet, 8 | last one seen, 8 | flags, 8 | checksum, 8 | content … |
///     a<letters a to p, two for an octet, the lower half first>.zone
///
/// Checksum, the fields before it, the content and its length add up to zero, one in 256 names; three of eight flags are never set,
/// one in 8. Eight names are below 2⁻⁸⁰. Names that begin with b or h hold packets in Base63 and Base37 and are not read.
///
/// Source: sunapi386/tcp-over-dns, src/common/Packet.java (`encodeAsName`, `calcChecksum`), src/common/Base16Alpha.java.
package struct TCPOverDNSSignature: ToolSignature, ToolLayout {
    package let tool = "tcp-over-dns"
    package let kind = FindingKind.tunnel
    private static let minimumNames = 8

    private struct Packet {
        let client: UInt16
        let number: UInt8
        let flags: UInt8
        let content: ArraySlice<UInt8>

        private static let unused: UInt8 = 0x90
        private static let noData: UInt8 = 0x06
        private static let headerLength = 6

        var carriesData: Bool { flags & Self.noData == 0 }

        init?(_ symbols: some Sequence<UInt8>) {
            let symbols = Array(symbols)
            guard symbols.count >= 1 + 2 * Self.headerLength, symbols.count % 2 == 1,
                symbols[0] | 0x20 == UInt8(ascii: "a")
            else { return nil }
            var octets: [UInt8] = []
            for start in stride(from: 1, to: symbols.count, by: 2) {
                let (low, high) = ((symbols[start] | 0x20) &- 0x61, (symbols[start + 1] | 0x20) &- 0x61)
                guard low < 16, high < 16 else { return nil }
                octets.append(high << 4 | low)
            }
            client = UInt16(octets[0]) | UInt16(octets[1]) << 8
            number = octets[2]
            flags = octets[4]
            content = octets.dropFirst(Self.headerLength)
            // The client counts as a whole, of which the lower half matters.
            let sum = octets[0] &+ octets[2] &+ octets[3] &+ octets[4] &+ octets[5]
            let length = UInt8(truncatingIfNeeded: content.count)
            guard flags & Self.unused == 0, content.reduce(sum &+ length, &+) == 0 else { return nil }
        }
    }

    package init() {}

    package func match(_ channel: Channel) -> SignatureMatch? {
        let packets = zip(channel.names, channel.subdomains).compactMap { record, subdomain in
            Packet(subdomain.labels.joined()).map { (packet: $0, frame: record.first.place) }
        }
        guard packets.count >= Self.minimumNames, 10 * packets.count >= 8 * channel.names.count else {
            return nil
        }
        let clients = Set(packets.map(\.packet.client)).sorted().prefix(4).map { $0.hexadecimal(digits: 4) }
        var match = recognized(
            feature: "tcp_over_dns_packets",
            value: packets.count,
            threshold: Self.minimumNames,
            because:
                "\(packets.count) names are packets of client \(clients.joined(separator: ", ")) whose checksum fits, "
                + "first in frame \(packets[0].frame)."
        )
        match.layout = self
        return match
    }

    package func piecesUp(in subdomain: DomainName) -> [CarriedPiece] {
        piece(Packet(subdomain.labels.joined()))
    }

    package func piecesDown(
        in answers: [AnswerRecord],
        to subdomain: DomainName?,
        below zone: DomainName
    ) -> [CarriedPiece] {
        answers.filter { $0.type == .cname }.flatMap { piece(Packet($0.labels(behind: 0).joined())) }
    }

    private func piece(_ packet: Packet?) -> [CarriedPiece] {
        guard let packet, packet.carriesData, !packet.content.isEmpty else { return [] }
        return [
            CarriedPiece(
                stream: UInt64(packet.client),
                position: UInt64(packet.number),
                octets: packet.content
            )
        ]
    }
}
