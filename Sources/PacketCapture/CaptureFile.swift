package import Inflation

/// The two families of capture files.
package enum CaptureFormat: String, Hashable, Sendable {
    case pcap
    case pcapng
}

/// An open capture, read once from its beginning to its end.
///
/// libpcap reads pcap (microseconds and nanoseconds, both byte orders); this type itself reads pcapng (several
/// sections and interfaces). Captures come from files, FIFOs and standard input, and are unpacked on the way where
/// they are compressed. Memory does not depend on the capture's length.
package struct CaptureFile: ~Copyable {
    package let format: CaptureFormat
    /// The compression of the file, the outermost where it was compressed several times.
    package let compression: Compression?

    private let file: OpenedFile
    // One of the two, by the format.
    private var pcap: PcapReader?
    private var pcapng: PcapngReader?
    private var isAtEnd = false

    /// Opens a capture and reads its header.
    ///
    /// - Parameters:
    ///   - path: A file or FIFO; `-` is standard input. Opening a FIFO waits for its writer.
    ///   - expansionBound: The bound on the expansion of a compressed capture.
    /// - Throws: Every case of ``CaptureError`` but those that count packets, and those with a count of 0.
    package init(path: String, expansionBound: ExpansionBound = .standard) throws(CaptureError) {
        try self.init(OpenedFile(path: path, expansionBound: expansionBound))
    }

    /// Reads the header of a capture in a file that was opened.
    ///
    /// - Throws: ``CaptureError/notACapture(content:)`` and its neighbours, with a count of 0 where they have one.
    package init(_ file: OpenedFile) throws(CaptureError) {
        switch file.content {
        case .capture(.pcap):
            pcap = try PcapReader(file.input, head: file.head)
            format = .pcap
        case .capture(.pcapng):
            pcapng = try PcapngReader(file.input)
            format = .pcapng
        case .beginningOfCapture:
            throw .headerTruncated
        case .frameStream, .text, .other:
            throw .notACapture(content: file.contentInWords)
        }
        compression = file.compression
        self.file = file
    }

    /// Octets taken from the file so far, before unpacking; some may not have become frames yet.
    package var octetsRead: Int { file.octetsRead }

    /// The link types that the capture has declared so far, each once, in order of appearance.
    ///
    /// One for pcap from the start; pcapng may add some with any frame.
    package var linkTypes: [LinkType] { pcap?.linkTypes ?? pcapng?.linkTypes ?? [] }

    /// Packets that the recording says were lost, as far as it was read.
    ///
    /// pcapng alone can say so.
    package var droppedPackets: Int { pcapng?.droppedPackets ?? 0 }

    /// Waits until more of the capture comes, or time is up.
    ///
    /// - Parameter seconds: The longest time to wait; 0 to look alone.
    /// - Returns: `false` where the next frame would have to be waited for still.
    package func waitForFrame(seconds: Double) -> Bool {
        pcap?.hasUnreadOctets ?? false || pcapng?.hasUnreadOctets ?? false
            || file.input.waitForOctets(seconds: seconds)
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
        isAtEnd = true  // and stays so if this throws
        let isFound: Bool?
        switch format {
        case .pcap: isFound = try pcap?.next(body)
        case .pcapng: isFound = try pcapng?.next(body)
        }
        isAtEnd = isFound != true
        return !isAtEnd
    }
}
