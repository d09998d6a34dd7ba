import PayloadMeasures
import Signatures
import TestSupport
import Testing

/// Decoders that signatures share, against published vectors.
@Suite struct PayloadEncodingTests {
    /// RFC 4648 §10, padding left out.
    @Test(arguments: [
        ("", "", "", ""), ("f", "66", "MY", "Zg"), ("fo", "666F", "MZXQ", "Zm8"),
        ("foo", "666F6F", "MZXW6", "Zm9v"),
        ("foob", "666F6F62", "MZXW6YQ", "Zm9vYg"), ("fooba", "666F6F6261", "MZXW6YTB", "Zm9vYmE"),
        ("foobar", "666F6F626172", "MZXW6YTBOI", "Zm9vYmFy"),
    ]) func decodesVectors(text: String, base16: String, base32: String, base64: String) {
        #expect(PayloadEncoding.base16.octets(of: base16.utf8) == Array(text.utf8))
        #expect(PayloadEncoding.base32.octets(of: base32.utf8) == Array(text.utf8))
        #expect(PayloadEncoding.base32.octets(of: base32.lowercased().utf8) == Array(text.utf8))
        #expect(PayloadEncoding.base64.octets(of: base64.utf8) == Array(text.utf8))
    }

    /// Other symbols, a symbol too many, and bits in the last symbol that no encoder sets.
    @Test(arguments: ["MZXW6===", "M", "MZX", "MZ", "M1", "MZXW6Y"]) func rejects(text: String) {
        #expect(PayloadEncoding.base32.octets(of: text.utf8) == nil)
    }

    /// The check value of CRC-32/ISO-HDLC, and of nothing.
    @Test func checksum() {
        #expect(CRC32.checksum(Array("123456789".utf8)) == 0xCBF4_3926)
        #expect(CRC32.checksum([]) == 0)
    }

    /// The example of protobuf.dev "Encoding": field 1 is 150.
    @Test func readsFields() throws {
        let message = try #require(ProtobufMessage([0x08, 0x96, 0x01, 0x12, 0x02, 0x41, 0x42]))
        #expect(message.integers == [1: 150])
        #expect(message.strings.mapValues(Array.init) == [2: [0x41, 0x42]])
    }

    @Test(
        arguments: [
            [], [0x08], [0x08, 0x00], [0x08, 0x80, 0x00], [0x12, 0x02, 0x41], [0x10, 1, 0x08, 1],
            [0x08, 1, 0x08, 1],
            [0x0D, 1, 2, 3, 4], [0x08, 0x96, 0x96, 0x96, 0x96, 0x96, 0x01],
        ] as [[UInt8]]
    ) func rejectsFields(octets: [UInt8]) {
        #expect(ProtobufMessage(octets) == nil)
    }
}
