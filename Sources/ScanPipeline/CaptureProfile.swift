import FilePaths
import Inflation
import Interruption
import NetworkTypes
package import PacketCapture
import PacketDecoding
import PartialResults
import ResolverLogs
import Watching

/// Reads captures for somebody who judges them later: the packets that may be DNS, and what else the reading shows.
///
/// A log is kept as it is: each of its lines may tell of a query. Each capture is a piece by itself: what it holds does not depend on the captures before it.
package struct CaptureProfile: ~Copyable {
    private var writer: PartWriter
    private let limits: ScanLimits

    package init(capacity: Int = PartWriter.capacity, limits: ScanLimits = ScanLimits()) {
        writer = PartWriter(capacity: capacity)
        self.limits = limits
    }

    /// Reads one capture, or a share of it.
    ///
    /// - Parameters:
    ///   - path: A file or FIFO; `-` is standard input. A share wants a file that is not compressed.
    ///   - share: The share.
    ///   - progress: Receives the position in the capture, every few thousand packets.
    /// - Returns: The message for the user, or `nil` when all went well.
    package mutating func read(
        _ path: String,
        share: CaptureShare = .whole,
        progress: (ReadingPosition) -> Void = { _ in }
    ) -> Diagnostic? {
        read(path, share: share, isWanted: { _ in true }, progress)
    }

    private mutating func read(
        _ path: String,
        share: CaptureShare = .whole,
        isWanted: (CaptureError) -> Bool,
        _ progress: (ReadingPosition) -> Void
    ) -> Diagnostic? {
        var capture = PieceReading(path, share: share, limits: limits)
        var diagnostic: Diagnostic?
        do throws(CaptureError) {
            try capture.read(into: &writer, progress)
        } catch {
            guard isWanted(error) else { return nil }
            let found = Diagnostic(
                path: path.shownPath,
                message: error.description,
                isError: !error.isTruncation
            )
            capture.note(error, found)
            diagnostic = found
        }
        let isLog = capture.isLog
        let leftOut = writer.end(capture.finish())
        guard leftOut.count > 0 else { return diagnostic }
        return Diagnostic(
            path: path.shownPath,
            message: isLog
                ? "the part has no room for this log; give it a part of its own, or cut it between lines"
                : "the part is full: \(leftOut.count) packets from frame \(leftOut.firstFrame.frame) on are left out; "
                    + "read the capture in shares, see --share",
            isError: true
        )
    }

    /// Reads every capture in a directory, and passes over files that are none.
    ///
    /// - Parameters:
    ///   - directory: The directory.
    ///   - progress: Receives the capture and the position in it.
    ///   - notify: Receives the messages for the user.
    package mutating func read(
        _ directory: CaptureDirectory,
        progress: (String, ReadingPosition) -> Void = { _, _ in },
        notify: (Diagnostic) -> Void
    ) {
        var hasCapture = false
        for path in directory.files where Interruption.current == nil {
            var isCapture = true
            let diagnostic = read(path) { error in
                isCapture = !error.isOfOtherContent && !(error == .empty && Scan.isHidden(path))
                return isCapture
            } _: {
                progress(path, $0)
            }
            hasCapture = hasCapture || isCapture
            if let diagnostic { notify(diagnostic) }
        }
        for (path, error) in directory.unlisted {
            var unread = PieceReading(path, share: .whole, limits: limits)
            let diagnostic = Diagnostic(path: path.shownPath, message: error.description, isError: true)
            unread.note(error, diagnostic)
            _ = writer.end(unread.finish())
            notify(diagnostic)
        }
        if !hasCapture, directory.unlisted.isEmpty {
            var empty = PieceReading(directory.path, share: .whole, limits: limits)
            _ = writer.end(empty.finish())
            let message = Scan.noCapture
            notify(Diagnostic(path: directory.path.shownPath, message: message, isError: true))
        }
    }

    /// The part.
    package consuming func finish() -> [UInt8] { writer.finish() }
}

extension PartReading {
    /// Notes the time of the next packet, in nanoseconds since 1970.
    fileprivate mutating func note(_ time: Int64) {
        earliest = hasEarliest ? min(earliest, time) : time
        latest = hasLatest ? max(latest, time) : time
        if !hasFirst { first = time }
        last = time
        if !time.isMultiple(of: 1_000) { hasNanoseconds_p = true }
    }
}

/// The reading of one capture.
private struct PieceReading {
    private let path: String
    private let share: CaptureShare
    private var decoder: FrameDecoder
    private var faults = RecordingFaults()
    private var source = PartSource()
    private var reading = PartReading()
    private var lastFrame = 0
    /// Whether the file is a log.
    private(set) var isLog = false

    /// Octets that a record of pcap has before the packet.
    private static let recordHeader = 16
    private static let progressInterval = 4_096
    /// Octets of a log that wait at most to be written down.
    private static let keptOctets = 1 << 20

    init(_ path: String, share: CaptureShare, limits: ScanLimits) {
        self.path = path
        self.share = share
        decoder = FrameDecoder(
            limits: limits.reassembly,
            watchedAddresses: Watchlist().watchedAddresses,
            keepsPackets: true,
            follows: share.number > 0
        )
        source.path = path.shownPath
        source.share = UInt32(share.number)
        source.shares = UInt32(share.count)
    }

    mutating func read(
        into writer: inout PartWriter,
        _ progress: (ReadingPosition) -> Void
    ) throws(CaptureError) {
        let kept = KeptOctets(capacity: PartWriter.capacity)
        let file = try OpenedFile(path: path, keeping: kept)
        let fileOctets = path.regularFileSize ?? 0
        source.fileOctets = UInt64(fileOctets)
        if var log = try ResolverLog(file, input: 0) {
            try read(&log, kept, into: &writer, progress)
            return
        }
        kept.stop()
        var capture = try CaptureFile(file)
        guard share == .whole || fileOctets > 0 && capture.compression == nil else {
            throw .unsupported(reason: "a share wants a regular file that is not compressed")
        }
        source.format = capture.format.rawValue
        source.compression = capture.compression?.rawValue ?? ""
        faults.beginCapture()
        defer {
            source.linkTypes = capture.linkTypes.map(\.name)
            if share.isLast { reading.dropped = UInt64(capture.droppedPackets) }
        }
        var position = 0
        var turn = 0
        var frames = 0
        while turn <= share.number, Interruption.current == nil,
            try capture.nextFrame({ frame, octets in
                turn = share.share(at: position, of: fileOctets)
                position += frame.capturedLength + Self.recordHeader
                if !source.hasFileStart { source.fileStart = frame.time.nanoseconds }
                lastFrame = frame.number
                if turn < share.number {
                    decode(frame, octets)
                } else if turn == share.number {
                    if reading.packets == 0 { decoder.beginKeeping() }
                    read(frame, octets)
                }
            })
        {
            for packet in decoder.takeKept() { writer.append(packet) }
            frames += 1
            if frames.isMultiple(of: Self.progressInterval) {
                progress(ReadingPosition(capturedBytes: position, fileBytes: capture.octetsRead))
            }
        }
    }

    /// Keeps a log, and reads it for its faults and its first time.
    private mutating func read(
        _ log: inout ResolverLog,
        _ kept: KeptOctets,
        into writer: inout PartWriter,
        _ progress: (ReadingPosition) -> Void
    ) throws(CaptureError) {
        guard share == .whole else { throw .unsupported(reason: "a log has no shares") }
        isLog = true
        defer {
            writer.append(log: kept.take())
            if kept.isOverfull { writer.leaveOutLog() }
        }
        // Whoever reads the part counts them.
        var statistics = LogStatistics()
        while Interruption.current == nil,
            let record = try log.next(&statistics, deliver: { _, _ in }, observe: { _ in }, hide: { _ in })
        {
            lastFrame = record.number
            reading.packets += 1
            reading.octets += UInt64(record.octets)
            if let time = record.time, !source.hasFileStart { source.fileStart = time.nanoseconds }
            if kept.count >= Self.keptOctets { writer.append(log: kept.take()) }
            if record.number.isMultiple(of: Self.progressInterval) {
                let octets = Int(clamping: reading.octets)
                progress(ReadingPosition(capturedBytes: octets, fileBytes: log.octetsRead))
            }
        }
    }

    private mutating func read(_ frame: Frame, _ octets: Span<UInt8>) {
        let time = frame.time.nanoseconds
        let place = FramePlace(frame: frame.number)
        reading.packets += 1
        reading.octets += UInt64(frame.capturedLength)
        reading.note(time)
        if reading.packets == 1 { reading.firstFrame = UInt64(frame.number) }
        faults.note(frame.time, place)
        decode(frame, octets)
    }

    private mutating func decode(_ frame: Frame, _ octets: Span<UInt8>) {
        decoder.decode(frame, octets, input: 0) { _, _ in }
    }

    /// Notes why the capture was not read, or not to its end.
    mutating func note(_ error: CaptureError, _ message: Diagnostic) {
        // Whoever reads the log in the part meets all that lies in its octets.
        if isLog {
            guard case .unreadable = error else { return }
        }
        // The share that the fault lies in tells of it; earlier ones have ended before.
        reading.isTruncated = error.isTruncation
        var failure = PartFailure()
        let (kind, detail) = error.problem
        failure.kind = kind
        failure.detail = detail + " The frame is the last that was read."
        failure.message = message.message
        failure.isError = message.isError
        failure.frame = UInt64(lastFrame)
        reading.failures.append(failure)
    }

    mutating func finish() -> PartPiece {
        // Shares before it have counted what a share without packets followed.
        if reading.packets == 0 { decoder.beginKeeping() }
        let statistics = decoder.statistics
        faults.describe(in: &reading)
        for (anomaly, tally) in statistics.anomalies.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            reading.note(anomaly.rawValue, tally)
        }
        reading.note("encrypted_dns_unlisted", statistics.encryptedDNS.unlisted)
        reading.unknownLinks = statistics.unknownLinkTypes.sorted { $0.key < $1.key }.map { linkType, tally in
            var unknown = PartUnknownLink()
            unknown.linkType = linkType
            unknown.seen = PartCount(tally)
            return unknown
        }
        reading.encrypted = statistics.encryptedDNS.records.map(PartEncryptedDNS.init)
        reading.copies = UInt64(statistics.copies)
        reading.watched = statistics.watchedFlows.traffic.sorted { $0.value.firstFrame < $1.value.firstFrame }
            .map(PartWatchedFlow.init)
        reading.note("flows_unlisted", Tally(count: statistics.watchedFlows.unlisted))
        var piece = PartPiece()
        piece.source = source
        piece.reading = reading
        return piece
    }
}
