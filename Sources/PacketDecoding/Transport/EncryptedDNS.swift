/// The transports that hide DNS messages from a capture.
///
/// The raw values are the names that reports use.
package enum EncryptedDNS: String, Hashable, Sendable, CaseIterable {
    /// DNS over TLS (RFC 7858).
    case tls = "DoT"
    /// DNS over QUIC (RFC 9250).
    case quic = "DoQ"
    /// DNS over HTTPS (RFC 8484), HTTP/3 included.
    case https = "DoH"
    /// DNSCrypt version 2 (dnscrypt.info/protocol).
    case dnsCrypt = "DNSCrypt"
}

// MARK: - Ports

extension EncryptedDNS {
    /// Whether encrypted DNS over TCP uses a port: that of DoT, and that of HTTPS.
    @inline(__always) static func usesTCP(_ port: UInt16) -> Bool {
        port == 443 || port == 853
    }

    /// Whether encrypted DNS over UDP uses a port.
    ///
    /// 853 is DoQ's own, 784 and 8853 were those of its drafts; 443 is HTTP/3's, and DNSCrypt's
    /// beside 5443 and 8443, which large resolvers chose.
    @inline(__always) static func usesUDP(_ port: UInt16) -> Bool {
        switch port {
        case 443, 784, 853, 5443, 8443, 8853: true
        default: false
        }
    }

    /// Whether QUIC on a port is DoQ, on any server.
    static func isQUIC(_ port: UInt16) -> Bool {
        port == 853 || port == 784 || port == 8853
    }
}

// MARK: - First octets

extension EncryptedDNS {
    /// Whether a UDP payload looks like a QUIC packet.
    ///
    ///     |1|1|type, 2 bits|…|     version     | …    long header
    ///     |0|1|…           |  connection id … | …    short header
    ///
    /// A short header says little, so the length has to fit as well: shorter packets look like a stateless reset, and
    /// nobody sends them (RFC 9000 §10.3).
    ///
    /// Source: RFC 9000 §17.2, §17.3; the versions are 1, 2 (RFC 9369) and IETF drafts.
    static func looksLikeQUIC(_ octets: Span<UInt8>) -> Bool {
        guard octets.count >= 21, octets[0] & 0x40 != 0 else { return false }
        guard octets[0] & 0x80 != 0 else { return true }
        let version = octets.bigEndian32(at: 1)
        return version == 1 || version == 0x6B33_43CF || version >> 8 == 0xFF_0000
    }

    /// Whether a UDP payload is long enough for a query of DNSCrypt, and no first packet of QUIC.
    static func mayBeDNSCryptQuery(_ octets: Span<UInt8>) -> Bool {
        // The resolver's octets, a key, half a nonce, and a tag before the padded query.
        let least = 8 + 32 + 12 + 16
        return octets.count >= least && !(octets[0] & 0x80 != 0 && looksLikeQUIC(octets))
    }

    /// Whether a UDP payload is a response of DNSCrypt, which all begin with the same eight octets, `r6fnvWj8`.
    ///
    /// Queries begin with octets of the resolver's choice and cannot be told by themselves.
    static func isDNSCryptResponse(_ octets: Span<UInt8>) -> Bool {
        // Eight octets, a nonce of 24, a tag of 16.
        octets.count >= 48 && octets[0] == 0x72 && octets.bigEndian64(at: 0) == 0x7236_666E_7657_6A38
    }
}
