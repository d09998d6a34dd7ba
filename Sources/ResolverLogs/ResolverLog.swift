package import DNSObservation
package import Inflation
package import NetworkTypes
package import PacketCapture
package import PacketDecoding

/// One frame or line of a log.
package struct LogRecord: Sendable {
    /// The number of the frame or line, from 1.
    package let number: Int
    /// The number of its octets.
    package let octets: Int
    /// `nil` where it has no time or could not be read.
    package let time: Timestamp?
}

/// An open log, read once from its beginning to its end.
///
/// Memory does not depend on the log's length.
package struct ResolverLog: ~Copyable {
    package let format: LogFormat
    private let file: OpenedFile
    // One of the two, by the format.
    private var frames: DnstapReader?
    private var lines: TextLog?

    /// Recognizes a log by its content; `nil` for a file that is no log.
    ///
    /// - Parameters:
    ///   - file: A file of which nothing was read yet.
    ///   - input: The place of the capture among the scan's inputs, from 0.
    /// - Throws: The reason why the file cannot be read.
    package init?(_ file: OpenedFile, input: Int = 0) throws(CaptureError) {
        switch file.content {
        case .frameStream:
            frames = DnstapReader(file, input: input)
            format = .dnstap
        case .text:
            guard let log = try TextLog(file, input: input) else { return nil }
            lines = log
            format = log.format
        case .capture, .beginningOfCapture, .other:
            return nil
        }
        self.file = file
    }

    /// The compression of the file, the outermost where it was compressed several times.
    package var compression: Compression? { file.compression }

    /// Octets taken from the file so far, before unpacking.
    package var octetsRead: Int { file.octetsRead }

    /// Reads the next frame or line and lends its content.
    ///
    /// - Parameters:
    ///   - statistics: Takes its anomalies.
    ///   - deliver: Receives whole messages; at the end also those of earlier records, which had to wait.
    ///   - observe: Receives messages of which the log has only some facts.
    ///   - hide: Receives queries whose names the log does not show.
    /// - Returns: The frame or line that was read, or `nil` at the end of the log.
    /// - Throws: ``CaptureError/truncated(packets:)`` where the log stops within a frame,
    ///   ``CaptureError/corrupt(packets:reason:)`` and the cases of decompression. The log is at its end afterwards.
    package mutating func next(
        _ statistics: inout LogStatistics,
        deliver: (DNSPayload, Span<UInt8>) -> Void,
        observe: (Observation) -> Void,
        hide: (HiddenName) -> Void
    ) throws(CaptureError) -> LogRecord? {
        try lines != nil
            ? lines?.next(&statistics, observe: observe, hide: hide) : frames?.next(&statistics, deliver)
    }
}
