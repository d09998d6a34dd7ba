import ClientTracking
import DNSWire
import Testing

@Suite struct NetBIOSNameTests {
    /// Sixteen octets as two letters each, written out by hand in the first row.
    @Test(arguments: [
        // "THE NETBIOS NAME" of RFC 1001 §14.1, whose last octet, E, is no kind of a computer.
        ("FEEIEFCAEOEFFEECEJEPFDCAEOEBENEF", nil),
        // "LAPTOP-7" with blanks and kind 0x00, and with kind 0x20.
        ("EMEBFAFEEPFACNDHCACACACACACACAAA", "LAPTOP-7"), ("EMEBFAFEEPFACNDHCACACACACACACACA", "LAPTOP-7"),
        // Kind 0x1B: a domain's master browser, which is no computer's own name.
        ("EMEBFAFEEPFACNDHCACACACACACACABL", nil),
        // "*" asks everybody.
        ("CKAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", nil), ("laptop", nil),
    ])
    func names(label: String, expected: String?) throws {
        let name = try #require(DomainName(presentation: label))
        #expect(NetBIOSName.text(of: name) == expected)
    }
}
