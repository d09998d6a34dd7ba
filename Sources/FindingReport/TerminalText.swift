/// Text of one line that cannot steer a terminal.
///
/// Other people choose captures, file names and options. A scalar that could do anything besides showing itself is
/// written as `\u{1B}` instead: control characters including line ends, bidirectional and other invisible formatting,
/// fillers, private use and unassigned code points. Names in presentation format (RFC 1035 §5.1) are printable ASCII
/// and pass unchanged. Bytes that are not UTF-8 are U+FFFD already when they reach a `String`.
///
/// All text for people has this type, so that no other place has to escape.
package struct TerminalText: Hashable, Sendable {
    /// The harmless text.
    package let string: String
    /// The number of columns of a terminal that it takes.
    package let columns: Int

    /// Makes `string` harmless.
    ///
    /// - Complexity: O(scalars).
    package init(_ string: String) {
        var safe = ""
        var columns = 0
        for scalar in string.unicodeScalars {
            if scalar.isInvisibleOrSteering {
                let escape = "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
                safe += escape
                columns += escape.utf8.count
            } else {
                safe.unicodeScalars.append(scalar)
                columns += scalar.terminalColumns
            }
        }
        self.string = safe
        self.columns = columns
    }

    /// The text itself when it fits into `limit` columns, or its two ends around an ellipsis.
    package func shortenedInTheMiddle(to limit: Int) -> TerminalText {
        guard columns > limit, limit > 1 else { return self }
        let characters = Array(string)
        // The tail is the longer half by one: at the end of a name stands its zone.
        let head = characters.prefix(fitting: (limit - 1) / 2)
        let tail = characters.reversed().prefix(fitting: limit - 1 - (limit - 1) / 2)
        return TerminalText(String(head) + "…" + String(tail.reversed()))
    }

    /// The first part that fits into `limit` columns, at least one character, and the rest.
    func split(at limit: Int) -> (head: TerminalText, rest: TerminalText) {
        let characters = Array(string)
        let count = max(1, characters.prefix(fitting: limit).count)
        return (
            TerminalText(String(characters.prefix(count))), TerminalText(String(characters.dropFirst(count)))
        )
    }
}

extension Sequence<Character> {
    /// The longest prefix that takes no more than `limit` columns.
    fileprivate func prefix(fitting limit: Int) -> [Character] {
        var columns = 0
        var result: [Character] = []
        for character in self {
            columns += character.unicodeScalars.reduce(0) { $0 + $1.terminalColumns }
            if columns > limit { break }
            result.append(character)
        }
        return result
    }
}

extension Unicode.Scalar {
    /// Whether showing the scalar does something else than showing a glyph.
    var isInvisibleOrSteering: Bool {
        if isASCII { return value < 0x20 || value == 0x7F }
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned:
            return true
        default:
            return properties.isDefaultIgnorableCodePoint
        }
    }

    /// The number of columns that terminals give the scalar: none to combining marks, two to wide scripts and emoji.
    fileprivate var terminalColumns: Int {
        if isASCII { return 1 }
        switch properties.generalCategory {
        case .nonspacingMark, .enclosingMark: return 0
        default: break
        }
        switch value {
        // The blocks that Unicode's EastAsianWidth.txt gives as W or F, in coarse ranges.
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97C, 0xAC00...0xD7A3,
            0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F,
            0x1F900...0x1F9FF, 0x20000...0x3FFFD:
            return 2
        default: return 1
        }
    }
}
