import CZstd

/// Zstandard for pieces of memory (RFC 8878).
enum Zstandard {
    /// Packed octets; the level gives nine tenths of what the slow ones save, at a quarter of their time.
    private static let level: Int32 = 6

    /// Packs octets.
    ///
    /// - Returns: One frame, or `nil` when memory is short.
    static func packed(_ octets: [UInt8]) -> [UInt8]? {
        let bound = ZSTD_compressBound(octets.count)
        var result: Int?
        // Safe: the library reads and writes no more than the counts of both arrays, which live until the call is over.
        let packed = unsafe [UInt8](unsafeUninitializedCapacity: bound) { room, count in
            let size = unsafe ZSTD_compress(room.baseAddress, room.count, octets, octets.count, level)
            guard ZSTD_isError(size) == 0 else { return }
            count = size
            result = size
        }
        return result == nil ? nil : packed
    }

    /// Unpacks octets.
    ///
    /// - Parameters:
    ///   - packed: One frame.
    ///   - count: How many octets it stands for.
    /// - Returns: So many octets, or `nil` when the frame is damaged or stands for another number.
    static func unpacked(_ packed: [UInt8], count: Int) -> [UInt8]? {
        var isWhole = false
        // Safe: the library reads and writes no more than the counts of both arrays, which live until the call is over.
        let octets = unsafe [UInt8](unsafeUninitializedCapacity: count) { room, filled in
            let size = unsafe ZSTD_decompress(room.baseAddress, count, packed, packed.count)
            guard ZSTD_isError(size) == 0, size == count else { return }
            filled = size
            isWhole = true
        }
        return isWhole ? octets : nil
    }
}
