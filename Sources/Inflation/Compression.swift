/// The compression of a file, which its first octets tell and not its name.
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
    package init?(magicOf octets: ArraySlice<UInt8>) {
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

extension Compression {
    /// Octets that are unpacked at a time.
    private static let room = 1 << 16

    /// The octets that compressed ones unpack to, and whether they end as the format says.
    ///
    /// - Parameters:
    ///   - stream: One member, frame or stream; what stands behind it is left alone.
    ///   - limit: Octets that are unpacked at most.
    /// - Returns: How many octets of the stream it took, too, or `nil` where nothing comes out.
    /// - Complexity: O(octets of the stream + limit).
    package func whole(_ stream: [UInt8], atMost limit: Int) -> (
        octets: [UInt8], isWhole: Bool, taken: Int
    )? {
        guard let decompressor = makeDecompressor() else { return nil }
        var (octets, taken, isWhole) = ([UInt8](), 0, false)
        var room = [UInt8](repeating: 0, count: Self.room)
        while !isWhole, octets.count < limit {
            // The library keeps neither pointer beyond the call.
            let step = unsafe stream.withUnsafeBufferPointer { packed in
                unsafe room.withUnsafeMutableBytes { room in
                    unsafe try? decompressor.decompress(.init(rebasing: packed[taken...]), into: room)
                }
            }
            guard let step, step.consumed > 0 || step.produced > 0 else { break }
            octets += room.prefix(min(step.produced, limit - octets.count))
            taken += step.consumed
            isWhole = step.endsMember
        }
        return octets.isEmpty ? nil : (octets, isWhole, taken)
    }
}
