package import DNSWire
import PayloadMeasures

/// How NSTX writes fragments of IP packets into names, and as they are into TXT answers.
///
///     | 0xB4, 8 bits | sequence number, low 4 | channel, 4 | packet, low 12, little-endian | flags, 4 | octets …
///
/// The last fragment of a packet has flag 1. In a name, one symbol tells how many of the last octets only fill up a group
/// of three; the others are Base64 in an order of its own. So its first two symbols are `a`, `b` or `c` and `T`.
///
/// Source: mirrors-git/NSTX, nstx.h (`nstxhdr`), nstx_encode.c, nstxcd.c (`nstxc_send_packet`), nstxd.c
/// (`dequeue_senditem`), nstx_dns.c (`dns_data2fqdn`).
package enum NSTXLayout {
    private static let magic: UInt8 = 0xB4
    private static let lastFlag: UInt8 = 1
    private static let headerLength = 4
    private static let alphabet = PayloadEncoding(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_1234567890"
    )

    /// A piece of an IP packet; one without octets asks for an answer.
    package struct Fragment: Sendable {
        /// The number of the packet, 1…4,095.
        package let packet: Int
        /// Its place in the packet, from 0.
        package let number: Int
        package let isLast: Bool
        package let octets: [UInt8]

        /// The fragment that the labels left of the zone write.
        package init?(in subdomain: DomainName) {
            let symbols = Array(subdomain.labels.joined())
            guard let first = symbols.first, let cut = alphabet.number(of: [first]), cut < 3,
                symbols.count % 4 == 1, let octets = alphabet.octets(of: symbols.dropFirst())
            else { return nil }
            self.init(octets.dropLast(cut))
        }

        /// The fragment that the text of an answer is.
        package init?(_ octets: some Collection<UInt8>) {
            let header = Array(octets.prefix(headerLength))
            guard header.count == headerLength, header[0] == magic else { return nil }
            number = Int(header[1] & 0xF)
            packet = Int(header[2]) | Int(header[3] & 0xF) << 8
            isLast = header[3] >> 4 & lastFlag != 0
            self.octets = Array(octets.dropFirst(headerLength))
            guard packet > 0 else { return nil }
        }
    }
}
