import InternationalNames

extension ListText {
    /// The text with A-labels for U-labels, dots for `[.]`, and without a byte order mark; lines stay lines.
    ///
    /// - Complexity: O(octets). Allocates nothing for a list in plain ASCII.
    static func normalized(_ octets: [UInt8]) -> [UInt8] {
        guard octets.contains(where: { $0 >= 0x80 || $0 == UInt8(ascii: "[") || $0 == UInt8(ascii: "(") })
        else {
            return octets
        }
        var result: [UInt8] = []
        result.reserveCapacity(octets.count)
        var rest = octets[...]
        if rest.starts(with: [0xEF, 0xBB, 0xBF]) { rest = rest.dropFirst(3) }
        while let first = rest.first {
            if isOfWords(first) {
                let word = rest.prefix(while: isOfWords)
                rest = rest.dropFirst(word.count)
                if word.contains(where: { $0 >= 0x80 }), let name = ALabels.name(word) {
                    result += name
                } else {
                    result += word
                }
            } else if let (mark, sign) = defanged.first(where: { rest.starts(with: $0.mark) }) {
                result.append(sign)
                rest = rest.dropFirst(mark.count)
            } else {
                result.append(first)
                rest = rest.dropFirst()
            }
        }
        return result
    }

    /// The marks that stand for a dot or colon where a name shall not become a link.
    private static let defanged: [(mark: [UInt8], sign: UInt8)] = [
        (Array("[.]".utf8), UInt8(ascii: ".")), (Array("(.)".utf8), UInt8(ascii: ".")),
        (Array("[dot]".utf8), UInt8(ascii: ".")), (Array("[:]".utf8), UInt8(ascii: ":")),
    ]

    /// Whether an octet may be of a name in letters of any script.
    private static func isOfWords(_ octet: UInt8) -> Bool {
        switch octet {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x80..., UInt8(ascii: "-"), UInt8(ascii: "_"),
            UInt8(ascii: "."):
            true
        default: false
        }
    }
}
