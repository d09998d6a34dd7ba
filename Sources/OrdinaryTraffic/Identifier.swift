import PayloadMeasures

/// Identifiers that software makes up.
package enum Identifier {
    private static let hyphens: Set<Int> = [8, 13, 18, 23]

    /// Whether a label is a UUID of random digits, as software makes one for each account (RFC 9562 §5.4).
    ///
    /// Of 64 random labels in the form of a UUID, one has its version and variant.
    package static func isRandomUUID(_ label: ArraySlice<UInt8>) -> Bool {
        guard isUUID(label) else { return false }
        let symbols = Array(label)
        return symbols[14] == UInt8(ascii: "4") && "89abAB".utf8.contains(symbols[19])
    }

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
