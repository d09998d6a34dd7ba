private import CLZ4
private import CLZMA
private import CZlib
private import CZstd

/// One call's progress through a compressed stream.
package struct DecompressionStep {
    /// Octets of the packed ones.
    package var consumed: Int
    /// Octets that came out.
    package var produced: Int
    /// Whether a gzip member, a zstd or lz4 frame or an xz stream ended here; another may follow.
    package var endsMember: Bool
}

/// The error that a decompression library reports.
package struct DecompressionError: Error {
    package var reason: String
}

/// A streaming decompressor, ready for the next member when one has ended.
///
/// Each conforming class owns one C object, made in `init?` and released in `deinit`, and hands the
/// library nothing but pointers with their true counts that end with the call.
package protocol Decompressor: AnyObject {
    /// Unpacks as much as both buffers allow; an empty `packed` drains the octets that the library still holds.
    func decompress(
        _ packed: UnsafeBufferPointer<UInt8>,
        into room: UnsafeMutableRawBufferPointer
    ) throws(DecompressionError) -> DecompressionStep
}

extension Compression {
    /// A decompressor in its first state, or `nil` when memory is short.
    package func makeDecompressor() -> (any Decompressor)? {
        switch self {
        case .gzip: GzipDecompressor()
        case .zstd: ZstdDecompressor()
        case .lz4: LZ4Decompressor()
        case .xz: XZDecompressor()
        }
    }
}

// MARK: - gzip

@safe private final class GzipDecompressor: Decompressor {
    /// The library keeps a pointer to its stream, which therefore may not move.
    private let stream: UnsafeMutablePointer<z_stream>

    init?() {
        unsafe stream = .allocate(capacity: 1)
        unsafe stream.initialize(to: z_stream())
        let gzipOnly: Int32 = 16  // added to the window's bits: take a gzip header, nothing else
        let size = unsafe Int32(MemoryLayout<z_stream>.size)
        guard unsafe inflateInit2_(stream, MAX_WBITS + gzipOnly, ZLIB_VERSION, size) == Z_OK else {
            unsafe stream.deallocate()
            return nil
        }
    }

    deinit {
        unsafe inflateEnd(stream)
        unsafe stream.deallocate()
    }

    func decompress(
        _ packed: UnsafeBufferPointer<UInt8>,
        into room: UnsafeMutableRawBufferPointer
    ) throws(DecompressionError) -> DecompressionStep {
        let packedCount = UInt32(clamping: packed.count)
        let roomCount = UInt32(clamping: room.count)
        unsafe stream.pointee.next_in = UnsafeMutablePointer(mutating: packed.baseAddress)
        unsafe stream.pointee.avail_in = packedCount
        unsafe stream.pointee.next_out = room.baseAddress?.assumingMemoryBound(to: UInt8.self)
        unsafe stream.pointee.avail_out = roomCount
        let status = unsafe inflate(stream, Z_NO_FLUSH)
        guard status == Z_OK || status == Z_STREAM_END || status == Z_BUF_ERROR else {
            throw DecompressionError(
                reason: unsafe stream.pointee.msg.map { unsafe String(cString: $0) } ?? "zlib error \(status)"
            )
        }
        let step = unsafe DecompressionStep(
            consumed: Int(packedCount - stream.pointee.avail_in),
            produced: Int(roomCount - stream.pointee.avail_out),
            endsMember: status == Z_STREAM_END
        )
        if step.endsMember { unsafe inflateReset(stream) }
        return step
    }
}

// MARK: - zstd

@safe private final class ZstdDecompressor: Decompressor {
    private let context: OpaquePointer

    init?() {
        guard let context = unsafe ZSTD_createDStream() else { return nil }
        unsafe self.context = context
    }

    deinit {
        unsafe ZSTD_freeDStream(context)
    }

    func decompress(
        _ packed: UnsafeBufferPointer<UInt8>,
        into room: UnsafeMutableRawBufferPointer
    ) throws(DecompressionError) -> DecompressionStep {
        var input = unsafe ZSTD_inBuffer(src: packed.baseAddress, size: packed.count, pos: 0)
        var output = unsafe ZSTD_outBuffer(dst: room.baseAddress, size: room.count, pos: 0)
        let status = unsafe ZSTD_decompressStream(context, &output, &input)
        if ZSTD_isError(status) != 0 {
            throw DecompressionError(reason: unsafe String(cString: ZSTD_getErrorName(status)))
        }
        return unsafe DecompressionStep(consumed: input.pos, produced: output.pos, endsMember: status == 0)
    }
}

// MARK: - lz4

@safe private final class LZ4Decompressor: Decompressor {
    private let context: OpaquePointer

    init?() {
        var created: OpaquePointer?
        let status = unsafe LZ4F_createDecompressionContext(&created, UInt32(LZ4F_VERSION))
        guard LZ4F_isError(status) == 0, let context = unsafe created else { return nil }
        unsafe self.context = context
    }

    deinit {
        unsafe LZ4F_freeDecompressionContext(context)
    }

    func decompress(
        _ packed: UnsafeBufferPointer<UInt8>,
        into room: UnsafeMutableRawBufferPointer
    ) throws(DecompressionError) -> DecompressionStep {
        var consumed = packed.count
        var produced = room.count
        let status = unsafe LZ4F_decompress(
            context,
            room.baseAddress,
            &produced,
            packed.baseAddress,
            &consumed,
            nil
        )
        if LZ4F_isError(status) != 0 {
            throw DecompressionError(reason: unsafe String(cString: LZ4F_getErrorName(status)))
        }
        return DecompressionStep(consumed: consumed, produced: produced, endsMember: status == 0)
    }
}

// MARK: - xz

@safe private final class XZDecompressor: Decompressor {
    /// The most memory that a stream's dictionary may ask for; `xz -9` asks for 65 MiB.
    private static let memoryLimit: UInt64 = 256 << 20
    /// The library keeps a pointer to its stream, which therefore may not move.
    private let stream: UnsafeMutablePointer<lzma_stream>

    init?() {
        unsafe stream = .allocate(capacity: 1)
        unsafe stream.initialize(to: lzma_stream())
        guard begin() else {
            unsafe stream.deallocate()
            return nil
        }
    }

    deinit {
        unsafe lzma_end(stream)
        unsafe stream.deallocate()
    }

    /// Readies the decoder for a stream's header, reusing its memory.
    private func begin() -> Bool {
        unsafe lzma_stream_decoder(stream, Self.memoryLimit, 0) == LZMA_OK
    }

    func decompress(
        _ packed: UnsafeBufferPointer<UInt8>,
        into room: UnsafeMutableRawBufferPointer
    ) throws(DecompressionError) -> DecompressionStep {
        unsafe stream.pointee.next_in = packed.baseAddress
        unsafe stream.pointee.avail_in = packed.count
        unsafe stream.pointee.next_out = room.baseAddress?.assumingMemoryBound(to: UInt8.self)
        unsafe stream.pointee.avail_out = room.count
        let status = unsafe lzma_code(stream, LZMA_RUN)
        guard status == LZMA_OK || status == LZMA_STREAM_END || status == LZMA_BUF_ERROR else {
            throw DecompressionError(reason: Self.reason(status))
        }
        let step = unsafe DecompressionStep(
            consumed: packed.count - stream.pointee.avail_in,
            produced: room.count - stream.pointee.avail_out,
            endsMember: status == LZMA_STREAM_END
        )
        if step.endsMember, !begin() { throw DecompressionError(reason: Self.reason(LZMA_MEM_ERROR)) }
        return step
    }

    private static func reason(_ status: lzma_ret) -> String {
        switch status {
        case LZMA_FORMAT_ERROR: "not an xz stream"
        case LZMA_DATA_ERROR: "data is corrupt"
        case LZMA_OPTIONS_ERROR: "unsupported options"
        case LZMA_MEM_ERROR: "out of memory"
        case LZMA_MEMLIMIT_ERROR: "needs more than \(memoryLimit >> 20) MiB of memory"
        default: "liblzma error \(status.rawValue)"
        }
    }
}
