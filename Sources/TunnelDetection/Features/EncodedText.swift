/// Finds text that was written in hexadecimal, Base32 or Base64.
///
/// Octets of random payload, of hashes and of cipher text are printable by a chance of 97 in 256 (tab, line
/// feed and 95 printable characters), so 64 decoded octets of which 85 % are printable cannot be chance: the
/// binomial tail is below 10⁻¹³.
package enum EncodedText {
    /// What a list of labels decodes to.
    package struct Reading: Sendable {
        package let alphabet: PayloadAlphabet
        /// Octets that came out.
        package let octetCount: Int
        /// The share of printable ones, 0…1.
        package let printableRatio: Double
        /// The first of them, for people.
        package let beginning: [UInt8]
    }

    /// The reading with the largest share of printable octets, or `nil` when nothing decodes to 64 octets.
    package static func reading(of labels: some Sequence<ArraySlice<UInt8>>) -> Reading? {
        let labels = Array(labels.filter { $0.count >= 8 })
        let readings = [
            reading(.base16, labels) { decode($0, bitsPerSymbol: 4, value: hexadecimalValue) },
            reading(.base32, labels) { decode($0, bitsPerSymbol: 5, value: base32Value) },
            reading(.base64, labels) { decode($0, bitsPerSymbol: 6, value: base64Value) },
        ]
        return readings.compactMap { $0 }.max { $0.printableRatio < $1.printableRatio }
    }

    private static func reading(
        _ alphabet: PayloadAlphabet,
        _ labels: [ArraySlice<UInt8>],
        decode: (ArraySlice<UInt8>) -> [UInt8]?
    ) -> Reading? {
        let decoded = labels.compactMap(decode).joined()
        let octets = Array(decoded)
        guard octets.count >= 64 else { return nil }
        let printable = octets.count { (0x20...0x7E).contains($0) || $0 == 0x0A || $0 == 0x09 }
        return Reading(
            alphabet: alphabet,
            octetCount: octets.count,
            printableRatio: Double(printable) / Double(octets.count),
            beginning: Array(octets.prefix(48))
        )
    }

    /// The whole octets that a label's symbols hold, or `nil` when one is not of the alphabet.
    private static func decode(
        _ label: ArraySlice<UInt8>,
        bitsPerSymbol: Int,
        value: (UInt8) -> UInt8?
    ) -> [UInt8]? {
        var octets: [UInt8] = []
        var bits: UInt16 = 0
        var bitCount = 0
        for symbol in label {
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
    static func hexadecimalValue(_ symbol: UInt8) -> UInt8? {
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
    static func base64Value(_ symbol: UInt8) -> UInt8? {
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
