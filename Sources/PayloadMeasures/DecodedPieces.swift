/// Symbols of one piece, and which they are: whether a code has them all takes no look at each.
struct SymbolPiece {
    let symbols: ArraySlice<UInt8>
    let kinds: OctetSet

    init(_ symbols: ArraySlice<UInt8>) {
        self.symbols = symbols
        kinds = OctetSet(symbols)
    }
}

/// A set of octets.
struct OctetSet: Sendable {
    private var words = SIMD4<UInt64>()

    init(_ octets: some Sequence<UInt8>) {
        for octet in octets { words[Int(octet >> 6)] |= 1 << UInt64(octet & 63) }
    }

    func contains(_ octet: UInt8) -> Bool { words[Int(octet >> 6)] & 1 << UInt64(octet & 63) != 0 }

    func isSuperset(of other: Self) -> Bool { other.words & ~words == SIMD4() }
}

/// Pieces of symbols, as far as they are symbols of one code, and the octets that they stand for.
struct DecodedPieces {
    private(set) var symbols: [ArraySlice<UInt8>] = []
    /// Of all pieces, one behind the other.
    private(set) var octets: [UInt8] = []
    /// The end of the octets of each piece.
    private var ends: [Int] = []

    /// - Parameters:
    ///   - pieces: The pieces, of which those of other symbols are left out.
    ///   - code: How symbols stand for octets.
    ///   - most: The number of decoded pieces after which to stop.
    init(_ pieces: [SymbolPiece], _ code: SymbolCode, most: Int = .max) {
        for piece in pieces
        where count < most && code.symbols.isSuperset(of: piece.kinds)
            && code.append(octetsOf: piece.symbols, to: &octets)
        {
            symbols.append(piece.symbols)
            ends.append(octets.count)
        }
    }

    var count: Int { symbols.count }

    /// The range of the octets of one piece.
    func range(of number: Int) -> Range<Int> { (number == 0 ? 0 : ends[number - 1])..<ends[number] }

    /// Whether one of them could be a piece of a text: such a share of its octets is readable.
    func mayBeText(share: Double) -> Bool {
        (0..<count).contains { number in
            let range = range(of: number)
            var readable = ReadableOctets()
            for place in range { readable.note(octets[place]) }
            return !range.isEmpty
                && readable.unreadable <= SymbolCode.mostUnreadable(of: range.count, share)
        }
    }

    /// Octets of the longest piece.
    var longest: Int { (0..<count).reduce(0) { max($0, range(of: $1).count) } }
}

/// The octets that were seen at each place of a piece.
struct OctetNovelty {
    /// A bit for each octet, four words for each place; none for one piece alone, in which all is new.
    private var seen: [UInt64]

    init(of pieces: DecodedPieces) {
        seen = [UInt64](repeating: 0, count: pieces.count > 1 ? 4 * pieces.longest : 0)
    }

    /// Whether the octet was not at this place before.
    mutating func note(_ octet: UInt8, at place: Int) -> Bool {
        if seen.isEmpty { return true }
        let word = 4 * place + Int(octet >> 6)
        let bit: UInt64 = 1 << UInt64(octet & 63)
        if seen[word] & bit != 0 { return false }
        seen[word] |= bit
        return true
    }
}
