private import CZlib

/// Streams of zlib (RFC 1950), as tools compress their data.
package enum Zlib {
    /// The octets that a stream unpacks to, or their beginning.
    ///
    /// - Parameters:
    ///   - stream: Its octets; a stream that is cut short unpacks as far as it goes.
    ///   - limit: Octets that are unpacked at most.
    /// - Returns: At least one octet, or `nil` where the octets are no stream of zlib or too few to unpack.
    /// - Complexity: O(octets of the stream + limit).
    package static func unpacked(_ stream: some Sequence<UInt8>, atMost limit: Int) -> [UInt8]? {
        whole(stream, .zlib, atMost: limit)?.octets
    }

    /// The headers and checksums around compressed data, in zlib's own numbers.
    package enum Wrapping: Int32, Sendable {
        /// RFC 1950, with Adler-32.
        case zlib = 15
        /// RFC 1952, with CRC-32 and the length.
        case gzip = 31
        /// Compressed data alone (RFC 1951), which nothing vouches for.
        case none = -15
    }

    /// The octets that a stream unpacks to, and whether it ends as its checksum says.
    ///
    /// - Parameters:
    ///   - stream: Its octets; a stream that is cut short unpacks as far as it goes.
    ///   - wrapping: The format around it.
    ///   - limit: Octets that are unpacked at most.
    /// - Returns: At least one octet, and how many octets of the stream it took, or `nil` where the octets are no such stream.
    /// - Complexity: O(octets of the stream + limit).
    package static func whole(
        _ stream: some Sequence<UInt8>,
        _ wrapping: Wrapping,
        atMost limit: Int
    ) -> (octets: [UInt8], isWhole: Bool, taken: Int)? {
        let packed = Array(stream)
        // No symbol of DEFLATE, of a bit at least, stands for more than 258 octets.
        let limit = min(limit, packed.count.multipliedReportingOverflow(by: 8 * 258 / 2).partialValue)
        guard packed.count > 2, limit > 0 else { return nil }
        var state = unsafe z_stream()
        let size = unsafe Int32(MemoryLayout<z_stream>.size)
        guard unsafe inflateInit2_(&state, wrapping.rawValue, ZLIB_VERSION, size) == Z_OK else { return nil }
        defer { unsafe inflateEnd(&state) }
        var isWhole = false
        let unpacked = unsafe [UInt8](unsafeUninitializedCapacity: limit) { room, count in
            // The library neither changes its input nor keeps the pointers beyond the call.
            unsafe packed.withUnsafeBufferPointer { input in
                unsafe state.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
                unsafe state.avail_in = UInt32(clamping: input.count)
                unsafe state.next_out = room.baseAddress
                unsafe state.avail_out = UInt32(clamping: limit)
                let status = unsafe inflate(&state, Z_SYNC_FLUSH)
                isWhole = status == Z_STREAM_END
                let isStream = status == Z_OK || status == Z_STREAM_END || status == Z_BUF_ERROR
                count = isStream ? unsafe min(limit, limit - Int(state.avail_out)) : 0
            }
        }
        let taken = unsafe packed.count - Int(state.avail_in)
        return unpacked.isEmpty ? nil : (unpacked, isWhole, taken)
    }
}
