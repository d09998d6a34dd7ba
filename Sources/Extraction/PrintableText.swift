import Channels
import PayloadMeasures

/// What text is made of, for readers that look for it in something else.
package enum PrintableText {
    /// Bits of each octet by how often it comes: digits have 3.3, words 4.
    ///
    /// Something that merely repeats can be one letter again and again, and says nothing.
    private static let leastBits = 2.0

    /// Whether octets vary as those of text do.
    ///
    /// Eight octets are the fewest that can: of those that all differ each has three bits.
    ///
    /// - Complexity: O(octets).
    package static func varies(_ octets: some Collection<UInt8>) -> Bool {
        let counts = Dictionary(octets.map { ($0, 1) }, uniquingKeysWith: +)
        return CodeLength.bits(of: counts.values.sorted(), alphabet: counts.count)
            >= leastBits * Double(octets.count)
    }
}

extension UInt8 {
    /// Whether it is printable ASCII, or a tab or an end of line.
    var isPrintable: Bool { (0x20...0x7E).contains(self) || self == 0x09 || self == 0x0A || self == 0x0D }
}
