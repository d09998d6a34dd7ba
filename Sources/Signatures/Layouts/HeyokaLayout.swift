package import DNSWire
import PayloadMeasures

/// How Heyoka writes what a slave sends into names, and what a master answers into TXT.
///
///     | flags, a symbol of the Base32 | ticket, 8 bits | sequence number, 16 | last received, 16 | octets … |
///
/// Numbers are little-endian; the sequence number is the place of the first octet, modulo 2¹⁶. All behind the flags is as it
/// is or, as a flag says, in Base32 with `a`…`z`, `0`…`5`, filled up with `7` (slave) or in Base64 (master). Slaves send data
/// with forged senders, and greetings and heartbeats from their own address.
///
/// Source: xant/heyoka-unix, src/tunnel.h, src/net.c (`net_encode_flag`, `net_craft_dns_rr_question`), src/codec.c,
/// src/slave.c (`slave_send`), src/master.c (`master_handle_data`).
package enum HeyokaLayout {
    static let headerLength = 5
    static let base32 = PayloadEncoding("abcdefghijklmnopqrstuvwxyz012345", ignoresCase: true)

    /// Bits of the flags, from the lowest on.
    private enum Slave {
        static let (forged, binary, greeting, control) = (1, 2, 4, 16)
    }
    private enum Master {
        static let (greeting, binary, control) = (2, 4, 8)
    }

    /// What one name or answer carries.
    package struct Message: Sendable {
        /// The number of the slave.
        package let ticket: UInt8
        package let sequence: UInt16
        /// Octets of the connection; none for greetings and heartbeats.
        package let octets: [UInt8]
        /// Whether the sender's address may be forged.
        package let isForged: Bool

        /// The message that the labels left of the zone write.
        package init?(in subdomain: DomainName) {
            let symbols = Array(subdomain.labels.joined())
            guard let flags = base32.number(of: symbols.prefix(1)), !symbols.isEmpty else { return nil }
            let text = symbols.dropFirst()
            let isBinary = flags & Slave.binary != 0
            let filling = text.reversed().prefix { $0 == UInt8(ascii: "7") }.count
            guard let content = isBinary ? Array(text) : base32.octets(of: text.dropLast(filling)) else {
                return nil
            }
            let carries = flags & (Slave.forged | Slave.greeting | Slave.control) == Slave.forged
            self.init(content, carries: carries, isForged: flags & Slave.forged != 0)
        }

        /// The message that the text of an answer is.
        package init?(answer text: [UInt8]) {
            guard let flags = base32.number(of: text.prefix(1)), !text.isEmpty else { return nil }
            let rest = text.dropFirst()
            let content =
                flags & Master.binary != 0
                ? Array(rest) : PayloadEncoding.base64.octets(of: rest.prefix { $0 != UInt8(ascii: "=") })
            guard let content else { return nil }
            self.init(content, carries: flags & (Master.greeting | Master.control) == 0, isForged: false)
        }

        private init?(_ content: [UInt8], carries: Bool, isForged: Bool) {
            guard content.count >= headerLength else { return nil }
            ticket = content[0]
            sequence = UInt16(content[1]) | UInt16(content[2]) << 8
            octets = carries ? Array(content.dropFirst(headerLength)) : []
            self.isForged = isForged
        }
    }
}
