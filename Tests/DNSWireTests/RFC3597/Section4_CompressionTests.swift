import DNSWire
import TestSupport
import Testing

/// RFC 3597 §4: which names in record data may be compressed.
@Suite struct Section4_CompressionTests {
    /// A response to `example.com`, whose name is at 12, with one record whose data ends in a pointer to it.
    private func carried(type: UInt16, _ data: [UInt8]) -> [UInt8] {
        var builder = MessageBuilder.response("example.com", type: type)
        builder.addRecord(.answer, "example.com", type: type, data: data)
        return ParsedMessage(builder.octets).carriedOctets()
    }

    private let name = MessageBuilder.name("example.com")

    struct Row: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let type: UInt16
        let before: [UInt8]
        var nameCount = 1
        var after: [UInt8] = []
    }

    @Test(arguments: [
        Row(testDescription: "NS", type: 2, before: []),
        Row(testDescription: "MD", type: 3, before: []),
        Row(testDescription: "MF", type: 4, before: []),
        Row(testDescription: "CNAME", type: 5, before: hex("01 41")),
        Row(testDescription: "SOA", type: 6, before: [], nameCount: 2, after: Array(1...20)),
        Row(testDescription: "MB", type: 7, before: []),
        Row(testDescription: "MG", type: 8, before: []),
        Row(testDescription: "MR", type: 9, before: []),
        Row(testDescription: "PTR", type: 12, before: []),
        Row(testDescription: "MINFO", type: 14, before: [], nameCount: 2),
        Row(testDescription: "MX", type: 15, before: hex("000A 03 616263")),
        Row(testDescription: "RP", type: 17, before: [], nameCount: 2),
        Row(testDescription: "AFSDB", type: 18, before: hex("0001")),
        Row(testDescription: "RT", type: 21, before: hex("0001")),
        Row(testDescription: "SIG", type: 24, before: Array(1...18), after: [1, 2]),
        Row(testDescription: "PX", type: 26, before: hex("0001"), nameCount: 2),
        Row(testDescription: "NXT", type: 30, before: [], after: hex("40")),
        Row(testDescription: "SRV", type: 33, before: hex("0001 0002 0003")),
        Row(testDescription: "NAPTR", type: 35, before: hex("00010002 01 73 02 4141 00")),
        Row(testDescription: "KX", type: 36, before: hex("0001")),
        Row(testDescription: "DNAME", type: 39, before: []),
    ])
    func writesOutNames(_ row: Row) {
        let pointers = Array(repeating: MessageBuilder.pointer(12), count: row.nameCount).flatMap(\.self)
        let names = Array(repeating: name, count: row.nameCount).flatMap(\.self)
        #expect(carried(type: row.type, row.before + pointers + row.after) == row.before + names + row.after)
    }

    /// Octets that look like a pointer are just octets in all other types.
    @Test(arguments: [1, 10, 16, 25, 28, 43, 46, 47, 64, 65, 257, 65280, 65399] as [UInt16])
    func leavesOtherTypesAsTheyAre(type: UInt16) {
        let data = hex("C00C 01 61 C00C")
        #expect(carried(type: type, data) == data)
    }

    @Test func keepsWhatFollowsANameThatCannotBeRead() {
        // The first name of this SOA is sound, the second leads forward.
        #expect(carried(type: 6, hex("C00C C0FF 0102")) == name + hex("C0FF 0102"))
    }
}
