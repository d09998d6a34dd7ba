/// Counts the octets of one piece of a text that cannot be read, whatever stands before and behind it.
///
/// Readable are printable ASCII and characters of UTF-8, as for ``TextCode/readableRatio(of:)``; what could be the end of a
/// character that began before, or the beginning of one that goes on behind, counts as such.
package struct ReadableOctets {
    package private(set) var unreadable = 0
    private var count = 0
    /// Octets of the character that has begun, and those that it still wants.
    private var (begun, wanted) = (0, 0)
    /// Octets at the beginning that end a character.
    private var ended = 0
    /// Octets that a character has behind its first one.
    private static let mostFurther = 2

    package init() {}

    /// Notes the next octet of the piece.
    package mutating func note(_ octet: UInt8) {
        defer { count += 1 }
        if wanted > 0 {
            if octet & 0xC0 == 0x80 {
                begun += 1
                wanted -= 1
                return
            }
            unreadable += begun
            wanted = 0
        }
        switch octet {
        case 0x80...0xBF:
            // The end of a character before the piece stands at its beginning.
            if count < Self.mostFurther, unreadable == 0, count == ended {
                ended += 1
            } else {
                unreadable += 1
            }
        case 0xC2...0xDF: (begun, wanted) = (1, 1)
        case 0xE0...0xEF: (begun, wanted) = (1, 2)
        default: if !EncodedText.isPrintable(octet) { unreadable += 1 }
        }
    }
}
