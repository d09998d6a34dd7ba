import FilePaths
import Testing

@Suite struct PathTests {
    struct Row: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let octets: [UInt8]
        let shown: String
    }

    /// Which octets are no UTF-8 follows from RFC 3629 §3 and §4.
    static let rows = [
        Row(testDescription: "ASCII", octets: Array("a/b.pcap".utf8), shown: "a/b.pcap"),
        Row(testDescription: "UTF-8", octets: Array("café 東京.pcap".utf8), shown: "café 東京.pcap"),
        Row(testDescription: "Latin-1", octets: [0x63, 0x61, 0x66, 0xE9, 0x2E], shown: #"caf\xE9."#),
        Row(testDescription: "cut off", octets: [0x61, 0xE6, 0x9D], shown: #"a\xE6\x9D"#),
        Row(testDescription: "overlong", octets: [0xC0, 0xAF], shown: #"\xC0\xAF"#),
        Row(testDescription: "a surrogate", octets: [0xED, 0xA0, 0x80], shown: #"\xED\xA0\x80"#),
        Row(
            testDescription: "beyond Unicode",
            octets: [0xF4, 0x90, 0x80, 0x80],
            shown: #"\xF4\x90\x80\x80"#
        ),
        // U+EFE9, which is what 0xE9 is kept as.
        Row(testDescription: "what octets are kept as", octets: [0xEE, 0xBF, 0xA9], shown: #"\xEE\xBF\xA9"#),
        // Next to the block on both sides.
        Row(
            testDescription: "U+EF7F, U+F000",
            octets: [0xEE, 0xBD, 0xBF, 0xEF, 0x80, 0x80],
            shown: "\u{EF7F}\u{F000}"
        ),
        // The same text to Swift's eyes, two paths to the system.
        Row(testDescription: "composed", octets: [0xC3, 0xA9], shown: "\u{E9}"),
        Row(testDescription: "decomposed", octets: [0x65, 0xCC, 0x81], shown: "e\u{301}"),
    ]

    @Test(arguments: rows) func `a path survives`(row: Row) {
        let text = String(path: row.octets)
        #expect(text.pathOctets.map(UInt8.init(bitPattern:)) == row.octets + [0])
        #expect(Array(text.shownPath.utf8) == Array(row.shown.utf8))
    }

    @Test func `every octet survives behind every other`() {
        for first in UInt8(1)...255 {
            for second in UInt8(1)...255 {
                let octets = [first, second, 0x2F, second, first]
                #expect(String(path: octets).pathOctets.map(UInt8.init(bitPattern:)) == octets + [0])
            }
        }
    }
}
