/// The digest of a key of the zone below.
///
///     | Key Tag, 2 octets | Algorithm, 1 | Digest Type, 1 | Digest, 1 or more |
///
/// Source: RFC 4034 §5.1.
package struct DSData: Hashable, Sendable {
    package let keyTag: UInt16
    package let algorithm: UInt8
    package let digestType: UInt8
    package let digest: Range<Int>

    init(parsing cursor: inout DataCursor, in octets: Span<UInt8>) throws(WireError) {
        keyTag = try cursor.readUInt16(in: octets)
        algorithm = try cursor.readUInt8(in: octets)
        digestType = try cursor.readUInt8(in: octets)
        digest = try cursor.readRest(atLeast: 1)
    }
}
