import PayloadMeasures
import TestSupport
import Testing

/// The alphabet that octets are written in, by the alphabets of RFC 4648.
@Suite struct PayloadAlphabetTests {
    private static func alphabet(_ octets: some Sequence<UInt8>) -> PayloadAlphabet? {
        PayloadAlphabet(OctetHistogram(octets))
    }

    @Test(arguments: [
        (TextEncoding.base16, PayloadAlphabet.base16), (.base32, .base32), (.base64, .base64),
        (.iodineBase32, .base32),
        (.standardBase64, .base64),
    ])
    func encodedNoise(encoding: TextEncoding, expected: PayloadAlphabet) {
        var generator = SeededGenerator(seed: 3)
        let text = encoding.encode(generator.octets(600))
        #expect(Self.alphabet(text) == expected)
        #expect(PayloadAlphabet.base16.bitsPerOctet == 4)
        #expect(expected.bitsPerOctet == Double(encoding.bitsPerSymbol))
    }

    struct Row: CustomTestStringConvertible, Sendable {
        let name: String
        let octets: [UInt8]
        let expected: PayloadAlphabet?
        var testDescription: String { name }
    }

    @Test(arguments: [
        Row(name: "nothing", octets: [], expected: nil),
        Row(name: "digits", octets: Array("0123456789".utf8), expected: .decimal),
        Row(name: "digits with fillers", octets: Array("2026-11-24_00".utf8), expected: .decimal),
        Row(name: "upper-case hexadecimal", octets: Array("DEADBEEF0123".utf8), expected: .base16),
        Row(name: "hexadecimal of both cases", octets: Array("DEADbeef".utf8), expected: .base64),
        Row(name: "upper-case Base32", octets: Array("MFRGGZDFMZTWQ2LK".utf8), expected: .base32),
        Row(name: "all octets", octets: Array(0...255), expected: .rawOctets),
        // iodine's Base128: 128 values, half of them beyond ASCII (src/base128.c).
        Row(
            name: "Base128",
            octets: Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789".utf8)
                + Array(0xBC...0xFD),
            expected: .base128
        ),
        Row(
            name: "one misfit in a hundred",
            octets: Array(repeating: 0x61, count: 99) + [0x21],
            expected: .base16
        ),
        Row(
            name: "two misfits in a hundred",
            octets: Array(repeating: 0x61, count: 98) + [0x21, 0x21],
            expected: .base64
        ),
    ])
    func alphabet(_ row: Row) {
        #expect(Self.alphabet(row.octets) == row.expected)
    }
}
