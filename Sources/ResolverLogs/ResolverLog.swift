package import NetworkTypes
package import PacketCapture
package import PacketDecoding

/// The kinds of logs in which servers write down what they were asked.
///
/// The raw values are stable names for reports.
package enum LogFormat: String, Hashable, Sendable, CaseIterable {
    case dnstap
}

/// One frame or line of a log.
package struct LogRecord: Sendable {
    /// The number of the frame or line, from 1.
    package let number: Int
    /// How many octets it has.
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
    private var dnstap: DnstapReader

    /// Recognizes a log by its content; `nil` for what is none.
    ///
    /// - Parameters:
    ///   - file: A file of which nothing was read yet.
    ///   - input: Which capture of the scan it is, from 0.
    package init?(_ file: OpenedFile, input: Int = 0) {
        guard file.content == .frameStream else { return nil }
        self.file = file
        format = .dnstap
        dnstap = DnstapReader(file, input: input)
    }

    /// How the file is compressed, the outermost where it was compressed several times.
    package var compression: Compression? { file.compression }

    /// Reads the next frame or line and lends the DNS messages in it to `deliver`.
    ///
    /// - Parameters:
    ///   - statistics: Takes what is to be known of it.
    ///   - deliver: Is called for no message, one or more; at the end also for messages of earlier records, which had to wait.
    /// - Returns: What was read, or `nil` at the end of the log.
    /// - Throws: ``CaptureError/truncated(packets:)`` where the log stops within a frame,
    ///   ``CaptureError/corrupt(packets:reason:)`` and the cases of decompression. The log is at its end afterwards.
    package mutating func next(
        _ statistics: inout LogStatistics,
        _ deliver: (DNSPayload, Span<UInt8>) -> Void
    ) throws(CaptureError) -> LogRecord? {
        try dnstap.next(&statistics, deliver)
    }
}
