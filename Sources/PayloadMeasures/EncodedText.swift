/// Finds text that was written in hexadecimal, Base32 or Base64.
///
/// Octets of random payload, of hashes and of cipher text are printable by a chance of 97 in 256 (tab, line
/// feed and 95 printable characters). That 85 % of 64 octets are printable has a chance below 10⁻¹³ (binomial
/// tail), and still below 10⁻¹⁰ after the few hundred ways of reading that are tried.
package enum EncodedText {
    /// What a list of labels decodes to.
    package struct Reading: Sendable {
        package let alphabet: PayloadAlphabet
        /// Octets that came out.
        package let octetCount: Int
        /// The share of printable ones, 0…1.
        package let printableRatio: Double
        /// What each octet was combined with by exclusive or; 0 for plain text.
        package let mask: UInt8
        /// The first of them, for people.
        package let beginning: [UInt8]
    }

    /// Fewer octets prove nothing.
    private static let minimumOctets = 64
    /// Enough to tell; more only costs time.
    private static let maximumOctets = 4_096
    /// Shorter labels, such as those of numbered hosts, read as anything under some mask.
    private static let minimumSymbols = 16
    /// Shorter labels are too easily read as something.
    private static let alignedSymbols = 20
    /// Symbols before the text, such as a session id or a checksum.
    private static let maximumSkippedSymbols = 7

    /// The reading with the largest share of printable octets, or `nil` when nothing decodes to 64 octets.
    ///
    /// Labels are read one by one, without up to seven symbols at their beginning, and all together in their
    /// order, for tools that cut one long text anywhere. Where some of such a text are missing, long labels are read
    /// each from where it makes the most sense. In the other ways the octets may be masked with one constant octet.
    package static func reading(of labels: some Sequence<ArraySlice<UInt8>>) -> Reading? {
        let labels = Array(labels.filter { $0.count >= minimumSymbols })
        let mostBitsPerSymbol = 6
        guard labels.reduce(0, { $0 + $1.count }) * mostBitsPerSymbol >= 8 * minimumOctets else { return nil }
        let alphabets: [(PayloadAlphabet, Int, (UInt8) -> UInt8?)] = [
            (.base16, 4, hexadecimalValue), (.base32, 5, base32Value), (.base64, 6, base64Value),
        ]
        var best: Reading?
        for (alphabet, bitsPerSymbol, value) in alphabets {
            func consider(_ octets: [UInt8], isMaskable: Bool = true) {
                guard let reading = Self.reading(alphabet, octets, isMaskable: isMaskable) else { return }
                if reading.printableRatio > best?.printableRatio ?? 0 { best = reading }
            }
            for skipped in 0...maximumSkippedSymbols {
                var octets: [UInt8] = []
                for label in labels where octets.count < maximumOctets {
                    octets +=
                        decode(label.dropFirst(skipped), bitsPerSymbol: bitsPerSymbol, value: value) ?? []
                }
                consider(octets)
            }
            consider(
                labels.reduce(into: []) { octets, label in
                    guard label.count >= alignedSymbols, octets.count < maximumOctets else { return }
                    octets += bestAligned(label, bitsPerSymbol: bitsPerSymbol, value: value)
                },
                isMaskable: false
            )
            let together = labels.joined().prefix(maximumOctets)
            consider(decode(together, bitsPerSymbol: bitsPerSymbol, value: value) ?? [])
        }
        return best
    }

    /// The octets of a label from the symbol on from which most are printable.
    ///
    /// Of the eight readings of random symbols the best has some 55 % printable octets, far from what counts.
    private static func bestAligned(
        _ label: ArraySlice<UInt8>,
        bitsPerSymbol: Int,
        value: (UInt8) -> UInt8?
    ) -> [UInt8] {
        let readings = (0...maximumSkippedSymbols).compactMap {
            decode(label.dropFirst($0), bitsPerSymbol: bitsPerSymbol, value: value)
        }
        return readings.max { $0.count(where: isPrintable) < $1.count(where: isPrintable) } ?? []
    }

    private static func reading(
        _ alphabet: PayloadAlphabet,
        _ octets: [UInt8],
        isMaskable: Bool
    ) -> Reading? {
        guard octets.count >= minimumOctets else { return nil }
        let histogram = OctetHistogram(octets)
        // Pairs of decimal digits fill less than half of all octets, which some mask would often make
        // printable; only plain text counts then.
        let isDecimal = alphabet == .base16 && histogram.count { $0 & 0xF > 9 || $0 >> 4 > 9 } == 0
        // A mask that makes text makes all octets agree in the top bit, which random ones do not.
        let topBits = histogram.count { $0 & 0x80 != 0 }
        let isUniform = 10 * topBits > histogram.total && 10 * topBits < 9 * histogram.total
        // Where one octet makes up a third, as the zeros of padded counters and of IPv6 addresses do, some mask
        // makes that one printable; in text the most frequent one is about a sixth.
        let largest = (UInt8.min...(.max)).map { histogram[$0] }.max() ?? 0
        let isLopsided = 3 * largest > histogram.total
        let masks = !isMaskable || isDecimal || isUniform || isLopsided ? UInt8(0)...0 : .min...(.max)
        let masked = masks.map { mask in
            (mask: mask, count: histogram.count { isPrintable($0 ^ mask) })
        }
        guard let best = masked.max(by: { ($0.count, $1.mask) < ($1.count, $0.mask) }) else { return nil }
        return Reading(
            alphabet: alphabet,
            octetCount: octets.count,
            printableRatio: Double(best.count) / Double(octets.count),
            mask: best.mask,
            beginning: octets.prefix(48).map { $0 ^ best.mask }
        )
    }

    /// The octets of symbols of Base64 in either alphabet, as far as they are some.
    package static func octets(ofBase64 symbols: some Sequence<UInt8>) -> [UInt8] {
        decode(symbols.prefix { base64Value($0) != nil }, bitsPerSymbol: 6, value: base64Value) ?? []
    }

    /// The octets of hexadecimal digits, as far as they are some.
    package static func octets(ofBase16 symbols: some Sequence<UInt8>) -> [UInt8] {
        decode(symbols.prefix { hexadecimalValue($0) != nil }, bitsPerSymbol: 4, value: hexadecimalValue)
            ?? []
    }

    /// Whether an octet is a printable ASCII character, a tab or a line feed.
    package static func isPrintable(_ octet: UInt8) -> Bool {
        (0x20...0x7E).contains(octet) || octet == 0x0A || octet == 0x09
    }

    /// The whole octets that symbols hold, or `nil` when one is not of the alphabet.
    private static func decode(
        _ symbols: some Sequence<UInt8>,
        bitsPerSymbol: Int,
        value: (UInt8) -> UInt8?
    ) -> [UInt8]? {
        var octets: [UInt8] = []
        var bits: UInt16 = 0
        var bitCount = 0
        for symbol in symbols {
            guard let value = value(symbol) else { return nil }
            bits = bits << UInt16(bitsPerSymbol) | UInt16(value)
            bitCount += bitsPerSymbol
            if bitCount >= 8 {
                bitCount -= 8
                octets.append(UInt8(truncatingIfNeeded: bits >> UInt16(bitCount)))
            }
        }
        return octets
    }

    /// RFC 4648 §8, both cases.
    package static func hexadecimalValue(_ symbol: UInt8) -> UInt8? {
        switch symbol {
        case 0x30...0x39: symbol - 0x30
        case 0x41...0x46: symbol - 0x41 + 10
        case 0x61...0x66: symbol - 0x61 + 10
        default: nil
        }
    }

    /// RFC 4648 §6, both cases.
    static func base32Value(_ symbol: UInt8) -> UInt8? {
        switch symbol {
        case 0x41...0x5A: symbol - 0x41
        case 0x61...0x7A: symbol - 0x61
        case 0x32...0x37: symbol - 0x32 + 26
        default: nil
        }
    }

    /// RFC 4648 §4 and §5.
    package static func base64Value(_ symbol: UInt8) -> UInt8? {
        switch symbol {
        case 0x41...0x5A: symbol - 0x41
        case 0x61...0x7A: symbol - 0x61 + 26
        case 0x30...0x39: symbol - 0x30 + 52
        case UInt8(ascii: "+"), UInt8(ascii: "-"): 62
        case UInt8(ascii: "/"), UInt8(ascii: "_"): 63
        default: nil
        }
    }
}
