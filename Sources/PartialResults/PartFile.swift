import ContentDigest
private import FilePaths
import FoundationEssentials
private import Glibc
package import PacketDecoding
import SwiftProtobuf

/// A part in a file, checked as a whole when it is opened; its packets are read when they are wanted.
package struct PartFile: Sendable {
    /// A capture, or a share of one, in a part.
    package struct Piece: Sendable {
        package let description: PartPiece
        fileprivate let path: String
        /// The places of its chunks in the file, in octets.
        fileprivate let chunkPlaces: [Chunk]

        /// Whether it is a log, which has octets and no packets.
        package var isLog: Bool { chunkPlaces.first?.kind == .log }
    }

    fileprivate struct Chunk: Sendable {
        let kind: PartFormat.ChunkKind
        /// Of its header.
        let start: Int
        let packed: Int
        let unpacked: Int
    }

    package let pieces: [Piece]
    /// The SHA-256 of its content, as 64 hexadecimal digits.
    package let digest: String

    /// Reads and checks a part.
    ///
    /// - Parameter path: A regular file.
    /// - Throws: ``PartError``.
    /// - Complexity: O(octets); memory for one chunk.
    package init(path: String) throws(PartError) {
        let file = try OpenPart(path)
        let header = try file.octets(PartFormat.headerLength, at: 0) ?? []
        guard header.starts(with: PartFormat.magic), header.count == PartFormat.headerLength else {
            throw .foreign
        }
        let version = UInt32(truncatingIfNeeded: PartFormat.number(header[8..<12]))
        guard version == PartFormat.version else { throw .version(version) }
        let stated = Int(clamping: PartFormat.number(header[12..<20]))
        let length = file.length - PartFormat.headerLength
        guard stated == length else {
            let all = stated.addingReportingOverflow(PartFormat.headerLength)
            throw .length(stated: all.overflow ? .max : all.partialValue, present: file.length)
        }
        var digest = SHA256()
        var position = PartFormat.headerLength
        var pieces: [Piece] = []
        var chunks: [Chunk] = []
        var description = PartPiece()
        while position < file.length {
            let chunk = try file.chunk(at: position)
            guard let octets = try file.octets(PartFormat.chunkHeaderLength + chunk.packed, at: position)
            else {
                throw .damaged
            }
            digest.absorb(octets)
            // Packets or a log come first, and never both: a piece is read in one way.
            let isInOrder = chunks.last.map { $0.kind == chunk.kind } ?? true
            chunks.append(chunk)
            switch chunk.kind {
            case .packets, .log: guard isInOrder else { throw .damaged }
            case .reading: description.reading = try Self.message(octets, chunk)
            case .source:
                description.source = try Self.message(octets, chunk)
                guard description.isPlausible else { throw .damaged }
                pieces.append(Piece(description: description, path: path, chunkPlaces: chunks))
                description = PartPiece()
                chunks = []
            }
            position += octets.count
        }
        let found = digest.octets()
        guard found == Array(header[20...]), chunks.isEmpty else { throw .damaged }
        self.pieces = pieces
        self.digest = found.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    fileprivate static func message<Message: SwiftProtobuf.Message>(
        _ octets: [UInt8],
        _ chunk: Chunk
    ) throws(PartError) -> Message {
        let packed = Array(octets.dropFirst(PartFormat.chunkHeaderLength))
        guard let unpacked = Zstandard.unpacked(packed, count: chunk.unpacked),
            let message = try? Message(serializedBytes: unpacked)
        else { throw .damaged }
        return message
    }
}

extension PartFile.Piece {
    /// Reads the packets, in the order of their capture.
    ///
    /// - Throws: ``PartError`` when the file is not the one any more that was checked.
    package func forEachPacket(_ body: (TransportPacket) -> Void) throws(PartError) {
        let file = try OpenPart(path)
        for chunk in chunkPlaces where chunk.kind == .packets {
            let message: PartPackets = try PartFile.message(try file.octets(of: chunk), chunk)
            guard PacketColumns.forEachPacket(in: message, body) else { throw .damaged }
        }
    }

    /// The octets of the log, from its beginning.
    package var log: PartLog { PartLog(path, chunkPlaces.filter { $0.kind == .log }) }

    /// All chunks as they are.
    func chunks() throws(PartError) -> [UInt8] {
        let file = try OpenPart(path)
        var all: [UInt8] = []
        for chunk in chunkPlaces { all += try file.octets(of: chunk) }
        return all
    }
}

/// The octets of a log in a part, as its file had them.
///
/// A class because whoever reads them lends it to another reader.
package final class PartLog {
    private let path: String
    private var chunks: ArraySlice<PartFile.Chunk>
    /// The reason why octets ceased to come, when the file is not the one any more that was checked.
    package private(set) var failure: PartError?

    fileprivate init(_ path: String, _ chunks: [PartFile.Chunk]) {
        self.path = path
        self.chunks = chunks[...]
    }

    /// The next octets, at most those of a chunk; none at the end.
    package func next() -> [UInt8] {
        guard let chunk = chunks.popFirst() else { return [] }
        do throws(PartError) {
            let octets = try OpenPart(path).octets(of: chunk)
            let packed = Array(octets.dropFirst(PartFormat.chunkHeaderLength))
            guard let log = Zstandard.unpacked(packed, count: chunk.unpacked) else { throw .damaged }
            return log
        } catch {
            failure = error
            chunks = []
            return []
        }
    }
}

/// An open file with a part in it.
///
/// A class because the file is closed when nobody reads it any more.
private final class OpenPart {
    private let descriptor: Int32
    let length: Int

    init(_ path: String) throws(PartError) {
        let descriptor = unsafe open(path.pathOctets, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw .last }
        var status = stat()
        // Safe: the kernel fills in a `stat`, which lives until the call is over.
        guard unsafe fstat(descriptor, &status) == 0 else {
            close(descriptor)
            throw .last
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw .unreadable(reason: "is no regular file")
        }
        self.descriptor = descriptor
        length = Int(status.st_size)
    }

    deinit { close(descriptor) }

    /// So many octets, or `nil` where the file has fewer.
    func octets(_ count: Int, at start: Int) throws(PartError) -> [UInt8]? {
        var octets = [UInt8](repeating: 0, count: count)
        var filled = 0
        while filled < count {
            // Safe: pread(2) writes no more than the slice's own count.
            let read = unsafe octets.withUnsafeMutableBytes { room in
                unsafe pread(
                    descriptor,
                    room.baseAddress?.advanced(by: filled),
                    count - filled,
                    start + filled
                )
            }
            if read < 0, errno == EINTR { continue }
            if read < 0 { throw .last }
            if read == 0 { return nil }
            filled += read
        }
        return octets
    }

    /// The chunk whose header is at a place.
    func chunk(at start: Int) throws(PartError) -> PartFile.Chunk {
        guard let header = try octets(PartFormat.chunkHeaderLength, at: start),
            let kind = PartFormat.ChunkKind(rawValue: header[0])
        else { throw .damaged }
        let packed = Int(PartFormat.number(header[1..<5]))
        let unpacked = Int(PartFormat.number(header[5..<9]))
        guard packed <= PartFormat.mostPacked, unpacked <= PartFormat.mostUnpacked else { throw .damaged }
        return PartFile.Chunk(kind: kind, start: start, packed: packed, unpacked: unpacked)
    }

    /// A chunk with its header.
    func octets(of chunk: PartFile.Chunk) throws(PartError) -> [UInt8] {
        guard let octets = try octets(PartFormat.chunkHeaderLength + chunk.packed, at: chunk.start) else {
            throw .damaged
        }
        return octets
    }
}

extension PartError {
    /// The failure of the call that was just made.
    fileprivate static var last: PartError {
        // strerror's text is copied before another call can replace it.
        .unreadable(reason: unsafe String(cString: strerror(errno)))
    }
}
