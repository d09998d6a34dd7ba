/// The authority that may issue certificates.
///
///     | Flags, 1 octet | Tag Length, 1 | Tag, 1…255 | Value, the rest |
///
/// Source: RFC 8659 §4.1.
package struct CAAData: Hashable, Sendable {
    package let flags: UInt8
    package let tag: Range<Int>
    package let value: Range<Int>

    init(parsing cursor: inout DataCursor, in octets: Span<UInt8>) throws(WireError) {
        flags = try cursor.readUInt8(in: octets)
        tag = try cursor.readCharacterString(in: octets)
        guard !tag.isEmpty else { throw .lengthOutOfRange(offset: tag.lowerBound - 1) }
        value = try cursor.readRest()
    }
}
