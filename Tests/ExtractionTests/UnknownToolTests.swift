import Extraction
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
