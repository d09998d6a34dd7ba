import DNSWire
import TestSupport
import Testing

/// RFC 1035 §4.1.4.
@Suite struct Section4_1_4_CompressionTests {
    struct NameRow: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let start: Int
        let end: Int
        let wireLength: Int
        let labelCount: Int
        let isCompressed: Bool
    }

    /// The RFC's own example: F.ISI.ARPA, FOO.F.ISI.ARPA, ARPA and the root at the places it gives them.
    @Test(arguments: [
        NameRow(
            testDescription: "F.ISI.ARPA",
            start: 20,
            end: 32,
            wireLength: 12,
            labelCount: 3,
            isCompressed: false
        ),
        NameRow(
            testDescription: "FOO.F.ISI.ARPA",
            start: 40,
            end: 46,
            wireLength: 16,
            labelCount: 4,
            isCompressed: true
        ),
        NameRow(
            testDescription: "ARPA",
            start: 64,
            end: 66,
            wireLength: 6,
            labelCount: 1,
            isCompressed: true
        ),
        NameRow(testDescription: ".", start: 92, end: 93, wireLength: 1, labelCount: 0, isCompressed: false),
    ])
    func readsTheExampleOfTheRFC(_ row: NameRow) throws {
        var octets = [UInt8](repeating: 0xFF, count: 93)
        octets.replaceSubrange(20..<32, with: hex("01 46 03 495349 04 41525041 00"))
        octets.replaceSubrange(40..<46, with: hex("03 464F4F C014"))
        octets.replaceSubrange(64..<66, with: hex("C01A"))
        octets[92] = 0
        let (name, end) = try parseName(octets, at: row.start).get()
        #expect(name.presentation(in: octets.span) == row.testDescription)
        #expect(name.start == row.start)
        #expect(end == row.end)
        #expect(name.wireLength == row.wireLength)
        #expect(name.labelCount == row.labelCount)
        #expect(name.isCompressed == row.isCompressed)
        #expect(name.isRoot == (row.labelCount == 0))
    }

    @Test func followsPointersToPointers() throws {
        let octets = hex("02 6162 00 C000 C004 01 78 C006")
        let (name, end) = try parseName(octets, at: 8).get()
        #expect(name.presentation(in: octets.span) == "x.ab")
        #expect(end == 12)
    }

    @Test func writesOutACompressedNameInItsOwnCaseAndInLowerCase() throws {
        let octets = hex("03 41627A 00 02 5B40 C000")
        let (name, _) = try parseName(octets, at: 5).get()
        var original: [UInt8] = [9]
        var lowercased: [UInt8] = [9]
        name.appendWireOctets(in: octets.span, to: &original)
        name.appendLowercasedWireOctets(in: octets.span, to: &lowercased)
        // `[` and `@` stand just beside the capital letters and have no case.
        #expect(original == hex("09 02 5B40 03 41627A"))
        #expect(lowercased == hex("09 02 5B40 03 61627A"))
    }

    struct ErrorRow: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let octets: [UInt8]
        let start: Int
        let error: WireError
    }

    @Test(arguments: [
        ErrorRow(
            testDescription: "pointer to itself",
            octets: hex("00 C001"),
            start: 1,
            error: .pointerNotBackward(offset: 1)
        ),
        ErrorRow(
            testDescription: "pointer forward",
            octets: hex("C002 00"),
            start: 0,
            error: .pointerNotBackward(offset: 0)
        ),
        ErrorRow(
            testDescription: "pointer to the start of its own name",
            octets: hex("00 01 61 C001"),
            start: 1,
            error: .pointerNotBackward(offset: 3)
        ),
        ErrorRow(
            testDescription: "pointer into its own name",
            octets: hex("02 6101 C001"),
            start: 0,
            error: .pointerNotBackward(offset: 3)
        ),
        ErrorRow(
            testDescription: "two pointers that lead to each other",
            octets: hex("C002 C000"),
            start: 2,
            error: .pointerNotBackward(offset: 0)
        ),
        ErrorRow(
            testDescription: "label type 01",
            octets: hex("01 61 40 00"),
            start: 0,
            error: .reservedLabelType(offset: 2)
        ),
        ErrorRow(
            testDescription: "label type 10",
            octets: hex("BF 00"),
            start: 0,
            error: .reservedLabelType(offset: 0)
        ),
        ErrorRow(testDescription: "no octet", octets: [], start: 0, error: .truncated(offset: 0)),
        ErrorRow(
            testDescription: "no root",
            octets: hex("01 61"),
            start: 0,
            error: .truncated(offset: 2)
        ),
        ErrorRow(
            testDescription: "end within a label",
            octets: hex("05 6162"),
            start: 0,
            error: .truncated(offset: 3)
        ),
        ErrorRow(
            testDescription: "end within a pointer",
            octets: hex("00 C0"),
            start: 1,
            error: .truncated(offset: 2)
        ),
    ])
    func tellsWhatIsWrongWhere(_ row: ErrorRow) {
        #expect(throws: row.error) { try parseName(row.octets, at: row.start).get() }
    }

    /// A chain of 127 pointers is as long as the labels of a name could need; one more is not.
    @Test(arguments: [(pointers: 127, isRead: true), (pointers: 128, isRead: false)])
    func boundsChainsOfPointers(pointers: Int, isRead: Bool) {
        var octets: [UInt8] = [1, 0x61, 0]
        var target = 0
        for _ in 0..<pointers {
            let place = octets.count
            octets += MessageBuilder.pointer(target)
            target = place
        }
        switch parseName(octets, at: target) {
        case .success(let parsed):
            #expect(isRead)
            #expect(parsed.name.presentation(in: octets.span) == "a")
        case .failure(let error):
            #expect(!isRead)
            #expect(error == .tooManyPointers(offset: 3))
        }
    }

    /// Both spellings of the same owner count as the same record owner, whatever the last pointer was.
    @Test func tellsOwnersApartAfterARepeatedPointer() {
        var builder = MessageBuilder(flags: 0x8000)
        builder.addQuestion("www.example.com", type: 1)
        for place in [12, 12, 16, 12, 24] {
            builder.addRaw(.answer, MessageBuilder.pointer(place) + hex("FF00 0001 00000000 0000"))
        }
        let parsed = ParsedMessage(builder.octets)
        #expect(parsed.error == nil)
        #expect(
            parsed.message.records.map { parsed.text($0.owner) }
                == ["www.example.com", "www.example.com", "example.com", "www.example.com", "com"]
        )
        #expect(parsed.message.records.map(\.offset) == [33, 45, 57, 69, 81])
    }

    @Test func comparesNamesInPlaceWithoutCase() throws {
        let octets = hex("01 61 01 62 00 01 41 C002 01 61 01 63 00")
        let first = try parseName(octets, at: 0).get().name
        let sameInCapitals = try parseName(octets, at: 5).get().name
        let other = try parseName(octets, at: 9).get().name
        let shorter = try parseName(octets, at: 2).get().name
        let isEqualToSameInCapitals = first.isEqual(to: sameInCapitals, in: octets.span)
        #expect(isEqualToSameInCapitals)
        let isEqualToOther = first.isEqual(to: other, in: octets.span)
        #expect(!isEqualToOther)
        let isEqualToShorter = first.isEqual(to: shorter, in: octets.span)
        #expect(!isEqualToShorter)
    }
}
