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
