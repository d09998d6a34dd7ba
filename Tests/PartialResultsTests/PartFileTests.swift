import ContentDigest
import Foundation
import NetworkTypes
import PacketDecoding
import PartialResults
import TestSupport
import Testing

/// A part of a scan: what goes in comes out, and nothing else is taken for one.
@Suite struct PartFileTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "part-\(UUID().uuidString)")

    init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }

    /// A path with these octets at it.
    private func file(_ octets: [UInt8]) throws -> String {
        let url = folder.appending(path: "\(UUID().uuidString).dnsp")
        try Data(octets).write(to: url)
        return url.path(percentEncoded: false)
    }

    private static func packet(_ index: Int) throws -> TransportPacket {
        let contents: [TransportPacket.Content] = [
            .datagram, .segment,
            .fragment(
                17,
                IPPacket.Fragment(identification: 0xDEAD_BEEF, offset: 1_480, isLast: index % 2 == 0)
            ),
        ]
        return TransportPacket(
            content: contents[index % 3],
            octets: (0..<(index * 7 % 300)).map { UInt8(truncatingIfNeeded: $0 * index) },
            time: Timestamp(nanoseconds: [1_764_540_000_123_456_789, -5, .min, .max][index % 4]),
            frame: 1 + index * 1_000_003,
            source: try #require(
                IPAddress(index % 2 == 0 ? "10.0.0.\(index % 250)" : "2001:db8::\(index % 9)")
            ),
            destination: IPAddress(v4: 0x0808_0808),
            identification: UInt16(truncatingIfNeeded: index * 12_345),
            missing: index % 5 == 0 ? 1_000 : 0,
            depth: index % 32
        )
    }

    private static func piece(_ path: String) -> PartPiece {
        var piece = PartPiece()
        piece.source.path = path
        piece.source.shares = 1
        piece.reading.packets = 3
        return piece
    }

    private static func part(packets: Int) throws -> [UInt8] {
        var writer = PartWriter()
        for index in 0..<packets { writer.append(try packet(index)) }
        _ = writer.end(piece("a.pcap"))
        _ = writer.end(piece("empty.pcap"))
        return writer.finish()
    }

    private static func packets(of piece: PartFile.Piece) throws -> [TransportPacket] {
        var packets: [TransportPacket] = []
        try piece.forEachPacket { packets.append($0) }
        return packets
    }

    /// 70,000 packets lie in several chunks.
    @Test(arguments: [0, 1, 100, 70_000])
    func `packets and descriptions come back as they were`(count: Int) throws {
        let part = try PartFile(path: file(Self.part(packets: count)))
        #expect(part.pieces.map(\.description) == [Self.piece("a.pcap"), Self.piece("empty.pcap")])
        let packets = try Self.packets(of: part.pieces[0])
        #expect(packets.count == count)
        for (index, packet) in packets.enumerated() { #expect(packet == (try Self.packet(index))) }
        #expect(try Self.packets(of: part.pieces[1]).isEmpty)
    }

    /// Python's own SHA-256 and numbers read the header.
    @Test(.enabled(if: Consumer.has("hashlib"), "needs python3"))
    func `the header is what its description says`() throws {
        let path = try file(Self.part(packets: 100))
        let script = """
            import hashlib, json, struct, sys
            part = open(sys.argv[1], 'rb').read()
            magic, version, length, digest = struct.unpack('>8sIQ32s', part[:52])
            assert magic == b'\\x89DNSP\\r\\n\\x1a' and version == 2 and length == len(part) - 52
            assert digest == hashlib.sha256(part[52:]).digest()
            kinds, position = [], 52
            while position < len(part):
                kind, packed, unpacked = struct.unpack('>BII', part[position:position + 9])
                assert part[position + 9:position + 13] == b'\\x28\\xb5\\x2f\\xfd'
                kinds.append(str(kind))
                position += 9 + packed
            assert position == len(part)
            print(json.dumps(kinds))
            """
        let result = try Consumer.run(script, [path], input: "")
        #expect(
            result.output == #"["1", "2", "3", "2", "3"]"# + "\n" && result.status == 0,
            "\(result.output)"
        )
    }

    @Test func `no changed octet goes unnoticed`() throws {
        let part = try Self.part(packets: 3)
        for index in part.indices {
            var damaged = part
            damaged[index] ^= 0x20
            let expected: PartError
            switch index {
            case ..<8: expected = .foreign
            case ..<12: expected = .version(2 ^ 0x20 << UInt32(8 * (11 - index)))
            case ..<20:
                #expect(throws: PartError.self) { try PartFile(path: file(damaged)) }
                continue
            default: expected = .damaged
            }
            #expect(throws: expected, "octet \(index)") { try PartFile(path: file(damaged)) }
        }
    }

    @Test func `a part that was cut is none`() throws {
        let part = try Self.part(packets: 3)
        for count in 0..<part.count {
            let expected: PartError = count < 52 ? .foreign : .length(stated: part.count, present: count)
            #expect(throws: expected) { try PartFile(path: file(Array(part.prefix(count)))) }
        }
        #expect(throws: PartError.length(stated: part.count, present: part.count + 1)) {
            try PartFile(path: file(part + [0]))
        }
    }

    @Test func `what is no regular file is refused at once`() throws {
        #expect(throws: PartError.unreadable(reason: "is no regular file")) {
            try PartFile(path: "/dev/zero")
        }
        #expect(throws: PartError.unreadable(reason: "No such file or directory")) {
            try PartFile(path: folder.path + "/none")
        }
    }

    // MARK: - Logs

    private static func octets(of log: PartLog) -> [UInt8] {
        var octets: [UInt8] = []
        while case let more = log.next(), !more.isEmpty { octets += more }
        return octets
    }

    /// Five million octets lie in several chunks.
    @Test(arguments: [1, 100, 5_000_000])
    func `a log comes back octet by octet`(count: Int) throws {
        var random = SeededGenerator(seed: UInt64(count))
        let log = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
        var writer = PartWriter()
        var rest = log[...]
        while !rest.isEmpty {
            let step = Int.random(in: 1...1 << 20, using: &random)
            writer.append(log: Array(rest.prefix(step)))
            rest = rest.dropFirst(step)
        }
        #expect(writer.end(Self.piece("a.log")).count == 0)
        writer.append(try Self.packet(1))
        _ = writer.end(Self.piece("a.pcap"))
        let part = try PartFile(path: file(writer.finish()))
        #expect(part.pieces.map(\.isLog) == [true, false])
        #expect(Self.octets(of: part.pieces[0].log) == log)
        #expect(try Self.packets(of: part.pieces[0]).isEmpty)
        #expect(Self.octets(of: part.pieces[1].log).isEmpty)
        #expect(part.pieces[0].log.failure == nil)
    }

    @Test func `a part that changes after its check is told`() throws {
        var writer = PartWriter()
        writer.append(log: [UInt8](repeating: 7, count: 100_000))
        _ = writer.end(Self.piece("a.log"))
        let octets = writer.finish()
        let path = try file(octets)
        let part = try PartFile(path: path)
        try Data(octets.dropLast(octets.count - 70)).write(to: URL(filePath: path))
        let log = part.pieces[0].log
        #expect(Self.octets(of: log).isEmpty && log.failure == .damaged)
    }

    /// Half of a packed log would seem to be damaged.
    @Test func `a log without room is left out as a whole`() throws {
        var random = SeededGenerator(seed: 3)
        var writer = PartWriter(capacity: 4 << 20)
        writer.append(try Self.packet(1))
        _ = writer.end(Self.piece("a.pcap"))
        for _ in 0..<80 {
            writer.append(log: (0..<100_000).map { _ in UInt8.random(in: 0...255, using: &random) })
        }
        // The piece says that three lines were read.
        #expect(writer.end(Self.piece("large.log")).count == 3)
        writer.append(log: [1, 2, 3])
        #expect(writer.end(Self.piece("small.log")).count == 0)
        let part = try PartFile(path: file(writer.finish()))
        #expect(part.pieces.map(\.isLog) == [false, false, true])
        #expect(try Self.packets(of: part.pieces[0]).count == 1)
        #expect(part.pieces[1].description.reading.tally(of: "part_full", input: 0).count == 3)
        #expect(Self.octets(of: part.pieces[2].log) == [1, 2, 3])
    }

    // MARK: - Hostile content with a checksum that fits

    /// A Zstandard frame of one raw block (RFC 8878 §3.1.1): one segment, the size in four octets.
    private static func frame(_ octets: [UInt8]) -> [UInt8] {
        let size = UInt32(octets.count)
        let block = size << 3 | 1
        return [0x28, 0xB5, 0x2F, 0xFD, 0xA0] + (0..<4).map { UInt8(truncatingIfNeeded: size >> (8 * $0)) }
            + (0..<3).map { UInt8(truncatingIfNeeded: block >> (8 * $0)) } + octets
    }

    private static func bigEndian(_ number: Int, _ count: Int) -> [UInt8] {
        (0..<count).reversed().map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }

    private static func chunk(_ kind: UInt8, _ octets: [UInt8], unpacked: Int? = nil) -> [UInt8] {
        let packed = frame(octets)
        return [kind] + bigEndian(packed.count, 4) + bigEndian(unpacked ?? octets.count, 4) + packed
    }

    private static func part(_ chunks: [UInt8]) -> [UInt8] {
        var digest = SHA256()
        digest.absorb(chunks)
        return [0x89, 0x44, 0x4E, 0x53, 0x50, 0x0D, 0x0A, 0x1A] + bigEndian(2, 4)
            + bigEndian(chunks.count, 8) + digest.octets() + chunks
    }

    /// A field of a protocol buffer with a length (wire type 2): one octet of tag, one of length.
    private static func field(_ number: UInt8, _ octets: [UInt8]) -> [UInt8] {
        [number << 3 | 2, UInt8(octets.count)] + octets
    }

    /// One datagram of three octets, in the columns of the message; `changes` replaces some.
    private static func columns(_ changes: [UInt8: [UInt8]] = [:]) -> [UInt8] {
        let whole: [UInt8: [UInt8]] = [
            1: [0], 2: [2], 3: [1], 4: [0], 5: [0], 6: [7], 7: [0], 8: [3], 9: [3], 10: [1, 2, 3],
            11: [10, 0, 0, 1],
        ]
        let changed = whole.merging(changes) { $1 }
        return changed.sorted { $0.key < $1.key }.flatMap { field($0.key, $0.value) }
    }

    /// The whole of one capture.
    private static let source = field(1, Array("a.pcap".utf8)) + [5 << 3, 1]
    private static let ending = chunk(2, []) + chunk(3, source)

    @Test func `a part made by hand is read`() throws {
        let part = try PartFile(path: file(Self.part(Self.chunk(1, Self.columns()) + Self.ending)))
        let packets = try Self.packets(of: part.pieces[0])
        #expect(packets.count == 1 && packets[0].octets == [1, 2, 3] && packets[0].identification == 7)
        #expect(packets[0].time.nanoseconds == 1 && packets[0].frame == 1 && packets[0].depth == 3)
        #expect(part.pieces[0].description.source.path == "a.pcap")
    }

    /// Columns of other lengths, places without an address, addresses of no length, octets that are not there.
    @Test(
        arguments: [
            [1: [0, 0]], [2: []], [4: [1]], [5: [0, 0]], [8: []], [9: [4]], [9: [2]], [10: []],
            [11: [1, 2, 3, 4, 5]],
            [1: [2]], [1: [9]],
        ] as [[UInt8: [UInt8]]]
    )
    func `columns that contradict each other are damage`(changes: [UInt8: [UInt8]]) throws {
        let part = try PartFile(path: file(Self.part(Self.chunk(1, Self.columns(changes)) + Self.ending)))
        #expect(throws: PartError.damaged) { try Self.packets(of: part.pieces[0]) }
    }

    @Test func `chunks that lie are damage`() throws {
        let hostile: [[UInt8]] = [
            // Of no kind, without an end, with another size than stated, larger than any.
            Self.chunk(9, [1]) + Self.ending,
            Self.chunk(1, Self.columns()),
            Self.chunk(2, [1, 2, 3], unpacked: 4) + Self.ending,
            Self.chunk(3, [1], unpacked: 1 << 30),
            [3, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 1],
            [3, 0, 0],
            // A log that has packets, and packets behind their reading.
            Self.chunk(4, [1]) + Self.chunk(1, Self.columns()) + Self.ending,
            Self.chunk(2, []) + Self.chunk(1, Self.columns()) + Self.ending,
            // No protocol buffer.
            Self.chunk(3, [0xFF, 0xFF, 0xFF]),
            // No Zstandard.
            [3] + Self.bigEndian(3, 4) + Self.bigEndian(3, 4) + [1, 2, 3],
        ]
        for chunks in hostile {
            #expect(throws: PartError.damaged) { try PartFile(path: file(Self.part(chunks))) }
        }
    }

    /// Numbers that no sum can hold, shares that there are not, words that steer a terminal.
    @Test func `descriptions that dnsscan never writes are damage`() throws {
        let huge: [UInt8] = [UInt8](repeating: 0xFF, count: 9) + [1]
        let text = Array("\u{1B}[2J".utf8)
        let readings: [[UInt8]] = [
            [1 << 3] + huge, Self.field(12, Self.field(1, text)), Self.field(12, [2 << 3] + huge),
            Self.field(15, Self.field(2, text)), Self.field(15, Self.field(3, Array("\u{202E}".utf8))),
        ]
        let sources: [[UInt8]] = [
            [5 << 3, 0], [5 << 3, 1, 4 << 3, 1], Self.source + Self.field(6, text),
            Self.source + Self.field(8, text),
        ]
        let hostile =
            readings.map { Self.chunk(2, $0) + Self.chunk(3, Self.source) }
            + sources.map { Self.chunk(2, []) + Self.chunk(3, $0) }
        for chunks in hostile {
            #expect(throws: PartError.damaged) { try PartFile(path: file(Self.part(chunks))) }
        }
    }

    // MARK: - Bounds

    @Test func `packets without room are counted, with the first frame`() throws {
        var writer = PartWriter(capacity: 3 << 20)
        var random = SeededGenerator(seed: 1)
        var packet = try Self.packet(0)
        for frame in 1...10_000 {
            packet.frame = frame
            packet.octets = (0..<1_000).map { _ in UInt8.random(in: 0...255, using: &random) }
            writer.append(packet)
        }
        let leftOut = writer.end(Self.piece("large.pcap"))
        let octets = writer.finish()
        #expect(octets.count < 3 << 20)
        let part = try PartFile(path: file(octets))
        let kept = try Self.packets(of: part.pieces[0]).count
        #expect(kept > 1_000 && kept + leftOut.count == 10_000 && leftOut.firstFrame.frame == kept + 1)
        #expect(part.pieces[0].description.reading.tally(of: "part_full", input: 0).count == leftOut.count)
        // The next capture counts for itself.
        #expect(writer.end(Self.piece("next.pcap")).count == 0)
        // What is too large together stays apart.
        var whole = PartWriter(capacity: 3 << 20)
        try whole.append(part.pieces[0])
        #expect(throws: PartError.full) { try whole.append(part.pieces[0]) }
        #expect(try PartFile(path: file(whole.finish())).pieces.count == 1)
    }
}
