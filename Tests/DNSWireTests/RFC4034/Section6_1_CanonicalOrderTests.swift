import DNSWire
import TestSupport
import Testing

/// RFC 4034 §6.1: the canonical order of names.
@Suite struct Section6_1_CanonicalOrderTests {
    /// The RFC's own list, in its order.
    static let names = [
        "example", "a.example", "yljkjljk.a.example", "Z.a.example", "zABC.a.EXAMPLE", "z.example",
        "\\001.z.example", "*.z.example", "\\200.z.example",
    ]

    @Test(arguments: [1, 2, 3] as [UInt64])
    func sortsTheExampleOfTheRFC(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let shuffled = try Self.names.shuffled(using: &generator).map {
            try #require(DomainName(presentation: $0))
        }
        #expect(shuffled.sorted().map(\.presentation) == Self.names)
    }

    @Test func putsExactlyOneOrderOnNamesThatDifferInCase() throws {
        let capital = try #require(DomainName(presentation: "A.example"))
        let small = try #require(DomainName(presentation: "a.example"))
        #expect(capital != small)
        #expect((capital < small) != (small < capital))
        #expect(!(small < small))
    }

    @Test func putsTheRootFirst() throws {
        let name = try #require(DomainName(presentation: "\\000"))
        #expect(DomainName.root < name)
        #expect(!(name < DomainName.root))
    }
}
