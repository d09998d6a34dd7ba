/// The authentication of one message by a shared secret.
///
///     | Algorithm Name | Time Signed, 6 octets | Fudge, 2 | MAC Size, 2 | MAC |
///     | Original ID, 2 | Error, 2 | Other Len, 2 | Other Data |
///
/// Source: RFC 8945 §4.2.
package struct TSIGData: Hashable, Sendable {
    package let algorithm: ParsedName
    /// Seconds since 1970, 48 bits.
    package let timeSigned: UInt64
    /// Seconds by which clocks may differ.
    package let fudge: UInt16
    package let authenticationCode: Range<Int>
    package let originalID: UInt16
    package let error: ResponseCode
    package let otherData: Range<Int>

    init(parsing cursor: inout DataCursor, in octets: Span<UInt8>) throws(WireError) {
        algorithm = try cursor.readName(in: octets)
        let timeHigh = try cursor.readUInt16(in: octets)
        timeSigned = UInt64(timeHigh) << 32 | UInt64(try cursor.readUInt32(in: octets))
        fudge = try cursor.readUInt16(in: octets)
        let codeLength = Int(try cursor.readUInt16(in: octets))
        authenticationCode = try cursor.readOctets(codeLength)
        originalID = try cursor.readUInt16(in: octets)
        error = ResponseCode(rawValue: try cursor.readUInt16(in: octets))
        let otherLength = Int(try cursor.readUInt16(in: octets))
        otherData = try cursor.readOctets(otherLength)
    }
}
