import Channels
package import DNSWire
import PayloadMeasures
package import ZoneProfiles

/// How dnscat2 writes packets into names and answers.
///
///     | packet id, 16 bits | type, 8 | session id, 16 | …       written in hexadecimal, dots ignored
///     | … | sequence number, 16 | acknowledged, 16 | data …                                 MSG in clear
///     | … | signature, 48 | nonce, 16 | sequence number, acknowledged, data, encrypted …    MSG otherwise
///
/// In direct mode the label `dnscat` stands before a name. Answers are TXT in hexadecimal, names below the zone in CNAME and
/// MX, or addresses: each begins with its number, the first one goes on with the packet's length.
///
/// Source: iagox86/dnscat2, doc/protocol.md; client/tunnel_drivers/driver_dns.c; server/libs/encryptor.rb.
package struct DNSCat2Layout: ToolLayout {
    /// Octets of an encrypted message that are no data: signature, nonce, and the rest of the header.
    package static let encryptedOverhead = 6 + 2 + 4

    /// Whether sessions are encrypted, so that sequence numbers cannot be read.
    let isEncrypted: Bool

    /// The content of one name or answer.
    package struct Packet: Sendable {
        let id: UInt16
        package let type: UInt8
        package let session: UInt16
        /// The octets behind the session id.
        package let body: ArraySlice<UInt8>

        package static let syn: UInt8 = 0x00
        package static let message: UInt8 = 0x01
        package static let encryption: UInt8 = 0x03
        static let ping: UInt8 = 0xFF
        /// SYN, MSG, FIN, ENC and PING.
        private static let types: Set<UInt8> = [syn, message, 0x02, encryption, ping]

        /// The packet that octets begin with, or `nil` when they are too few or of no known type.
        init?(_ octets: [UInt8]) {
            guard octets.count >= 5, Self.types.contains(octets[2]) else { return nil }
            id = UInt16(octets[0]) << 8 | UInt16(octets[1])
            type = octets[2]
            session = UInt16(octets[3]) << 8 | UInt16(octets[4])
            body = octets.dropFirst(5)
        }

        /// The name that the client gives its session, in the packet that opens one in clear.
        ///
        ///     | sequence number, 16 bits | options, 16, of which 1 means a name | name … | 0 |
        package var sessionName: [UInt8]? {
            guard let options, options & 1 == 1, body.count > 4 else { return nil }
            return Array(body.dropFirst(4).prefix { $0 != 0 })
        }

        /// The options in the packet that opens a session in clear: 1 for a name, 0x20 for commands instead of a shell.
        package var options: UInt16? {
            guard type == Self.syn, body.count >= 4 else { return nil }
            return body.dropFirst(2).prefix(2).reduce(0) { $0 << 8 | UInt16($1) }
        }

        /// The number that the octets of the sender begin with (SYN), or of the first octet of a message in clear.
        package var sequence: UInt16? {
            guard type == Self.syn || type == Self.message, body.count >= 4 else { return nil }
            return body.prefix(2).reduce(0) { $0 << 8 | UInt16($1) }
        }

        /// The sender's public key, in the packet that asks for encryption: a point of P-256, both coordinates.
        ///
        ///     | 0 for a new key, 16 bits | flags, 16 | x, 256 | y, 256 |
        package var publicKey: ArraySlice<UInt8>? {
            guard type == Self.encryption, body.count == 4 + 64, body.prefix(2).allSatisfy({ $0 == 0 }) else {
                return nil
            }
            return body.dropFirst(4)
        }

        /// The octets that a message in clear carries.
        package var carried: ArraySlice<UInt8> { type == Self.message ? body.dropFirst(4) : [] }
    }

    /// The packet in the labels left of the zone.
    package static func packet(in subdomain: DomainName) -> Packet? {
        var labels = Array(subdomain.labels)
        if let first = labels.first, first.isText("dnscat") { labels.removeFirst() }
        // The client's dots stand between octets, never within one, as they do in reversed IPv6 addresses.
        guard labels.allSatisfy({ $0.count.isMultiple(of: 2) }) else { return nil }
        return PayloadEncoding.base16.octets(of: labels.joined()).flatMap(Packet.init)
    }

    /// The packet in the answers of one response.
    package static func packet(in answers: [AnswerRecord], below zone: DomainName) -> Packet? {
        guard let first = answers.first else { return nil }
        func inside(_ octets: ArraySlice<UInt8>) -> Packet? {
            DomainName(rdata: octets).flatMap { name in
                let labels =
                    name.isSubdomain(of: zone) ? name.prefix(dropping: zone.labelCount).labels : name.labels
                // The server cuts labels after 63 digits.
                return PayloadEncoding.base16.octets(of: labels.joined()).flatMap(Packet.init)
            }
        }
        switch first.type {
        case .txt:
            return PayloadEncoding.base16.octets(of: CharacterStringText.joined(first.octets)).flatMap(
                Packet.init
            )
        case .cname: return inside(first.octets[...])
        case .mx: return inside(first.octets.dropFirst(2))
        case .a, .aaaa:
            let ordered = answers.filter { $0.type == first.type }
                .sorted { ($0.octets.first ?? 0) < ($1.octets.first ?? 0) }
            let octets = Array(ordered.flatMap { $0.octets.dropFirst() })
            guard let length = octets.first else { return nil }
            return Packet(Array(octets.dropFirst().prefix(Int(length))))
        default:
            return nil
        }
    }

    package func piecesUp(in subdomain: DomainName) -> [CarriedPiece] {
        Self.packet(in: subdomain).flatMap(piece).map { [$0] } ?? []
    }

    package func piecesDown(
        in answers: [AnswerRecord],
        to subdomain: DomainName?,
        below zone: DomainName
    ) -> [CarriedPiece] {
        Self.packet(in: answers, below: zone).flatMap(piece).map { [$0] } ?? []
    }

    private func piece(of packet: Packet) -> CarriedPiece? {
        let body = packet.body
        let header = isEncrypted ? Self.encryptedOverhead : 4
        guard packet.type == Packet.message, body.count > header else { return nil }
        // The nonce is new for each packet that is sent, the sequence number only for new data.
        let place = body.dropFirst(isEncrypted ? 6 : 0).prefix(2).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return CarriedPiece(
            stream: UInt64(packet.session),
            position: place,
            octets: body.dropFirst(header)
        )
    }
}
