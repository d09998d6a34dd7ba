/// The direction in which text is written.
enum TextDirection {
    /// Spaces at the wrong side of marks for each one at the right side, from which on text is backwards.
    private static let wrongForEachRight = 4
    private static let fewestWrong = 3

    /// Whether white space stands before the marks that it follows in any language with spaces: commas, stops, colons.
    ///
    /// - Complexity: O(octets).
    static func isBackwards(_ octets: [UInt8]) -> Bool {
        var (behind, before) = (0, 0)
        for (first, second) in zip(octets, octets.dropFirst()) {
            if isMark(first), isSpace(second) { behind += 1 }
            if isSpace(first), isMark(second) { before += 1 }
        }
        return before >= fewestWrong && before > wrongForEachRight * behind
    }

    private static func isMark(_ octet: UInt8) -> Bool { [0x2C, 0x2E, 0x3A, 0x3B].contains(octet) }
    private static func isSpace(_ octet: UInt8) -> Bool { octet == 0x20 || octet == 0x0A }
}
