import DNSObservation
import NetworkTypes
import PacketCapture
import PacketDecoding

/// Reads a log of lines of any producer.
struct TextLog {
    let format: LogFormat
    private var lines: LogLines
    private var reader: any LineReader
    private let input: Int
    private var lastTime = Timestamp(nanoseconds: 0)

    /// The beginning, in octets, that must hold a known line: programs write more when they start than queries.
    private static let peekedOctets = 1 << 16

    /// Recognizes the producer by the first line that one is known to write; `nil` where there is none.
    ///
    /// - Parameters:
    ///   - file: A file of text.
    ///   - input: The place of the capture among the scan's inputs, from 0.
    /// - Throws: The reason why the file cannot be read.
    init?(_ file: OpenedFile, input: Int) throws(CaptureError) {
        lines = LogLines(file)
        let head = try lines.peek(Self.peekedOctets)
        let format = LogFormat.allCases.first { format in
            guard var reader = format.lineReader else { return false }
            return head.contains { reader.isOwn($0) }
        }
        guard let format, let reader = format.lineReader else { return nil }
        self.format = format
        self.reader = reader
        self.input = input
    }

    /// Reads the next line.
    ///
    /// - Parameters:
    ///   - statistics: Takes its anomalies.
    ///   - observe: Receives the messages that the line reports.
    ///   - hide: Receives the query whose name it hides.
    /// - Returns: The line, or `nil` at the end.
    /// - Throws: The reason why the file cannot be read.
    mutating func next(
        _ statistics: inout LogStatistics,
        observe: (Observation) -> Void,
        hide: (HiddenName) -> Void
    ) throws(CaptureError) -> LogRecord? {
        guard let line = try lines.next() else { return nil }
        let place = FramePlace(input: input, frame: lines.count)
        let text: ArraySlice<UInt8>
        switch line {
        case .text(let octets): text = octets
        case .oversized(let octets):
            statistics.count(.lineOversized, place)
            return LogRecord(number: place.frame, octets: octets, time: nil)
        }
        var time: Timestamp?
        switch reader.read(text) {
        case .messages(let messages, let notes):
            for anomaly in notes + format.gaps { statistics.count(anomaly, place) }
            let hasTime = !notes.contains(.timeAbsent)
            for var message in messages {
                if !hasTime { message.time = lastTime }
                observe(message.observation(at: place))
            }
            time = hasTime ? messages.first?.time : nil
            if let query = messages.first, !query.isResponse, notes.contains(.nameMasked) {
                hide(HiddenName(time: time ?? lastTime, place: place, client: query.client, type: query.type))
            }
        case .unnamed(let query, let notes):
            for anomaly in notes + format.gaps { statistics.count(anomaly, place) }
            time = notes.contains(.timeAbsent) ? nil : query.time
            hide(HiddenName(time: time ?? lastTime, place: place, client: query.client, type: query.type))
        case .unreadable:
            statistics.count(.lineUnreadable, place)
        case .other:
            statistics.count(.lineOfOtherKind, place)
        }
        lastTime = time ?? lastTime
        return LogRecord(number: place.frame, octets: text.count, time: time)
    }
}
