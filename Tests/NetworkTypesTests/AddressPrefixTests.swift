import NetworkTypes
import Testing

@Suite struct AddressPrefixTests {
    /// Source: RFC 4007 §11.
    @Test(
        arguments: [
            ("fe80::1%eth0", "fe80::1"), ("fe80::1%eth0/64", "fe80::/64"), ("fe80::1%3", "fe80::1"),
            ("10.0.0.53", "10.0.0.53"), ("10.0.0.0/8", "10.0.0.0/8"), ("2001:db8::1", "2001:db8::1"),
            ("fe80::1%", nil),
            ("2001:db8::1%eth0", nil), ("10.0.0.1%eth0", nil), ("%eth0", nil), ("fe80::1%eth0/200", nil),
        ] as [(String, String?)]
    )
    func `a scope names an interface and is left out`(text: String, expected: String?) {
        #expect(AddressPrefix(scoped: text)?.description == expected)
    }

    /// Text and its canonical form; those of RFC 4291 §2.2 and RFC 5952 §4, §5 among them.
    @Test(arguments: [
        ("192.0.2.1", "192.0.2.1"), ("0.0.0.0", "0.0.0.0"), ("255.255.255.255", "255.255.255.255"),
        ("2001:DB8:0:0:8:800:200C:417A", "2001:db8::8:800:200c:417a"), ("FF01:0:0:0:0:0:0:101", "ff01::101"),
        ("::1", "::1"), ("::", "::"), ("2001:db8::", "2001:db8::"), ("1::8", "1::8"),
        ("::ffff:129.144.52.38", "::ffff:129.144.52.38"), ("64:ff9b::192.0.2.33", "64:ff9b::c000:221"),
        ("1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"), ("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"),
        ("::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8"),
    ])
    func `addresses are read in all their forms`(text: String, canonical: String) {
        #expect(IPAddress(text)?.description == canonical)
    }

    @Test(arguments: [
        "", "1", "1.2.3", "1.2.3.4.5", "1.2.3.256", "1.2.3.04", "01.2.3.4", "1.2.3.4 ", "1..2.3", ":", ":::",
        "1:::2",
        "1::2::3", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "12345::", "g::", "::1.2.3", "1.2.3.4::",
        "fe80::1%eth0",
        "1:2:3:4:5:6:7:8::", "::1:2:3:4:5:6:7:8",
    ])
    func `what is none is refused`(text: String) {
        #expect(IPAddress(text) == nil)
    }

    @Test(arguments: [
        ("10.1.2.3/8", "10.0.0.0/8"), ("192.0.2.1/32", "192.0.2.1"), ("192.0.2.255/31", "192.0.2.254/31"),
        ("0.0.0.0/0", "0.0.0.0/0"), ("2001:db8:ffff::/33", "2001:db8:8000::/33"), ("::1/128", "::1"),
        ("2001:db8::ffff:1/96", "2001:db8::/96"), ("::ffff/64", "::/64"),
    ])
    func `prefixes clear the other bits`(text: String, canonical: String) {
        #expect(AddressPrefix(text)?.description == canonical)
    }

    @Test(arguments: [
        "10.0.0.0/33", "::/129", "10.0.0.0/", "10.0.0.0/x", "/8", "10.0.0.0/8/8", "10.0.0.0/-1",
    ])
    func `other lengths are refused`(text: String) {
        #expect(AddressPrefix(text) == nil)
    }

    /// By the registries of special-purpose addresses.
    @Test(arguments: [
        ("8.8.8.8", AddressScope.global), ("0.0.0.0", .unspecified), ("127.0.0.53", .loopback),
        ("10.0.0.1", .privateUse),
        ("172.15.255.255", .global), ("172.16.0.0", .privateUse), ("172.31.255.255", .privateUse),
        ("172.32.0.0", .global), ("192.168.0.1", .privateUse), ("192.169.0.1", .global),
        ("100.64.0.1", .privateUse),
        ("100.128.0.1", .global), ("169.254.169.254", .linkLocal), ("::", .unspecified), ("::1", .loopback),
        ("::2", .global), ("fd00:ec2::254", .privateUse), ("fe80::1", .linkLocal), ("2001:db8::1", .global),
        ("::ffff:10.0.0.1", .privateUse), ("64:ff9b::7f00:1", .loopback),
    ])
    func `scopes are those of the registries`(text: String, scope: AddressScope) throws {
        let address = try #require(IPAddress(text))
        #expect(AddressScope(address) == scope)
    }
}

@Suite struct AddressTableTests {
    private static func table(_ prefixes: [String]) -> AddressTable {
        AddressTable(
            prefixes.enumerated().compactMap { index, text in
                AddressPrefix(text).map { (prefix: $0, entry: Int32(index)) }
            }
        )
    }

    @Test(
        arguments: [
            ("192.0.2.1", 2), ("192.0.2.2", 1), ("192.0.3.1", 0), ("192.1.0.0", nil), ("2001:db8::1", 3),
            ("2001:db8:1::", 4), ("2001:db9::", nil), ("0.0.0.0", nil),
        ] as [(String, Int32?)]
    )
    func `the longest prefix counts`(text: String, entry: Int32?) throws {
        let table = Self.table([
            "192.0.0.0/16", "192.0.2.0/24", "192.0.2.1", "2001:db8::/32", "2001:db8:1::/48",
        ])
        let address = try #require(IPAddress(text))
        #expect(table.entry(of: address) == entry)
    }

    @Test func `the first of two equal prefixes counts, and long lists are told apart`() throws {
        #expect(Self.table(["192.0.2.1", "192.0.2.1/32"]).entry(of: IPAddress(v4: 0xC000_0201)) == 0)
        let many = AddressTable(
            (0..<5_000).compactMap { index in
                AddressPrefix(IPAddress(v4: UInt32(index) &* 850_001), length: 32).map { ($0, Int32(index)) }
            }
        )
        for index in stride(from: 1, to: 5_000, by: 97) {
            #expect(many.entry(of: IPAddress(v4: UInt32(index) &* 850_001)) == Int32(index))
            #expect(many.entry(of: IPAddress(v4: UInt32(index) &* 850_001 &+ 1)) == nil)
        }
        #expect(AddressTable([]).entry(of: IPAddress(v4: 1)) == nil)
    }
}
