import PacketCapture

/// The data frames of one or more Frame Streams that stand one after the other in a file.
///
///     | 0, 4 | length, 4 | type, 4 | fields: number, 4; length, 4; content |     a control frame
///     | length, 4 | content |                                                  a data frame
///
/// All numbers are unsigned, their first octet the highest. A stream begins with START, which names the type of its
/// content, and ends with STOP. A writer that was killed leaves out STOP. Files that were joined have a START in the
/// middle. The reader finds it again even where it stands inside the length that the cut frame before it claims.
///
/// Source: fstrm 0.6.1, fstrm/control.h and fstrm/fstrm.h.
struct FrameStream {
    enum Event {
        /// A stream began; `isAfterStop` is false where the one before had no STOP.
        case start(isAfterStop: Bool)
        /// Octets of the next data frame.
        case frame([UInt8])
        /// A data frame of so many octets, too large to be one, was passed over.
        case oversized(Int)
        /// Octets without order were passed over, up to the next START.
        case damage
    }

    /// The most octets of a frame that is read: two messages of 65,535 octets and the facts about them are far below.
    ///
    /// fstrm_capture(1) has the same bound unless it is told otherwise.
    private static let maximumFrame = 262_144
    /// Octets of a control frame (`FSTRM_CONTROL_FRAME_LENGTH_MAX`).
    private static let maximumControlFrame = 512
    private static let contentType = Array("protobuf:dnstap.Dnstap".utf8)
    private static let startType: UInt32 = 2
    private static let stopType: UInt32 = 3
    /// START of dnstap, whole.
    private static let start: [UInt8] =
        [0, 0, 0, 0, 0, 0, 0, UInt8(12 + contentType.count), 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0]
        + [UInt8(contentType.count)] + contentType

    private var window: InputWindow
    /// Data frames so far, those that were passed over included.
    private(set) var frames = 0
    /// Octets at the window's position of frames that were read already: the last one and the one before it.
    private var kept: (previous: Int, last: Int) = (0, 0)
    private var hasStopped = true

    init(_ file: OpenedFile) {
        window = InputWindow(file)
    }

    /// Whether the stream that was read last ended with STOP.
    var isStopped: Bool { hasStopped }

    /// Reads up to the next event; `nil` at the end of the file.
    ///
    /// - Throws: ``CaptureError/truncated(packets:)`` where the file ends within a frame, ``CaptureError/notACapture(content:)``
    ///   for a stream of something else than dnstap, ``CaptureError/corrupt(packets:reason:)`` where the order is lost and no
    ///   stream begins behind.
    mutating func next() throws(CaptureError) -> Event? {
        while true {
            window.pass(kept.previous)
            kept = (kept.last, 0)
            guard try fill(4) else {
                if window.filled - window.position == kept.previous { return nil }
                throw .truncated(packets: frames)
            }
            let length = Int(word(at: 0))
            if length == 0 {
                if let event = try controlFrame() { return event }
            } else if length > Self.maximumFrame {
                return try oversizedFrame(length)
            } else {
                guard try fill(4 + length) else { throw .truncated(packets: frames) }
                frames += 1
                kept.last = 4 + length
                let first = window.position + kept.previous + 4
                return .frame(Array(window.octets[first..<first + length]))
            }
        }
    }

    /// Looks for a START in the last two frames, since the last one made no sense, and goes on there.
    ///
    /// - Returns: Whether there was one.
    mutating func rewindToStart() -> Bool {
        let end = window.position + kept.previous + kept.last
        guard let start = positionOfStart(in: window.position..<end) else { return false }
        window.pass(start - window.position)
        kept = (0, 0)
        return true
    }

    // MARK: - Frames

    private mutating func controlFrame() throws(CaptureError) -> Event? {
        guard try fill(12) else { throw .truncated(packets: frames) }
        let length = Int(word(at: 4))
        guard (4...Self.maximumControlFrame).contains(length) else { return try findStart() }
        guard try fill(8 + length) else { throw .truncated(packets: frames) }
        let type = word(at: 8)
        let fields = window.position + kept.previous + 12..<window.position + kept.previous + 8 + length
        let content = contentType(in: fields)
        window.pass(kept.previous + 8 + length)
        kept = (0, 0)
        switch type {
        case Self.startType:
            // A stream without type is taken for the type of its neighbours; its frames will tell.
            guard content == nil || content == Self.contentType else {
                throw frames == 0
                    ? .notACapture(content: "a frame stream of something else than dnstap")
                    : .corrupt(packets: frames, reason: "a stream of something else than dnstap")
            }
            let isAfterStop = hasStopped
            hasStopped = false
            return .start(isAfterStop: isAfterStop)
        case Self.stopType:
            hasStopped = true
        default:
            break  // READY, ACCEPT and FINISH are what two ends of a socket say to each other
        }
        return nil
    }

    /// The content type that a control frame names, or `nil` for none.
    private func contentType(in fields: Range<Int>) -> [UInt8]? {
        guard fields.count >= 8 else { return nil }
        let offset = fields.lowerBound - window.position - kept.previous
        let length = Int(word(at: offset + 4))
        guard word(at: offset) == 1, length <= fields.count - 8 else { return nil }
        return Array(window.octets[fields.lowerBound + 8..<fields.lowerBound + 8 + length])
    }

    /// Passes a frame that claims to be longer than any is, or goes on at a START in it: then it never was a frame.
    private mutating func oversizedFrame(_ length: Int) throws(CaptureError) -> Event {
        let error = CaptureError.tooLarge(packets: frames, reason: "a frame of \(length) octets")
        frames += 1
        var left = kept.previous + 4 + length
        kept = (0, 0)
        while left > 0 {
            guard try window.fill(min(left, Self.start.count), after: frames) else { throw error }
            if let start = positionOfStart(in: window.position..<min(window.filled, window.position + left)) {
                return resume(at: start)
            }
            // Octets that could be the beginning of a START stay, unless the frame ends.
            let step = window.filled - window.position
            let passed = step >= left ? left : max(1, step - Self.start.count + 1)
            window.pass(passed)
            left -= passed
        }
        return .oversized(length)
    }

    /// Passes everything up to the next START.
    private mutating func findStart() throws(CaptureError) -> Event {
        while true {
            if let start = positionOfStart(in: window.position..<window.filled) { return resume(at: start) }
            kept = (0, 0)
            window.pass(max(0, window.filled - window.position - Self.start.count + 1))
            guard try window.fill(Self.start.count, after: frames) else {
                throw .corrupt(packets: frames, reason: "a control frame of impossible length")
            }
        }
    }

    private mutating func resume(at start: Int) -> Event {
        window.pass(start - window.position)
        kept = (0, 0)
        return .damage
    }

    /// The place where START stands whole in a part of the window.
    private func positionOfStart(in range: Range<Int>) -> Int? {
        guard range.count >= Self.start.count else { return nil }
        return (range.lowerBound...range.upperBound - Self.start.count).first { position in
            window.octets[position] == 0 && window.octets[position + 7] == Self.start[7]
                && window.octets[position..<position + Self.start.count].elementsEqual(Self.start)
        }
    }

    // MARK: - Octets

    /// Makes sure that so many octets lie behind those that are kept.
    private mutating func fill(_ count: Int) throws(CaptureError) -> Bool {
        try window.fill(kept.previous + count, after: frames)
    }

    /// Four octets as a number, so many octets behind those that are kept.
    private func word(at offset: Int) -> UInt32 {
        let first = window.position + kept.previous + offset
        return window.octets[first..<first + 4].reduce(0) { $0 << 8 | UInt32($1) }
    }
}
