import Glibc
import PayloadMeasures

/// The way in which texts write octets: in which symbols, each for itself or all as one.
struct TextReading {
    /// `nil` where the octets are their own text.
    let code: SymbolCode?
    /// Whether the symbols of all texts make one text; else each begins anew.
    let isJoined: Bool
    /// What fills texts up to whole groups where that is no equals sign; `nil` for nothing.
    private var padding: UInt8?
    /// The bits that it takes to say the texts by this reading.
    let bits: Double
    /// Bits that are saved because the octets are text or begin as a known kind of file does.
    let evidence: Double
    /// Whether the symbols that there are show the code: most of them are used.
    let isPlausible: Bool
    /// Whether it is more than one of many ways to read any symbols.
    var makesSense: Bool { evidence > 0 || isPlausible }

    /// Texts that are looked at to choose a reading; more tell no more.
    private static let probed = 256
    private static let probedOctets = 16_384
    /// The worth of a known beginning of a file: four octets of it seldom come by chance.
    private static let magicBits = 30.0
    /// Text is text from so many saved bits for each octet on.
    private static let numberPenalty = 48.0
    private static let knownShare = 0.97
    /// Bits that tell which symbol fills up.
    private static let paddingPrice = 16.0
    /// The most symbols that fill a group up: six of eight in Base32 (RFC 4648 §6).
    private static let mostPadding = 6
    /// One octet in so many is white space.
    private static let spacesShare = 40

    /// The reading that says texts in the fewest bits.
    ///
    /// - Parameters:
    ///   - texts: Of symbols, padding and separators taken off.
    ///   - counter: The order of the texts; without one they are in their order.
    ///   - allowsRaw: Whether octets may be their own text.
    /// - Returns: `nil` where no code has their symbols.
    static func best(_ texts: [ArraySlice<UInt8>], by counter: Counter? = nil, allowsRaw: Bool)
        -> TextReading?
    {
        let sample = Sample(texts.prefix(probed), by: counter)
        guard !sample.texts.isEmpty else { return nil }
        let codes = SymbolCode.all + SymbolCode.ofFewSymbols(in: sample.texts)
        var found = codes.enumerated().flatMap { index, code in
            Self.readings(of: sample, code, price: Double(index) / 4)
        }
        // Names cannot have an equals sign everywhere, so that senders fill up with something else.
        if let (padding, unpadded) = sample.unpadded {
            for code in SymbolCode.all where code.value(padding) == nil && code.bitsPerSymbol != nil {
                found += Self.readings(of: unpadded, code, price: paddingPrice).map { reading in
                    var reading = reading
                    reading.padding = padding
                    return reading
                }
            }
        }
        if allowsRaw { found.append(raw(sample.texts, areNumbered: counter != nil)) }
        return found.min { $0.bits < $1.bits }
    }

    /// Texts in the order of their numbers, each number once.
    private struct Sample {
        private(set) var texts: [ArraySlice<UInt8>] = []
        /// The number of each text from the first one on; without a counter its place.
        private var places: [Int] = []
        /// Symbols of texts that have no number or one that is there already: they have to be said all the same.
        private(set) var otherSymbols = 0

        init(_ texts: ArraySlice<ArraySlice<UInt8>>, by counter: Counter?) {
            guard let counter else {
                self.texts = Array(texts)
                places = Array(texts.indices)
                return
            }
            var numbered: [Int: ArraySlice<UInt8>] = [:]
            for (number, text) in zip(counter.numbers, texts) {
                if let number, numbered[number] == nil {
                    numbered[number] = text
                } else if number.map({ numbered[$0] != text }) ?? true {
                    otherSymbols += text.count
                }
            }
            for (number, text) in numbered.sorted(by: { $0.key < $1.key }) {
                places.append(number - (places.isEmpty ? 0 : first))
                self.texts.append(text)
                if places.count == 1 {
                    first = number
                    places[0] = 0
                }
            }
        }

        /// The number of the first text.
        private var first = 0

        /// The same without texts that have other symbols than a code.
        func fitting(_ code: SymbolCode) -> Sample {
            var fitting = self
            let kept = texts.indices.filter { texts[$0].allSatisfy { code.value($0) != nil } }
            fitting.texts = kept.map { texts[$0] }
            fitting.places = kept.map { places[$0] }
            return fitting
        }

        /// The texts without a symbol that ends some of them and stands nowhere else.
        var unpadded: (padding: UInt8, sample: Sample)? {
            // All texts that are not whole groups have it, or the last one alone.
            let longest = texts.map(\.count).max() ?? 0
            let ends = [texts.first { $0.count == longest }?.last, texts.last?.last].compactMap { $0 }
            return ends.lazy.compactMap { padding in
                let rests = texts.map { TextReading.unpadded($0, padding) }
                guard !rests.contains(where: { $0.contains(padding) || $0.isEmpty }) else { return nil }
                var sample = self
                sample.texts = rests
                return (padding, sample)
            }
            .first
        }

        /// The octets that the symbols of all texts make together; octets of which a part is missing are left out.
        func joined(_ code: SymbolCode) -> [UInt8]? {
            let reading = TextReading(code, isJoined: true)
            let width = texts.map(\.count).max() ?? 0
            var octets: [UInt8] = []
            var start = 0
            while start < texts.count, octets.count < probedOctets {
                var end = start + 1
                while end < texts.count, places[end] == places[end - 1] + 1 { end += 1 }
                octets += reading.octets(of: Array(texts[start..<end]), behind: places[start] * width)
                start = end
            }
            return octets
        }
    }

    private static func raw(_ texts: [ArraySlice<UInt8>], areNumbered: Bool) -> TextReading {
        let octets = Array(texts.joined().prefix(probedOctets))
        let head = OctetHead(of: texts.map { Array($0) })
        let payload =
            head.map { head in Array(texts.flatMap { head.payload(of: $0) }.prefix(probedOctets)) } ?? octets
        // Text that people and programs write has white space; symbols of a code are as readable, and have none.
        let spaces = payload.count { $0 == 0x20 || $0 == 0x0A || $0 == 0x0D || $0 == 0x09 }
        let isText = spacesShare * spaces >= payload.count || spaces > 0 && isOfLines(payload)
        let evidence = isText || ContentType.name(of: payload) != "text" ? evidence(in: payload) : 0
        return TextReading(
            code: nil,
            isJoined: true,
            bits: 8 * Double(octets.count) - evidence - (head?.savedBits(in: texts.count) ?? 0),
            evidence: evidence,
            isPlausible: evidence > 0 || areNumbered && octets.count >= fewestOctets * texts.count
        )
    }

    /// Whether octets have lines of some length and marks that no code of letters and digits has, as tables of accounts do.
    private static func isOfLines(_ octets: [UInt8]) -> Bool {
        let lines = octets.count { $0 == 0x0A }
        let marks = octets.count {
            $0 > 0x20 && SymbolCode.base64.value($0) == nil && $0 != UInt8(ascii: "=")
        }
        return longestLine * lines >= octets.count && longestLine * marks >= octets.count
    }

    private static let longestLine = 100

    /// Fewer octets in a text, of no known kind and numbered, are no piece of anything.
    private static let fewestOctets = 16

    private static func readings(of sample: Sample, _ code: SymbolCode, price: Double) -> [TextReading] {
        let fitting = sample.fitting(code)
        let known = fitting.texts
        guard !known.isEmpty, Double(known.count) >= knownShare * Double(sample.texts.count) else {
            return []
        }
        let symbols = known.reduce(0) { $0 + $1.count }
        guard symbols > 0 else { return [] }
        // Texts that are left out have to be said as well.
        let leftOut = 8 * Double(sample.texts.reduce(0) { $0 + $1.count } - symbols)
        let separate = known.compactMap { code.octets(of: $0) }
        if code.writesDigits, separate.count < known.count { return [] }
        // Digits have more symbols than octets need, and their sender had the octets.
        let bitsPerSymbol =
            code.writesDigits
            ? 8 * Double(separate.reduce(0) { $0 + $1.count }) / Double(symbols) : log2(Double(code.radix))
        let plain =
            leftOut + Double(symbols + sample.otherSymbols) * bitsPerSymbol
            + caseBits(of: known, code)
            + price
            + (code.isNumber ? numberPenalty : 0)
        // No code has more than 85 symbols.
        var used: UInt128 = 0
        for text in known { for symbol in text { if let value = code.value(symbol) { used |= 1 << value } } }
        let isPlausible = 4 * used.nonzeroBitCount >= 3 * min(code.radix, symbols / 4)
        // The digits of long numbers are used alike, whatever the octets are.
        let areUsedAlike = (code.isNumber || code.symbolsPerGroup != nil) && code.areUsedAlike(known)
        if code.isNumber, !areUsedAlike { return [] }
        var readings: [TextReading] = []
        if separate.count == known.count {
            let unused = known.map { text in unusedZeroBits(text, code) }
            // If no encoder writes one of the texts, the sender did not encode text by text.
            if !unused.contains(where: { $0 == nil }) || code.isNumber {
                let head = OctetHead(of: separate)
                let evidence = evidence(
                    in: head.map { head in separate.flatMap { head.payload(of: $0[...]) } }
                        ?? Array(separate.joined())
                )
                let saved =
                    Double(unused.reduce(0) { $0 + ($1 ?? 0) }) + (head?.savedBits(in: separate.count) ?? 0)
                readings.append(
                    TextReading(
                        code: code,
                        isJoined: false,
                        bits: plain - saved - evidence,
                        evidence: evidence,
                        isPlausible: isPlausible
                    )
                )
            }
        }
        if !code.isNumber, let joined = fitting.joined(code) {
            let evidence = evidence(in: joined)
            readings.append(
                TextReading(
                    code: code,
                    isJoined: true,
                    bits: plain - evidence + 1,
                    evidence: evidence,
                    isPlausible: isPlausible
                )
            )
        }
        // Any text has the symbols of Base85, but not all of them alike.
        return code.symbolsPerGroup == nil || areUsedAlike ? readings : readings.filter { $0.evidence > 0 }
    }

    /// The bits that it takes to say which letters are capitals, for a code to which that does not matter.
    private static func caseBits(of texts: [ArraySlice<UInt8>], _ code: SymbolCode) -> Double {
        guard code.ignoresCase else { return 0 }
        var (capitals, letters) = (0, 0)
        for text in texts {
            for symbol in text where (0x61...0x7A).contains(symbol | 0x20) {
                letters += 1
                capitals += symbol & 0x20 == 0 ? 1 : 0
            }
        }
        let share = Double(capitals) / Double(max(1, letters))
        guard share > 0, share < 1 else { return 0 }
        return -Double(letters) * (share * log2(share) + (1 - share) * log2(1 - share))
    }

    /// The number of zero bits behind the last whole octet, as an encoder leaves them, or `nil` where one is set or
    /// no encoder ends there.
    private static func unusedZeroBits(_ text: ArraySlice<UInt8>, _ code: SymbolCode) -> Int? {
        guard let unused = code.unusedBits(behind: text.count) else { return nil }
        guard unused > 0, let last = text.last, let value = code.value(last) else { return 0 }
        return value & (1 << unused - 1) == 0 ? unused : nil
    }

    /// Bits that text or a known beginning saves, by the first octets.
    static func evidence(in octets: [UInt8]) -> Double {
        let octets = octets.count > probedOctets ? Array(octets.prefix(probedOctets)) : octets
        guard !octets.isEmpty else { return 0 }
        let magic = ContentType.isFile(octets) ? magicBits : 0
        let found = max(textEvidence(in: octets), magic)
        return found > 0 ? found : ConstantMask(of: octets)?.savedBits ?? 0
    }

    /// Bits that text saves; 0 for what is none.
    private static func textEvidence(in octets: [UInt8]) -> Double {
        // Every second octet of UTF-16 says nothing.
        let narrow = WideText.narrow(octets) ?? octets
        guard TextCode.readableRatio(of: narrow) > 0.9 else { return 0 }
        var text = TextCode()
        let saved = 8 * Double(octets.count) - text.bits(of: narrow)
        return saved > 0 && PrintableText.varies(narrow) ? saved : 0
    }

    // MARK: - Reading

    /// Symbols without the padding behind them.
    ///
    /// Among symbols that Base64 does not have, an equals sign is one, too.
    static func withoutPadding(_ symbols: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let rest = symbols.prefix(symbols.count - symbols.reversed().prefix { $0 == UInt8(ascii: "=") }.count)
        return rest.allSatisfy { SymbolCode.base64.value($0) != nil } ? rest : symbols
    }

    /// Symbols without those that fill up.
    private static func unpadded(_ symbols: ArraySlice<UInt8>, _ padding: UInt8?) -> ArraySlice<UInt8> {
        guard let padding else { return symbols }
        return symbols.dropLast(min(mostPadding, symbols.reversed().prefix { $0 == padding }.count))
    }

    /// The reading of a known layout.
    ///
    /// - Parameters:
    ///   - code: The code in which symbols stand for octets, or `nil` where the octets are their own text.
    ///   - isJoined: Whether the symbols of all texts make one text.
    init(_ code: SymbolCode?, isJoined: Bool) {
        self.init(code: code, isJoined: isJoined, bits: 0, evidence: 0, isPlausible: true)
    }

    private init(code: SymbolCode?, isJoined: Bool, bits: Double, evidence: Double, isPlausible: Bool) {
        self.code = code
        self.isJoined = isJoined
        self.bits = bits
        self.evidence = evidence
        self.isPlausible = isPlausible
    }

    /// Whether another reading takes the same symbols for octets in the same way.
    func isLike(_ other: TextReading) -> Bool {
        name == other.name && isJoined == other.isJoined && code?.radix == other.code?.radix
    }

    /// Whether a text has nothing but symbols of the reading.
    func fits(_ text: ArraySlice<UInt8>) -> Bool {
        code.map { code in Self.unpadded(text, padding).allSatisfy { code.value($0) != nil } } ?? true
    }

    /// The octets that a stretch of texts writes, which have all that belongs between them.
    ///
    /// - Parameters:
    ///   - texts: One after the other.
    ///   - position: Symbols of the whole before them: where the reading joins texts, the rest of an octet that began
    ///     before is left out.
    /// - Returns: Whole octets.
    func octets(of texts: [ArraySlice<UInt8>], behind position: Int) -> [UInt8] {
        guard let code else { return Array(texts.joined()) }
        let texts = texts.map { Self.unpadded($0, padding) }
        guard isJoined else {
            let pieces = texts.map { code.octets(of: $0) ?? [] }
            return code.isNumber ? Self.withLeadingZeros(pieces) : Array(pieces.joined())
        }
        if let group = code.symbolsPerGroup {
            let skipped = (group - position % group) % group
            let symbols = Array(texts.joined().dropFirst(skipped))
            // One symbol alone at the end is no octet.
            return code.octets(of: symbols.dropLast(symbols.count % group == 1 ? 1 : 0)) ?? []
        }
        let bitsBefore = position * (code.bitsPerSymbol ?? 8) % 8
        return code.octets(of: Array(texts.joined())[...], skippingBits: (8 - bitsBefore) % 8) ?? []
    }

    /// The octets of pieces of which each was a number: all but the last one are as long as most.
    private static func withLeadingZeros(_ pieces: [[UInt8]]) -> [UInt8] {
        let counts = Dictionary(grouping: pieces.map(\.count), by: { $0 }).mapValues(\.count)
        let usual = counts.max { ($0.value, $0.key) < ($1.value, $1.key) }?.key ?? 0
        // A number that lacks more is shorter by itself.
        return pieces.enumerated().flatMap { index, piece in
            let missing = usual - piece.count
            return index < pieces.count - 1 && (1...mostLeadingZeros).contains(missing)
                ? [UInt8](repeating: 0, count: missing) + piece : piece
        }
    }

    /// Of random octets three zeros come in a row once in 16 million.
    private static let mostLeadingZeros = 3

    /// The name of the code, or `nil` where octets are their own text.
    var name: String? { code?.alphabet.rawValue }
}
