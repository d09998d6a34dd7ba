import PayloadMeasures
import TestSupport
import Testing

/// Text behind an encoding is found, and noise, hashes and ordinary labels are not.
@Suite struct EncodedTextTests {
    /// What counts as found; the verdict's own threshold.
    private static let found = 0.85
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
        #expect(reading.printableRatio > 0.98)
        #expect(reading.beginning.starts(with: Self.text.prefix(octetsPerLabel)))
        #expect(reading.alphabet.bitsPerOctet == Double(encoding.bitsPerSymbol))
    }

    /// One long text, cut anywhere; each second label is lost on the way.
    @Test(arguments: [(TextEncoding.base32, 28), (.base64, 30), (.base16, 31)])
    func textOfWhichLabelsAreMissingIsFound(encoding: TextEncoding, labelLength: Int) throws {
        let symbols = encoding.encode(Self.text)
        let labels = stride(from: 0, to: symbols.count, by: 2 * labelLength).map {
            Array(symbols[$0..<min($0 + labelLength, symbols.count)])
        }
        let reading = try #require(Self.reading(labels))
        #expect(reading.printableRatio > Self.found)
        #expect(reading.mask == 0)
    }

    @Test func tooLittleTextProvesNothing() {
        // 80 symbols are 60 octets even when they are read as Base64.
        #expect(Self.reading([TextEncoding.base16.encode(Self.text.prefix(40))]) == nil)
        #expect(Self.reading([]) == nil)
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
            return (Self.reading(labels)?.printableRatio ?? 0) >= Self.found
        }
        #expect(mistaken == 0)
    }
}
