import Extraction
import Findings
import TestSupport
import Testing

/// What is left of a content after packets were lost, came late or came twice is right, at its place, and no more than that.
@Suite struct LostPacketsTests {
    /// A way to write pieces, and where the octets of a run of them begin and end.
    struct Writing: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let alphabet: [Character]
        let bits: Int
        let symbols: Int
    }

    static let writings = [
        Writing(testDescription: "hexadecimal", alphabet: Encoder.hexadecimal, bits: 4, symbols: 50),
        Writing(testDescription: "Base32, whole octets", alphabet: Encoder.base32, bits: 5, symbols: 56),
        Writing(
            testDescription: "Base32, octets go on in the next name",
            alphabet: Encoder.base32,
            bits: 5,
            symbols: 51
        ),
        Writing(
            testDescription: "Base64, octets go on in the next name",
            alphabet: Encoder.base64,
            bits: 6,
            symbols: 57
        ),
    ]

    /// What somebody can know who has these pieces: runs of whole octets, and the gaps between them.
    private static func expected(_ truth: [UInt8], _ pieces: Set<Int>, _ writing: Writing) -> (
        octets: [UInt8], gaps: [ContentGap]
    ) {
        var octets: [UInt8] = []
        var gaps: [ContentGap] = []
        var next = 0
        for piece in pieces.sorted() {
            if piece > next { gaps.append(ContentGap(offset: octets.count, pieces: piece - next)) }
            let isNewRun = piece > next || piece == 0
            let first = piece * writing.symbols * writing.bits
            let last = min((piece + 1) * writing.symbols * writing.bits, truth.count * 8)
            // An octet of which the beginning is missing is none, and one of which the end is missing either.
            let begun = isNewRun ? (first + 7) / 8 : first / 8
            let ended = pieces.contains(piece + 1) ? last / 8 : last / 8
            octets += truth[min(begun, ended)..<ended]
            next = piece + 1
        }
        return (octets, gaps)
    }

    private static func check(_ transfer: Transfer, _ truth: [UInt8], _ writing: Writing) throws {
        // Whoever has lost the first piece cannot know where the count began.
        try #require(transfer.remaining.contains(0))
        let (octets, gaps) = expected(truth, transfer.remaining, writing)
        let contents = try transfer.contents()
        let content = try #require(contents.max { $0.octets.count < $1.octets.count })
        #expect(content.octets == octets)
        #expect(content.gaps == gaps)
        #expect(contents.filter { $0.octets.count > 64 }.count == 1)
    }

    private static func transfer(_ truth: [UInt8], _ writing: Writing) -> Transfer {
        Transfer(Encoder.encoded(truth, writing.alphabet).pieces(of: writing.symbols)) { "\($0).\($1)" }
    }

    @Test(arguments: writings, [0.02, 0.2])
    func `gaps are where pieces are missing`(_ writing: Writing, share: Double) throws {
        let truth = prose(6_000)
        var tried = 0
        for seed in 0..<12 as Range<UInt64> {
            var random = SeededGenerator(seed: seed)
            let lossy = Self.transfer(truth, writing).changed { packets in
                packets.filter { _ in Double.random(in: 0..<1, using: &random) >= share }
            }
            guard lossy.remaining.contains(0) else { continue }
            try Self.check(lossy, truth, writing)
            tried += 1
        }
        #expect(tried > 6)
    }

    /// The number is encoded with the octets that it counts; every fifth piece is missing.
    @Test(arguments: [false, true])
    func `numbers inside octets tell where pieces are missing`(isLowestFirst: Bool) throws {
        let truth = prose(9_500)
        let pieces = truth.pieces(of: 24)
        let names = pieces.enumerated().map { number, piece in
            let head = [UInt8(number >> 8), UInt8(number & 0xFF)]
            return Encoder.encoded(
                [0xA5, 0x17] + (isLowestFirst ? head.reversed() : head) + piece,
                Encoder.base32
            )
        }
        let lossy = Transfer(names) { $1 }.changed { packets in packets.filter { $0.piece % 5 != 3 } }
        let contents = try lossy.contents()
        #expect(
            contents.map(\.octets) == [
                pieces.enumerated().flatMap { number, piece in number % 5 == 3 ? [] : piece }
            ]
        )
        let expected = stride(from: 3, to: pieces.count, by: 5).map { number in
            ContentGap(offset: 24 * (number - number / 5), pieces: 1)
        }
        #expect(contents.first?.gaps == expected)
    }

    @Test(arguments: writings)
    func `queries alone with every fifth missing tell where`(_ writing: Writing) throws {
        let truth = prose(6_000)
        let lossy = Self.transfer(truth, writing).changed { packets in
            packets.filter { $0.isQuery && $0.piece % 5 != 3 }
        }
        try Self.check(lossy, truth, writing)
    }

    @Test(arguments: writings)
    func `packets that changed places within a second go back to theirs`(_ writing: Writing) throws {
        let truth = prose(6_000)
        var random = SeededGenerator(seed: 5)
        let shuffled = Self.transfer(truth, writing).changed { packets in
            packets.map { packet in
                var packet = packet
                packet.microseconds += Int.random(in: 0..<1_000_000, using: &random)
                return packet
            }
        }
        try Self.check(shuffled, truth, writing)
        let unsorted = shuffled.changed { $0.shuffled(using: &random) }
        try Self.check(unsorted, truth, writing)
    }

    @Test(arguments: writings)
    func `packets that came twice count once`(_ writing: Writing) throws {
        let truth = prose(6_000)
        var random = SeededGenerator(seed: 6)
        let doubled = Self.transfer(truth, writing).changed { packets in
            packets.flatMap { packet -> [Transfer.Packet] in
                guard Bool.random(using: &random) else { return [packet] }
                var copy = packet
                copy.microseconds += Int.random(in: 3..<900_000, using: &random)
                return [packet, copy]
            }
        }
        try Self.check(doubled, truth, writing)
    }

    @Test func `without a counter a lost piece shows in no place, and nobody is sure that there is none`()
        throws
    {
        let truth = prose(4_000)
        let symbols = Encoder.encoded(truth, Encoder.hexadecimal).pieces(of: 50)
        let lossy = Transfer(symbols) { $1 }.changed { packets in packets.filter { $0.piece != 40 } }
        let content = try #require(try lossy.contents().max { $0.octets.count < $1.octets.count })
        #expect(content.octets == Array(truth[..<1_000]) + Array(truth[1_025...]))
        #expect(content.confidence != .certain)
        #expect(content.because.contains("order of time"))
    }
}
