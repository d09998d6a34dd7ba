import NetworkTypes
import PublicSuffixes
import Testing
import Watching

/// The built-in tables hold what can be looked up, each thing once.
@Suite struct KnownNamesTests {
    private static let names = KnownNames.all.flatMap(\.names)

    @Test(arguments: names)
    func `a name can be looked up`(name: String) {
        let octets = Array(name.utf8)
        #expect(ListName(in: octets.span, at: 0..<octets.count) != nil)
        #expect(name == name.lowercased())
    }

    @Test func `no name stands twice or below another of its table`() {
        #expect(Set(Self.names).count == Self.names.count)
        for table in KnownNames.all {
            for name in table.names {
                #expect(!table.names.contains { name.hasSuffix("." + $0) && name != $0 }, "\(name)")
            }
        }
    }

    /// A table's name stands for all below it, so it must be somebody's own.
    @Test func `no name is shared by many, but for the networks' own`() {
        let list = PublicSuffixList()
        let shared = Self.names.filter { name in
            list.isShared(name.split(separator: ".").flatMap { [UInt8($0.utf8.count)] + Array($0.utf8) })
        }
        #expect(Set(shared).isSubset(of: ["onion"]), "\(shared)")
    }

    @Test func `addresses of sinkholes are addresses, global ones, each once`() throws {
        let texts = KnownSinkholes.addresses.flatMap(\.value)
        let prefixes = try texts.map { try #require(AddressPrefix($0), "\($0)") }
        #expect(Set(prefixes.map(\.description)).count == texts.count)
        for prefix in prefixes {
            #expect(AddressScope(prefix.address) == .global)
            // Wider networks than a /24 hold others' machines too.
            #expect(prefix.length >= 24)
            #expect(prefixes.count { $0.contains(prefix.address) } == 1, "\(prefix)")
        }
    }
}
