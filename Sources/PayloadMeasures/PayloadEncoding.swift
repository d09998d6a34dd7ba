/// A way of writing octets as text: its symbols, and thus how many bits each one holds.
@usableFromInline
package struct PayloadEncoding: Sendable {
    @usableFromInline
    let bitsPerSymbol: Int
    /// The value of each octet as a symbol; ``none`` for all others.
    @usableFromInline
    let values: [UInt8]
    @usableFromInline
    static let none: UInt8 = 0xFF

    /// An encoding with 16, 32, 64 or 128 symbols in the order of their values.
    ///
    /// - Parameters:
    ///   - symbols: Their octets.
    ///   - ignoresCase: Whether a letter stands for its other case too, as tools allow that expect resolvers to
    ///     change it.
    package init(_ symbols: some Collection<UInt8>, ignoresCase: Bool = false) {
        var values = [UInt8](repeating: Self.none, count: 256)
        for (value, symbol) in symbols.enumerated() {
            values[Int(symbol)] = UInt8(truncatingIfNeeded: value)
            if ignoresCase, (0x61...0x7A).contains(symbol | 0x20) {
                values[Int(symbol ^ 0x20)] = UInt8(truncatingIfNeeded: value)
            }
        }
        self.values = values
        bitsPerSymbol = symbols.count.trailingZeroBitCount
    }

    /// An encoding with ASCII characters as symbols.
    package init(_ symbols: String, ignoresCase: Bool = false) {
        self.init(symbols.utf8, ignoresCase: ignoresCase)
    }

    /// RFC 4648 §8, in either case.
    package static let base16 = PayloadEncoding("0123456789abcdef", ignoresCase: true)
    /// RFC 4648 §6, in either case.
    package static let base32 = PayloadEncoding("abcdefghijklmnopqrstuvwxyz234567", ignoresCase: true)
    /// RFC 4648 §4.
    package static let base64 = PayloadEncoding(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    )

    /// Whether an octet is one of the symbols.
    @inlinable
    package func contains(_ octet: UInt8) -> Bool { values[Int(octet)] != Self.none }

    /// The number that up to ten symbols write, the most significant first, or `nil` when there is another octet.
    @inlinable
    package func number(of symbols: some Collection<UInt8>) -> Int? {
        guard symbols.count <= 10 else { return nil }
        var number = 0
        for symbol in symbols {
            guard contains(symbol) else { return nil }
            number = number << bitsPerSymbol | Int(values[Int(symbol)])
        }
        return number
    }

    /// The octets that symbols write without padding.
    ///
    /// An encoder writes its symbols alone, no symbol more than needed, and fills the last one up with zero
    /// bits (RFC 4648 §3.5). Of random symbols, 1 in 2 to 16 texts fails this by its last symbol alone.
    ///
    /// - Parameters:
    ///   - symbols: One after the other.
    ///   - isStrict: Whether text that no encoder writes gives nothing; else the rest behind whole octets is left
    ///     out.
    /// - Returns: The octets, or `nil` when another octet than a symbol is there, or no encoder writes that.
    @inlinable
    package func octets(of symbols: some Sequence<UInt8>, isStrict: Bool = true) -> [UInt8]? {
        var octets: [UInt8] = []
        var bits: UInt16 = 0
        var bitCount = 0
        for symbol in symbols {
            let value = values[Int(symbol)]
            guard value != Self.none else { return nil }
            bits = bits << UInt16(bitsPerSymbol) | UInt16(value)
            bitCount += bitsPerSymbol
            if bitCount >= 8 {
                bitCount -= 8
                octets.append(UInt8(truncatingIfNeeded: bits >> UInt16(bitCount)))
                bits &= 1 << UInt16(bitCount) - 1
            }
        }
        return !isStrict || bitCount < bitsPerSymbol && bits == 0 ? octets : nil
    }
}
