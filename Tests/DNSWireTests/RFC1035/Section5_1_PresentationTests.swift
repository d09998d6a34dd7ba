import DNSWire
import Testing

/// RFC 1035 §5.1: how names read as text.
@Suite struct Section5_1_PresentationTests {
    struct Row: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let octets: [UInt8]
        let text: String
    }

    static let rows = [
        Row(testDescription: "plain", octets: hex("03 777777 07 6578616D706C65"), text: "www.example"),
        Row(testDescription: "root", octets: [], text: "."),
        Row(testDescription: "dot in a label", octets: hex("03 612E62 01 63"), text: "a\\.b.c"),
        Row(testDescription: "backslash", octets: hex("01 5C"), text: "\\\\"),
        Row(
            testDescription: "characters of zone files",
            octets: hex("06 22 28 29 3B 40 24"),
            text: #"\"\(\)\;\@\$"#
        ),
        Row(testDescription: "space", octets: hex("03 612062"), text: "a\\032b"),
        Row(
            testDescription: "control characters",
            octets: hex("04 00 0A 1B 7F"),
            text: "\\000\\010\\027\\127"
        ),
        Row(testDescription: "above ASCII", octets: hex("03 80 C3 FF"), text: "\\128\\195\\255"),
        Row(testDescription: "both ends of the printable ones", octets: hex("02 21 7E"), text: "!~"),
        Row(testDescription: "capitals are kept", octets: hex("02 6142"), text: "aB"),
        Row(testDescription: "digits", octets: hex("03 303132"), text: "012"),
    ]

    @Test(arguments: rows) func writes(_ row: Row) throws {
        #expect(try #require(DomainName(octets: row.octets)).presentation == row.text)
    }

    @Test(arguments: rows) func readsBackWhatItWrites(_ row: Row) {
        #expect(DomainName(presentation: row.text)?.octets == row.octets)
    }

    @Test func readsAFinalDotAndEscapesOfAnyCharacter() {
        #expect(DomainName(presentation: "a.b.")?.octets == hex("01 61 01 62"))
        #expect(DomainName(presentation: "\\a\\-.b")?.octets == hex("02 61 2D 01 62"))
        #expect(DomainName(presentation: "\\065")?.octets == hex("01 41"))
        #expect(DomainName(presentation: "\u{E9}")?.octets == hex("02 C3A9"))
    }

    @Test(arguments: ["", "..", ".a", "a..b", "a.b..", "\\", "a\\25", "\\256", "\\99", "\\12x"])
    func refuses(text: String) {
        #expect(DomainName(presentation: text) == nil)
    }

    @Test func refusesLabelsOf64OctetsAndCountsEscapesAsOne() {
        #expect(DomainName(presentation: String(repeating: "a", count: 64)) == nil)
        #expect(DomainName(presentation: String(repeating: "\\001", count: 63))?.octets.count == 64)
    }

    @Test func writesOctetsThatAreNoNameUpToTheFault() {
        #expect(DomainName.presentation(ofOctets: [1, 0x61, 5, 0x62]) == "a")
        #expect(DomainName.presentation(ofOctets: [1, 0x61, 0xC0, 0x0C]) == "a")
        #expect(DomainName.presentation(ofLabel: [0x61, 0x2E, 0x0D]) == "a\\.\\013")
    }
}
