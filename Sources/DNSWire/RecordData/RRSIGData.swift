/// The signature of an RRset.
///
///     | Type Covered, 2 octets | Algorithm, 1 | Labels, 1 | Original TTL, 4 |
///     | Signature Expiration, 4 | Signature Inception, 4 | Key Tag, 2 | Signer's Name | Signature |
///
/// Source: RFC 4034 §3.1.
package struct RRSIGData: Hashable, Sendable {
    package let typeCovered: RecordType
    package let algorithm: UInt8
    package let labelCount: UInt8
    /// Seconds.
    package let originalTimeToLive: UInt32
    /// Seconds since 1970 modulo 2³², in serial number arithmetic.
    package let expiration: UInt32
    /// Seconds since 1970 modulo 2³², in serial number arithmetic.
    package let inception: UInt32
    package let keyTag: UInt16
    package let signer: ParsedName
    package let signature: Range<Int>

    init(parsing cursor: inout DataCursor, in octets: Span<UInt8>) throws(WireError) {
        typeCovered = RecordType(rawValue: try cursor.readUInt16(in: octets))
        algorithm = try cursor.readUInt8(in: octets)
        labelCount = try cursor.readUInt8(in: octets)
        originalTimeToLive = try cursor.readUInt32(in: octets)
        expiration = try cursor.readUInt32(in: octets)
        inception = try cursor.readUInt32(in: octets)
        keyTag = try cursor.readUInt16(in: octets)
        signer = try cursor.readName(in: octets)
        signature = try cursor.readRest(atLeast: 1)
    }
}
