import ContentDigest
import NetworkTypes
package import PacketDecoding
import SwiftProtobuf

/// Makes a part: packets that may be DNS, and for each capture what else its reading showed.
///
/// The part is held in memory until it is whole, since its beginning tells its length and digest.
package struct PartWriter: Sendable {
    /// The most octets of a part that is made from captures.
    package static let capacity = 64 << 20
    /// Octets that are left for the descriptions of captures when there is no room for packets any more.
    private static let reserve = 1 << 20
    /// Packets and octets of a chunk, or a packet more.
    private static let chunkPackets = 1 << 15
    private static let chunkOctets = 2 << 20

    private let capacity: Int
    private var chunks: [UInt8] = []
    private var columns = PacketColumns()
    /// Octets of the log that is read, not packed yet.
    private var log: [UInt8] = []
    /// The place of the piece that is made, in octets of all chunks.
    private var pieceStart = 0
    /// Packets for which there was no room, since the last piece.
    private var leftOut = Tally()
    private var isLogLeftOut = false

    /// - Parameter capacity: The most octets, but for what describes captures.
    package init(capacity: Int = Self.capacity) {
        self.capacity = capacity
    }

    /// Adds a packet of the capture that is read.
    package mutating func append(_ packet: TransportPacket) {
        guard leftOut.count == 0, chunks.count + columns.octetCount < capacity - Self.reserve || flushed()
        else {
            leftOut.note(FramePlace(frame: packet.frame))
            return
        }
        columns.append(packet)
        if columns.count >= Self.chunkPackets || columns.octetCount >= Self.chunkOctets { flush() }
    }

    /// Adds octets of the log that is read, as its file has them; where there is no room, all of it is left out.
    package mutating func append(log octets: [UInt8]) {
        guard !isLogLeftOut else { return }
        log += octets
        if log.count >= Self.chunkOctets { flushLog() }
    }

    /// Leaves the log out that is read: half of it would seem to end early, and that of a compressed one to be damaged.
    package mutating func leaveOutLog() {
        chunks.removeLast(chunks.count - pieceStart)
        log = []
        isLogLeftOut = true
    }

    private mutating func flushLog() {
        var rest = log[...]
        log = []
        while !rest.isEmpty {
            guard append(.log, Array(rest.prefix(Self.chunkOctets))), chunks.count < capacity - Self.reserve
            else {
                leaveOutLog()
                return
            }
            rest = rest.dropFirst(Self.chunkOctets)
        }
    }

    /// Ends the capture or log that is read, or the share of one.
    ///
    /// - Returns: The packets, or the lines and frames, for which there was no room.
    package mutating func end(_ piece: PartPiece) -> Tally {
        flush()
        flushLog()
        var reading = piece.reading
        if isLogLeftOut {
            leftOut = Tally(
                count: Int(clamping: max(1, reading.packets)),
                firstFrame: FramePlace(frame: 1)
            )
        }
        reading.note("part_full", leftOut)
        defer {
            leftOut = Tally()
            isLogLeftOut = false
            pieceStart = chunks.count
        }
        append(.reading, (try? reading.serializedBytes()) ?? [])
        append(.source, (try? piece.source.serializedBytes()) ?? [])
        return leftOut
    }

    /// Packs what waits, and tells whether there is room then.
    private mutating func flushed() -> Bool {
        flush()
        return chunks.count < capacity - Self.reserve
    }

    private mutating func flush() {
        guard columns.count > 0 else { return }
        if let octets: [UInt8] = try? columns.finished.serializedBytes(), append(.packets, octets) {
            columns = PacketColumns()
            return
        }
        // Neither fails where there is memory; packets that are lost all the same are told.
        leftOut.add(Tally(count: columns.count, firstFrame: FramePlace(frame: columns.firstFrame)))
        columns = PacketColumns()
    }

    /// Packs a chunk; `false` where memory is short.
    @discardableResult
    private mutating func append(_ kind: PartFormat.ChunkKind, _ octets: [UInt8]) -> Bool {
        guard let packed = Zstandard.packed(octets) else { return false }
        chunks.append(kind.rawValue)
        chunks += PartFormat.octets(of: UInt32(packed.count)) + PartFormat.octets(of: UInt32(octets.count))
        chunks += packed
        return true
    }

    /// Adds a piece of another part as it is.
    ///
    /// - Throws: ``PartError/full`` when there is no room, ``PartError`` when the other part cannot be read any more.
    package mutating func append(_ piece: PartFile.Piece) throws(PartError) {
        flush()
        let added = try piece.chunks()
        guard chunks.count + added.count <= capacity else { throw .full }
        chunks += added
        pieceStart = chunks.count
    }

    /// The part.
    package func finish() -> [UInt8] {
        var digest = SHA256()
        digest.absorb(chunks)
        return PartFormat.magic + PartFormat.octets(of: PartFormat.version)
            + PartFormat.octets(of: UInt64(chunks.count)) + digest.octets() + chunks
    }
}

extension PartCount {
    /// The count of something without a name.
    package init(_ tally: Tally) {
        self.init()
        count = UInt64(tally.count)
        firstFrame = UInt64(tally.firstFrame.frame)
    }

    /// The count of a name.
    package init(_ name: String, _ tally: Tally) {
        self.init(tally)
        self.name = name
    }

    /// The count, in a capture at a place among the inputs.
    package func tally(input: Int) -> Tally {
        Tally(
            count: Int(clamping: count),
            firstFrame: FramePlace(input: input, frame: Int(clamping: firstFrame))
        )
    }
}
