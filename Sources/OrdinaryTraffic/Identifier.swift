import PayloadMeasures

/// Identifiers that software makes up.
package enum Identifier {
    private static let hyphens: Set<Int> = [8, 13, 18, 23]

    /// A label less the hyphens of a UUID; any other as it is.
    package static func digits(of label: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        isUUID(label) ? label.filter { $0 != UInt8(ascii: "-") }[...] : label
    }

    /// Whether a label is a UUID in its usual form, of 36 symbols (RFC 9562 §4).
    package static func isUUID(_ label: ArraySlice<UInt8>) -> Bool {
        label.count == 36
            && label.enumerated().allSatisfy { place, symbol in
                hyphens.contains(place)
                    ? symbol == UInt8(ascii: "-") : EncodedText.hexadecimalValue(symbol) != nil
            }
    }
}
