/// A rule that rewrites a name into another one or a URI.
///
///     | ORDER | PREFERENCE | FLAGS | SERVICES | REGEXP | REPLACEMENT, a name |
///
/// The first two have two octets each, the next three are character strings.
///
/// Source: RFC 3403 §4.1.
package struct NAPTRData: Hashable, Sendable {
    package let order: UInt16
    package let preference: UInt16
    package let flags: Range<Int>
    package let services: Range<Int>
    package let regularExpression: Range<Int>
    package let replacement: ParsedName

    init(parsing cursor: inout DataCursor, in octets: Span<UInt8>) throws(WireError) {
        order = try cursor.readUInt16(in: octets)
        preference = try cursor.readUInt16(in: octets)
        flags = try cursor.readCharacterString(in: octets)
        services = try cursor.readCharacterString(in: octets)
        regularExpression = try cursor.readCharacterString(in: octets)
        replacement = try cursor.readName(in: octets)
    }
}
