private import FilePaths
private import Glibc
import Inflation
import Interruption

/// The octets of a capture as they come from a file, unpacked where they are compressed.
///
/// A capture that was compressed more than once is unpacked by a chain of these, each reading from the one inside it.
///
/// A class because a C stream holds a pointer to it. Safe: its buffers are allocated in `init`,
/// released in `deinit`, and every access to them goes through bounds that are set here.
@safe final class CaptureInput {
    /// The reason why octets ceased to come, other than the file's own end.
    enum Failure: Error, Equatable {
        case unreadable(reason: String)
        /// The compressed stream stops before its end.
        case cutOff
        case damaged(Compression, reason: String)
        case expandsTooFar(Compression, ExpansionBound)

        func error(packets: Int) -> CaptureError {
            switch self {
            case .unreadable(let reason): .unreadable(reason: reason)
            case .cutOff: .truncated(packets: packets)
            case .damaged(let compression, let reason):
                .decompressionFailed(packets: packets, compression: compression, reason: reason)
            case .expandsTooFar(let compression, let bound):
                .expansionBoundExceeded(packets: packets, compression: compression, bound: bound)
            }
        }
    }

    /// Set once, by the read that met it.
    private(set) var failure: Failure?
    let compression: Compression?
    /// Memory for the C stream that reads from here, so that it lives as long as this.
    let streamBuffer: UnsafeMutableBufferPointer<CChar>

    private static let bufferSize = 1 << 16
    private let source: Source
    private let expansionBound: ExpansionBound
    /// Octets taken from the source so far, before unpacking.
    private var octetsTaken = 0
    private let decompressor: (any Decompressor)?

    /// Octets from the file that were not yet handed on or unpacked: `pending` within `buffer`.
    private let buffer: UnsafeMutableBufferPointer<UInt8>
    private var pending: Range<Int> = 0..<0
    /// Octets from the file that follow those in `buffer`, read to learn how large it is.
    private var ahead: ArraySlice<UInt8> = []
    /// Unpacked octets that were peeked at and are still to be read.
    private var peeked: ArraySlice<UInt8> = []
    private var isAtEndOfFile = false
    private var isBetweenMembers = false
    private var expandedOctets = 0

    /// Opens a file and finds its compression.
    ///
    /// - Throws: ``CaptureError/notFound`` and its neighbours up to ``CaptureError/empty``.
    convenience init(
        path: String,
        expansionBound: ExpansionBound,
        keeping kept: KeptOctets?
    ) throws(CaptureError) {
        let source = Source.file(try Self.open(path), isOwned: path != "-", kept)
        try self.init(source, expansionBound)
    }

    /// Reads octets of a file that somebody else has.
    ///
    /// - Parameters:
    ///   - next: Gives the next octets, none at the end.
    ///   - expansionBound: The bound on the expansion of compressed octets.
    /// - Throws: ``CaptureError/empty``.
    convenience init(
        _ next: @escaping () -> [UInt8],
        expansionBound: ExpansionBound
    ) throws(CaptureError) {
        try self.init(.lent(LentOctets(next)), expansionBound)
    }

    /// Unpacks the output of another input once more.
    convenience init(unpacking input: CaptureInput) throws(CaptureError) {
        try self.init(.unpacked(input), input.expansionBound)
    }

    private init(_ source: Source, _ expansionBound: ExpansionBound) throws(CaptureError) {
        self.source = source
        self.expansionBound = expansionBound
        unsafe buffer = .allocate(capacity: Self.bufferSize)
        unsafe streamBuffer = .allocate(capacity: Self.bufferSize)
        // The magic numbers may come in small pieces from a pipe.
        var failure: Failure?
        var count = 0
        var isAtEndOfFile = false
        while failure == nil, !isAtEndOfFile, count < FileContent.peekLength {
            let free = unsafe UnsafeMutableRawBufferPointer(
                rebasing: UnsafeMutableRawBufferPointer(buffer)[count...]
            )
            do throws(Failure) {
                let more = try unsafe source.read(into: free)
                isAtEndOfFile = more == 0
                count += more
            } catch {
                failure = error
            }
        }
        let head = unsafe Array(buffer[..<min(count, FileContent.peekLength)])
        compression = Compression(magicOf: head[...])
        decompressor = compression?.makeDecompressor()
        pending = 0..<count
        octetsTaken = count
        self.isAtEndOfFile = isAtEndOfFile
        self.failure = failure
        if let failure { throw failure.error(packets: 0) }
        if count == 0 { throw .empty }
        if compression != nil, decompressor == nil { throw .unreadable(reason: "out of memory") }
    }

    deinit {
        unsafe buffer.deallocate()
        unsafe streamBuffer.deallocate()
        if case .file(let descriptor, isOwned: true, _) = source { close(descriptor) }
    }

    /// Octets taken from the file so far, before any unpacking.
    var octetsRead: Int {
        if case .unpacked(let input) = source { input.octetsRead } else { octetsTaken }
    }

    /// The first unpacked octets, fewer than `count` only where no more follow; they are read again later.
    ///
    /// - Throws: ``CaptureError/empty`` where there are none, and the reason why they cannot be read.
    func peek(_ count: Int) throws(CaptureError) -> [UInt8] {
        var octets = [UInt8](repeating: 0, count: count)
        var filled = 0
        while filled < count {
            let start = filled
            let more = unsafe octets.withUnsafeMutableBytes { room in
                unsafe read(into: UnsafeMutableRawBufferPointer(rebasing: room[start...]))
            }
            if more <= 0 { break }
            filled += more
        }
        if filled == 0 {
            if let failure { throw failure == .cutOff ? .headerTruncated : failure.error(packets: 0) }
            throw .empty
        }
        octets.removeLast(count - filled)
        peeked = octets[...]
        octetsHandedOn -= filled
        return octets
    }

    /// Waits until octets come, the writer goes away, or time is up.
    ///
    /// - Parameter seconds: The longest time to wait.
    /// - Returns: `false` when time is up; at once `true` for compressed data, which may hold octets back.
    func waitForOctets(seconds: Double) -> Bool {
        guard case .file(let descriptor, _, _) = source, decompressor == nil, pending.isEmpty else {
            return true
        }
        var wait = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        // Safe: `poll` looks at one entry, which lives until the call is over. A signal ends the wait as octets do.
        return unsafe poll(&wait, 1, Int32(max(0, min(seconds, 60)) * 1_000)) != 0
    }

    /// Replaces the octets that were peeked at last, for the next reader.
    func replacePeeked(by octets: [UInt8]) {
        peeked = octets[...]
    }

    /// Octets that were handed on, after unpacking.
    private(set) var octetsHandedOn = 0

    /// Fills the start of `room` as read(2) does: the number of octets, 0 at the end, -1 on failure.
    func read(into room: UnsafeMutableRawBufferPointer) -> Int {
        let count = unsafe fill(room)
        octetsHandedOn += max(0, count)
        return count
    }

    private func fill(_ room: UnsafeMutableRawBufferPointer) -> Int {
        if !peeked.isEmpty {
            let count = min(room.count, peeked.count)
            unsafe room.copyBytes(from: peeked.prefix(count))
            peeked = peeked.dropFirst(count)
            return count
        }
        do throws(Failure) {
            return decompressor == nil
                ? try unsafe readPlain(into: room) : try unsafe readUnpacked(into: room)
        } catch {
            failure = failure ?? error
            // Compressed data that was cut off just ends; the reader above finds out why from `failure`.
            return error == .cutOff ? 0 : -1
        }
    }
}

// MARK: - The file

extension CaptureInput {
    /// The source of octets.
    private enum Source {
        case file(Int32, isOwned: Bool, KeptOctets?)
        case lent(LentOctets)
        case unpacked(CaptureInput)

        /// Fills the start of `room`; 0 at the end.
        func read(into room: UnsafeMutableRawBufferPointer) throws(Failure) -> Int {
            switch self {
            case .file(let descriptor, _, let kept):
                let count = try unsafe CaptureInput.read(descriptor, into: room)
                unsafe kept?.append(room.prefix(count))
                return count
            case .lent(let octets):
                return unsafe octets.read(into: room)
            case .unpacked(let input):
                let count = unsafe input.read(into: room)
                if let failure = input.failure { throw failure }
                return count
            }
        }
    }

    /// The position at which the caller left standard input, in bytes; below 0 for a pipe.
    private static let standardInputStart = lseek(STDIN_FILENO, 0, SEEK_CUR)

    private static func open(_ path: String) throws(CaptureError) -> Int32 {
        let descriptor = path == "-" ? STDIN_FILENO : unsafe Glibc.open(path.pathOctets, O_RDONLY | O_CLOEXEC)
        // A file behind it can be read again; of a pipe nothing comes twice, and this changes nothing.
        if path == "-", standardInputStart >= 0 { lseek(STDIN_FILENO, standardInputStart, SEEK_SET) }
        guard descriptor >= 0 else {
            switch errno {
            case ENOENT: throw .notFound
            case EACCES, EPERM: throw .permissionDenied
            default: throw .unreadable(reason: systemMessage())
            }
        }
        var status = stat()
        if unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
            if path != "-" { close(descriptor) }
            throw .isDirectory
        }
        return descriptor
    }

    private static func read(
        _ descriptor: Int32,
        into room: UnsafeMutableRawBufferPointer
    ) throws(Failure) -> Int {
        while true {
            let count = unsafe Glibc.read(descriptor, room.baseAddress, room.count)
            if count >= 0 { return count }
            // A signal that asks the process to end ends the wait for a writer.
            if errno != EINTR || Interruption.current != nil { throw .unreadable(reason: systemMessage()) }
        }
    }

    private static func systemMessage() -> String {
        // strerror's text is copied before another call can replace it.
        unsafe String(cString: strerror(errno))
    }

    private func readPlain(into room: UnsafeMutableRawBufferPointer) throws(Failure) -> Int {
        if pending.isEmpty {
            let count = isAtEndOfFile ? 0 : try unsafe source.read(into: room)
            octetsTaken += count
            return count
        }
        let count = min(room.count, pending.count)
        unsafe room.copyBytes(from: buffer[pending.prefix(count)])
        pending = pending.dropFirst(count)
        return count
    }
}

// MARK: - Unpacking

extension CaptureInput {
    private func readUnpacked(into room: UnsafeMutableRawBufferPointer) throws(Failure) -> Int {
        guard let decompressor, let compression else { return 0 }
        while true {
            if pending.isEmpty { try refill() }
            if isBetweenMembers {
                skipPadding()
                if pending.isEmpty {
                    if isAtEndOfFile, ahead.isEmpty { return 0 }
                    continue
                }
                isBetweenMembers = false
            }
            let step: DecompressionStep
            do throws(DecompressionError) {
                step = try unsafe decompressor.decompress(
                    UnsafeBufferPointer(rebasing: buffer[pending]),
                    into: room
                )
            } catch {
                throw .damaged(compression, reason: error.reason)
            }
            pending = pending.dropFirst(step.consumed)
            isBetweenMembers = step.endsMember
            expandedOctets += step.produced
            if !expansionBound.allows(expanded: expandedOctets, compressed: octetsRead) {
                try lookAhead(expansionBound.smallestLarge)
                guard expansionBound.allows(expanded: expandedOctets, compressed: octetsRead) else {
                    throw .expandsTooFar(compression, expansionBound)
                }
            }
            if step.produced > 0 { return step.produced }
            if step.consumed == 0, !step.endsMember {
                if isAtEndOfFile, ahead.isEmpty { throw .cutOff }
                // No library stands still with both octets and room; were one to, this would never end.
                throw .damaged(compression, reason: "no progress")
            }
        }
    }

    /// Takes the next octets to be unpacked; none at the end of the file.
    private func refill() throws(Failure) {
        if ahead.isEmpty {
            guard !isAtEndOfFile else { return }
            let count = try unsafe source.read(into: UnsafeMutableRawBufferPointer(buffer))
            pending = 0..<count
            octetsTaken += count
            isAtEndOfFile = count == 0
        } else {
            let count = min(ahead.count, Self.bufferSize)
            unsafe UnsafeMutableRawBufferPointer(buffer).copyBytes(from: ahead.prefix(count))
            ahead = ahead.dropFirst(count)
            pending = 0..<count
        }
    }

    /// Reads on in the file until so many octets were taken from it or it ends.
    ///
    /// A pipe does not tell otherwise whether it is a small input, and is not to be treated in another way than a file.
    private func lookAhead(_ count: Int) throws(Failure) {
        if case .unpacked(let input) = source { return try input.lookAhead(count) }
        while octetsTaken < count, !isAtEndOfFile {
            var more = [UInt8](repeating: 0, count: Self.bufferSize)
            // Safe: no more is written than the array's own count.
            let read = try unsafe more.withUnsafeMutableBytes { room in
                Result { () throws(Failure) in try unsafe source.read(into: room) }
            }.get()
            ahead += more.prefix(read)
            octetsTaken += read
            isAtEndOfFile = read == 0
        }
    }

    /// Zeros between and after members are padding, as gzip(1) and xz(1) take them.
    private func skipPadding() {
        while let first = pending.first, unsafe buffer[first] == 0 {
            pending = pending.dropFirst()
        }
    }
}
