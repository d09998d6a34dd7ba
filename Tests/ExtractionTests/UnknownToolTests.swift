import Extraction
import Foundation
import TestSupport
import Testing

/// Tools that nobody knows: alphabets, counters and their places follow from the names alone.
@Suite struct UnknownToolTests {
    struct Alphabet: CustomTestStringConvertible, Sendable {
        let testDescription: String
        /// The symbols of each name.
        let texts: @Sendable ([UInt8]) -> [String]

        /// One text of all octets, cut into names.
        static func cut(_ name: String, _ alphabet: [Character], _ count: Int) -> Alphabet {
            Alphabet(testDescription: name) { Encoder.encoded($0, alphabet).pieces(of: count) }
        }

        /// A text of its own for each name's octets.
        static func each(_ name: String, _ alphabet: [Character], _ count: Int) -> Alphabet {
            Alphabet(testDescription: name) { $0.pieces(of: count).map { Encoder.encoded($0, alphabet) } }
        }
    }

    static let alphabets: [Alphabet] = [
        .cut("hexadecimal", Encoder.hexadecimal, 50),
        .cut("Base32", Encoder.base32, 52),
        .each("Base32, each name for itself", Encoder.base32, 32),
        .cut("Base32 with the extended hexadecimal alphabet", Encoder.base32hex, 48),
        .cut("Crockford's Base32", Encoder.crockford, 48),
        .cut("z-base-32", Encoder.zBase32, 48),
        .cut("Base64", Encoder.base64, 55),
        .each("Base64url, each name for itself", Encoder.base64url, 41),
        Alphabet(testDescription: "Base85, cut anywhere") { Encoder.base85($0).pieces(of: 48) },
        Alphabet(testDescription: "Base85, each name for itself") { $0.pieces(of: 38).map(Encoder.base85) },
        Alphabet(testDescription: "Base58, each name a number") {
            $0.pieces(of: 30).map { Encoder.number($0, Encoder.base58) }
        },
        Alphabet(testDescription: "Base32, filled up with 9") { octets in
            octets.pieces(of: 33).map { Encoder.encoded($0, Encoder.base32).filled(with: "9") }
        },
        Alphabet(testDescription: "Base32, filled up with hyphens") { octets in
            octets.pieces(of: 32).map { Encoder.encoded($0, Encoder.base32).filled(with: "-") }
        },
        Alphabet(testDescription: "Base36, each name a number") {
            $0.pieces(of: 30).map { Encoder.number($0) }
        },
        Alphabet(testDescription: "Base36, each name a number that 1 stands before") {
            $0.pieces(of: 30).map { Encoder.number([1] + $0) }
        },
        Alphabet(testDescription: "hexadecimal behind its length") { octets in
            Encoder.encoded(octets, Encoder.hexadecimal).pieces(of: 48).map { "\($0.count)\($0)" }
        },
    ]

    struct Counter: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let name: @Sendable (_ number: Int, _ symbols: String) -> String
    }

    static let counters: [Counter] = [
        Counter(testDescription: "none") { $1 },
        Counter(testDescription: "decimal, before") { "\($0).\($1)" },
        Counter(testDescription: "decimal from 1, behind") { "\($1).\($0 + 1)" },
        Counter(testDescription: "hexadecimal of a fixed width, behind") {
            "\($1).\(String($0, radix: 16).padded(to: 4))"
        },
        Counter(testDescription: "base 36, before") { "\(String($0, radix: 36).padded(to: 3)).\($1)" },
        Counter(testDescription: "decimal, inside, before a hyphen") { "\($0)-\($1)" },
        Counter(testDescription: "hexadecimal, inside, at the beginning") {
            String($0, radix: 16).padded(to: 4) + $1
        },
        Counter(testDescription: "between a constant word and the data") { "data.\($0).\($1)" },
        Counter(testDescription: "how many are still to come") { "\(999 - $0).\($1)" },
        Counter(testDescription: "below labels of a service") { "_\($1)._tcp.\($0)" },
    ]

    @Test(arguments: alphabets, counters)
    func `text that a tool sends comes back octet by octet`(_ alphabet: Alphabet, _ counter: Counter) throws {
        try Self.expect(prose(4_000), alphabet, counter)
    }

    @Test(arguments: alphabets, counters)
    func `an archive that a tool sends comes back octet by octet`(_ alphabet: Alphabet, _ counter: Counter)
        throws
    {
        var random = SeededGenerator(seed: 3)
        let noise = (0..<4_000).map { _ in UInt8.random(in: 0...255, using: &random) }
        try Self.expect([0x50, 0x4B, 0x03, 0x04] + noise, alphabet, counter)
    }

    @Test(arguments: [0, 1, 2, 3, 7])
    func `hyphens between octets are none of the text`(counter: Int) throws {
        let pairs = Alphabet(testDescription: "hexadecimal, each octet by itself") { octets in
            octets.pieces(of: 16).map {
                $0.map { Encoder.encoded([$0], Encoder.hexadecimal) }.joined(separator: "-")
            }
        }
        try Self.expect(prose(2_000), pairs, Self.counters[counter])
    }

    /// Three octal digits an octet, as od(1) writes it, and decimal numbers with hyphens between.
    @Test(arguments: [8, 10], [0, 1, 2])
    func `digits of other bases write text`(base: Int, counter: Int) throws {
        let digits = Alphabet(testDescription: "digits") { octets in
            octets.pieces(of: 12).map { piece in
                base == 8
                    ? piece.map { String($0, radix: 8).padded(to: 3) }.joined()
                    : piece.map { String($0) }.joined(separator: "-")
            }
        }
        try Self.expect(prose(1_500), digits, Self.counters[counter])
    }

    /// Two letters for bits, and four for two bits each.
    @Test(arguments: ["01", "xo", "acgt"])
    func `few symbols write text`(symbols: String) throws {
        let symbols = Array(symbols)
        let few = Alphabet(testDescription: "few symbols") { octets in
            octets.pieces(of: symbols.count == 2 ? 7 : 14).map { piece in
                String(
                    piece.flatMap { octet in
                        let width = symbols.count / 2
                        return stride(from: 8 - width, through: 0, by: -width).map {
                            symbols[Int(octet >> $0) & (symbols.count - 1)]
                        }
                    }
                )
            }
        }
        try Self.expect(prose(900), few, Self.counters[1])
    }

    // MARK: - Numbers inside the octets

    struct Head: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let octets: @Sendable (_ number: Int, _ piece: [UInt8]) -> [UInt8]
    }

    static let heads: [Head] = [
        Head(testDescription: "16 bits, the higher ones first") { number, _ in
            [UInt8(number >> 8), UInt8(number & 0xFF)]
        },
        Head(testDescription: "32 bits, the lowest ones first, behind a session") { number, _ in
            [0xC4, 0x1E, 0x93, 0x77, UInt8(number & 0xFF), UInt8(number >> 8), 0, 0]
        },
        Head(testDescription: "a session and a length") { _, piece in [0x9A, 0x03, UInt8(piece.count)] },
    ]

    /// 2,000 octets have fewer pieces than an octet has numbers, 9,000 more.
    @Test(arguments: heads, [2_000, 9_000])
    func `what a program puts before octets before it encodes them is none of them`(head: Head, size: Int)
        throws
    {
        let truth: [UInt8] = prose(size)
        let names = truth.pieces(of: 26).enumerated().map { number, piece in
            Encoder.encoded(head.octets(number, piece) + piece, Encoder.base32)
        }
        let contents = try Transfer(names) { $1 }.contents()
        #expect(contents.map(\.octets) == [truth])
    }

    /// Pisloader puts four letters of chance before its text, as reports tell; each name is encoded for itself.
    @Test(arguments: [1, 4, 7])
    func `letters of chance before text are none of it`(count: Int) throws {
        let truth: [UInt8] = prose(1_200)
        var random = SeededGenerator(seed: 8)
        let names = truth.pieces(of: 30).map { piece in
            let letters = (0..<count).map { _ in Encoder.base32[Int.random(in: 0..<26, using: &random)] }
            return String(letters) + Encoder.encoded(piece, Encoder.base32)
        }
        let contents = try Transfer(names) { $1 }.contents()
        #expect(contents.map(\.octets) == [truth])
    }

    // MARK: - Names that come again, labels that stand in another order

    @Test func `a name with its number counts once, however often it comes`() throws {
        let truth: [UInt8] = prose(1_500)
        let names = Encoder.encoded(truth, Encoder.hexadecimal).pieces(of: 54).enumerated().flatMap {
            number,
            text in
            [String](repeating: "\(number).\(text)", count: 1 + number % 3)
        }
        let contents = try Transfer(names) { $1 }.contents()
        #expect(contents.map(\.octets) == [truth])
    }

    @Test func `labels of a name in the opposite order are put right`() throws {
        let truth: [UInt8] = prose(2_000)
        let names = Encoder.encoded(truth, Encoder.hexadecimal).pieces(of: 120).map { text in
            text.pieces(of: 40).reversed().joined(separator: ".")
        }
        let contents = try Transfer(names) { $1 }.contents()
        #expect(contents.map(\.octets) == [truth])
    }

    // MARK: - Contents inside contents

    struct Layer: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let octets: @Sendable ([UInt8]) -> [UInt8]
    }

    static let layers: [Layer] = [
        Layer(testDescription: "Base64 in lines") { octets in
            Array(Encoder.encoded(octets, Encoder.base64).pieces(of: 76).joined(separator: "\n").utf8)
        },
        Layer(testDescription: "backwards") { $0.reversed() },
        Layer(testDescription: "under a constant octet") { $0.map { $0 ^ 0xA7 } },
    ]

    @Test(arguments: layers)
    func `what is written twice is read twice`(layer: Layer) throws {
        let script: [UInt8] = Array("#!/bin/sh\n".utf8) + prose(1_200)
        let text: [UInt8] =
            Array("Dear all, the audit begins. First, we meet; then, we eat. ".utf8) + prose(900)
        for truth in layer.testDescription == "backwards" ? [script] : [script, text] {
            let sent = Encoder.encoded(layer.octets(truth), Encoder.base32).pieces(of: 50)
            let contents = try Transfer(sent) { "\($0).\($1)" }.contents()
            #expect(contents.contains { $0.octets == truth }, "\(contents.map(\.encodings))")
        }
    }

    /// As the packers themselves write it; a part of a stream unpacks as far as it goes.
    @Test(arguments: [["gzip", "-c"], ["xz", "-c"], ["zstd", "-c", "-q"], ["lz4", "-c", "-q"]])
    func `what a packer made of a content is unpacked`(packer: [String]) throws {
        let truth: [UInt8] = prose(9_000)
        let script = """
            import base64, subprocess, sys
            packed = subprocess.run(sys.argv[1:], input=sys.stdin.buffer.read(), capture_output=True, check=True)
            print(base64.b64encode(packed.stdout).decode())
            """
        let (status, output) = try Consumer.run(script, packer, input: String(decoding: truth, as: UTF8.self))
        try #require(status == 0, "\(output)")
        let packed = try #require(Data(base64Encoded: output.trimmingCharacters(in: .whitespacesAndNewlines)))
        let names = Encoder.encoded(Array(packed), Encoder.base32).pieces(of: 56)
        let contents = try Transfer(names) { "\($0).\($1)" }.contents()
        let unpacked = try #require(contents.first { $0.octets == truth }, "\(contents.map(\.encodings))")
        #expect(unpacked.encodings.last?.isEmpty == false && unpacked.isIntact == true)
        let cut = try Transfer(names.dropLast(names.count / 8)) { "\($0).\($1)" }.contents()
        let part = cut.first { $0.encodings.count == 2 }
        // A block of xz, zstd or lz4 comes out as a whole or not at all.
        #expect(part.map { truth.starts(with: $0.octets) && !$0.gaps.isEmpty } ?? (packer[0] != "gzip"))
    }

    @Test func `marks with spaces before them tell that text is backwards`() throws {
        let truth = Array(
            "Dear all, the audit begins. First, we meet; then, at noon, we eat. Bye, Ines. ".utf8
        )
        let sent = Encoder.encoded(truth.reversed(), Encoder.base32).pieces(of: 10)
        let contents = try Transfer(sent) { "\($0).\($1)" }.contents()
        #expect(contents.contains { $0.octets == truth }, "\(contents.map(\.encodings))")
    }

    private static func expect(_ truth: [UInt8], _ alphabet: Alphabet, _ counter: Counter) throws {
        let contents = try Transfer(alphabet.texts(truth), name: counter.name).contents()
        let exact = contents.contains { $0.octets == truth && $0.gaps.isEmpty }
        #expect(exact, "\(contents.map { ($0.octets.count, $0.encodings, $0.gaps.count) })")
    }

    @Test func `lengths of two words carry three bits each, whatever the words are`() throws {
        let text: [UInt8] = prose(300)
        var random = SeededGenerator(seed: 12)
        let (consonants, vowels) = (Array("bdfgklmnprst"), Array("aeiou"))
        func word(_ length: Int) -> String {
            var word = ""
            for place in 0..<length {
                let letters = place.isMultiple(of: 2) ? consonants : vowels
                word.append(letters[Int.random(in: letters.indices, using: &random)])
            }
            return word
        }
        var numbers: [Int] = []
        for three in text.pieces(of: 3) {
            let whole = three.reduce(0) { $0 * 256 + Int($1) }
            numbers += (0..<8).reversed().map { whole >> (3 * $0) & 7 }
        }
        let names: [String] = stride(from: 0, to: numbers.count, by: 2).map { place in
            word(3 + numbers[place]) + "-" + word(3 + numbers[place + 1])
        }
        let contents = try Transfer(names) { $1 }.contents()
        #expect(contents.map { $0.octets } == [text])
    }
}
