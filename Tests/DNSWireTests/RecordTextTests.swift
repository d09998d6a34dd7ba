import DNSWire
import Testing

/// Data of records as dnspython 2.9.2 writes it (`Rdata.to_text`), but for the final dots of names.
@Suite struct RecordTextTests {
    struct Row: CustomTestStringConvertible, Sendable {
        let type: UInt16
        let data: String
        let text: String
        var testDescription: String { "\(RecordType(rawValue: type)): \(text)" }
    }

    private static func octets(_ digits: String) -> [UInt8] {
        stride(from: 0, to: digits.utf8.count, by: 2).compactMap { start in
            UInt8(digits.dropFirst(start).prefix(2), radix: 16)
        }
    }

    private static func text(_ octets: [UInt8], _ type: UInt16, isCut: Bool = false) -> String {
        RecordText.text(of: octets, type: RecordType(rawValue: type), isCut: isCut) { octets in
            octets.count == 4 ? octets.map { "\($0)" }.joined(separator: ".") : "2001:db8::1"
        }
    }

    @Test(arguments: [
        Row(
            type: 1,
            data: "c0000201",
            text: "192.0.2.1"
        ),
        Row(
            type: 28,
            data: "20010db8000000000000000000000001",
            text: "2001:db8::1"
        ),
        Row(
            type: 15,
            data: "000a036d7831076578616d706c6503636f6d00",
            text: "10 mx1.example.com"
        ),
        Row(
            type: 33,
            data: "0001000213c403736970076578616d706c6503636f6d00",
            text: "1 2 5060 sip.example.com"
        ),
        Row(
            type: 6,
            data:
                "036e7331076578616d706c6503636f6d000561646d696e076578616d706c6503636f6d0078c275f500001c2000000e10001275000000012c",
            text: "ns1.example.com admin.example.com 2026010101 7200 3600 1209600 300"
        ),
        Row(
            type: 257,
            data: "000569737375656c657473656e63727970742e6f7267",
            text: "0 issue \"letsencrypt.org\""
        ),
        Row(
            type: 65,
            data:
                "000100000100060268320268330003000220fb00040008c0000201c00002020006001020010db8000000000000000000000001029b00086869207468657265",
            text:
                "1 . alpn=\"h2,h3\" port=\"8443\" ipv4hint=\"192.0.2.1,192.0.2.2\" ipv6hint=\"2001:db8::1\" key667=\"hi there\""
        ),
        Row(
            type: 16,
            data: "143634353030207c203139322e302e322e302f3234056122625c63020178",
            text: "\"64500 | 192.0.2.0/24\" \"a\\\"b\\\\c\" \"\\001x\""
        ),
        Row(
            type: 35,
            data: "0064000a0175074532552b73697018215e2e2a24217369703a61406578616d706c652e636f6d2100",
            text: "100 10 \"u\" \"E2U+sip\" \"!^.*$!sip:a@example.com!\" ."
        ),
        Row(
            type: 48,
            data: "0101030dabcdef1234",
            text: "257 3 13 q83vEjQ="
        ),
        Row(
            type: 46,
            data: "00010d0200000e10697e978065e11a7f3039076578616d706c6503636f6d00abcdef",
            text: "A 13 2 3600 20260201000000 20240229235959 12345 example.com q83v"
        ),
        Row(
            type: 47,
            data: "0162076578616d706c6503636f6d000006400100000003",
            text: "b.example.com A MX RRSIG NSEC"
        ),
        Row(
            type: 50,
            data: "0100000502aabb14174eb2409fe28bcb4887a1836f957f0a8425e27b0006400000000002",
            text: "1 0 5 aabb 2t7b4g4vsa5smi47k61mv5bv1a22bojr A RRSIG"
        ),
        Row(
            type: 256,
            data: "000a000168747470733a2f2f7777772e6578616d706c652e636f6d2f70617468",
            text: "10 1 \"https://www.example.com/path\""
        ),
        Row(
            type: 13,
            data: "0341524d094c696e757820626f78",
            text: "\"ARM\" \"Linux box\""
        ),
        Row(
            type: 61,
            data: "9833045c4704e916092b06010401da470f0101",
            text: "mDMEXEcE6RYJKwYBBAHaRw8BAQ=="
        ),
        Row(
            type: 108,
            data: "00005e00532a",
            text: "00-00-5e-00-53-2a"
        ),
        Row(
            type: 51,
            data: "0100000a00",
            text: "1 0 10 -"
        ),
        Row(
            type: 62,
            data: "000000420003000460000008",
            text: "66 3 A NS AAAA"
        ),
        Row(
            type: 17,
            data: "0161076578616d706c6503636f6d000162076578616d706c6503636f6d00",
            text: "a.example.com b.example.com"
        ),
        Row(
            type: 2,
            data: "03612e62076578616d706c6503636f6d00",
            text: "a\\.b.example.com"
        ),
        // RFC 3597 §5, and dnspython for types that it does not know.
        Row(type: 65_280, data: "010203", text: "\\# 3 010203"),
        Row(type: 10, data: "010203", text: "\\# 3 010203"),
        Row(type: 65_280, data: "", text: "\\# 0"),
        // Data that does not fit its type.
        Row(type: 15, data: "000a03", text: "\\# 3 000a03"),
        Row(type: 1, data: "c00002", text: "\\# 3 c00002"),
    ])
    func text(_ row: Row) {
        #expect(Self.text(Self.octets(row.data), row.type) == row.text)
    }

    /// What was cut shows as far as it goes, and that it was cut.
    @Test func cut() {
        #expect(Self.text([5] + Array("abc".utf8), 16, isCut: true) == "\"abc\" …")
        #expect(Self.text([0, 10, 3, 0x6D], 15, isCut: true) == "10 …")
    }

    /// Whatever the data is, the text is one line of printable ASCII.
    @Test(arguments: [1, 6, 10, 16, 33, 35, 43, 46, 47, 50, 64, 65, 257, 65_280] as [UInt16])
    func hostile(type: UInt16) {
        for length in 0..<40 {
            for filler in [0x00, 0x0A, 0x1B, 0x7F, 0xC0, 0xFF] as [UInt8] {
                let text = Self.text([UInt8](repeating: filler, count: length), type)
                #expect(text.utf8.allSatisfy { 0x20...0x7E ~= $0 }, "\(type) \(length) \(filler)")
            }
        }
    }
}
