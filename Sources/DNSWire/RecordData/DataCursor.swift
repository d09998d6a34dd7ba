/// The place up to which the data of one record has been read.
///
/// It never leaves the data: a field that would go beyond throws ``WireError/dataTooShort(offset:)`` with
/// the place of the first octet that is missing.
struct DataCursor {
    private(set) var position: Int
    let end: Int

    /// - Parameter range: The octets of the data, inside the message.
    init(_ range: Range<Int>) {
        position = range.lowerBound
        end = range.upperBound
    }

    var isAtEnd: Bool { position == end }

    /// Everything that has not been read, at least `minimum` octets.
    mutating func readRest(atLeast minimum: Int = 0) throws(WireError) -> Range<Int> {
        guard end - position >= minimum else { throw .dataTooShort(offset: end) }
        defer { position = end }
        return position..<end
    }

    mutating func readOctets(_ count: Int) throws(WireError) -> Range<Int> {
        guard count <= end - position else { throw .dataTooShort(offset: end) }
        defer { position += count }
        return position..<position + count
    }

    mutating func readUInt8(in octets: Span<UInt8>) throws(WireError) -> UInt8 {
        octets[try readOctets(1).lowerBound]
    }

    mutating func readUInt16(in octets: Span<UInt8>) throws(WireError) -> UInt16 {
        octets.uint16(at: try readOctets(2).lowerBound)
    }

    mutating func readUInt32(in octets: Span<UInt8>) throws(WireError) -> UInt32 {
        octets.uint32(at: try readOctets(4).lowerBound)
    }

    /// A name whose octets before the first pointer, and that pointer, lie inside the data.
    mutating func readName(in octets: Span<UInt8>) throws(WireError) -> ParsedName {
        guard position < end else { throw .dataTooShort(offset: end) }
        var behind = position
        let name = try ParsedName(parsing: &behind, in: octets)
        guard behind <= end else { throw .dataTooShort(offset: end) }
        position = behind
        return name
    }

    /// One length octet and as many others, which are returned.
    ///
    /// Source: RFC 1035 §3.3.
    mutating func readCharacterString(in octets: Span<UInt8>) throws(WireError) -> Range<Int> {
        try readOctets(Int(try readUInt8(in: octets)))
    }

    /// Passes over the windows of a type bitmap up to the end of the data.
    ///
    /// Source: RFC 4034 §4.1.2: windows ascend and have 1…32 octets.
    mutating func readTypeBitmaps(in octets: Span<UInt8>) throws(WireError) -> Range<Int> {
        let start = position
        var previousWindow = -1
        while !isAtEnd {
            let window = Int(try readUInt8(in: octets))
            guard window > previousWindow else { throw .keyOutOfOrder(offset: position - 1) }
            previousWindow = window
            let length = Int(try readUInt8(in: octets))
            guard (1...32).contains(length) else { throw .lengthOutOfRange(offset: position - 1) }
            _ = try readOctets(length)
        }
        return start..<end
    }
}
