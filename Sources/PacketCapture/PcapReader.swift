import CFileCookie
import CLibpcap
import Glibc
import NetworkTypes

/// Reads the packets of a pcap file through libpcap.
///
/// Safe although it owns C objects: `pcap` is closed exactly once, in `deinit`, and before `input`,
/// on which its stream depends, is let go; libpcap's buffer is lent only until the next call.
@safe final class PcapReader {
    let linkTypes: [LinkType]
    private let linkType: LinkType
    private let pcap: OpaquePointer
    private let input: CaptureInput
    private var packets = 0
    /// Octets of the file's header and of all records so far.
    private var octetsUsed = 24

    /// The most octets that libpcap reads of one record (`MAXIMUM_SNAPLEN` in pcap-int.h).
    private static let maximumSnapLength: UInt32 = 262_144

    /// Reads the file's header.
    ///
    /// Records may hold more than the header's snap length, as those of joined files do. libpcap cuts them without a
    /// word, Wireshark shows them whole. To have them whole here too, the reader sets the header's snap length to
    /// the most that libpcap reads.
    ///
    /// - Parameters:
    ///   - input: The source of the file's octets.
    ///   - head: Its first octets, which were peeked at.
    /// - Throws: The reason why the header cannot be read.
    init(_ input: CaptureInput, head: [UInt8]) throws(CaptureError) {
        // | magic, 4 | version, 2 + 2 | 0, 8 | snap length, 4 | link type, 4 | (draft-ietf-opsawg-pcap §4)
        if head.count >= 20 {
            let isBigEndian = head[0] == 0xA1
            let length = Self.maximumSnapLength
            let octets = [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: length >> UInt32($0)) }
            input.replacePeeked(
                by: head[..<16] + (isBigEndian ? octets : octets.reversed()) + head[20...]
            )
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
            throw Self.headerError(message, input)
        }
        unsafe self.pcap = pcap
        self.input = input
        linkType = unsafe LinkType(rawValue: pcap_datalink(pcap))
        linkTypes = [linkType]
    }

    deinit {
        unsafe pcap_close(pcap)
    }

    /// Lends the next packet to `body`; `false` at the end of the file.
    func next(_ body: (Frame, Span<UInt8>) -> Void) throws(CaptureError) -> Bool {
        var record: UnsafeMutablePointer<pcap_pkthdr>?
        var data: UnsafePointer<UInt8>?
        let status = unsafe pcap_next_ex(pcap, &record, &data)
        guard status == 1, let record = unsafe record?.pointee, let data = unsafe data else {
            if let error = endError(status: status) { throw error }
            return false
        }
        packets += 1
        let length = Int(record.caplen)
        octetsUsed += 16 + length
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

    /// Whether octets came that are part of no packet yet.
    var hasUnreadOctets: Bool { input.octetsHandedOn > octetsUsed }

    /// Nanoseconds, although the field is called `tv_usec`: so it was ordered when opening.
    ///
    /// The file's seconds are unsigned 32 bits (draft-ietf-opsawg-pcap §5), which libpcap reads as
    /// signed. With at most 2^31 microseconds beside them, nothing here can overflow.
    private func time(of value: timeval) -> Timestamp {
        let seconds = Int64(UInt32(truncatingIfNeeded: value.tv_sec))
        return Timestamp(nanoseconds: seconds * 1_000_000_000 + Int64(value.tv_usec))
    }
}

// MARK: - Errors

extension PcapReader {
    private static func headerError(_ message: [CChar], _ input: CaptureInput) -> CaptureError {
        if let failure = input.failure {
            return failure == .cutOff ? .headerTruncated : failure.error(packets: 0)
        }
        let octets = message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        let reason = String(decoding: octets, as: UTF8.self)
        return reason.hasPrefix("truncated") ? .headerTruncated : .unsupported(reason: reason)
    }

    /// The error that stopped the reading, or `nil` where it was the proper end.
    private func endError(status: Int32) -> CaptureError? {
        if let failure = input.failure { return failure.error(packets: packets) }
        if status == PCAP_ERROR_BREAK { return nil }
        let reason = unsafe String(cString: pcap_geterr(pcap))
        if reason.hasPrefix("truncated") { return .truncated(packets: packets) }
        return reason.hasPrefix("invalid packet capture length")
            ? .tooLarge(packets: packets, reason: reason) : .corrupt(packets: packets, reason: reason)
    }
}

/// The stream's way to its octets, which answers as read(2) does.
private func readFromInput(
    _ cookie: UnsafeMutableRawPointer?,
    _ buffer: UnsafeMutablePointer<CChar>?,
    _ size: Int
) -> Int {
    guard let cookie = unsafe cookie, let buffer = unsafe buffer else { return -1 }
    // `cookie` is the input that `PcapReader.init` passed, alive while the stream is open.
    let input = unsafe Unmanaged<CaptureInput>.fromOpaque(cookie).takeUnretainedValue()
    return unsafe input.read(into: UnsafeMutableRawBufferPointer(start: buffer, count: size))
}
