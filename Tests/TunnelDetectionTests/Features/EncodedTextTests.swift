import PayloadMeasures
import TestSupport
import Testing

/// Text behind an encoding is found, and noise, hashes and ordinary labels are not.
@Suite struct EncodedTextTests {
    /// What counts as found, in bits; the verdict's own threshold.
    private static let found = 24.0
    private static let text = Array(
        """
        root:x:0:0:root:/root:/bin/bash
        daemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin
        www-data:x:33:33:www-data:/var/www:/usr/sbin/nologin
        """.utf8
    )

    private static func reading(_ labels: [[UInt8]]) -> EncodedText.Reading? {
        EncodedText.reading(of: labels.map { $0[...] })
    }

    @Test(arguments: [
        (TextEncoding.base16, 30), (.base16, 62), (.base32, 24), (.base32, 56), (.base64, 24), (.base64, 60),
        (.standardBase64, 60),
    ])
    func textIsFound(encoding: TextEncoding, labelLength: Int) throws {
        // Each label holds whole octets, as tools that send a chunk with each query write it.
        let octetsPerLabel = labelLength * encoding.bitsPerSymbol / 8
        let chunks = stride(from: 0, to: Self.text.count, by: octetsPerLabel).map {
            encoding.encode(Self.text[$0..<min($0 + octetsPerLabel, Self.text.count)])
        }
        let reading = try #require(Self.reading(chunks))
        #expect(reading.bits > Self.found)
        #expect(reading.printableRatio > 0.98)
        #expect(reading.beginning.starts(with: Self.text.prefix(octetsPerLabel)))
        #expect(reading.alphabet.bitsPerOctet == Double(encoding.bitsPerSymbol))
    }

    /// Three octal digits an octet, and decimal numbers with hyphens between.
    @Test(arguments: [8, 10])
    func textInDigitsIsFound(base: Int) throws {
        let chunks = stride(from: 0, to: Self.text.count, by: 12).map { start in
            let numbers = Self.text[start...].prefix(12).map { String($0, radix: base) }
            let padded = numbers.map { String(repeating: "0", count: 3 - $0.count) + $0 }
            return Array((base == 8 ? padded.joined() : numbers.joined(separator: "-")).utf8)
        }
        let reading = try #require(Self.reading(chunks))
        #expect(reading.bits > Self.found)
        #expect(reading.printableRatio > 0.98)
        #expect(reading.alphabet == (base == 8 ? .octal : .decimal))
    }

    /// Bits in any two or four symbols, and random bits in them.
    @Test(arguments: ["xo", "01", "acgt", "tgca"], [true, false])
    func textInFewSymbols(symbols: String, isText: Bool) {
        var generator = SeededGenerator(seed: 14)
        let symbols = Array(symbols.utf8)
        let width = symbols.count / 2
        let octets = isText ? Self.text : generator.octets(Self.text.count)
        let labels = stride(from: 0, to: octets.count, by: 6).map { start in
            octets[start...].prefix(6).flatMap { octet in
                stride(from: 8 - width, through: 0, by: -width).map {
                    symbols[Int(octet) >> $0 & (1 << width - 1)]
                }
            }
        }
        #expect((Self.reading(labels)?.bits ?? 0 >= Self.found) == isText)
    }

    /// Addresses with hyphens between their numbers, and serial numbers, are no text.
    @Test func numbersAreNoText() {
        var generator = SeededGenerator(seed: 9)
        for width in [4, 6, 12] {
            let labels = (0..<600).map { _ in
                let numbers = generator.octets(width).map { String($0) }
                return Array(numbers.joined(separator: "-").utf8)
            }
            #expect(Self.reading(labels)?.bits ?? 0 < Self.found)
            let serials = (0..<60).map { _ in
                generator.octets(3 * width).map { 0x30 + $0 % 10 }
            }
            #expect(Self.reading(serials)?.bits ?? 0 < Self.found)
        }
    }

    /// One long text, cut anywhere; each second label is lost on the way.
    @Test(arguments: [(TextEncoding.base32, 28), (.base64, 30), (.base16, 31)])
    func textOfWhichLabelsAreMissingIsFound(encoding: TextEncoding, labelLength: Int) throws {
        let symbols = encoding.encode(Self.text)
        let labels = stride(from: 0, to: symbols.count, by: 2 * labelLength).map {
            Array(symbols[$0..<min($0 + labelLength, symbols.count)])
        }
        let reading = try #require(Self.reading(labels))
        #expect(reading.bits > Self.found)
        #expect(reading.mask == 0)
    }

    /// Chunks of noise behind a counter, as short as a tool may cut them.
    @Test(arguments: [TextEncoding.base16, .base32, .base64], 3...8)
    func numberedNoiseIsNoText(encoding: TextEncoding, octets: Int) {
        for seed in 1...20 as ClosedRange<UInt64> {
            var generator = SeededGenerator(seed: seed)
            let names = (0..<60).map { number in
                [Array("\(number)".utf8)[...], encoding.encode(generator.octets(octets))[...]]
            }
            let reading = EncodedText.reading(of: names)
            #expect(reading?.bits ?? 0 < Self.found)
        }
    }

    /// One long text in pieces of 28 symbols, 17 octets and a half, of which any are lost: each second one begins within an
    /// octet.
    @Test(arguments: 1...6 as ClosedRange<UInt64>)
    func textWithinOctetsIsFound(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let rows = (1...60).map { row in
            let number = Int.random(in: 1_000_000_000...9_999_999_999, using: &generator)
            return "\(row),\(["office network", "employee revenue", "server report"][row % 3]),\(number)\n"
        }
        let symbols = TextEncoding.base32.encode(Array(rows.joined().utf8))
        let labels = stride(from: 0, to: symbols.count, by: 28).map {
            symbols[$0..<min($0 + 28, symbols.count)]
        }
        let reading = try #require(
            EncodedText.reading(of: labels.filter { _ in Bool.random(using: &generator) })
        )
        #expect(reading.bits > Self.found && reading.printableRatio > 0.9)
    }

    @Test func tooLittleTextProvesNothing() {
        let some = Self.reading([TextEncoding.base16.encode(Self.text.prefix(7))])
        #expect(some?.bits ?? 0 < Self.found)
        #expect(Self.reading([]) == nil)
    }

    /// "The plans of the harbour are in the second drawer", written by a Python script after the alphabets' definitions.
    @Test(
        arguments: [
            // NetBIOS letters (RFC 1001 §14.1)
            "fegigfcahagmgbgohdcagpggcahegigfcagigbhcgcgphfhccagbhcgfcagjgocahegigfcahdgfgdgpgogecagehcgbhhgfhc",
            // base32hex (RFC 4648 §7)
            "ahk6a83gdhgmssp0dtj20t38ckg6gobic9nnash0c5p6a839dog78q3541pmaorfdpi20p3ic5rmasg",
            // Crockford's
            "ahm6a83gdhgpwws0dxk20x38cmg6grbjc9qqawh0c5s6a839drg78t3541sparvfdsj20s3jc5vpawg",
            // z-base-32
            "ktwgkedoptoshh3yp7uny7decwogoam1cjzzkhtycf3gkedjpao8e4dfrb3ska5xp31ny3d1cf5skho",
            // iodine's Base32
            "krugkidqnrqw22zan3tca3dimuqgqylsmjxxk2ramfzgkidjnyqhi0dfebzwky1pnzscazdsmf1wk2q",
            // iodine's Base64
            "vgHLihbSyw4Zig8MihrOzsbOyxjIB2vYigfYzsbPBIb-AguGC1vJB14KigrYyxDLCG",
            // one number of base 36
            "6aqepdkiwhk42zv9t54w7uw04mn7mer1nt05qetzobqrdo5t6m0cb8xm1278ww3cq96mrjruegky",
            // base 62
            "ANv7FtMo056iR8VyayyJkkDpWhp94tG1Au3SrOJCkAivJojTiRJciHXkFAX17KG33C",
            // base 58
            "EfegaxUfhkzgaCWCEx3LpQ26fYWVmunjefbmReksgxy9bF5VZtENmkTXNQGWwQsrL3j",
            // three decimal digits an octet
            "084104101032112108097110115032111102032116104101032104097114098111117114032097114101032105110032116104101032115101099111110100032100114097119101114",
        ]
    )
    func otherAlphabets(symbols: String) throws {
        let reading = try #require(Self.reading([Array(symbols.utf8)]))
        #expect(reading.bits > Self.found)
        #expect(reading.beginning.starts(with: "The plans of the harbour".utf8))
    }

    /// A text of three symbols in each label, in order or not when there is a number.
    @Test(arguments: [true, false])
    func shortPieces(areInOrder: Bool) throws {
        let symbols = TextEncoding.base64.encode(Self.text)
        var names = stride(from: 0, to: symbols.count, by: 5).enumerated().map { number, start in
            [
                Array("\(number)".utf8)[...],
                symbols[start..<min(start + 5, symbols.count)],
            ]
        }
        if !areInOrder {
            var generator = SeededGenerator(seed: 5)
            names.shuffle(using: &generator)
        }
        let reading = try #require(EncodedText.reading(of: names))
        #expect(reading.bits > Self.found)
        #expect(reading.beginning.starts(with: "root:x:0:0".utf8))
    }

    /// Polls, which are many, do not hide the few names that are text.
    @Test func textBesidePolls() throws {
        let output = TextEncoding.base16.encode(Array("/bin/sh: 1: ws17: not found".utf8))
        let polls = (0..<40).map { ArraySlice("58272324921123692\($0)".utf8) }
        let names = polls.map { [$0] } + [[output[...]]]
        #expect(try #require(EncodedText.reading(of: names)).bits > Self.found)
    }

    /// German and Russian, which have octets above 127.
    @Test(arguments: [
        "Die Entwürfe für das Gebäude liegen im zweiten Schließfach, die Schlüssel beim Pförtner.",
        "Чертежи нового здания лежат во втором ящике стола, ключи у вахтёра на проходной.",
    ])
    func otherLanguages(text: String) throws {
        let reading = try #require(Self.reading([TextEncoding.base32.encode(Array(text.utf8))]))
        #expect(reading.bits > Self.found)
    }

    /// What ordinary software puts into labels.
    enum Ordinary: String, CaseIterable, Sendable {
        case hexadecimalNoise, base32Noise, base64Noise, identifiers, timestamps, words
        /// Addresses of one network in one label, as dynamic host names have them.
        case sixthVersionAddresses
        case paddedCounters

        func label(_ index: Int, using generator: inout SeededGenerator) -> [UInt8] {
            switch self {
            case .hexadecimalNoise: return TextEncoding.base16.encode(generator.octets(16))
            case .base32Noise: return TextEncoding.base32.encode(generator.octets(30))
            case .base64Noise: return TextEncoding.base64.encode(generator.octets(30))
            case .identifiers:
                let digits = TextEncoding.base16.encode(generator.octets(16))
                return Array(
                    [digits[..<8], digits[8..<12], digits[12..<16], digits[16..<20], digits[20...]].joined(
                        separator: [0x2D])
                )
            case .timestamps: return Array(String(1_795_477_380_000 + index * 60_000).utf8)
            case .words:
                return (0..<4).flatMap { _ in
                    Array(
                        [
                            "static", "image", "cache", "edge", "north", "data", "user", "media", "cloud",
                            "south",
                        ]
                        .randomElement(using: &generator)?.utf8 ?? "x".utf8
                    )
                }
            case .sixthVersionAddresses:
                let network: [UInt8] = [0x20, 0x01, 0x0D, 0xB8, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0]
                return TextEncoding.base16.encode(network + generator.octets(2))
            case .paddedCounters:
                return TextEncoding.base16.encode([
                    0, 0, 0, 0, 0, 0, UInt8(index >> 8 & 0xFF), UInt8(index & 0xFF),
                ])
            }
        }
    }

    // An unoptimized build needs half a second for what an optimized one does in milliseconds.
    #if DEBUG
        private static let setCount = 1
    #else
        private static let setCount = 10_000 / Ordinary.allCases.count
    #endif

    @Test(arguments: Ordinary.allCases)
    func ordinaryLabelsAreNoText(_ kind: Ordinary) {
        var generator = SeededGenerator(seed: 77)
        let mistaken = (0..<Self.setCount).count { _ in
            let labels = (0..<12).map { kind.label($0, using: &generator) }
            return (Self.reading(labels)?.bits ?? 0) >= Self.found
        }
        #expect(mistaken == 0)
    }

    /// What the bound leaves out is never the best: the reading is that of measuring every way, octet by octet.
    @Test(arguments: 1...12 as ClosedRange<UInt64>)
    func piecesAreNoLessReadableThanTheWhole(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let text = Array("Größe: 3 ½ €, на столе\u{0}\u{1F600} or so\n".utf8)
        for _ in 0..<200 {
            let octets = (0..<12).flatMap { _ in
                let start = Int.random(in: 0..<text.count, using: &generator)
                return Bool.random(using: &generator) ? Array(text[start...].prefix(9)) : generator.octets(2)
            }
            let size = Int.random(in: 1...20, using: &generator)
            let readable = stride(from: 0, to: octets.count, by: size).reduce(0) { sum, start in
                let piece = octets[start..<min(start + size, octets.count)]
                var counted = ReadableOctets()
                for octet in piece { counted.note(octet) }
                return sum + piece.count - counted.unreadable
            }
            #expect(Double(readable) >= TextCode.readableRatio(of: octets) * Double(octets.count) - 0.001)
        }
    }

    @Test(arguments: 1...8 as ClosedRange<UInt64>)
    func boundLeavesNothingOut(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let encodings: [TextEncoding] = [.base16, .base32, .base64, .standardBase64]
        for round in 0..<24 {
            let encoding = encodings[round % encodings.count]
            let mask: UInt8 = round % 3 == 0 ? .random(in: 1...255, using: &generator) : 0
            let start = Int.random(in: 0..<Self.text.count - 24, using: &generator)
            var text = Self.text[start...].map { $0 ^ mask }
            // Half of the time noise, of which a few octets happen to be text.
            if round % 2 == 1 { text = generator.octets(Int.random(in: 6...90, using: &generator)) }
            let symbols = encoding.encode(text)
            let length = Int.random(in: 5...48, using: &generator)
            let names = stride(from: 0, to: symbols.count, by: length).enumerated().map { number, place in
                [
                    Array("h\(number * 7 % 40)"[...].utf8)[...],
                    symbols[place..<min(place + length, symbols.count)],
                ]
            }
            let reading = EncodedText.reading(of: names)
            let measured = EncodedText.reading(of: names, measuresAll: true)
            #expect(reading?.bits == measured?.bits && reading?.beginning == measured?.beginning)
            #expect(reading?.mask == measured?.mask && reading?.alphabet == measured?.alphabet)
            #expect(reading?.octetCount == measured?.octetCount)
        }
    }

    /// The digits of a number in Base62, the highest first: by long division, as on paper.
    private static func number(_ octets: some Sequence<UInt8>) -> [UInt8] {
        let digits = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)
        var rest = Array(octets.drop { $0 == 0 })
        var symbols: [UInt8] = []
        while !rest.isEmpty {
            var remainder = 0
            rest = rest.map { octet in
                let value = remainder * 256 + Int(octet)
                remainder = value % 62
                return UInt8(value / 62)
            }
            symbols.append(digits[remainder])
            rest = Array(rest.drop { $0 == 0 })
        }
        return symbols.reversed()
    }

    /// Octets of one to forty digits and more, around the length from which on a number needs more than two words.
    @Test func readsNumbersOfAnyLength() throws {
        var generator = SeededGenerator(seed: 62)
        let base62 = try #require(SymbolCode.all.first { $0.isNumber && $0.radix == 62 })
        for length in 1...40 {
            let octets = [UInt8.random(in: 1...255, using: &generator)] + generator.octets(length - 1)
            #expect(base62.octets(of: Self.number(octets)[...]) == octets)
            #expect(base62.octets(of: Array("0".utf8)[...] + Self.number(octets)[...]) == octets)
            let ones = [UInt8](repeating: 255, count: length)
            #expect(base62.octets(of: Self.number(ones)[...]) == ones)
        }
        #expect(base62.octets(of: Array("000".utf8)[...]) == [])
    }

    /// Of many pieces only the first ones are looked at where these are no text.
    @Test(arguments: 1...8 as ClosedRange<UInt64>)
    func manyPiecesLeaveNothingOut(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        for round in 0..<12 {
            let count = Int.random(in: 20...60, using: &generator)
            // The text begins anywhere among pieces that are none, or nowhere.
            let noise = round % 3 == 2 ? count : Int.random(in: 0...40, using: &generator)
            let names = (0..<count).map { number -> [ArraySlice<UInt8>] in
                let length = Int.random(in: 6...18, using: &generator)
                let start = Int.random(in: 0..<Self.text.count - length, using: &generator)
                let octets =
                    number < noise ? generator.octets(length) : Array(Self.text[start..<start + length])
                return [
                    round % 2 == 0 ? Self.number(octets)[...] : TextEncoding.base32.encode(octets)[...]
                ]
            }
            let reading = EncodedText.reading(of: names)
            let measured = EncodedText.reading(of: names, measuresAll: true)
            #expect(reading?.bits == measured?.bits && reading?.beginning == measured?.beginning)
            #expect(reading?.mask == measured?.mask && reading?.alphabet == measured?.alphabet)
        }
    }
}
