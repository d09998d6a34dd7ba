import NetworkTypes
import Testing

/// The text and the order of addresses.
///
/// Expectations are the examples of RFC 5952 and RFC 4291 themselves; each row names its section.
@Suite struct IPAddressTests {
    struct Row: CustomTestStringConvertible, Sendable {
        let source: String
        /// Eight groups as RFC 4291 §2.2 form 1 writes them.
        let groups: String
        let text: String
        var testDescription: String { "\(source): \(groups)" }
    }

    @Test(arguments: [
        Row(source: "RFC 5952 §1", groups: "2001:db8:0:0:1:0:0:1", text: "2001:db8::1:0:0:1"),
        Row(source: "RFC 5952 §2.1", groups: "2001:0db8:0:0:0001:0:0:0001", text: "2001:db8::1:0:0:1"),
        Row(source: "RFC 5952 §4.1, leading zeros", groups: "2001:0db8:0:0:0:0:0:0001", text: "2001:db8::1"),
        Row(
            source: "RFC 5952 §4.2.1, as short as possible",
            groups: "2001:db8:0:0:0:0:2:1",
            text: "2001:db8::2:1"
        ),
        Row(
            source: "RFC 5952 §4.2.2, one group",
            groups: "2001:db8:0:1:1:1:1:1",
            text: "2001:db8:0:1:1:1:1:1"
        ),
        Row(source: "RFC 5952 §4.2.3, longest run", groups: "2001:0:0:1:0:0:0:1", text: "2001:0:0:1::1"),
        Row(
            source: "RFC 5952 §4.2.3, first of equal runs",
            groups: "2001:db8:0:0:1:0:0:1",
            text: "2001:db8::1:0:0:1"
        ),
        Row(
            source: "RFC 5952 §4.3, lower case",
            groups: "2001:DB8:AAAA:BBBB:CCCC:DDDD:EEEE:AAAA",
            text: "2001:db8:aaaa:bbbb:cccc:dddd:eeee:aaaa"
        ),
        Row(source: "RFC 5952 §5, IPv4-mapped", groups: "0:0:0:0:0:ffff:c000:0201", text: "::ffff:192.0.2.1"),
        Row(
            source: "RFC 4291 §2.2, unicast",
            groups: "2001:DB8:0:0:8:800:200C:417A",
            text: "2001:db8::8:800:200c:417a"
        ),
        Row(source: "RFC 4291 §2.2, multicast", groups: "FF01:0:0:0:0:0:0:101", text: "ff01::101"),
        Row(source: "RFC 4291 §2.2, loopback", groups: "0:0:0:0:0:0:0:1", text: "::1"),
        Row(source: "RFC 4291 §2.2, unspecified", groups: "0:0:0:0:0:0:0:0", text: "::"),
        Row(source: "run at the end", groups: "2001:db8:1:1:1:1:0:0", text: "2001:db8:1:1:1:1::"),
        Row(source: "run at the front", groups: "0:0:1:1:1:1:1:1", text: "::1:1:1:1:1:1"),
        Row(source: "single zero groups at both ends", groups: "0:1:1:1:1:1:1:0", text: "0:1:1:1:1:1:1:0"),
        Row(source: "almost IPv4-mapped", groups: "0:0:0:0:1:ffff:c000:201", text: "::1:ffff:c000:201"),
        Row(source: "run across the halves", groups: "1:0:0:0:0:0:0:2", text: "1::2"),
    ])
    func sixthVersionText(_ row: Row) throws {
        let groups = row.groups.split(separator: ":").compactMap { UInt64($0, radix: 16) }
        try #require(groups.count == 8)
        let halves = [groups[..<4], groups[4...]].map { $0.reduce(0) { $0 << 16 | $1 } }
        #expect(IPAddress(v6High: halves[0], low: halves[1]).description == row.text)
    }

    @Test(
        arguments: [
            (0, "0.0.0.0"), (0x7F00_0001, "127.0.0.1"), (0xC000_0201, "192.0.2.1"),
            (0xFFFF_FFFF, "255.255.255.255"),
            (0x0A00_0100, "10.0.1.0"),
        ] as [(UInt32, String)]
    )
    func fourthVersionText(bits: UInt32, text: String) {
        #expect(IPAddress(v4: bits).description == text)
    }

    @Test func orderIsVersionThenValue() {
        let ascending = [
            IPAddress(v4: 0),
            IPAddress(v4: 0x0A00_0001),
            IPAddress(v4: 0xFFFF_FFFF),
            IPAddress(v6High: 0, low: 0),
            IPAddress(v6High: 0, low: .max),
            IPAddress(v6High: 1, low: 0),
            IPAddress(v6High: .max, low: .max),
        ]
        for (index, address) in ascending.enumerated() {
            for (otherIndex, other) in ascending.enumerated() {
                #expect((address < other) == (index < otherIndex))
                #expect((address == other) == (index == otherIndex))
            }
        }
    }

    @Test func anIPv4AddressIsNotItsMappedForm() {
        #expect(IPAddress(v4: 0xC000_0201) != IPAddress(v6High: 0, low: 0xFFFF_C000_0201))
        #expect(IPAddress(v4: 1) != IPAddress(v6High: 0, low: 1))
    }
}
