import FindingReport
import Testing

@Suite struct TerminalTextTests {
    @Test(arguments: [
        ("printable ASCII", "a-Z 0~9.example\\027", "a-Z 0~9.example\\027", 19),
        ("escape sequence", "\u{1B}[31m", "\\u{1B}[31m", 10),
        ("line feed and tab", "a\nb\tc\r", "a\\u{A}b\\u{9}c\\u{D}", 18),
        ("delete and NUL", "\u{7F}\0", "\\u{7F}\\u{0}", 11),
        ("C1 control sequence introducer", "\u{9B}31m", "\\u{9B}31m", 9),
        ("bidirectional override", "\u{202E}gnp", "\\u{202E}gnp", 11),
        ("bidirectional isolate", "\u{2066}x\u{2069}", "\\u{2066}x\\u{2069}", 17),
        ("zero width space and joiner", "a\u{200B}b\u{200D}", "a\\u{200B}b\\u{200D}", 18),
        ("byte order mark", "\u{FEFF}", "\\u{FEFF}", 8),
        ("soft hyphen", "\u{AD}", "\\u{AD}", 6),
        ("Hangul filler", "\u{3164}", "\\u{3164}", 8),
        ("line separator", "\u{2028}", "\\u{2028}", 8),
        ("tag character", "\u{E0041}", "\\u{E0041}", 9),
        ("private use", "\u{E000}", "\\u{E000}", 8),
        ("umlaut stays", "März", "März", 4),
        ("combining mark takes no column", "Ma\u{308}rz", "Ma\u{308}rz", 4),
        ("wide characters take two columns", "東京", "東京", 4),
        ("replaced invalid UTF-8", String(decoding: [0x61, 0xFF], as: UTF8.self), "a\u{FFFD}", 2),
    ])
    func `makes harmless`(row: String, input: String, expected: String, columns: Int) {
        let text = TerminalText(input)
        #expect(Array(text.string.unicodeScalars) == Array(expected.unicodeScalars))
        #expect(text.columns == columns)
    }

    @Test(arguments: [
        ("fits", "abcdef", 6, "abcdef"),
        ("tail is longer by one", "abcdefgh", 6, "ab…fgh"),
        ("odd", "abcdefgh", 5, "ab…gh"),
        ("wide characters are not cut in half", "東京東京東京", 6, "東…京"),
    ])
    func `shortens in the middle`(row: String, input: String, limit: Int, expected: String) {
        let shortened = TerminalText(input).shortenedInTheMiddle(to: limit)
        #expect(shortened.string == expected)
        #expect(shortened.columns <= limit)
    }
}
