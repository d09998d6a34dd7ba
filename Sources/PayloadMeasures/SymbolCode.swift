import Glibc

/// A way to write octets in symbols that labels and texts may have.
///
/// Besides the codes of RFC 4648 these are the ones that tunnels are known to use: base32hex (dnstt), Crockford's and
/// z-base-32, iodine's own order, NetBIOS letters (RFC 1001 §14.1; dnscat 0.05), base36 (StormDNS), base58 and base62
/// numbers, and octets in decimal or octal digits, or in any two or four symbols; Base85 as PostScript, ZeroMQ and RFC 1924 have it.
package struct SymbolCode: Sendable {
    /// How symbols make octets.
    private enum Grouping: Sendable {
        /// Each symbol stands for so many bits, the first one for the highest.
        case bits(Int)
        /// All symbols are the digits of one number.
        case number
        /// Five symbols are the digits of a number of four octets; fewer at the end are one octet less.
        case fives
        /// Three digits of this base are an octet.
        case threeDigits(Int)
        /// Up to three decimal digits are an octet, and a hyphen stands between two.
        case separatedDecimals
    }

    /// The alphabet that an estimate of payload takes the symbols for.
    package let alphabet: PayloadAlphabet
    private let grouping: Grouping
    /// The value of each octet as a symbol, ``none`` for an octet that is no symbol.
    private let values: [UInt8]
    /// How many symbols there are.
    package let radix: Int
    /// Whether a capital letter stands for the same as a small one.
    package let ignoresCase: Bool
    /// The octets that can be in a piece: symbols and padding.
    let symbols: OctetSet

    private static let none = UInt8.max
    private static let padding = UInt8(ascii: "=")

    private init(
        _ alphabet: PayloadAlphabet,
        _ grouping: Grouping,
        _ symbols: String,
        ignoresCase: Bool = false,
        also synonyms: KeyValuePairs<Character, UInt8> = [:]
    ) {
        self.alphabet = alphabet
        self.grouping = grouping
        self.ignoresCase = ignoresCase
        var values = [UInt8](repeating: Self.none, count: 256)
        func set(_ symbol: UInt8, _ value: UInt8) {
            values[Int(symbol)] = value
            guard ignoresCase else { return }
            if (0x61...0x7A).contains(symbol) { values[Int(symbol & 0xDF)] = value }
            if (0x41...0x5A).contains(symbol) { values[Int(symbol | 0x20)] = value }
        }
        for (value, symbol) in symbols.utf8.enumerated() { set(symbol, UInt8(value)) }
        for (symbol, value) in synonyms { if let symbol = symbol.asciiValue { set(symbol, value) } }
        self.values = values
        self.symbols = OctetSet((UInt8.min...(.max)).filter { values[Int($0)] != Self.none } + [Self.padding])
        radix = symbols.utf8.count
    }

    private static let digits = "0123456789"
    private static let lower = "abcdefghijklmnopqrstuvwxyz"
    private static let upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

    package static let base16 = SymbolCode(.base16, .bits(4), "0123456789abcdef", ignoresCase: true)
    package static let base32 = SymbolCode(.base32, .bits(5), lower + "234567", ignoresCase: true)
    package static let base64 = SymbolCode(
        .base64,
        .bits(6),
        upper + lower + digits + "+/",
        also: ["-": 62, "_": 63]
    )

    /// The codes under which a constant octet may mask the text, as in simple tools.
    package static let common = [base16, base32, base64]

    /// Whether it is one of those, in whatever order its symbols are.
    var isMasked: Bool { Self.common.contains { $0.alphabet == alphabet && $0.radix == radix } }

    package static let all =
        common + [
            SymbolCode(.base16, .bits(4), "abcdefghijklmnop", ignoresCase: true),
            SymbolCode(.base32, .bits(5), digits + "abcdefghijklmnopqrstuv", ignoresCase: true),
            // Symbols that are read alike have one value in Crockford's.
            SymbolCode(
                .base32,
                .bits(5),
                digits + "abcdefghjkmnpqrstvwxyz",
                ignoresCase: true,
                also: ["i": 1, "l": 1, "o": 0]
            ),
            SymbolCode(.base32, .bits(5), "ybndrfg8ejkmcpqxot1uwisza345h769", ignoresCase: true),
            SymbolCode(.base32, .bits(5), lower + "012345", ignoresCase: true),
            SymbolCode(.base64, .bits(6), lower + upper + "-0123456789+"),
            SymbolCode(.base64, .bits(6), digits + upper + lower + "-_", also: ["+": 62, "/": 63]),
            SymbolCode(.base64, .bits(6), digits + lower + upper + "-_", also: ["+": 62, "/": 63]),
            SymbolCode(.base64, .number, digits + upper + lower),
            SymbolCode(.base64, .number, "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"),
            SymbolCode(.base32, .number, digits + lower, ignoresCase: true),
            SymbolCode(
                .base85,
                .fives,
                digits + upper + lower + "!#$%&()*+-;<=>?@^_`{|}~"
            ),
            SymbolCode(.base85, .fives, digits + lower + upper + ".-:+=^!/*?&<>()[]{}@%$#"),
            SymbolCode(
                .base85,
                .fives,
                String(String.UnicodeScalarView((0x21...0x75).map(Unicode.Scalar.init)))
            ),
            SymbolCode(.decimal, .threeDigits(10), digits),
            SymbolCode(.octal, .threeDigits(8), "01234567"),
            SymbolCode(.decimal, .separatedDecimals, digits + "-"),
        ]

    /// The codes of pieces that have 2 or 4 symbols and no others, whichever these are, in their order or against it.
    ///
    /// - Returns: None where pieces have more symbols, as words do.
    package static func ofFewSymbols(in pieces: [ArraySlice<UInt8>]) -> [SymbolCode] {
        var symbols: Set<UInt8> = []
        for piece in pieces {
            symbols.formUnion(piece)
            if symbols.count > 4 { return [] }
        }
        guard symbols.count == 2 || symbols.count == 4 else { return [] }
        let ordered = symbols.sorted()
        return [ordered, ordered.reversed()].map {
            SymbolCode(.decimal, .bits($0.count / 2), String(decoding: $0, as: UTF8.self))
        }
    }

    /// Bits that each symbol stands for, or `nil` where all symbols are one number or octets are written by themselves.
    package var bitsPerSymbol: Int? {
        if case .bits(let bits) = grouping { bits } else { nil }
    }

    /// Whether all symbols of a text are the digits of one number, so that octets of 0 before others do not show.
    package var isNumber: Bool {
        if case .number = grouping { true } else { false }
    }

    /// Whether digits write each octet by itself.
    package var writesDigits: Bool {
        switch grouping {
        case .threeDigits, .separatedDecimals: true
        case .bits, .number, .fives: false
        }
    }

    /// Symbols that make whole octets together, where a text may be cut anywhere and goes on in the next one.
    package var symbolsPerGroup: Int? {
        if case .fives = grouping { 5 } else { nil }
    }

    /// Bits that an encoder leaves zero in the last symbol of a text so long, or `nil` where no encoder ends.
    ///
    /// Source: RFC 4648 §3.5.
    package func unusedBits(behind count: Int) -> Int? {
        if case .fives = grouping { return count % 5 == 1 ? nil : 0 }
        guard let bits = bitsPerSymbol else { return 0 }
        let unused = count * bits % 8
        return unused < bits ? unused : nil
    }

    /// Whether texts use all symbols alike, as encoded octets that vary and the digits of long numbers do.
    ///
    /// - Complexity: O(symbols).
    package func areUsedAlike(_ texts: [ArraySlice<UInt8>]) -> Bool {
        var counts = [Int](repeating: 0, count: radix)
        for text in texts {
            // Leading zeros of a number are no digits that its octets chose.
            for symbol in isNumber ? text.drop(while: { value($0) == 0 }) : text {
                if let value = value(symbol) { counts[value] += 1 }
            }
        }
        let count = counts.reduce(0, +)
        guard count >= Self.symbolsForEachValue * radix else { return false }
        let entropy = counts.reduce(0.0) { sum, seen in
            seen == 0 ? sum : sum - Double(seen) / Double(count) * log2(Double(seen) / Double(count))
        }
        // A sample's entropy is smaller by (radix - 1) / (2 count) nats (Miller 1955).
        let bias = Double(radix - 1) / (2 * Double(count) * log(2))
        return entropy >= log2(Double(radix)) - 2 * bias - Self.unevenBits
    }

    private static let symbolsForEachValue = 4
    /// Bits of each symbol that the first digits of numbers, of which few are possible, may cost.
    private static let unevenBits = 0.05

    /// Numbers longer than a label cost the square of their length.
    private static let maximumDigits = 252

    /// The value of a symbol, or `nil` for an octet that is none.
    package func value(_ symbol: UInt8) -> Int? {
        let value = values[Int(symbol)]
        return value == Self.none ? nil : Int(value)
    }

    /// The whole octets that symbols stand for, `=` at the end left out.
    ///
    /// - Parameters:
    ///   - symbols: Of a text, or of a part of one.
    ///   - skippedBits: Bits at the beginning, fewer than 8, that belong to an octet of which the rest stands before; only
    ///     where each symbol stands for some bits.
    /// - Returns: `nil` when a symbol is none of the code.
    /// - Complexity: O(symbols), and for numbers the square of it.
    package func octets(of symbols: ArraySlice<UInt8>, skippingBits skippedBits: Int = 0) -> [UInt8]? {
        var octets: [UInt8] = []
        return append(octetsOf: symbols, skippingBits: skippedBits, to: &octets) ? octets : nil
    }

    /// Appends the octets that symbols stand for, as ``octets(of:skippingBits:)`` gives them.
    ///
    /// - Returns: Whether they are all of the code; if not, nothing is appended.
    func append(
        octetsOf symbols: ArraySlice<UInt8>,
        skippingBits skippedBits: Int = 0,
        to octets: inout [UInt8]
    ) -> Bool {
        var symbols = symbols
        if value(Self.padding) == nil {
            while symbols.last == Self.padding { symbols.removeLast() }
        }
        let before = octets.count
        let areAllSymbols =
            switch grouping {
            case .fives: appendFives(symbols, to: &octets)
            case .bits(let bitsPerSymbol): appendBits(symbols, bitsPerSymbol, skippedBits, to: &octets)
            case .number: appendNumber(symbols, to: &octets)
            case .threeDigits(let base): appendDigits(symbols, base, to: &octets)
            case .separatedDecimals: appendDecimals(symbols, to: &octets)
            }
        if !areAllSymbols { octets.removeLast(octets.count - before) }
        return areAllSymbols
    }

    /// Whether symbols of the code could stand for a piece of text: such a share of its octets is readable.
    ///
    /// - Complexity: O(symbols); a few of them where they are no text.
    func mayBeText(_ symbols: ArraySlice<UInt8>, share: Double) -> Bool {
        guard symbols.last != Self.padding else { return true }
        switch grouping {
        case .bits(let bits): return mayBeText(symbols, bits, share)
        case .fives: return mayFivesBeText(symbols, share)
        case .number, .threeDigits, .separatedDecimals: return true
        }
    }

    /// The octets of a piece that may be unreadable.
    static func mostUnreadable(of octetCount: Int, _ share: Double) -> Int {
        octetCount - Int((share * Double(octetCount)).rounded(.up))
    }

    private func mayFivesBeText(_ symbols: ArraySlice<UInt8>, _ share: Double) -> Bool {
        let octetCount = symbols.count / 5 * 4 + max(0, symbols.count % 5 - 1)
        guard octetCount > 0 else { return false }
        let mostUnreadable = Self.mostUnreadable(of: octetCount, share)
        var octets = ReadableOctets()
        var place = symbols.startIndex
        while place < symbols.endIndex {
            let count = min(5, symbols.endIndex - place)
            var number: UInt64 = 0
            for symbol in symbols[place..<place + count] {
                number = number * 85 + UInt64(values[Int(symbol)])
            }
            for _ in count..<5 { number = number * 85 + 84 }
            guard number <= UInt64(UInt32.max) else { return false }
            for octet in 0..<(count - 1) {
                octets.note(UInt8(truncatingIfNeeded: number >> UInt64(24 - 8 * octet)))
                if octets.unreadable > mostUnreadable { return false }
            }
            place += count
        }
        return true
    }

    private func mayBeText(_ symbols: ArraySlice<UInt8>, _ bitsPerSymbol: Int, _ share: Double) -> Bool {
        let octetCount = symbols.count * bitsPerSymbol / 8
        guard octetCount > 0 else { return false }
        let mostUnreadable = Self.mostUnreadable(of: octetCount, share)
        var octets = ReadableOctets()
        var (bits, bitCount) = (UInt16(0), 0)
        for symbol in symbols {
            bits = bits << UInt16(bitsPerSymbol) | UInt16(values[Int(symbol)])
            bitCount += bitsPerSymbol
            guard bitCount >= 8 else { continue }
            bitCount -= 8
            octets.note(UInt8(truncatingIfNeeded: bits >> UInt16(bitCount)))
            if octets.unreadable > mostUnreadable { return false }
        }
        return true
    }

    /// Whether the octets of pieces may agree in their top bits, which are read without the octets.
    ///
    /// - Parameters:
    ///   - pieces: Those that are not all of the code count for nothing, as in ``DecodedPieces``.
    ///   - agree: Tells of a number of top bits that are set whether so many octets agree.
    /// - Returns: What `agree` says of them all.
    /// - Complexity: O(octets).
    func mayTopBitsAgree(_ pieces: [SymbolPiece], _ agree: (_ topBits: Int, _ octets: Int) -> Bool) -> Bool {
        guard case .bits(let bitsPerSymbol) = grouping else { return false }
        var (set, count) = (0, 0)
        for piece in pieces where symbols.isSuperset(of: piece.kinds) {
            if piece.kinds.contains(Self.padding) { return true }
            let octets = piece.symbols.count * bitsPerSymbol / 8
            for octet in 0..<octets {
                let (symbol, bit) = (8 * octet).quotientAndRemainder(dividingBy: bitsPerSymbol)
                let value = values[Int(piece.symbols[piece.symbols.startIndex + symbol])]
                set += Int(value >> UInt8(bitsPerSymbol - 1 - bit)) & 1
            }
            count += octets
        }
        return agree(set, count)
    }

    /// The cost of telling, in bits, which symbols stand for the octets that ``octets(of:skippingBits:)`` gives.
    ///
    /// The last symbol has bits beyond the last octet, which an encoder sets to zero (RFC 4648 §3.5): one bit says that it
    /// did so. Without that price a code that takes symbols for text would get these bits for nothing.
    func surplusCost(of symbols: ArraySlice<UInt8>) -> Double {
        guard case .bits(let bitsPerSymbol) = grouping else { return 0 }
        var symbols = symbols
        while symbols.last == Self.padding { symbols.removeLast() }
        let surplus = symbols.count * bitsPerSymbol % 8
        guard surplus > 0 else { return 0 }
        var (bits, count) = (0, 0)
        for symbol in symbols.reversed() where count < surplus {
            bits |= (value(symbol) ?? 0) << count
            count += bitsPerSymbol
        }
        return bits & (1 << surplus - 1) == 0 ? 1 : 1 + Double(surplus)
    }

    private func appendBits(
        _ symbols: ArraySlice<UInt8>,
        _ bitsPerSymbol: Int,
        _ skippedBits: Int,
        to octets: inout [UInt8]
    ) -> Bool {
        var bits: UInt16 = 0
        // The bits that are left out lie above the first octet when that octet is taken.
        var bitCount = -skippedBits
        for symbol in symbols {
            let value = values[Int(symbol)]
            guard value != Self.none else { return false }
            bits = bits << UInt16(bitsPerSymbol) | UInt16(value)
            bitCount += bitsPerSymbol
            if bitCount >= 8 {
                bitCount -= 8
                octets.append(UInt8(truncatingIfNeeded: bits >> UInt16(bitCount)))
            }
        }
        return true
    }

    /// The number's octets, the highest first.
    private func appendNumber(_ symbols: ArraySlice<UInt8>, to octets: inout [UInt8]) -> Bool {
        guard symbols.count <= Self.maximumDigits, symbols.allSatisfy({ values[Int($0)] != Self.none }) else {
            return false
        }
        if symbols.count <= Self.digitsAtOnce {
            let number = symbols.reduce(UInt128(0)) { $0 * UInt128(radix) + UInt128(values[Int($1)]) }
            for octet in (0..<(128 - number.leadingZeroBitCount + 7) / 8).reversed() {
                octets.append(UInt8(truncatingIfNeeded: number >> UInt128(8 * octet)))
            }
            return true
        }
        // As many digits at a time as fit in one limb: 62⁵ < 2³².
        var lowestFirst: [UInt32] = []
        var rest = symbols
        while !rest.isEmpty {
            var (carry, factor) = (UInt64(0), UInt64(1))
            for symbol in rest.prefix(Self.digitsAtATime) {
                carry = carry * UInt64(radix) + UInt64(values[Int(symbol)])
                factor *= UInt64(radix)
            }
            rest = rest.dropFirst(Self.digitsAtATime)
            for index in lowestFirst.indices {
                carry += UInt64(lowestFirst[index]) * factor
                lowestFirst[index] = UInt32(truncatingIfNeeded: carry)
                carry >>= 32
            }
            if carry > 0 { lowestFirst.append(UInt32(truncatingIfNeeded: carry)) }
        }
        // In Base58 each octet of 0 before the number is one zero (draft-msporny-base58 §4).
        if radix == Self.radixWithLeadingZeros {
            octets += symbols.prefix { values[Int($0)] == 0 }.map { _ in 0 }
        }
        let before = octets.count
        for limb in lowestFirst.reversed() {
            for shift in [24, 16, 8, 0] as [UInt32] {
                let octet = UInt8(truncatingIfNeeded: limb >> shift)
                if octets.count > before || octet > 0 { octets.append(octet) }
            }
        }
        return true
    }

    private static let radixWithLeadingZeros = 58
    private static let digitsAtATime = 5
    /// 62²¹ < 2¹²⁸.
    private static let digitsAtOnce = 21

    private func appendFives(_ symbols: ArraySlice<UInt8>, to octets: inout [UInt8]) -> Bool {
        var rest = symbols
        while !rest.isEmpty {
            let group = rest.prefix(5)
            rest = rest.dropFirst(5)
            guard group.count > 1 else { return false }
            var number: UInt64 = 0
            for symbol in group {
                guard let value = value(symbol) else { return false }
                number = number * 85 + UInt64(value)
            }
            // A missing symbol counts as the highest digit.
            for _ in group.count..<5 { number = number * 85 + 84 }
            guard number <= UInt64(UInt32.max) else { return false }
            octets += [24, 16, 8, 0].prefix(group.count - 1).map { UInt8(truncatingIfNeeded: number >> $0) }
        }
        return true
    }

    private func appendDecimals(_ symbols: ArraySlice<UInt8>, to octets: inout [UInt8]) -> Bool {
        var (number, count) = (0, 0)
        func close() -> Bool {
            guard count > 0, let octet = UInt8(exactly: number) else { return false }
            octets.append(octet)
            (number, count) = (0, 0)
            return true
        }
        for symbol in symbols {
            if symbol == UInt8(ascii: "-") {
                guard close() else { return false }
            } else {
                guard let digit = value(symbol), count < 3 else { return false }
                (number, count) = (number * 10 + digit, count + 1)
            }
        }
        return close()
    }

    private func appendDigits(_ symbols: ArraySlice<UInt8>, _ base: Int, to octets: inout [UInt8]) -> Bool {
        guard symbols.count % 3 == 0 else { return false }
        var number = 0
        for (index, symbol) in symbols.enumerated() {
            guard let digit = value(symbol) else { return false }
            number = number * base + digit
            guard index % 3 == 2 else { continue }
            guard let octet = UInt8(exactly: number) else { return false }
            octets.append(octet)
            number = 0
        }
        return true
    }
}
