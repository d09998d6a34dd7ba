/// The host and port that offer a service.
///
///     | Priority | Weight | Port | Target, a name |      2 octets each
///
/// Source: RFC 2782.
package struct SRVData: Hashable, Sendable {
    package let priority: UInt16
    package let weight: UInt16
    package let port: UInt16
    package let target: ParsedName

    init(parsing cursor: inout DataCursor, in octets: Span<UInt8>) throws(WireError) {
        priority = try cursor.readUInt16(in: octets)
        weight = try cursor.readUInt16(in: octets)
        port = try cursor.readUInt16(in: octets)
        target = try cursor.readName(in: octets)
    }
}
