/// The host that takes mail for the owner.
///
///     | PREFERENCE, 2 octets | EXCHANGE, a name |
///
/// Source: RFC 1035 §3.3.9.
package struct MXData: Hashable, Sendable {
    /// The lower, the sooner it is tried.
    package let preference: UInt16
    package let exchange: ParsedName

    init(parsing cursor: inout DataCursor, in octets: Span<UInt8>) throws(WireError) {
        preference = try cursor.readUInt16(in: octets)
        exchange = try cursor.readName(in: octets)
    }
}
