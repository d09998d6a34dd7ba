private import CFileCookie
private import CLibpcap
private import Glibc
private import NetworkTypes

/// The two families of capture files.
package enum CaptureFormat: String, Hashable, Sendable {
    case pcap
    case pcapng
}

/// An open capture, read once from its beginning to its end.
///
/// Reads pcap (microseconds and nanoseconds, both byte orders) and pcapng through libpcap, from
/// files, FIFOs and standard input, unpacking on the way what is compressed. Memory does not
/// depend on the capture's length.
///
/// Safe although it owns C objects: `pcap` is closed exactly once, in `deinit`, and before `input`,
/// on which its stream depends, is let go; libpcap's buffer is lent only until the next call.
@safe package struct CaptureFile: ~Copyable {
    package let format: CaptureFormat
    package let compression: Compression?
    package let linkType: LinkType
    /// The most octets that were to be kept of a frame; 0 where the capture does not say.
    package let snapLength: Int

    private let pcap: OpaquePointer
    private let input: CaptureInput
    private var packets = 0
    private var isAtEnd = false

    /// Opens a capture and reads its header.
    ///
    /// - Parameters:
    ///   - path: A file or FIFO; `-` is standard input. Opening a FIFO waits for its writer.
    ///   - expansionBound: How far a compressed capture may expand.
    /// - Throws: Every case of ``CaptureError`` but those that count packets, and those with a count of 0.
    package init(path: String, expansionBound: ExpansionBound = .standard) throws(CaptureError) {
        let input = try CaptureInput(path: path, expansionBound: expansionBound)
        let head = try input.peek(FileContent.peekLength)
        let format: CaptureFormat
        switch FileContent(firstOctets: head[...]) {
        case .capture(let found):
            format = found
        case .beginningOfCapture:
            throw .headerTruncated
        case .other(let content):
            throw .notACapture(content: content + (input.compression.map { " inside \($0.rawValue)" } ?? ""))
        }
        // The stream keeps the pointer to `input` without owning it; see the note on safety above.
        guard
            let stream = unsafe cookie_stream_open(Unmanaged.passUnretained(input).toOpaque(), readFromInput)
        else { throw .unreadable(reason: "out of memory") }
        unsafe setvbuf(stream, input.streamBuffer.baseAddress, _IOFBF, input.streamBuffer.count)

        var message = [CChar](repeating: 0, count: Int(PCAP_ERRBUF_SIZE))
        let precision = UInt32(PCAP_TSTAMP_PRECISION_NANO)
        let opened = unsafe pcap_fopen_offline_with_tstamp_precision(stream, precision, &message)
        guard let pcap = unsafe opened else {
            unsafe fclose(stream)
            throw Self.headerError(text(of: message), input)
        }
        unsafe self.pcap = pcap
        self.input = input
        self.format = format
        compression = input.compression
        linkType = unsafe LinkType(rawValue: pcap_datalink(pcap))
        snapLength = unsafe Int(max(0, pcap_snapshot(pcap)))
    }

    deinit {
        unsafe pcap_close(pcap)
    }

    /// Reads the next frame and lends its octets to `body`.
    ///
    /// - Returns: `false` at the end of the capture, and `body` was not called.
    /// - Throws: ``CaptureError/truncated(packets:)`` where the capture stops within a record,
    ///   ``CaptureError/corrupt(packets:reason:)`` and the cases of decompression. The capture
    ///   is at its end afterwards.
    package mutating func nextFrame(
        _ body: (Frame, Span<UInt8>) -> Void
    ) throws(CaptureError) -> Bool {
        if isAtEnd { return false }
        var record: UnsafeMutablePointer<pcap_pkthdr>?
        var data: UnsafePointer<UInt8>?
        let status = unsafe pcap_next_ex(pcap, &record, &data)
        guard status == 1, let record = unsafe record?.pointee, let data = unsafe data else {
            isAtEnd = true
            if let error = endError(status: status) { throw error }
            return false
        }
        packets += 1
        let length = Int(record.caplen)
        let frame = Frame(
            number: packets,
            time: time(of: record.ts),
            linkType: linkType,
            capturedLength: length,
            originalLength: max(length, Int(record.len))
        )
        // libpcap has filled `caplen` octets at `data`, which stay as they are until its next call.
        let octets = unsafe UnsafeBufferPointer(start: data, count: length)
        unsafe body(frame, octets.span)
        return true
    }
}

// MARK: - Times

extension CaptureFile {
    private static let nanosecondsPerSecond: Int64 = 1_000_000_000

    /// Nanoseconds, although the field is called `tv_usec`: so it was ordered when opening.
    ///
    /// A pcap file's seconds are unsigned 32 bits (draft-ietf-opsawg-pcap §5), which libpcap reads as
    /// signed. Whatever lies beyond the range of ``Timestamp`` is clamped to it.
    private func time(of value: timeval) -> Timestamp {
        let seconds =
            format == .pcap ? Int64(UInt32(truncatingIfNeeded: value.tv_sec)) : Int64(value.tv_sec)
        let (whole, overflow) = seconds.multipliedReportingOverflow(by: Self.nanosecondsPerSecond)
        let (sum, carry) = whole.addingReportingOverflow(Int64(value.tv_usec))
        if overflow || carry { return Timestamp(nanoseconds: seconds < 0 ? .min : .max) }
        return Timestamp(nanoseconds: sum)
    }
}

// MARK: - Errors

extension CaptureFile {
    private static func headerError(_ message: String, _ input: CaptureInput) -> CaptureError {
        if let failure = input.failure { return failure.error(packets: 0) }
        if message.hasPrefix("truncated") { return .headerTruncated }
        return .unsupported(reason: message)
    }

    /// What stopped the reading, or `nil` where it was the proper end.
    private func endError(status: Int32) -> CaptureError? {
        if let failure = input.failure { return failure.error(packets: packets) }
        if status == PCAP_ERROR_BREAK { return nil }
        let message = unsafe String(cString: pcap_geterr(pcap))
        if message.hasPrefix("truncated") { return .truncated(packets: packets) }
        return .corrupt(packets: packets, reason: message)
    }
}

private func text(of message: [CChar]) -> String {
    String(decoding: message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
}

/// The stream's way to its octets, which answers as read(2) does.
private func readFromInput(
    _ cookie: UnsafeMutableRawPointer?,
    _ buffer: UnsafeMutablePointer<CChar>?,
    _ size: Int
) -> Int {
    guard let cookie = unsafe cookie, let buffer = unsafe buffer else { return -1 }
    // `cookie` is the input that `CaptureFile.init` passed, alive while the stream is open.
    let input = unsafe Unmanaged<CaptureInput>.fromOpaque(cookie).takeUnretainedValue()
    return unsafe input.read(into: UnsafeMutableRawBufferPointer(start: buffer, count: size))
}
