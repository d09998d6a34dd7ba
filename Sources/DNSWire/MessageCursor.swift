/// The place up to which a message has been read.
struct MessageCursor {
    private(set) var position = Header.octetCount
    /// The last pointer that was a whole name, and that name; 0 is no pointer.
    ///
    /// The owners of the records of an RRset, and of most records of a response, are the same pointer. Remembering it
    /// saves the walk. The name that it leads to does not change while a message is read.
    private var recentPointer: UInt16 = 0
    private var recentName: ParsedName?

    /// Reads a name whose first octet is known to be there.
    ///
    /// Names and errors are those of ``ParsedName/init(parsing:in:)``.
    mutating func readName(in octets: Span<UInt8>) throws(WireError) -> ParsedName {
        let start = position
        guard octets[start] >= 0xC0, start + 1 < octets.count else {
            return try ParsedName(parsing: &position, in: octets)
        }
        let pointer = octets.uint16(at: start)
        if pointer == recentPointer, let recentName {
            position += 2
            return recentName.pointed(toFrom: start)
        }
        let name = try ParsedName(parsing: &position, in: octets)
        recentPointer = pointer
        recentName = name
        return name
    }

    /// Passes over a number of octets, which must be there.
    mutating func readOctets(_ count: Int, in octets: Span<UInt8>) throws(WireError) -> Range<Int> {
        guard count <= octets.count - position else { throw .truncated(offset: octets.count) }
        defer { position += count }
        return position..<position + count
    }
}
