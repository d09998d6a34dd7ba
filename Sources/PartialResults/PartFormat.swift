/// How a part lies in its file.
///
///     | magic, 8 | version, 4 | length of all behind the digest, 8 | SHA-256 of all behind it, 32 | chunk | chunk | …
///
/// A chunk holds one message, or octets of a log as its file has them, packed with Zstandard. Of each piece those of
/// packets or of a log come first, then what its reading showed, then its source, which ends it:
///
///     | kind, 1 | octets packed, 4 | octets unpacked, 4 | Zstandard frame |
///
/// Numbers are big-endian. Messages/part.proto has the messages.
enum PartFormat {
    /// Unlike text, so that programs which change line ends or cut eight bits show (as PNG does, RFC 2083 §3.1).
    static let magic: [UInt8] = [0x89, 0x44, 0x4E, 0x53, 0x50, 0x0D, 0x0A, 0x1A]
    static let version: UInt32 = 2
    static let headerLength = 8 + 4 + 8 + 32
    static let chunkHeaderLength = 1 + 4 + 4
    /// The most octets of a chunk; a reader holds one at a time.
    static let mostUnpacked = 8 << 20
    /// The most octets of a chunk in the file: what packing adds to octets that cannot be packed.
    static let mostPacked = mostUnpacked + (1 << 16)

    enum ChunkKind: UInt8 {
        case packets = 1
        case reading = 2
        case source = 3
        case log = 4
    }

    /// The octets of a number, the most significant first.
    static func octets(of number: some FixedWidthInteger & UnsignedInteger) -> [UInt8] {
        stride(from: number.bitWidth - 8, through: 0, by: -8).map { UInt8(truncatingIfNeeded: number >> $0) }
    }

    /// The number in octets, the most significant first.
    static func number(_ octets: ArraySlice<UInt8>) -> UInt64 {
        octets.reduce(0) { $0 << 8 | UInt64($1) }
    }
}
