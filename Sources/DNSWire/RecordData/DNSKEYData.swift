/// A public key: the data of DNSKEY and of its elder KEY.
///
///     | Flags, 2 octets | Protocol, 1 | Algorithm, 1 | Public Key, the rest |
///
/// A KEY record may say that there is no key; the rest is then empty.
///
/// Source: RFC 4034 §2.1; RFC 2535 §3.1, §3.1.2.
package struct DNSKEYData: Hashable, Sendable {
    package let flags: UInt16
    package let protocolNumber: UInt8
    package let algorithm: UInt8
    package let publicKey: Range<Int>

    init(parsing cursor: inout DataCursor, in octets: Span<UInt8>) throws(WireError) {
        flags = try cursor.readUInt16(in: octets)
        protocolNumber = try cursor.readUInt8(in: octets)
        algorithm = try cursor.readUInt8(in: octets)
        publicKey = try cursor.readRest()
    }
}
