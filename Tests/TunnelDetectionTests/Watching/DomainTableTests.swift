import TestSupport
import Testing
import Watching

@Suite struct DomainTableTests {
    private static func table(_ names: [String]) -> DomainTable {
        var table = DomainTable()
        for (index, name) in names.enumerated() {
            let text = Array(name.utf8)
            guard let place = ListName(in: text.span, at: 0..<text.count) else { continue }
            table.insert(place.hash, labelCount: place.labelCount, entry: Int32(index))
        }
        return table
    }

    private static func entries(of name: String, in table: DomainTable) -> [Int32] {
        var entries: [Int32] = []
        table.forEachEntry(of: MessageBuilder.name(name).span) { entry, _ in entries.append(entry) }
        return entries
    }

    @Test func `all names above are found, the longest first`() {
        let table = Self.table([
            "com", "example.com", "b.example.com", "a.b.example.com", "other.net", "EXAMPLE.com",
        ])
        #expect(
            Self.entries(of: "x.B.example.COM", in: table) == [2, 5, 1, 0]
                || Self.entries(of: "x.B.example.COM", in: table) == [2, 1, 5, 0]
        )
        #expect(Self.entries(of: "example.com", in: table).count == 3)
        #expect(Self.entries(of: "xexample.com", in: table) == [0])
    }

    @Test func `a hundred thousand names are told apart`() {
        let table = Self.table((0..<100_000).map { "host\($0).zone\($0 % 977).example" })
        for index in stride(from: 0, to: 100_000, by: 331) {
            #expect(
                Self.entries(of: "x.host\(index).zone\(index % 977).example", in: table) == [Int32(index)]
            )
            #expect(Self.entries(of: "host\(index).zone\((index + 1) % 977).example", in: table).isEmpty)
        }
    }

    @Test func `labels that only together spell a name are another name`() {
        let table = Self.table(["ab.c.example"])
        #expect(Self.entries(of: "a.bc.example", in: table).isEmpty)
        var found = false
        // One label that holds a dot is not two labels (RFC 2181 §11).
        let octets: [UInt8] = [4] + Array("ab.c".utf8) + [7] + Array("example".utf8) + [0]
        table.forEachEntry(of: octets.span) { _, _ in found = true }
        #expect(!found)
    }
}
