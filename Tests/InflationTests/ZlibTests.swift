import Inflation
import Testing

/// Streams made by Python's zlib.compress, levels 9 and 0.
@Suite struct ZlibTests {
    /// What `zlib.compress(b"attack at dawn, attack at dusk", 9)` gives.
    private static let packed: [UInt8] = [
        0x78, 0xDA, 0x4B, 0x2C, 0x29, 0x49, 0x4C, 0xCE, 0x56, 0x48, 0x2C, 0x51, 0x48, 0x49, 0x2C, 0xCF, 0xD3,
        0x01, 0x32, 0xE0,
        0xFC, 0xD2, 0xE2, 0x6C, 0x00, 0xA7, 0x57, 0x0A, 0xC8,
    ]
    private static let text = Array("attack at dawn, attack at dusk".utf8)

    @Test func whole() {
        #expect(Zlib.unpacked(Self.packed, atMost: 1_000) == Self.text)
    }

    @Test func beginning() {
        #expect(Zlib.unpacked(Self.packed, atMost: 6) == Array(Self.text.prefix(6)))
    }

    @Test func cutShort() throws {
        let unpacked = try #require(Zlib.unpacked(Self.packed.prefix(16), atMost: 1_000))
        #expect(Self.text.starts(with: unpacked))
    }

    /// What `zlib.compress(b"E\0", 0)` gives.
    @Test func stored() {
        #expect(
            Zlib.unpacked(
                [0x78, 0x01, 0x01, 0x02, 0x00, 0xFD, 0xFF, 0x45, 0x00, 0x00, 0x8C, 0x00, 0x46],
                atMost: 9
            ) == [0x45, 0]
        )
    }

    @Test(
        arguments: [[], [0x78], [0x78, 0xDA], [0x78, 0xDB, 1, 2, 3, 4], Array("GET / HTTP".utf8)] as [[UInt8]]
    )
    func noStream(octets: [UInt8]) {
        #expect(Zlib.unpacked(octets, atMost: 64) == nil)
    }
}
