import Glibc

/// Finds text that was written in the symbols of labels and answers.
///
/// Two codes tell the symbols. One takes them for symbols that come as often as they did before. The other takes the
/// octets that they decode to for text (``TextCode``). The difference in bits is the evidence. An octet counts at the
/// first label that has it at that place: a later label does not say again what all of them share.
///
/// Symbols that are no text have a chance of 2⁻ⁿ to be told n bits shorter as text, whichever way of reading is tried
/// (Kraft's inequality). The bits that tell which way it was are taken off.
package enum EncodedText {
    /// The octets that a list of labels decodes to.
    package struct Reading: Sendable {
        package let alphabet: PayloadAlphabet
        /// Octets that came out.
        package let octetCount: Int
        /// The share of printable ones, 0…1.
        package let printableRatio: Double
        /// The value that each octet was combined with by exclusive or; 0 for plain text.
        package let mask: UInt8
        /// The first of them, for people.
        package let beginning: [UInt8]
        /// The bits by which text is the shorter account of the symbols, ways of reading taken off.
        package let bits: Double

        package init(
            alphabet: PayloadAlphabet,
            octetCount: Int,
            printableRatio: Double,
            mask: UInt8,
            beginning: [UInt8],
            bits: Double
        ) {
            self.alphabet = alphabet
            self.octetCount = octetCount
            self.printableRatio = printableRatio
            self.mask = mask
            self.beginning = beginning
            self.bits = bits
        }
    }

    /// Enough to tell; more only costs time.
    private static let maximumSymbols = 2_048
    /// Shorter labels are read joined only.
    package static let minimumSymbols = 8
    private static let joinedSymbols = 3
    /// Symbols before the text, such as a session id or a checksum.
    private static let maximumSkippedSymbols = 7
    /// The bits that tell which of some hundred ways of reading it was: alphabet, which parts, their order.
    private static let wayBits = 12.0
    /// The bits that tell how many symbols before the text are left out, of seven numbers that are together as likely
    /// as none.
    private static let skippingBits = log2(Double(maximumSkippedSymbols))
    /// The bits that tell which of 255 masks it was.
    private static let maskBits = 8.0
    /// Where some labels are text, one in 16 is expected to be: this tells polls and session ids from chunks.
    private static let textShare = 1.0 / 16
    /// Of the octets; all of a text are, but for octets that a sender puts before it.
    private static let readableShare = 0.85
    /// Octets in which a mask is looked for.
    private static let maskedOctets = 64
    /// If so many pieces or symbols are no text, the rest is no text either.
    private static let probedPieces = 24
    private static let probedSymbols = 192
    /// The octets that are kept for people.
    private static let keptOctets = 48

    /// The reading of labels that are each a piece, in their order.
    package static func reading(of labels: some Sequence<ArraySlice<UInt8>>) -> Reading? {
        reading(of: labels.map { [$0] })
    }

    /// The reading of which the text saves most bits.
    ///
    /// It reads all of a name's labels together, its longest label, and the longest part of that label between hyphens.
    /// It reads each for itself and all joined, in the order given and by a number that the names have.
    ///
    /// - Parameters:
    ///   - names: The labels of each name that may be payload, in the names' order.
    ///   - measuresAll: Whether to measure even those ways that cannot save enough, for tests.
    /// - Returns: `nil` when text saves nothing.
    /// - Complexity: O(symbols × ways of reading), some milliseconds at most.
    package static func reading(of names: [[ArraySlice<UInt8>]], measuresAll: Bool = false) -> Reading? {
        var best: Reading?
        for pieces in layouts(of: names) {
            let bound = TextGainBound(of: pieces, isInfinite: measuresAll)
            let cuts = (0...maximumSkippedSymbols).map { Cut(pieces, skipping: $0) }
            for code in SymbolCode.all + SymbolCode.ofFewSymbols(in: pieces) {
                for cut in cuts {
                    if let better = reading(of: cut, code, bound, above: best?.bits ?? 0) { best = better }
                }
            }
        }
        return best
    }

    /// Whether any reading of names is tried: `false` for words alone.
    ///
    /// - Complexity: O(symbols).
    package static func mayBeRead(_ names: [[ArraySlice<UInt8>]]) -> Bool { !layouts(of: names).isEmpty }

    /// The rest of pieces without some symbols before the text.
    private struct Cut {
        /// Those that are read each for itself: polls are shorter than the data that they ask for; equal lengths keep
        /// their order.
        let alone: [SymbolPiece]
        /// Symbols of all these; no octet is written in less than one.
        let symbols: Int
        /// All pieces as one; `nil` for a single one.
        let joined: SymbolPiece?
        /// The bits that it takes to say which way of reading this is.
        let price: Double

        init(_ pieces: [ArraySlice<UInt8>], skipping skipped: Int) {
            let left = pieces.map { $0.dropFirst(skipped) }.filter { !$0.isEmpty }
            let read = left.filter { $0.count >= minimumSymbols || $0.count == left.first?.count }
            alone = read.enumerated().sorted {
                ($1.element.count, $0.offset) < ($0.element.count, $1.offset)
            }.map { SymbolPiece($0.element) }
            symbols = read.reduce(0) { $0 + $1.count }
            joined = left.count > 1 ? SymbolPiece(Array(left.joined())[...]) : nil
            price = wayBits + (skipped > 0 ? skippingBits : 0)
        }
    }

    // MARK: Pieces

    /// The ways to take pieces out of names, each without repetitions.
    private static func layouts(of names: [[ArraySlice<UInt8>]]) -> [[ArraySlice<UInt8>]] {
        let coded = names.filter { !$0.isEmpty }
        let longest = coded.compactMap { $0.max { $0.count < $1.count } }
        let parts = longest.compactMap(longestPart)
        let together = coded.map { $0.count == 1 ? $0[0] : Array($0.joined())[...] }
        let ordered = numbered(coded).map { order in order.map { longest[$0] } }
        var layouts: [[ArraySlice<UInt8>]] = []
        for pieces in [together, longest, parts] + [ordered].compactMap({ $0 }) {
            let pieces = limited(pieces)
            guard !pieces.isEmpty, !layouts.contains(pieces), mayBeCoded(pieces) else { continue }
            layouts.append(pieces)
        }
        return layouts
    }

    /// The longest part of a label between hyphens and the like; parts of one width, such as octets that are written each
    /// by itself, are one.
    private static func longestPart(of label: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        let parts = label.split { [0x2D, 0x2E, 0x5F].contains($0) }
        guard parts.count >= fewestEqualParts, let width = parts.last?.count,
            parts.dropFirst().allSatisfy({ $0.count == width })
        else { return parts.max { $0.count < $1.count } }
        let areEqual = parts.first?.count == width
        return Array(parts.dropFirst(areEqual ? 0 : 1).joined())[...]
    }

    private static let fewestEqualParts = 6

    /// The first pieces of some length, without repetitions.
    private static func limited(_ pieces: [ArraySlice<UInt8>]) -> [ArraySlice<UInt8>] {
        var seen: Set<ArraySlice<UInt8>> = []
        var count = 0
        return pieces.filter { piece in
            guard count < maximumSymbols, piece.count >= joinedSymbols, seen.insert(piece).inserted else {
                return false
            }
            count += piece.count
            return true
        }
    }

    /// Whether there are symbols that words do not have in such an order; most zones end here.
    private static func mayBeCoded(_ pieces: [ArraySlice<UInt8>]) -> Bool {
        pieces.reduce(0) { isWord($1) ? $0 : $0 + $1.count } >= minimumSymbols
    }

    private static func isWord(_ piece: ArraySlice<UInt8>) -> Bool {
        if piece.count >= 2 * minimumSymbols, Set(piece).count <= 4 { return false }
        let digits = piece.count { (0x30...0x39).contains($0) }
        let capitals = piece.count { (0x41...0x5A).contains($0) }
        guard digits <= mostDigitsOfWord, capitals <= 1 || capitals == piece.count else { return false }
        return piece.count < minimumSymbols || LetterPairs.meanCost(of: piece) ?? 0 < wordCost
    }

    package static let mostDigitsOfWord = 2
    /// In bits; 19 of 20 words have less (``LetterPairs``), and hexadecimal digits, Base32 and NetBIOS letters more.
    private static let wordCost = 4.3

    /// The names' order by a number that they have at one place, if it is another than theirs.
    private static func numbered(_ names: [[ArraySlice<UInt8>]]) -> [Int]? {
        for fromRight in [false, true] {
            for position in 0..<3 {
                let numbers = names.compactMap { labels -> Int? in
                    guard position < labels.count else { return nil }
                    let label = labels[fromRight ? labels.count - 1 - position : position]
                    let digits = label.prefix { (0x30...0x39).contains($0) }
                    let isNumber = digits.count == label.count || label.dropFirst(digits.count).first == 0x2D
                    return (1...9).contains(digits.count) && isNumber
                        ? digits.reduce(0) { $0 * 10 + Int($1 - 0x30) } : nil
                }
                guard numbers.count == names.count, Set(numbers).count == numbers.count else { continue }
                let order = numbers.indices.sorted { numbers[$0] < numbers[$1] }
                if order != Array(numbers.indices) { return order }
            }
        }
        return nil
    }

    // MARK: Reading

    /// The reading of pieces in one code, each for itself or joined, masked or not.
    ///
    /// Pieces that are not readable or cannot save enough are not measured (``TextGainBound``): that is nearly every way of
    /// reading ordinary names.
    ///
    /// - Parameters:
    ///   - cut: The pieces.
    ///   - code: How symbols stand for octets.
    ///   - bound: The most that text can save of any of the pieces.
    ///   - floor: The bits of the best reading so far.
    /// - Returns: `nil` when text saves no more than `floor`.
    private static func reading(
        of cut: Cut,
        _ code: SymbolCode,
        _ bound: TextGainBound,
        above floor: Double
    ) -> Reading? {
        var best: Reading?
        var isTextUnmasked = false
        func consider(_ octets: [UInt8], mask: UInt8, bits: Double) {
            guard bits > 0, !octets.isEmpty else { return }
            let text = octets.map { $0 ^ mask }
            let readable = TextCode.readableRatio(of: text)
            guard readable >= readableShare else { return }
            isTextUnmasked = true
            guard bits > best?.bits ?? floor else { return }
            best = Reading(
                alphabet: code.alphabet,
                octetCount: text.count,
                printableRatio: readable,
                mask: mask,
                beginning: Array(text.prefix(keptOctets)),
                bits: bits
            )
        }
        // A text has one piece at least that is as readable as all of it.
        func mayBeText(_ piece: SymbolPiece) -> Bool {
            code.symbols.isSuperset(of: piece.kinds)
                && (bound.isInfinite || code.mayBeText(piece.symbols, share: readableShare))
        }
        // The digits of a number do not tell it before all are read.
        func mayBeText(_ pieces: DecodedPieces) -> Bool {
            bound.isInfinite || !code.isNumber || pieces.mayBeText(share: readableShare)
        }
        let areMostOfCode = 2 * cut.alone.count { code.symbols.isSuperset(of: $0.kinds) } >= cut.alone.count
        let mayBeSeparate =
            areMostOfCode && cut.alone.contains(where: mayBeText) && mayGain(cut.alone, code, bound)
        let areTopBitsAlike =
            areMostOfCode && code.isMasked && cut.symbols >= maskedOctets
            && (bound.isInfinite || code.mayTopBitsAgree(cut.alone, agree))
        let separate = DecodedPieces(mayBeSeparate || areTopBitsAlike ? cut.alone : [], code)
        if 2 * separate.count >= cut.alone.count, separate.count > 0 {
            let mayBeMasked = areTopBitsAlike && separate.octets.count >= maskedOctets
            if mayBeSeparate, mayBeText(separate),
                bound.bits(of: separate) - cut.price > (mayBeMasked ? 0 : floor)
            {
                let (bits, text) = gain(of: separate, code, mask: 0)
                consider(text, mask: 0, bits: bits - cut.price)
            }
            if mayBeMasked, !isTextUnmasked, let mask = mask(of: separate.octets),
                bound.bits(of: separate, mask: mask) - cut.price - maskBits > floor
            {
                let (bits, text) = gain(of: separate, code, mask: mask)
                consider(text.map { $0 ^ mask }, mask: mask, bits: bits - cut.price - maskBits)
            }
        }
        guard let joined = cut.joined, mayBeText(joined) else { return best }
        let whole = DecodedPieces([joined], code)
        guard whole.count > 0, mayBeText(whole), bound.bits(of: whole) - cut.price > best?.bits ?? floor
        else {
            return best
        }
        // Octets that do not begin as text are no text.
        let beginning = DecodedPieces([SymbolPiece(joined.symbols.prefix(probedSymbols))], code)
        if beginning.count > 0, gain(of: beginning, code, mask: 0).bits > 0 {
            consider(whole.octets, mask: 0, bits: gain(of: whole, code, mask: 0).bits - cut.price)
        }
        return best
    }

    /// Whether one of the first pieces could save a bit; else ``gain(of:_:mask:)`` looks no further.
    private static func mayGain(_ pieces: [SymbolPiece], _ code: SymbolCode, _ bound: TextGainBound) -> Bool {
        guard pieces.count > probedPieces else { return true }
        let first = DecodedPieces(pieces, code, most: probedPieces + 1)
        return first.count <= probedPieces || first.range(of: probedPieces).isEmpty || bound.maySave(first)
    }

    /// The bits that text saves, and the octets of those pieces that are text.
    private static func gain(
        of pieces: DecodedPieces,
        _ code: SymbolCode,
        mask: UInt8
    ) -> (bits: Double, text: [UInt8]) {
        var novelty = OctetNovelty(of: pieces)
        var ordinary = SymbolCosts(of: pieces.symbols)
        var textual = TextCode()
        var (ofAll, ofSome) = (0.0, 0.0)
        var (all, some): ([UInt8], [UInt8]) = ([], [])
        for number in 0..<pieces.count {
            let symbols = pieces.symbols[number]
            let octets = pieces.octets[pieces.range(of: number)].map { $0 ^ mask }
            guard !octets.isEmpty else { continue }
            if number == probedPieces, some.isEmpty { break }
            let isNew = octets.indices.map { novelty.note(octets[$0], at: $0) }
            let octetsPerSymbol = Double(octets.count) / Double(symbols.count)
            var asSymbols = ordinary.bits(of: symbols) { index in
                isNew[min(octets.count - 1, Int(Double(index) * octetsPerSymbol))]
            }
            // Numbers up to 255 are as short as octets of any kind; addresses are numbers and no text.
            if code.writesDigits { asSymbols = min(asSymbols, 8 * Double(isNew.count { $0 })) }
            let surplus = isNew.last == true ? code.surplusCost(of: symbols) : 0
            // A piece that is no text teaches nothing of texts; half of a long text's pieces begin within an octet.
            var taught = textual
            let saved = asSymbols - taught.bits(of: octets) { isNew[$0] } - surplus
            if saved > 0 { textual = taught }
            ofAll += saved
            all += octets
            // Some pieces may be no text; telling which ones costs a little for each piece.
            ofSome += log2(1 - textShare + textShare * exp2(min(saved, 1_000)))
            if saved > 0 { some += octets }
        }
        return ofAll >= ofSome ? (ofAll, all) : (ofSome, some)
    }

    /// Whether octets agree in the top bit, as a mask that makes text makes all of them, and random ones do not.
    private static func agree(topBits: Int, of octets: Int) -> Bool {
        10 * topBits <= octets || 10 * topBits >= 9 * octets
    }

    /// The octet by which most others become text.
    private static func mask(of octets: [UInt8]) -> UInt8? {
        let histogram = OctetHistogram(octets)
        let present = (UInt8.min...(.max)).filter { histogram[$0] > 0 }
        guard agree(topBits: histogram.count { $0 & 0x80 != 0 }, of: histogram.total) else { return nil }
        let costs = (UInt8(1)...(.max)).map { mask in
            (mask, present.reduce(0.0) { $0 + Double(histogram[$1]) * TextCode.cost($1 ^ mask) })
        }
        return costs.min { $0.1 < $1.1 }?.0
    }

    /// The octets of symbols of Base64 in either alphabet, as far as they are some.
    package static func octets(ofBase64 symbols: some Sequence<UInt8>) -> [UInt8] {
        SymbolCode.base64.octets(of: Array(symbols.prefix { base64Value($0) != nil })[...]) ?? []
    }

    /// The octets of hexadecimal digits, as far as they are some.
    package static func octets(ofBase16 symbols: some Sequence<UInt8>) -> [UInt8] {
        SymbolCode.base16.octets(of: Array(symbols.prefix { hexadecimalValue($0) != nil })[...]) ?? []
    }

    /// Whether an octet is a printable ASCII character, a tab or a line feed.
    package static func isPrintable(_ octet: UInt8) -> Bool {
        (0x20...0x7E).contains(octet) || octet == 0x0A || octet == 0x09
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
