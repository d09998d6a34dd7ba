/// How a capture is compressed, told by its first octets whatever its name says.
package enum Compression: String, Hashable, Sendable, CaseIterable {
    case gzip
    case zstd
    case lz4
    case xz

    /// The compression whose magic number `octets` begins with.
    ///
    /// A frame that is to be skipped, as parallel packers write first, is common to zstd and lz4; the magic
    /// number behind it tells, where it is at hand, else the more frequent of the two is meant.
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

/// How far compressed data may expand before reading stops: beyond both the size and the ratio.
///
/// Reading streams, so expansion costs time and not memory; the bound keeps a small file from
/// costing hours. Captures reach ratios of 5 to 50, floods of equal packets some 200; a gzip
/// stream cannot exceed 1032, zstd and xz go far beyond. The worst content, packets without a single
/// octet, takes some four seconds a gibibyte: what is always allowed takes half a second.
package struct ExpansionBound: Hashable, Sendable {
    /// Expanded octets that are always allowed.
    package let octets: Int
    /// Expanded octets for each compressed one that are always allowed.
    package let ratio: Int

    package init(octets: Int, ratio: Int) {
        self.octets = octets
        self.ratio = ratio
    }

    package static let standard = Self(octets: 1 << 27, ratio: 500)

    func allows(expanded: Int, compressed: Int) -> Bool {
        let (product, overflow) = compressed.multipliedReportingOverflow(by: ratio)
        return expanded <= octets || overflow || expanded <= product
    }
}
