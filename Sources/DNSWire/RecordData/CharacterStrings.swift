/// The strings of a TXT record, one or more.
///
///     | length, 1 octet | 0…255 octets | length, 1 octet | 0…255 octets | …
///
/// Source: RFC 1035 §3.3.14.
package struct CharacterStrings: Hashable, Sendable {
    /// The whole data, length octets included.
    package let range: Range<Int>

    init(parsing cursor: inout DataCursor, in octets: Span<UInt8>) throws(WireError) {
        let start = cursor.position
        repeat { _ = try cursor.readCharacterString(in: octets) } while !cursor.isAtEnd
        range = start..<cursor.end
    }

    /// The places of the octets of each string, without the length octets.
    package func ranges(in message: Span<UInt8>) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        forEach(in: message) { ranges.append($0) }
        return ranges
    }

    /// Appends the octets of all strings, without the length octets.
    package func appendContent(in message: Span<UInt8>, to destination: inout [UInt8]) {
        forEach(in: message) { destination.append(octetsOf: message.extracting($0)) }
    }

    private func forEach(in message: Span<UInt8>, _ body: (Range<Int>) -> Void) {
        guard range.upperBound <= message.count else { return }
        var cursor = DataCursor(range)
        while !cursor.isAtEnd, let string = try? cursor.readCharacterString(in: message) { body(string) }
    }
}
