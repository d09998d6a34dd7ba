/// The next name of the zone and the types at this one.
///
///     | Next Domain Name | Type Bit Maps |
///
/// Source: RFC 4034 §4.1.
package struct NSECData: Hashable, Sendable {
    package let nextName: ParsedName
    package let types: TypeBitmaps

    init(parsing cursor: inout DataCursor, in octets: Span<UInt8>) throws(WireError) {
        nextName = try cursor.readName(in: octets)
        types = TypeBitmaps(range: try cursor.readTypeBitmaps(in: octets))
    }
}

/// The next hashed name of the zone and the types at this one.
///
///     | Hash Algorithm, 1 octet | Flags, 1 | Iterations, 2 | Salt Length, 1 | Salt |
///     | Hash Length, 1 | Next Hashed Owner Name | Type Bit Maps |
///
/// Source: RFC 5155 §3.2.
package struct NSEC3Data: Hashable, Sendable {
    package let hashAlgorithm: UInt8
    package let flags: UInt8
    package let iterations: UInt16
    package let salt: Range<Int>
    package let nextHashedName: Range<Int>
    package let types: TypeBitmaps

    init(parsing cursor: inout DataCursor, in octets: Span<UInt8>) throws(WireError) {
        hashAlgorithm = try cursor.readUInt8(in: octets)
        flags = try cursor.readUInt8(in: octets)
        iterations = try cursor.readUInt16(in: octets)
        salt = try cursor.readCharacterString(in: octets)
        nextHashedName = try cursor.readCharacterString(in: octets)
        guard !nextHashedName.isEmpty else { throw .lengthOutOfRange(offset: nextHashedName.lowerBound - 1) }
        types = TypeBitmaps(range: try cursor.readTypeBitmaps(in: octets))
    }
}

/// A set of record types, as windows of 256 with a bit for each.
///
///     | Window, 1 octet | Length, 1 octet, 1…32 | Bitmap | …
///
/// Source: RFC 4034 §4.1.2.
package struct TypeBitmaps: Hashable, Sendable {
    package let range: Range<Int>

    /// The types in the set, by number.
    package func types(in message: Span<UInt8>) -> [RecordType] {
        guard range.upperBound <= message.count else { return [] }
        var types: [RecordType] = []
        var cursor = DataCursor(range)
        while let window = try? cursor.readUInt8(in: message),
            let bitmap = try? cursor.readCharacterString(in: message)
        {
            // A sound bitmap has 32 octets at most: 256 bits.
            for (index, octet) in bitmap.prefix(32).enumerated() {
                for bit in 0..<8 where message[octet] & 0x80 >> bit != 0 {
                    types.append(RecordType(rawValue: UInt16(window) << 8 | UInt16(8 * index + bit)))
                }
            }
        }
        return types
    }
}
