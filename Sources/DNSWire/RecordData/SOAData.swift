/// The start of a zone of authority.
///
///     | MNAME, a name | RNAME, a name | SERIAL | REFRESH | RETRY | EXPIRE | MINIMUM |      4 octets each
///
/// Source: RFC 1035 §3.3.13.
package struct SOAData: Hashable, Sendable {
    package let primaryServer: ParsedName
    /// The mailbox of the responsible person, its `@` written as the first dot.
    package let responsibleMailbox: ParsedName
    package let serial: UInt32
    /// Seconds.
    package let refresh: UInt32
    /// Seconds.
    package let retry: UInt32
    /// Seconds.
    package let expire: UInt32
    /// Seconds that a negative response may be cached (RFC 2308 §4).
    package let minimum: UInt32

    init(parsing cursor: inout DataCursor, in octets: Span<UInt8>) throws(WireError) {
        primaryServer = try cursor.readName(in: octets)
        responsibleMailbox = try cursor.readName(in: octets)
        serial = try cursor.readUInt32(in: octets)
        refresh = try cursor.readUInt32(in: octets)
        retry = try cursor.readUInt32(in: octets)
        expire = try cursor.readUInt32(in: octets)
        minimum = try cursor.readUInt32(in: octets)
    }
}
