/// The values of HTTP/2 header fields, as HPACK codes them.
///
/// Names do not matter here: the content of a value shows that it is the path of a request. Thus the reader passes
/// over the static table, and keeps only the values of the dynamic one.
///
/// Source: RFC 7541 §2.3, §5, §6 and appendix B.
struct HeaderValues: Sendable {
    /// Whether DNS was found in this stream.
    var hasYielded = false
    /// Those that later blocks may point to, the latest last.
    private var dynamic: [[UInt8]] = []

    /// A table of 4,096 octets has 128 entries of 32 octets at most (RFC 7541 §4.1, §4.2).
    private static let mostEntries = 128
    private static let staticEntries = 61

    /// Calls `body` with each value of a block that is written out, or that points to one that was.
    mutating func read(_ block: ArraySlice<UInt8>, _ body: (ArraySlice<UInt8>) -> Bool) {
        var rest = block
        while let first = rest.first {
            if first & 0x80 != 0 {  // an entry of a table
                guard let index = Self.integer(&rest, bits: 7) else { return }
                let place = dynamic.count - (index - Self.staticEntries)
                if index > Self.staticEntries, dynamic.indices.contains(place), body(dynamic[place][...]) {
                    hasYielded = true
                }
                continue
            }
            if first & 0xE0 == 0x20 {  // the dynamic table's size
                guard Self.integer(&rest, bits: 5) != nil else { return }
                continue
            }
            let isAdded = first & 0x40 != 0
            guard let name = Self.integer(&rest, bits: isAdded ? 6 : 4) else { return }
            if name == 0, Self.string(&rest) == nil { return }
            guard let value = Self.string(&rest) else { return }
            if body(value[...]) { hasYielded = true }
            if isAdded {
                dynamic.append(value)
                if dynamic.count > Self.mostEntries { dynamic.removeFirst() }
            }
        }
    }

    /// A number whose first octet has so many bits of it (§5.1); `nil` where it is not whole or far too large.
    private static func integer(_ rest: inout ArraySlice<UInt8>, bits: Int) -> Int? {
        guard let first = rest.popFirst() else { return nil }
        let limit = 1 << bits - 1
        var value = Int(first) & limit
        if value < limit { return value }
        for shift in stride(from: 0, through: 21, by: 7) {
            guard let octet = rest.popFirst() else { return nil }
            value += Int(octet & 0x7F) << shift
            if octet & 0x80 == 0 { return value }
        }
        return nil
    }

    /// A string, plain or in Huffman's code (§5.2).
    private static func string(_ rest: inout ArraySlice<UInt8>) -> [UInt8]? {
        guard let first = rest.first else { return nil }
        guard let length = integer(&rest, bits: 7), length <= rest.count else { return nil }
        let octets = rest.prefix(length)
        rest = rest.dropFirst(length)
        return first & 0x80 == 0 ? Array(octets) : decoded(octets)
    }

    // MARK: - Huffman's code

    /// The number of bits that the code of each octet has.
    ///
    /// The code is canonical: codes of one length follow each other as their octets do, and are larger than all shorter ones.
    private static let lengths: [UInt8] = [
        13, 23, 28, 28, 28, 28, 28, 28, 28, 24, 30, 28, 28, 30, 28, 28, 28, 28, 28, 28, 28, 28, 30, 28,
        28, 28, 28, 28, 28, 28, 28, 28, 6, 10, 10, 12, 13, 6, 8, 11, 10, 10, 8, 11, 8, 6, 6, 6,
        5, 5, 5, 6, 6, 6, 6, 6, 6, 6, 7, 8, 15, 6, 12, 10, 13, 6, 7, 7, 7, 7, 7, 7,
        7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 8, 7, 8, 13, 19, 13, 14, 6,
        15, 5, 6, 5, 6, 5, 6, 6, 6, 5, 7, 7, 6, 6, 6, 5, 6, 7, 6, 5, 5, 6, 7, 7,
        7, 7, 7, 15, 11, 14, 13, 28, 20, 22, 20, 20, 22, 22, 22, 23, 22, 23, 23, 23, 23, 23, 24, 23,
        24, 24, 22, 23, 24, 23, 23, 23, 23, 21, 22, 23, 22, 23, 23, 24, 22, 21, 20, 22, 22, 23, 23, 21,
        23, 22, 22, 24, 21, 22, 23, 23, 21, 21, 22, 21, 23, 22, 23, 23, 20, 22, 22, 22, 23, 22, 22, 23,
        26, 26, 20, 19, 22, 23, 22, 25, 26, 26, 26, 27, 27, 26, 24, 25, 19, 21, 26, 27, 27, 26, 27, 24,
        21, 21, 26, 26, 28, 27, 27, 27, 20, 24, 20, 21, 22, 21, 21, 23, 22, 22, 25, 25, 24, 24, 26, 23,
        26, 27, 26, 26, 27, 27, 27, 27, 27, 28, 27, 27, 27, 27, 27, 26,
    ]

    /// The octets by their codes, and for each length its first code and where that stands among them.
    private static let code: (octets: [UInt8], first: [Int], start: [Int], count: [Int]) = {
        let octets = lengths.indices.sorted { (lengths[$0], $0) < (lengths[$1], $1) }
        var (first, start, count) = (
            [Int](repeating: 0, count: 31), [Int](repeating: 0, count: 31), [Int](repeating: 0, count: 31)
        )
        for length in lengths { count[Int(length)] += 1 }
        for length in 1...30 {
            first[length] = (first[length - 1] + count[length - 1]) << 1
            start[length] = start[length - 1] + count[length - 1]
        }
        return (octets.map { UInt8(truncatingIfNeeded: $0) }, first, start, count)
    }()

    /// The text that octets stand for; a rest of fewer than eight bits is padding.
    private static func decoded(_ octets: ArraySlice<UInt8>) -> [UInt8] {
        var decoded: [UInt8] = []
        var (value, length) = (0, 0)
        for octet in octets {
            for bit in stride(from: 7, through: 0, by: -1) {
                value = value << 1 | Int(octet >> UInt8(bit) & 1)
                length += 1
                if length > 30 { return decoded }
                let index = value - code.first[length]
                if index >= 0, index < code.count[length] {
                    decoded.append(code.octets[code.start[length] + index])
                    (value, length) = (0, 0)
                }
            }
        }
        return decoded
    }
}
