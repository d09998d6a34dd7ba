/// A name that stands in the text of a list.
package struct ListName: Sendable {
    /// The place where it stands, without dots around it.
    package let range: Range<Int>
    package let hash: UInt64
    package let labelCount: Int

    /// Reads a name; `nil` when it is none that can be looked up: empty or too long labels, octets outside
    /// printable ASCII, or characters that names of hosts, services and zones do not have.
    ///
    /// - Parameters:
    ///   - text: The list.
    ///   - range: Where the name stands; one final dot is passed over.
    package init?(in text: Span<UInt8>, at range: Range<Int>) {
        var range = range
        if range.count > 1, text[range.upperBound - 1] == UInt8(ascii: ".") {
            range = range.lowerBound..<(range.upperBound - 1)
        }
        guard !range.isEmpty, range.count <= 253 else { return nil }
        var hash = DomainTable.Hash()
        var labelCount = 0
        var end = range.upperBound
        while true {
            var start = end
            while start > range.lowerBound, text[start - 1] != UInt8(ascii: ".") { start -= 1 }
            guard (1...63).contains(end - start) else { return nil }
            for index in start..<end {
                guard Self.isOfNames(text[index]) else { return nil }
                hash.absorb(text[index])
            }
            hash.endLabel()
            labelCount += 1
            guard start > range.lowerBound else { break }
            end = start - 1
        }
        self.range = range
        self.hash = hash.value
        self.labelCount = labelCount
    }

    private static func isOfNames(_ octet: UInt8) -> Bool {
        switch octet {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "_"): true
        default: false
        }
    }
}
