/// The certificate that a TLS server shows.
///
///     | Certificate Usage, 1 octet | Selector, 1 | Matching Type, 1 | Certificate Association Data |
///
/// Source: RFC 6698 §2.1.
package struct TLSAData: Hashable, Sendable {
    package let certificateUsage: UInt8
    package let selector: UInt8
    package let matchingType: UInt8
    package let associationData: Range<Int>

    init(parsing cursor: inout DataCursor, in octets: Span<UInt8>) throws(WireError) {
        certificateUsage = try cursor.readUInt8(in: octets)
        selector = try cursor.readUInt8(in: octets)
        matchingType = try cursor.readUInt8(in: octets)
        associationData = try cursor.readRest()
    }
}
