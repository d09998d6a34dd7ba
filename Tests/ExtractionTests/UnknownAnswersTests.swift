import Extraction
import Findings
import TestSupport
import Testing

/// What servers of unknown tools send in answers, and several contents in one channel.
@Suite struct UnknownAnswersTests {
    private static let zone = "cdn-metrics.example"
    private static let text = prose(2_000)
    private static let archive: [UInt8] = {
        var random = SeededGenerator(seed: 4)
        let noise = (0..<2_000).map { _ in UInt8.random(in: 0...255, using: &random) }
        // A directory's end without a comment ends a ZIP archive (APPNOTE.TXT §4.3.16).
        return [0x50, 0x4B, 0x03, 0x04] + noise + [0x50, 0x4B, 0x05, 0x06] + [UInt8](repeating: 0, count: 18)
    }()

    /// The answers to one question for each piece of a content.
    private static func contents(
        _ pieces: [[UInt8]],
        type: UInt16,
        question: (Int) -> String = { "r\($0)" },
        answers: (Int, [UInt8]) -> [[UInt8]]
    ) throws -> [[UInt8]] {
        var dialogue = Dialogue()
        for (number, piece) in pieces.enumerated() {
            dialogue.ask("\(question(number)).\(zone)", type: type, answers: answers(number, piece))
        }
        return try dialogue.contents().map(\.octets)
    }

    private static func filled(_ octets: [UInt8], to count: Int) -> [UInt8] {
        octets + [UInt8](repeating: 0, count: count - octets.count)
    }

    @Test(arguments: [text, archive])
    func `addresses carry octets, and zeros fill up the last one`(content: [UInt8]) throws {
        let found = try Self.contents(content.pieces(of: 16), type: 28) { [Self.filled($1, to: 16)] }
        #expect(found.contains(content), "\(found.map(\.count))")
    }

    /// Resolvers change the order of addresses.
    @Test(arguments: [text, archive])
    func `addresses that are numbered come in any order`(content: [UInt8]) throws {
        var random = SeededGenerator(seed: 5)
        let found = try Self.contents(content.pieces(of: 56), type: 28) { number, piece in
            let addresses = piece.pieces(of: 14).enumerated().map { place, part -> [UInt8] in
                let index = 4 * number + place
                return [UInt8(index >> 8), UInt8(index & 0xFF)] + Self.filled(part, to: 14)
            }
            return addresses.shuffled(using: &random)
        }
        #expect(found.contains(content), "\(found.map(\.count))")
    }

    /// The number stands behind more octets than the other family has.
    @Test func `addresses of both families are read`() throws {
        var dialogue = Dialogue()
        for (number, piece) in Self.text.pieces(of: 30).enumerated() {
            let name = "r\(number).\(Self.zone)"
            let long = piece.pieces(of: 10).enumerated().map { place, part in
                [0x20, 1, 0x0D, 0xB8, 7, UInt8(place)] + Self.filled(part, to: 10)
            }
            dialogue.ask(name, type: 28, answers: long)
            dialogue.ask(name, type: 1, answers: [[198, 51, 100, UInt8(number)]])
        }
        _ = try dialogue.contents()
    }

    @Test(arguments: ["|", ":", ","])
    func `a number before the text is the order where names have none`(mark: String) throws {
        var random = SeededGenerator(seed: 6)
        var names = Set<UInt32>()
        while names.count < 40 { names.insert(UInt32.random(in: 0x1000_0000...UInt32.max, using: &random)) }
        let nonces = names.sorted().shuffled(using: &random)
        let found = try Self.contents(
            Self.archive.pieces(of: 60),
            type: 16,
            question: { String(nonces[$0], radix: 16) }
        ) { number, piece in
            let text = Array("\(number)\(mark)\(Encoder.encoded(piece, Encoder.base64))".utf8)
            return [[UInt8(text.count)] + text]
        }
        #expect(found.contains(Self.archive), "\(found.map(\.count))")
    }

    struct Frame: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let text: @Sendable (_ number: Int, _ count: Int, _ symbols: String) -> String
    }

    static let frames: [Frame] = [
        Frame(testDescription: "which one of how many") { "\($0 + 1)/\($1):\($2)" },
        Frame(testDescription: "JSON") { number, _, symbols in
            "{\"seq\": \(number), \"data\": \"\(symbols)\"}"
        },
        Frame(testDescription: "a mailer's key") { _, _, symbols in "v=DKIM1; k=rsa; p=\(symbols)" },
    ]

    @Test(arguments: frames, [12, 40])
    func `what all texts have around the content is none of it`(frame: Frame, count: Int) throws {
        let content = Array(Self.text.prefix(45 * count))
        let pieces = content.pieces(of: 45)
        let found = try Self.contents(pieces, type: 16) { number, piece in
            let text = Array(frame.text(number, pieces.count, Encoder.encoded(piece, Encoder.base64)).utf8)
            return [[UInt8(text.count)] + text]
        }
        #expect(found.contains(content), "\(found.map(\.count))")
    }

    /// The Base64 of Base64 of 32 octets ends in `0=`, whatever the octets are.
    @Test func `symbols that all texts end in are none of a frame`() throws {
        var random = SeededGenerator(seed: 7)
        let inner = (0..<30).map { _ in
            let octets = (0..<32).map { _ in UInt8.random(in: 0...255, using: &random) }
            return Array((Encoder.encoded(octets, Encoder.base64) + "=").utf8)
        }
        let found = try Self.contents(inner, type: 16) { _, piece in
            let text = Array((Encoder.encoded(piece, Encoder.base64) + "=").utf8)
            return [[UInt8(text.count)] + text]
        }
        #expect(found.contains(Array(inner.joined())), "\(found.map(\.count))")
    }

    /// Blank lines and columns make addresses that are alike.
    @Test func `pieces that come again have their places where names are numbered`() throws {
        let line = Array("name            role\n".utf8)
        let content =
            Array([[UInt8]](repeating: line, count: 3).joined()) + Self.text.prefix(400)
            + Array(repeating: 0x20, count: 20) + Self.text.dropFirst(400).prefix(400)
        let found = try Self.contents(content.pieces(of: 4), type: 1) { [Self.filled($1, to: 4)] }
        #expect(found.contains(content), "\(found.map(\.count))")
    }

    /// A sender may ask below one label and be answered beside it.
    @Test func `aliases beside the label that was asked for carry octets`() throws {
        var dialogue = Dialogue()
        for (number, piece) in Self.archive.pieces(of: 60).enumerated() {
            let labels = Encoder.encoded(piece, Encoder.hexadecimal).pieces(of: 60).joined(separator: ".")
            dialogue.ask(
                "\(number).get.\(Self.zone)",
                type: 5,
                answers: [MessageBuilder.name("\(labels).\(Self.zone)")]
            )
        }
        let found = try dialogue.contents().map(\.octets)
        #expect(found.contains(Self.archive), "\(found.map(\.count))")
    }

    /// Random octets look like a word before a colon now and then, and prose like a word of capitals.
    @Test(arguments: [archive, Array("NOTE THAT ".utf8) + text + Array("AND SO a: b = c | D ".utf8) + text])
    func `octets as they are have no words before them`(content: [UInt8]) throws {
        let found = try Self.contents(content.pieces(of: 40), type: 10) { [$1] }
        #expect(found.contains(content), "\(found.map(\.count))")
    }

    /// NS has a name alone, MX a preference before it, SRV three numbers (RFC 1035 §3.3, RFC 2782).
    @Test(arguments: [(2, 0), (15, 2), (33, 6)] as [(UInt16, Int)])
    func `names in answers carry what is not the same in all of them`(type: UInt16, numbers: Int) throws {
        let found = try Self.contents(Self.archive.pieces(of: 30), type: type, question: { "_s\($0)._tcp" }) {
            let label = Encoder.encoded($1, Encoder.base32)
            return [
                [UInt8](repeating: 1, count: numbers) + MessageBuilder.name("host.\(label).ns.\(Self.zone)")
            ]
        }
        #expect(found.contains(Self.archive), "\(found.map(\.count))")
    }

    // MARK: - Several contents

    @Test func `two contents one after the other are two`() throws {
        let pieces = [Self.text, Self.archive].flatMap { content in
            content.pieces(of: 30).enumerated().map { "\($0).\(Encoder.encoded($1, Encoder.base32))" }
        }
        let found = try Transfer(pieces) { $1 }.contents().map(\.octets)
        #expect(found == [Self.text, Self.archive], "\(found.map(\.count))")
    }

    /// By their number, and by their octets together.
    @Test(arguments: [(1, 1 << 20), (9, 3_000)])
    func `contents that a bound leaves out are counted, and the report says so`(contents: Int, octets: Int)
        throws
    {
        var limits = ExtractionLimits()
        (limits.contents, limits.contentBytes) = (contents, octets)
        let pieces = [Self.text, Self.archive, prose(2_400, seed: 9)].flatMap { content in
            content.pieces(of: 30).enumerated().map { "\($0).\(Encoder.encoded($1, Encoder.base32))" }
        }
        let (report, channels) = try Transfer(pieces) { $1 }.scanned(limits: limits)
        #expect(channels.flatMap(\.contents).map(\.octets) == [Self.text])
        #expect(channels.map(\.contentsLeftOut) == [2])
        let told = report.coverage.problems.filter { $0.kind.hasPrefix("contents_") }
        #expect(told.map(\.kind) == ["contents_left_out"])
        #expect(told.map(\.count) == [2])
    }

    @Test func `messages that memory has no room for are counted, and the report says so`() throws {
        var limits = ExtractionLimits()
        limits.recordedBytes = 2_000
        let pieces = Self.archive.pieces(of: 30).map { Encoder.encoded($0, Encoder.base32) }
        let (report, channels) = try Transfer(pieces) { $1 }.scanned(limits: limits)
        let told = report.coverage.problems.filter { $0.kind.hasPrefix("contents_") }
        #expect(told.map(\.kind) == ["contents_unrecorded"])
        #expect(told.map(\.count) == channels.map(\.leftOut))
        // Each query and each response is a message, and carries its name of 30 octets and more.
        let recorded = 2 * pieces.count - (told.first?.count ?? 0)
        #expect((1...2_000 / 30).contains(recorded))
    }

    @Test func `words before and behind a file are none of it`() throws {
        let pieces = Self.archive.pieces(of: 30).map { Encoder.encoded($0, Encoder.base64url) }
        let found = try Transfer(["begin"] + pieces + ["end"]) { $1 }.contents().map(\.octets)
        #expect(found == [Self.archive], "\(found.map(\.count))")
    }

    // MARK: - Hostile labels

    @Test(arguments: ["-", "--", "-a", "a--b", "----------------"])
    func `hyphens anywhere are no reason to stop`(label: String) throws {
        let names = (0..<60).map { label + Encoder.encoded([UInt8($0), 77, 3, 9, 254], Encoder.base32) }
        _ = try Transfer(names + [label, "x"]) { $1 }.contents()
        _ = try Transfer(Array(repeating: label, count: 20)) { "\($0).\($1)" }.contents()
    }
}
