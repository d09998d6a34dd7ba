import InternationalNames
import Testing

@Suite struct ALabelsTests {
    /// Source: RFC 3492 §7.1 (D, E, L without their case), RFC 5891, UTS #46 §4 and IDNA's test domains of IANA.
    @Test(arguments: [
        ("bücher.example", "xn--bcher-kva.example"), ("BÜCHER.EXAMPLE", "xn--bcher-kva.example"),
        ("faß.de", "xn--fa-hia.de"), ("例え。テスト", "xn--r8jz45g.xn--zckzah"),
        ("3年b組金八先生", "xn--3b-ww4c5e180e575a65lsy2b"), ("_dmarc.bücher.de", "_dmarc.xn--bcher-kva.de"),
        ("Example.COM", "Example.COM"), ("a\\.b", "a\\.b"), ("", ""),
    ])
    func `names as they travel`(name: String, expected: String) {
        #expect(ALabels.name(name.utf8).map { String(decoding: $0, as: UTF8.self) } == expected)
    }

    @Test func `what IDNA does not allow has no such form`() {
        #expect(ALabels.name("i❤.ws".utf8) == nil)
        #expect(ALabels.name([0xFF, 0x2E, 0x63]) == nil)
        #expect(ALabels.name([0xC3, 0xBC, 0, 0x63]) == nil)
        #expect(
            ALabels.name(
                [UInt8](repeating: 0xC3, count: 3) + Array(String(repeating: "ü", count: 5_000).utf8)
            ) == nil
        )
    }
}
