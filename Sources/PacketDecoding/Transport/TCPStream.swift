import NetworkTypes

/// The time and the frame in which octets came.
struct Arrival: Comparable, Sendable {
    var time: Timestamp
    var frame: FramePlace

    /// By time, as captures may overlap in it.
    static func < (left: Self, right: Self) -> Bool {
        (left.time, left.frame) < (right.time, right.frame)
    }
}

/// An event of a stream: a message, or something to count.
enum StreamEvent {
    /// Comes with the message's octets, the length field left out; every other event comes without.
    case message(Arrival, isTruncated: Bool)
    case counted(DecodingAnomaly, Arrival)
    /// It is not DNS, which shows once.
    case foreign(Arrival)
}

/// One direction of a TCP connection on port 53, cut into the messages that it carries.
///
///     | length, 2 octets | message | length | message | …
///
/// The stream takes octets in the order of their sequence numbers. Of octets that were sent twice, the copy that it
/// took first counts; it notes that the copies differ as far as the first copy is still here. Of two segments that
/// both wait, it takes the one that begins earlier first, then the one that came first.
///
/// The stream passes over a stretch that is missing for good: within a message of known length the framing goes on
/// behind it, otherwise it searches for the next convincing message. A stream whose beginning was not seen is
/// searched from its first octet.
///
/// Most receivers let the first copy of octets in sequence count too: they have handed it to the program by the time
/// a second copy comes. Of copies that wait, receivers differ. A sender of both copies can thus show a scanner
/// another stream than its receiver sees, if the first copy never arrives there: the count of conflicts tells that
/// someone tried. Checksums would give many a forgery away. The stream does not look at them, since captures of the
/// sending machine have segments whose checksum its network card was to fill in.
///
/// A forged beginning or end hides nothing. The stream believes a reset only at the very place where it stands (RFC
/// 9293 §3.10.7.4). It reads new octets behind an end as its continuation, and octets from before its beginning as a
/// stream of their own.
///
/// Source: RFC 7766 §8, RFC 9293 §3.4.
struct TCPStream: Sendable {
    /// The meaning of the next octet in sequence.
    private enum Framing: Equatable {
        /// Part of a message or its length field, as `unread` says.
        case known
        /// Part of a message that is broken already; so many octets are left of it.
        case discarding(Int)
        /// Unknown; so many octets were searched in vain.
        case searching(Int)
        /// Nothing more is expected, as the stream has ended.
        case ended
        /// Of no interest, as the stream is not DNS.
        case ignored
    }

    /// A segment that came before those that precede it.
    private struct Piece {
        var start: UInt32
        var octets: [UInt8]
        /// Octets behind these that the capture did not keep.
        var missing: Int
        var arrival: Arrival
    }

    /// Octets that each waiting segment is charged beside its own, so that tiny ones are not free.
    ///
    /// The charge is higher than the bookkeeping costs, as the stream compares each segment that waits with all
    /// others: with 256 KiB for a stream there are 512 at most.
    private static let pieceOverhead = 512
    /// Octets searched before a stream is taken for something else: two of the longest messages.
    private static let longestSearch = 2 * (2 + 65_535)
    /// Octets that may be needed to recognize a message: length field, header, name, type and class.
    private static let longestBeginning = 2 + 12 + 255 + 4
    /// The most that sequence numbers may lie apart and still belong to one connection.
    ///
    /// The largest window (RFC 7323 §2.2); where nothing is expected any more, much less.
    private static let largestWindow = (open: 1 << 30, ended: 1 << 20)
    /// Seconds of capture time after which octets no longer wait for those before them.
    private static let patience = 10.0

    private var framing: Framing
    private var next: UInt32
    private let firstSequence: UInt32
    private let isSeenFromStart: Bool
    private var hasYielded = false
    private var finalSequence: UInt32?
    /// The octets so far of a message that is not whole yet, from its length field on.
    private var unread: [UInt8] = []
    /// Sorted by sequence number, then by arrival.
    private var waiting: [Piece] = []
    private var waitingOctets = 0
    private(set) var lastArrival: Arrival
    /// Octets in sequence so far, those among them that never came.
    private(set) var octetCount = 0

    /// A stream whose first segment, as far as the capture goes, is `segment`.
    ///
    /// - Parameters:
    ///   - segment: The segment's header.
    ///   - isFramed: Whether its payload is known to begin with a length field.
    ///   - arrival: Its frame and time.
    init(startingWith segment: TCPSegment, isFramed: Bool, _ arrival: Arrival) {
        isSeenFromStart = segment.isSynchronizing || isFramed
        firstSequence = segment.firstSequence
        next = firstSequence
        framing = isSeenFromStart ? .known : .searching(0)
        lastArrival = arrival
    }

    /// Octets that it keeps, with their bookkeeping.
    var footprint: Int {
        unread.count + waitingOctets + waiting.count * Self.pieceOverhead
    }

    /// Whether nothing more is expected of it.
    var isEnded: Bool { framing == .ignored || framing == .ended }

    /// Whether it is not DNS.
    var isForeign: Bool { framing == .ignored }

    /// Whether a segment belongs to a later connection between the same ports.
    func isSucceeded(by segment: TCPSegment) -> Bool {
        if segment.isSynchronizing { return segment.firstSequence != firstSequence }
        let window = isEnded ? Self.largestWindow.ended : Self.largestWindow.open
        let distance = distance(to: segment.firstSequence)
        return abs(distance) > window || isSeenFromStart && isBeforeStart(distance)
    }

    /// Whether a place lies before the first octet; one octet before it are keep-alives.
    private func isBeforeStart(_ distance: Int) -> Bool {
        let start = self.distance(to: firstSequence)
        // Where the start itself is out of sight, nothing can be told.
        return start <= 0 && start > -Self.largestWindow.open && distance < start - 1
    }

    private func distance(to sequence: UInt32) -> Int {
        Int(Int32(bitPattern: sequence &- next))
    }

    private mutating func advance(by octets: Int) {
        next &+= UInt32(truncatingIfNeeded: octets)
        octetCount += octets
    }
}

extension TCPSegment {
    /// The number of its first octet; a SYN takes a number of its own.
    var firstSequence: UInt32 {
        isSynchronizing ? sequenceNumber &+ 1 : sequenceNumber
    }
}

// MARK: - Segments

extension TCPStream {
    /// Takes a segment and hands on the messages that it completes.
    ///
    /// - Parameters:
    ///   - octets: Its payload, as far as it was captured.
    ///   - missing: The number of octets of its payload that were not captured.
    ///   - segment: Its header.
    ///   - arrival: Its frame and time.
    ///   - mostKept: Octets that may be kept while others are waited for.
    ///   - yield: Receives messages and events.
    mutating func insert(
        _ octets: Span<UInt8>,
        missing: Int,
        _ segment: TCPSegment,
        _ arrival: Arrival,
        mostKept: Int,
        _ yield: (StreamEvent, Span<UInt8>) -> Void
    ) {
        let length = octets.count + missing
        let offset = distance(to: segment.firstSequence)
        let endSequence = segment.firstSequence &+ UInt32(truncatingIfNeeded: length)
        if isEnded, distance(to: endSequence) <= 0 { return }
        if framing == .ignored {
            advance(by: distance(to: endSequence))
            return
        }
        if framing == .ended {
            yield(.counted(.streamsContinued, arrival), Span())
            framing = .searching(0)
            finalSequence = nil
        }
        if segment.isFinal { finalSequence = endSequence }
        if offset > 0 {
            if length > 0 { wait(octets, missing: missing, at: segment.firstSequence, arrival, yield) }
        } else if offset < -1 || length != 1 || offset == 0 {  // else keep-alive (RFC 9293 §3.8.4)
            take(octets, overlap: -offset, missing: missing, arrival, yield)
        }
        takeWaiting(yield)
        while let first = waiting.first,
            footprint > mostKept || arrival.time.seconds(since: first.arrival.time) > Self.patience
        {
            passOver(distance(to: first.start), yield)
            takeWaiting(yield)
        }
        let isReset = segment.isReset && distance(to: segment.firstSequence) == 0
        if finalSequence == next || isReset { end(yield) }
    }

    /// Ends the stream: yields the octets that wait behind gaps and the captured part of the last message.
    package mutating func end(_ yield: (StreamEvent, Span<UInt8>) -> Void) {
        while let first = waiting.first {
            passOver(distance(to: first.start), yield)
            takeWaiting(yield)
        }
        switch framing {
        case .known where !unread.isEmpty:
            abandonMessage(yield)
            yield(.counted(.streamsIncomplete, lastArrival), Span())
        case .discarding:
            yield(.counted(.streamsIncomplete, lastArrival), Span())
        default: break
        }
        unread = []
        if framing != .ignored { framing = .ended }
    }

    /// Keeps a segment that came too early.
    private mutating func wait(
        _ octets: Span<UInt8>,
        missing: Int,
        at sequence: UInt32,
        _ arrival: Arrival,
        _ yield: (StreamEvent, Span<UInt8>) -> Void
    ) {
        let start = distance(to: sequence)
        let end = start + octets.count
        var isCovered = false
        var isConflict = false
        for there in waiting {
            let thereStart = distance(to: there.start)
            let thereEnd = thereStart + there.octets.count
            if thereStart <= start, end + missing <= thereEnd { isCovered = true }
            let shared = max(start, thereStart)..<max(start, thereStart, min(end, thereEnd))
            if shared.contains(where: { octets[$0 - start] != there.octets[$0 - thereStart] }) {
                isConflict = true
            }
        }
        if isConflict { yield(.counted(.streamConflicts, lastArrival), Span()) }
        if isCovered { return }
        let piece = Piece(start: sequence, octets: Array(copying: octets), missing: missing, arrival: arrival)
        let index = 1 + (waiting.lastIndex { distance(to: $0.start) <= start } ?? -1)
        waiting.insert(piece, at: index)
        waitingOctets += octets.count
    }

    /// Takes the segments that no longer have to wait.
    private mutating func takeWaiting(_ yield: (StreamEvent, Span<UInt8>) -> Void) {
        while let first = waiting.first, distance(to: first.start) <= 0 {
            waiting.removeFirst()
            waitingOctets -= first.octets.count
            let overlap = -distance(to: first.start)
            // The octets that the segment waited for came later, unless the stream gave them up.
            let arrival = max(first.arrival, lastArrival)
            take(first.octets.span, overlap: overlap, missing: first.missing, arrival, yield)
        }
    }
}

// MARK: - Octets in order

extension TCPStream {
    /// Takes a segment that begins `overlap` octets before the next one in sequence.
    private mutating func take(
        _ octets: Span<UInt8>,
        overlap: Int,
        missing: Int,
        _ arrival: Arrival,
        _ yield: (StreamEvent, Span<UInt8>) -> Void
    ) {
        // Only unread octets are still here to be compared.
        let firstUnread = overlap - unread.count
        let shared = max(0, firstUnread)..<max(0, firstUnread, min(overlap, octets.count))
        if shared.contains(where: { octets[$0] != unread[$0 - firstUnread] }) {
            yield(.counted(.streamConflicts, lastArrival), Span())
        }
        if overlap < octets.count {
            lastArrival = arrival
            take(octets.extracting(overlap..<octets.count), yield)
        }
        let stillMissing = min(missing, octets.count + missing - overlap)
        if stillMissing > 0, framing != .ignored { passOver(stillMissing, yield) }
    }

    private mutating func take(_ octets: Span<UInt8>, _ yield: (StreamEvent, Span<UInt8>) -> Void) {
        advance(by: octets.count)
        var start = 0
        if case .discarding(let left) = framing {
            start = min(left, octets.count)
            framing = start == left ? .known : .discarding(left - start)
        }
        if framing == .ignored || start == octets.count { return }
        let fresh = octets.extracting(start..<octets.count)
        if unread.isEmpty {
            let kept = read(fresh, added: fresh.count, yield)
            unread = Array(copying: fresh.extracting(kept..<fresh.count))
        } else {
            var all = unread
            unread = []
            all.append(copying: fresh)
            let kept = read(all.span, added: fresh.count, yield)
            if kept > 0 { all.removeFirst(kept) }
            unread = all
        }
    }

    /// Yields the messages in `octets`, the last `added` of which are new, and says from where on they are kept.
    private mutating func read(
        _ octets: Span<UInt8>,
        added: Int,
        _ yield: (StreamEvent, Span<UInt8>) -> Void
    ) -> Int {
        guard case .searching(let searched) = framing else { return split(octets, yield) }
        guard let found = findBeginning(in: octets) else {
            framing = .searching(searched + added)
            if searched + added > Self.longestSearch {
                ignoreForeign(yield)
                return octets.count
            }
            return max(0, octets.count - Self.longestBeginning)
        }
        framing = .known
        if !isSeenFromStart, !hasYielded { yield(.counted(.streamsJoinedMidway, lastArrival), Span()) }
        return found + split(octets.extracting(found..<octets.count), yield)
    }

    /// Yields the whole messages at the start of `octets` and says where they end.
    private mutating func split(_ octets: Span<UInt8>, _ yield: (StreamEvent, Span<UInt8>) -> Void) -> Int {
        let fieldLength = 2
        let headerLength = 12
        var position = 0
        while position + fieldLength <= octets.count {
            let length = Int(octets.bigEndian16(at: position))
            let content = octets.extracting(position + fieldLength..<octets.count)
            if length < headerLength || content.count >= headerLength {
                guard canBeginMessage(content, length: length) else {
                    ignoreForeign(yield)
                    return octets.count
                }
            }
            if content.count < length { break }
            hasYielded = true
            yield(.message(lastArrival, isTruncated: false), content.extracting(0..<length))
            position += fieldLength + length
        }
        return position
    }

    private func findBeginning(in octets: Span<UInt8>) -> Int? {
        var position = 0
        while position + 2 < octets.count {
            let content = octets.extracting(position + 2..<octets.count)
            if isConvincingBeginning(content, length: Int(octets.bigEndian16(at: position))) {
                return position
            }
            position += 1
        }
        return nil
    }

    /// Gives up on octets in sequence that will not come.
    private mutating func passOver(_ missing: Int, _ yield: (StreamEvent, Span<UInt8>) -> Void) {
        yield(.counted(.streamGaps, lastArrival), Span())
        advance(by: missing)
        let left: Int
        switch framing {
        case .discarding(let octets): left = octets
        case .known where unread.count >= 2: left = 2 + Int(unread.span.bigEndian16(at: 0)) - unread.count
        default: left = 0
        }
        if framing == .known { abandonMessage(yield) } else { unread = [] }
        framing = missing < left ? .discarding(left - missing) : missing == left ? .known : .searching(0)
    }

    /// Yields the captured part of an unfinished message if it has a header, and forgets it.
    private mutating func abandonMessage(_ yield: (StreamEvent, Span<UInt8>) -> Void) {
        let beginning = unread
        unread = []
        guard beginning.count >= 2 + 12 else { return }
        hasYielded = true
        yield(.message(lastArrival, isTruncated: true), beginning.span.extracting(2..<beginning.count))
    }

    private mutating func ignoreForeign(_ yield: (StreamEvent, Span<UInt8>) -> Void) {
        yield(.foreign(lastArrival), Span())
        framing = .ignored
        unread = []
        waiting = []
        waitingOctets = 0
    }
}
