import Foundation
import Inflation
import PacketCapture
import TestSupport
import Testing

@Suite struct CompressionTests {
    struct Packer: CustomTestStringConvertible, Sendable {
        let compression: Compression
        let command: String
        var arguments = ["-c"]

        var testDescription: String { ([command] + arguments).joined(separator: " ") }
    }

    static let packers = [
        Packer(compression: .gzip, command: "gzip"),
        Packer(compression: .zstd, command: "zstd", arguments: ["-c", "-q"]),
        Packer(compression: .lz4, command: "lz4", arguments: ["-c", "-q", "-B4"]),
        Packer(compression: .xz, command: "xz"),
    ]

    /// Records whose content does not compress to nothing, so that it fills several buffers.
    private static func capture(of packets: Int) -> [UInt8] {
        let builder = CaptureBuilder()
        var generator = UInt32(1)
        return (0..<packets).reduce(into: builder.pcapHeader()) { octets, number in
            let content = (0..<100).map { _ in
                generator = generator &* 1_664_525 &+ 1_013_904_223
                return UInt8(generator >> 24)
            }
            octets += builder.record(number, 0, content)
        }
    }

    /// Larger than every buffer and block on its way.
    private static let large = capture(of: 4000)

    @Test(arguments: packers)
    func isReadAsThePlainFile(_ packer: Packer) throws {
        let plain = Self.large
        let packed = try output(of: packer.command, packer.arguments, input: plain)
        let reading = try Reading(packed)
        #expect(reading.error == nil)
        #expect(reading.compression == packer.compression)
        #expect(reading.octetsRead == packed.count)
        let expected = try Reading(plain)
        #expect(reading.octets == expected.octets)
        #expect(expected.octetsRead == plain.count)
    }

    @Test(arguments: packers)
    func severalMembersMakeOneCapture(_ packer: Packer) throws {
        let plain = Self.capture(of: 300)
        let packed = try [plain[..<1000], plain[1000..<1001], plain[1001...]]
            .map { try output(of: packer.command, packer.arguments, input: Array($0)) }
        let reading = try Reading(packed[0] + packed[1] + packed[2])
        #expect(reading.error == nil)
        #expect(reading.frames.count == 300)
        let padded = try Reading(packed[0] + packed[1] + packed[2] + [UInt8](repeating: 0, count: 512))
        #expect(padded.error == nil)
        #expect(padded.frames.count == 300)
    }

    @Test(arguments: packers)
    func aCutIsTruncation(_ packer: Packer) throws {
        let packed = try output(of: packer.command, packer.arguments, input: Self.large)
        let reading = try Reading(Array(packed.prefix(packed.count / 2)))
        #expect(reading.error == .truncated(packets: reading.frames.count))
        #expect(reading.frames.count > 0)
        let almost = try Reading(Array(packed.dropLast()))
        #expect(almost.error == .truncated(packets: 4000))
    }

    @Test(arguments: packers)
    func damageIsNotTakenForACut(_ packer: Packer) throws {
        let packed = try output(of: packer.command, packer.arguments, input: Self.large)
        let reading = try Reading(packed + Array("and something else".utf8))
        guard case .decompressionFailed(packets: 4000, packer.compression, _) = reading.error else {
            Issue.record("\(String(describing: reading.error))")
            return
        }
    }

    /// A packer around another, around a third; then a fourth, which is one too many.
    @Test(arguments: packers)
    func whatWasPackedThriceIsUnpackedThrice(_ packer: Packer) throws {
        let plain = Self.capture(of: 300)
        var packed = plain
        for other in Self.packers where other.compression != packer.compression {
            packed = try output(of: other.command, other.arguments, input: packed)
        }
        let reading = try Reading(packed)
        #expect(reading.error == nil)
        #expect(reading.octets == (try Reading(plain).octets))
        #expect(reading.octetsRead == packed.count)
        let outermost = try #require(Self.packers.last { $0.compression != packer.compression })
        #expect(reading.compression == outermost.compression)
        let cut = try Reading(Array(packed.dropLast(packed.count / 3)))
        #expect(cut.error == .truncated(packets: cut.frames.count) || cut.error == .headerTruncated)

        let again = try output(of: packer.command, packer.arguments, input: packed)
        let inside = Self.packers.first { $0.compression != packer.compression }
        #expect(
            try Reading(again).error
                == .notACapture(
                    content:
                        "\(inside?.compression.rawValue ?? "") data inside \(Self.packers.filter { $0.compression != packer.compression }[1].compression.rawValue)"
                )
        )
    }

    /// Frames that are to be skipped stand before the others, as pzstd writes them, and between them.
    @Test(arguments: packers.filter { $0.compression == .zstd || $0.compression == .lz4 })
    func skippableFramesAreSkipped(_ packer: Packer) throws {
        let plain = Self.capture(of: 300)
        let halves = try [plain[..<1000], plain[1000...]].map {
            try output(of: packer.command, packer.arguments, input: Array($0))
        }
        let skippable: [UInt8] = [0x50, 0x2A, 0x4D, 0x18, 4, 0, 0, 0, 1, 2, 3, 4]
        let reading = try Reading(skippable + halves[0] + skippable + halves[1])
        #expect(reading.error == nil)
        #expect(reading.compression == packer.compression)
        #expect(reading.frames.count == 300)
    }

    /// The bound counts from the file's own octets, whatever lies between.
    @Test func nestingDoesNotLoosenTheBound() throws {
        let builder = CaptureBuilder()
        let zeros = [UInt8](repeating: 0, count: 100_000)
        let plain = builder.pcapHeader() + (0..<20).map { _ in builder.record(0, 0, zeros) }.joined()
        let packed = try output(of: "gzip", ["-c"], input: output(of: "gzip", ["-c"], input: plain))
        try #require(plain.count / packed.count > 1000)
        let tight = ExpansionBound(octets: 1 << 19, ratio: 500)
        let reading = try Reading(packed, expansionBound: tight)
        #expect(
            reading.error
                == .expansionBoundExceeded(packets: reading.frames.count, compression: .gzip, bound: tight)
        )
    }

    @Test(arguments: packers)
    func nothingPackedIsEmpty(_ packer: Packer) throws {
        let packed = try output(of: packer.command, packer.arguments, input: [])
        #expect(try Reading(packed).error == .empty)
    }

    @Test(arguments: packers)
    func expansionEndsBeyondBothBounds(_ packer: Packer) throws {
        let builder = CaptureBuilder()
        let zeros = [UInt8](repeating: 0, count: 100_000)
        let plain = builder.pcapHeader() + (0..<20).map { _ in builder.record(0, 0, zeros) }.joined()
        let packed = try output(of: packer.command, packer.arguments, input: plain)
        let ratio = plain.count / packed.count
        try #require(ratio > 20)
        let tight = ExpansionBound(octets: 1 << 19, ratio: 20)
        let stopped = try Reading(packed, expansionBound: tight)
        #expect(
            stopped.error
                == .expansionBoundExceeded(
                    packets: stopped.frames.count,
                    compression: packer.compression,
                    bound: tight
                )
        )
        #expect(stopped.frames.count <= 6)
        // Either bound alone does not stop it.
        let large = try Reading(packed, expansionBound: ExpansionBound(octets: plain.count, ratio: 1))
        #expect(large.error == nil)
        let steep = try Reading(packed, expansionBound: ExpansionBound(octets: 1, ratio: 100_000))
        #expect(steep.error == nil)
    }

    /// What makes an input large comes behind what expands, beyond all that is read at once.
    @Test(arguments: packers)
    func whatIsAllowedDependsOnTheSizeOfTheInput(_ packer: Packer) throws {
        let builder = CaptureBuilder()
        let zeros = builder.record(0, 0, [UInt8](repeating: 0, count: 200_000))
        var generator = SeededGenerator(seed: 3)
        let noise = (0..<250_000).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
        let plain = builder.pcapHeader() + (0..<5).flatMap { _ in zeros }
        let bound = ExpansionBound(octets: 500_000, ratio: 1_000, smallestLarge: 180_000)
        let small = try output(of: packer.command, packer.arguments, input: plain)
        #expect(try Reading(small, expansionBound: bound).frames.count <= 3)
        let large = try output(
            of: packer.command,
            packer.arguments,
            input: plain + builder.record(0, 0, noise)
        )
        try #require(large.count > 250_000)
        let reading = try Reading(large, expansionBound: bound)
        #expect(reading.error == nil && reading.frames.count == 6)
        #expect(reading.octets.last == noise && reading.octetsRead == large.count)
        // The size of what lies outermost counts, too, where it is packed twice.
        let twice = try Reading(output(of: "gzip", ["-c"], input: large), expansionBound: bound)
        #expect(twice.error == nil && twice.octets == reading.octets)
    }

    @Test func everyFlippedBitOfAShortStreamEndsInOrder() throws {
        for packer in Self.packers {
            let packed = try output(of: packer.command, packer.arguments, input: Self.capture(of: 1))
            for bit in 0..<packed.count * 8 {
                var octets = packed
                octets[bit / 8] ^= 1 << UInt8(bit % 8)
                #expect(try Reading(octets).frames.count <= 2, "\(packer.command), bit \(bit)")
            }
        }
    }

    @Test func aPipeIsReadInWhateverPiecesItComes() throws {
        let directory = FileManager.default.temporaryDirectory
        let path = directory.appendingPathComponent(UUID().uuidString).path
        let status = unsafe mkfifo(path, 0o600)
        try #require(status == 0)
        defer { try? FileManager.default.removeItem(atPath: path) }
        let octets = Self.capture(of: 3)
        let writer = Thread {
            guard let handle = FileHandle(forWritingAtPath: path) else { return }
            for octet in octets { try? handle.write(contentsOf: [octet]) }
            try? handle.close()
        }
        writer.start()
        let reading = Reading(path: path)
        #expect(reading.error == nil)
        #expect(reading.frames.count == 3)
    }
}
