/// The compression of a capture, which its first octets tell and not its name.
package enum Compression: String, Hashable, Sendable, CaseIterable {
    case gzip
    case zstd
    case lz4
    case xz

    /// The compression whose magic number `octets` begins with.
    ///
    /// Parallel packers first write a frame that is to be skipped. It is common to zstd and lz4. The magic number
    /// behind it tells which one it is, where it is at hand; else the more frequent of the two is meant.
    ///
    /// Sources: RFC 1952 §2.3.1, RFC 8878 §3.1.1 and §3.1.2, lz4_Frame_format.md, xz-file-format §2.1.1.1.
    init?(magicOf octets: ArraySlice<UInt8>) {
        let magic: [(Compression, [UInt8])] = [
            (.gzip, [0x1F, 0x8B]),
            (.zstd, [0x28, 0xB5, 0x2F, 0xFD]),
            (.lz4, [0x04, 0x22, 0x4D, 0x18]),
            (.xz, [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]),
        ]
        if let match = magic.first(where: { octets.starts(with: $0.1) }) {
            self = match.0
        } else if Self.beginsWithSkippableFrame(octets) {
            let length = octets.dropFirst(4).prefix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
            self = octets.dropFirst(8 + length).starts(with: magic[2].1) ? .lz4 : .zstd
        } else {
            return nil
        }
    }

    /// Whether octets begin with a number 0x184D2A50…0x184D2A5F, low octet first, and a length.
    private static func beginsWithSkippableFrame(_ octets: ArraySlice<UInt8>) -> Bool {
        guard octets.count >= 8, let first = octets.first else { return false }
        return first >> 4 == 5 && octets.dropFirst().starts(with: [0x2A, 0x4D, 0x18])
    }
}

/// The bound on the expansion of compressed data; reading stops beyond it.
///
/// Reading streams, so expansion costs time and not memory; the bound keeps a small file from costing minutes. A
/// release build on one core takes 5 ms for a mebibyte that holds packets without a single octet, and 9 ms for one
/// that holds one DNS query over and over. It takes up to 60 ms for one that is made to fill the tables, such as with
/// ever new domains; a long window of zstd or xz repeats as many of these as its author wants.
///
/// An input of less than a mebibyte may expand to ``octets``, which takes about a second at the very worst. The bound
/// cannot be tighter: captures with DNS compress to a third up to an eleventh (the 167 of Fixtures and of the
/// recorded corpus with more than 20 kB, by gzip, zstd, lz4 and xz), keep-alives of a quiet day to a fiftieth. A
/// larger input costs its sender something itself and may expand to ``ratio`` times its size: floods of equal packets
/// reach 200; a gzip stream cannot exceed 1032, zstd and xz go far beyond.
package struct ExpansionBound: Hashable, Sendable {
    /// Expanded octets that are always allowed.
    package let octets: Int
    /// Expanded octets for each compressed one that a larger input is allowed.
    package let ratio: Int
    /// Compressed octets from which on an input is larger.
    package let smallestLarge: Int

    package init(octets: Int, ratio: Int, smallestLarge: Int = 0) {
        self.octets = octets
        self.ratio = ratio
        self.smallestLarge = smallestLarge
    }

    package static let standard = Self(octets: 16 << 20, ratio: 500, smallestLarge: 1 << 20)

    func allows(expanded: Int, compressed: Int) -> Bool {
        if expanded <= octets { return true }
        guard compressed >= smallestLarge else { return false }
        let (product, overflow) = compressed.multipliedReportingOverflow(by: ratio)
        return overflow || expanded <= product
    }
}
