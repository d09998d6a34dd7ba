import Extraction
import TestSupport
import Testing

/// Shapes of names and answers that say where a piece belongs, each written by arithmetic alone.
@Suite struct UnknownShapesTests {
    private static let zone = "cdn-metrics.example"
    private static let text: [UInt8] = prose(1_900)
    private static let archive: [UInt8] = {
        var random = SeededGenerator(seed: 21)
        return [0x50, 0x4B, 0x03, 0x04] + (0..<1_896).map { _ in UInt8.random(in: 0...255, using: &random) }
    }()
    /// As PowerShell writes a file.
    private static let wideText: [UInt8] = [0xFF, 0xFE] + prose(900, seed: 5).flatMap { [$0, 0] }

    // MARK: - Names

    struct Shape: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let names: @Sendable ([UInt8]) -> [String]
    }

    private static func base32(_ octets: [UInt8]) -> String { Encoder.encoded(octets, Encoder.base32) }
    private static func base16(_ octets: [UInt8]) -> String { Encoder.encoded(octets, Encoder.hexadecimal) }
    private static func labels(_ text: String, _ width: Int) -> String {
        text.pieces(of: width).joined(separator: ".")
    }

    /// CRC-32 bit by bit (IEEE 802.3 §3.2.9), without a table.
    private static func checksum(_ octets: [UInt8]) -> UInt32 {
        var register = UInt32.max
        for octet in octets {
            register ^= UInt32(octet)
            for _ in 0..<8 { register = register & 1 == 1 ? register >> 1 ^ 0xEDB8_8320 : register >> 1 }
        }
        return ~register
    }

    static let shapes: [Shape] = [
        Shape(testDescription: "two labels, the second one shorter") { octets in
            octets.pieces(of: 40).enumerated().map { "\($0 + 1)-48.\(labels(base32($1), 50))" }
        },
        Shape(testDescription: "numbers in Base32 before the symbols") { octets in
            octets.pieces(of: 35).enumerated().map { number, piece in
                String([Encoder.base32[number / 32], Encoder.base32[number % 32]]) + base32(piece)
            }
        },
        Shape(testDescription: "a head of five octets, of which the last counts") { octets in
            octets.pieces(of: 60).enumerated().map { labels(base32([1, 0xB6, 0x3A, 0, UInt8($0)] + $1), 57) }
        },
        Shape(testDescription: "the place of the first octet, the lowest end first") { octets in
            octets.pieces(of: 48).enumerated().map { number, piece in
                let place = number * 48
                return labels(base32([UInt8(place & 0xFF), UInt8(place >> 8), 0, 0] + piece), 60)
            }
        },
        Shape(testDescription: "the place of the first octet in its own label") { octets in
            octets.pieces(of: 16).enumerated().map { number, piece in
                String(number * 16, radix: 16).padded(to: 8) + "."
                    + piece.map { base16([$0]) }.joined(separator: "-")
            }
        },
        Shape(testDescription: "the last piece first") { octets in
            octets.pieces(of: 30).enumerated().reversed().map { "\(String($0, radix: 16)).\(base16($1))" }
        },
        Shape(testDescription: "in any order, the number before the symbols") { octets in
            var random = SeededGenerator(seed: 4)
            return octets.pieces(of: 30).enumerated().map { String($0).padded(to: 3) + base32($1) }
                .shuffled(using: &random)
        },
        Shape(testDescription: "a third sent twice, behind another nonce") { octets in
            var random = SeededGenerator(seed: 6)
            return octets.pieces(of: 30).enumerated().flatMap { number, piece in
                (0...(number % 3 == 0 ? 1 : 0)).map { _ in
                    "\(number).\(base32(piece))."
                        + String(Int.random(in: 1 << 20..<1 << 24, using: &random), radix: 16)
                }
            }
        },
        Shape(testDescription: "the place of each label in its name") { octets in
            octets.pieces(of: 90).enumerated().map { number, piece in
                piece.pieces(of: 30).enumerated().map { "\($0)\(base32($1))" }.joined(separator: ".")
                    + ".\(number)"
            }
        },
        Shape(testDescription: "the number of symbols as a word") { octets in
            octets.pieces(of: 30).enumerated().map { "l\($1.count).\($0).\(base32($1))" }
        },
        Shape(testDescription: "which one of how many, in one label") { octets in
            octets.pieces(of: 16).enumerated().map {
                "a94a8fe5ccb1.\($0)of\((octets.count + 15) / 16).\(base16($1))"
            }
        },
        Shape(testDescription: "a number between two halves") { octets in
            octets.pieces(of: 50).enumerated().map { number, piece in
                let halves = piece.pieces(of: 25).map(base16)
                return ([halves[0], String(number).padded(to: 2)] + halves.dropFirst()).joined(separator: ".")
            }
        },
        Shape(testDescription: "one letter before each label") { octets in
            octets.pieces(of: 75).enumerated().map { number, piece in
                piece.pieces(of: 25).map { "x\(base32($0))" }.joined(separator: ".") + ".\(number)"
            }
        },
        Shape(testDescription: "a word now and then that keeps the session alive") { octets in
            octets.pieces(of: 30).enumerated().flatMap { number, piece in
                ["\(base32(piece)).\(number)"] + (number % 4 == 3 ? ["ka.\(number / 4)"] : [])
            }
        },
        Shape(testDescription: "a number and a length before the octets") { octets in
            octets.pieces(of: 40).enumerated().map { number, piece in
                labels(
                    Encoder.encoded([0, UInt8(number), UInt8(piece.count)] + piece, Encoder.base32hex),
                    60
                )
            }
        },
        Shape(testDescription: "a number and a checksum before the octets") { octets in
            octets.pieces(of: 40).enumerated().map { number, piece in
                let sum = checksum(piece)
                let head =
                    [0, UInt8(number)] + (0..<4).reversed().map { UInt8(truncatingIfNeeded: sum >> (8 * $0)) }
                return labels(base32(head + piece), 60)
            }
        },
        Shape(testDescription: "symbols from the last to the first") { octets in
            octets.pieces(of: 30).enumerated().map { String(base32($1).reversed()) + ".\($0)" }
        },
        Shape(testDescription: "a name first, a digest last") { octets in
            ["start.7265706f72742e62696e.99"]
                + octets.pieces(of: 30).enumerated().map { "d.\(base16($1)).\($0)" }
                + ["end.d41d8cd98f00b204e9800998ecf8427e"]
        },
        Shape(testDescription: "letters of chance of any number behind the symbols") { octets in
            var random = SeededGenerator(seed: 9)
            return octets.pieces(of: 14).enumerated().map { number, piece in
                "\(number).\(base16(piece))."
                    + String(
                        (0...Int.random(in: 0..<6, using: &random)).map { _ in
                            "ghijklmn".randomElement(using: &random) ?? "g"
                        }
                    )
            }
        },
    ]

    @Test(arguments: shapes, [text, archive, wideText])
    func `what says where a piece belongs is none of it`(shape: Shape, content: [UInt8]) throws {
        let contents = try Transfer(shape.names(content)) { $1 }.contents()
        #expect(
            contents.contains { $0.octets == content && $0.gaps.isEmpty },
            "\(contents.map { ($0.octets.count, $0.encodings, $0.gaps.count) })"
        )
    }

    /// All hexadecimal digits are in most names, and yet are no words that stay the same.
    @Test(arguments: [text, wideText])
    func `each half of an octet may be a label`(content: [UInt8]) throws {
        let names = content.pieces(of: 28).map { Self.labels(Self.base16($0), 1) }
        let contents = try Transfer(names) { "\($1).\($0)" }.contents()
        #expect(contents.contains { $0.octets == content }, "\(contents.map(\.octets.count))")
    }

    /// Base58 writes an octet of 0 before the number as a 1 (draft-msporny-base58 §4), and zeros are none of the digits
    /// that tell the code.
    @Test func `zeros before numbers of Base58 come back`() throws {
        let content = Self.archive.prefix(900) + [UInt8](repeating: 0, count: 300) + Self.archive.suffix(900)
        let names = Array(content).pieces(of: 30).map { piece in
            String(repeating: "1", count: piece.prefix { $0 == 0 }.count)
                + Encoder.number(Array(piece.drop { $0 == 0 }), Encoder.base58)
        }
        let contents = try Transfer(names) { "\($0).\($1)" }.contents()
        #expect(contents.contains { $0.octets == Array(content) }, "\(contents.map(\.octets.count))")
    }

    /// Text in Base64 has neither a plus nor a slash for long, so that its symbols might be digits of base 62.
    @Test func `octets that are mostly zeros are Base64 and no numbers`() throws {
        var content = [UInt8](repeating: 0, count: 2_560)
        content.replaceSubrange(0..<10, with: "etc/shadow".utf8)
        content.replaceSubrange(257..<262, with: "ustar".utf8)
        content.replaceSubrange(512..<1_700, with: prose(1_188))
        let contents = try Transfer(content.pieces(of: 30).map { Encoder.encoded($0, Encoder.base64url) }) {
            "\($0).\($1)"
        }
        .contents()
        #expect(contents.contains { $0.octets == content }, "\(contents.map(\.encodings))")
    }

    @Test(arguments: [text, wideText])
    func `a mask is taken off though what it makes is printable`(content: [UInt8]) throws {
        let names = content.map { $0 ^ 0x5A }.pieces(of: 30).map(Self.base16)
        let contents = try Transfer(names) { "\($0).\($1)" }.contents()
        #expect(contents.contains { $0.octets == content }, "\(contents.map(\.encodings))")
    }

    // MARK: - Answers

    private static func contents(
        _ pieces: [[UInt8]],
        type: UInt16,
        answers: (Int, [UInt8]) -> [[UInt8]]
    ) throws -> [[UInt8]] {
        var dialogue = Dialogue()
        for (number, piece) in pieces.enumerated() {
            dialogue.ask(
                "\(String(number, radix: 16)).r.\(zone)",
                type: type,
                answers: answers(number, piece)
            )
        }
        return try dialogue.contents().map(\.octets)
    }

    private static func string(_ octets: some Collection<UInt8>) -> [UInt8] { [UInt8(octets.count)] + octets }

    /// A record type and what stands in its data beside the content.
    struct Record: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let type: UInt16
        let size: Int
        let data: @Sendable (_ number: Int, _ piece: [UInt8]) -> [UInt8]
    }

    static let records: [Record] = [
        Record(testDescription: "NULL with a number and a length (RFC 1035 §3.3.10)", type: 10, size: 180) {
            [0, UInt8($0), 0, UInt8($1.count)] + $1
        },
        Record(testDescription: "HINFO, two strings (§3.3.2)", type: 13, size: 80) { _, piece in
            string(base16(Array(piece.prefix(40))).utf8) + string(base16(Array(piece.dropFirst(40))).utf8)
        },
        Record(testDescription: "SOA, server and mailbox (§3.3.13)", type: 6, size: 50) { _, piece in
            MessageBuilder.name("\(base32(Array(piece.prefix(25)))).\(zone)")
                + MessageBuilder.name(
                    "\(base32(Array(piece.dropFirst(25))) + "").\(zone)".drop { $0 == "." }.description
                )
                + [UInt8](repeating: 1, count: 20)
        },
        Record(testDescription: "NAPTR, the last string (RFC 3403 §4.1)", type: 35, size: 100) { _, piece in
            [0, 10, 0, 10] + string("u".utf8) + string("E2U+sip".utf8)
                + string(Encoder.encoded(piece, Encoder.base64).utf8) + [0]
        },
        Record(testDescription: "CERT (RFC 4398 §2)", type: 37, size: 200) { [0, 1, 0, 0, 8] + $1 },
        Record(testDescription: "CAA (RFC 8659 §4.1)", type: 257, size: 60) {
            [0, 5] + Array("issue".utf8) + Array(Encoder.encoded($1, Encoder.base64).utf8)
        },
        Record(testDescription: "TXT like a policy, with dots between labels", type: 16, size: 100) {
            _,
            piece in
            string("v=spf1 include:\(labels(base32(piece), 60)) ~all".utf8)
        },
        Record(testDescription: "DNAME (RFC 6672 §2.1)", type: 39, size: 60) { _, piece in
            MessageBuilder.name("\(labels(base32(piece), 50)).\(zone)")
        },
        Record(testDescription: "NULL with a session, a number and a length", type: 10, size: 180) {
            [0xA1, 0x5E, 0x77, 0x02, 0, UInt8($0), UInt8($1.count)] + $1
        },
        Record(testDescription: "TXT with fields between semicolons", type: 16, size: 90) { number, piece in
            let sum = String(checksum(piece), radix: 16).padded(to: 8)
            return string("part=\(number);data=\(Encoder.encoded(piece, Encoder.base64));crc=\(sum)".utf8)
        },
        Record(testDescription: "TXT like a list in C", type: 16, size: 40) { _, piece in
            string(piece.map { "0x" + base16([$0]) }.joined(separator: ",").utf8)
        },
        Record(testDescription: "TXT like a string in C", type: 16, size: 50) { _, piece in
            string(piece.map { "\\x" + base16([$0]) }.joined().utf8)
        },
        Record(testDescription: "TXT behind the number of octets", type: 16, size: 90) { _, piece in
            string((String(piece.count).padded(to: 4) + ":" + base16(piece)).utf8)
        },
        Record(testDescription: "TXT of octets as they are", type: 16, size: 150) { _, piece in string(piece)
        },
    ]

    @Test(arguments: records, [text, archive, wideText])
    func `what a record has beside its content is none of it`(record: Record, content: [UInt8]) throws {
        let found = try Self.contents(content.pieces(of: record.size), type: record.type) {
            [record.data($0, $1)]
        }
        #expect(found.contains(content), "\(found.map(\.count))")
    }

    /// Servers rotate records; preferences and names of servers say which one comes first.
    @Test(arguments: [15, 2] as [UInt16], [text, archive])
    func `records of one answer stand in the order that they tell`(type: UInt16, content: [UInt8]) throws {
        var random = SeededGenerator(seed: 15)
        let found = try Self.contents(content.pieces(of: 90), type: type) { _, piece in
            piece.pieces(of: 30).enumerated().map { place, part in
                type == 15
                    ? [0, UInt8(10 * (place + 1))] + MessageBuilder.name("\(Self.base32(part)).\(Self.zone)")
                    : MessageBuilder.name("ns\(place).\(Self.base32(part)).\(Self.zone)")
            }
            .shuffled(using: &random)
        }
        #expect(found.contains(content), "\(found.map(\.count))")
    }

    /// Servers rotate texts as well.
    @Test(arguments: [":", ""], [text, archive])
    func `texts of one answer stand in the order of their numbers`(mark: String, content: [UInt8]) throws {
        var random = SeededGenerator(seed: 16)
        let found = try Self.contents(content.pieces(of: 180), type: 16) { _, piece in
            piece.pieces(of: 60).enumerated().map { place, part in
                Self.string(
                    "\(mark.isEmpty ? "0" : "")\(place)\(mark)\(Encoder.encoded(part, Encoder.base64))".utf8
                )
            }
            .shuffled(using: &random)
        }
        #expect(found.contains(content), "\(found.map(\.count))")
    }

    @Test(arguments: [text, Array(archive.dropLast(10))])
    func `the last octet of addresses may number them`(content: [UInt8]) throws {
        var random = SeededGenerator(seed: 17)
        let found = try Self.contents(content.pieces(of: 60), type: 28) { _, piece in
            piece.pieces(of: 15).enumerated().map { place, part in
                part + [UInt8](repeating: 0, count: 15 - part.count) + [UInt8(place)]
            }
            .shuffled(using: &random)
        }
        #expect(found.contains(content), "\(found.map(\.count))")
    }

    /// The names that are asked for are new each time and tell no order.
    @Test(arguments: [text, archive])
    func `a label of the names in answers may count`(content: [UInt8]) throws {
        var random = SeededGenerator(seed: 18)
        var dialogue = Dialogue()
        for (number, piece) in content.pieces(of: 30).enumerated() {
            let nonce = String(UInt32.random(in: 1 << 28...UInt32.max, using: &random), radix: 16)
            dialogue.ask(
                "\(nonce).\(Self.zone)",
                type: 5,
                answers: [MessageBuilder.name("\(number).\(Self.base32(piece)).\(Self.zone)")]
            )
        }
        let found = try dialogue.contents().map(\.octets)
        #expect(found.contains(content), "\(found.map(\.count))")
    }

    @Test(arguments: [text, Array(archive.dropLast(10))])
    func `addresses may have a number and a length`(content: [UInt8]) throws {
        var random = SeededGenerator(seed: 19)
        let found = try Self.contents(content.pieces(of: 52), type: 28) { _, piece in
            piece.pieces(of: 13).enumerated().map { place, part in
                [0xFD, UInt8(place), UInt8(part.count)] + part + [UInt8](repeating: 0, count: 13 - part.count)
            }
            .shuffled(using: &random)
        }
        #expect(found.contains(content), "\(found.map(\.count))")
    }

    @Test(arguments: [text, archive])
    func `an answer that says the size is none of the content`(content: [UInt8]) throws {
        var dialogue = Dialogue()
        dialogue.ask("size.\(Self.zone)", type: 16, answers: [Self.string("\(content.count)".utf8)])
        for (number, piece) in content.pieces(of: 120).enumerated() {
            let text = Encoder.encoded(piece, Encoder.base64)
            dialogue.ask("chunk\(number).\(Self.zone)", type: 16, answers: [Self.string(text.utf8)])
        }
        let found = try dialogue.contents().map(\.octets)
        #expect(found.contains(content), "\(found.map(\.count))")
    }

    /// The first octet of an address says how many of the other fifteen count, which are fewer in the last one.
    @Test(arguments: [text, archive])
    func `a length says how much of an address is content`(content: [UInt8]) throws {
        let found = try Self.contents(content.pieces(of: 15), type: 28) { _, piece in
            [[UInt8(piece.count)] + piece + [UInt8](repeating: 0, count: 15 - piece.count)]
        }
        #expect(found.contains(content), "\(found.map(\.count))")
    }

    /// A table of accounts has hardly any spaces, and Base64 at the end of a line an equals sign.
    @Test func `lines without spaces are text, and an equals sign in octets is one`() throws {
        var table = ""
        for number in 1_000..<1_040 {
            table += "user\(number):x:\(number):\(number):/home/user\(number):/bin/bash\n"
        }
        let key =
            "-----BEGIN KEY-----\n"
            + Encoder.encoded(Self.archive, Encoder.base64).pieces(of: 64).joined(separator: "\n")
            + "==\n-----END KEY-----\n"
        for content in [Array(table.utf8), Array(key.utf8)] {
            let found = try Self.contents(content.pieces(of: 12), type: 1) { _, piece in
                piece.pieces(of: 3).enumerated().map {
                    [UInt8($0)] + $1 + [UInt8](repeating: 0, count: 3 - $1.count)
                }
            }
            #expect(found.contains(content), "\(found.map(\.count))")
        }
    }

    /// PNG ends with IEND and its checksum (PNG, third edition, §11.2.5).
    @Test func `a picture ends where it says`() throws {
        let content: [UInt8] =
            [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + Self.archive.dropLast()
            + [0, 0, 0, 0] + Array("IEND".utf8) + [0xAE, 0x42, 0x60, 0x82]
        let found = try Self.contents(content.pieces(of: 16), type: 28) { _, piece in
            [piece + [UInt8](repeating: 0, count: 16 - piece.count)]
        }
        #expect(content.count % 16 != 0 && found.contains(content), "\(found.map(\.count))")
    }
}
