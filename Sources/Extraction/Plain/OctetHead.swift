import Signatures

/// Octets before the payload of every piece, once its symbols are decoded: what all pieces begin with, how long each is,
/// and a number that counts them, as programs put them before they encode.
struct OctetHead {
    /// Octets before the payload of each piece.
    let length: Int
    /// The number of each piece, or `nil` where none counts them.
    let counter: Counter?
    /// Octets of the head that say how many of those behind it are payload; what else is there fills up.
    private var lengthOctets = 0

    private static let fewestPieces = 6
    /// From so many pieces on numbers that are close together count; of fewer the steps tell.
    private static let manyPieces = 16
    private static let longest = 16
    /// The share of small steps from which on octets count.
    private static let steadyShare = 0.8
    private static let mostStep = 3
    /// Room for each number, where nothing tells but that they are close together.
    private static let density = 1.5
    /// Octets that a number whose lowest one stands first may have.
    private static let widths = [4, 2]

    /// The head that decoded pieces have, or `nil` where nothing tells that the first octets are no payload.
    ///
    /// - Parameter pieces: In the order in which they came.
    /// - Complexity: O(pieces).
    init?(of pieces: [[UInt8]]) {
        guard pieces.count >= Self.fewestPieces, let first = pieces.first,
            let shortest = pieces.map(\.count).min(), shortest > 1
        else { return nil }
        var common = 0
        while common < min(Self.longest, shortest - 1), pieces.allSatisfy({ $0[common] == first[common] }) {
            common += 1
        }
        if let (width, isLowestFirst, numbers) = Self.numbers(in: pieces, at: common) {
            var length = common + width
            // The lowest octet of a number may be its first one; then the higher ones are behind it.
            if isLowestFirst ?? (common == 0 || first[common - 1] != 0) {
                length +=
                    Self.widths.lazy.map { $0 - width }.first { count in
                        count > 0 && shortest > length + count
                            && pieces.allSatisfy { piece in
                                piece[length..<(length + count)].allSatisfy { $0 == 0 }
                            }
                    } ?? 0
            }
            counter = Counter(numbers)
            // How many octets follow may stand behind the number.
            let rests = pieces.map { Array($0.dropFirst(length)) }
            let end = Self.endOfLength(in: rests, common: 0)
            lengthOctets = end?.width ?? 0
            length += end?.place ?? 0
            self.length = length + (lengthOctets == 0 ? Self.widthOfChecksum(rests) : 0)
            return
        }
        if let end = Self.endOfLength(in: pieces, common: common) {
            (length, counter, lengthOctets) = (end.place, nil, end.width)
            return
        }
        guard common > 0 else { return nil }
        // Letters that all pieces begin with may be words of records; without a session's number text is more of a text.
        let (whole, rest) = (Array(pieces.joined()), pieces.flatMap { $0.dropFirst(common) })
        guard
            !first.prefix(common).contains(where: \.isPrintable)
                || TextReading.evidence(in: rest) > TextReading.evidence(in: whole) + 8 * Double(common)
        else { return nil }
        (length, counter) = (common, nil)
    }

    /// The payload of a piece: what stands behind the head, without what fills up.
    func payload(of piece: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let rest = piece.dropFirst(length)
        guard lengthOctets > 0 else { return rest }
        return rest.prefix(Self.number(piece.dropFirst(length - lengthOctets).prefix(lengthOctets)))
    }

    private static func number(_ octets: some Sequence<UInt8>) -> Int {
        octets.reduce(0) { $0 << 8 | Int($1) }
    }

    /// The bits that it saves to know the head of so many pieces.
    func savedBits(in count: Int) -> Double {
        let written = counter.map { 16 + 2 * Double(count) + 4 * Double($0.stepsOutOfOrder) } ?? 0
        return 8 * Double(length * (count - 1)) - written
    }

    /// The number at a place of all pieces, its width in octets, and whether the lowest octet stands first, as far as
    /// that shows.
    private static func numbers(in pieces: [[UInt8]], at place: Int)
        -> (width: Int, isLowestFirst: Bool?, numbers: [Int])?
    {
        func value(_ piece: [UInt8], _ places: some Sequence<Int>) -> Int {
            places.reduce(0) { $0 << 8 | Int(piece[place + $1]) }
        }
        let hasTwo = pieces.allSatisfy { $0.count > place + 2 }
        var found: [(width: Int, isLowestFirst: Bool?, numbers: [Int])] = []
        if hasTwo, Set(pieces.map { $0[place + 1] }).count > 1 {
            for places in [[0, 1], [1, 0]] {
                let numbers = pieces.map { value($0, places) }
                let counted =
                    doCount(numbers, round: 1 << 16) ? numbers : offsets(numbers, pieces.map(\.count))
                if let counted { found.append((2, places == [1, 0], counted)) }
            }
        }
        let numbers = pieces.map { value($0, 0...0) }
        if doCount(numbers, round: 1 << 8) { found.append((1, nil, numbers)) }
        // A length beside a number is the same in all pieces but the last.
        return found.min { Counter($0.numbers).stepsOutOfOrder < Counter($1.numbers).stepsOutOfOrder }
    }

    /// The number of each piece where numbers are the places of the pieces' first octets, which go up by as many octets as a
    /// piece has at most; `nil` where they are not.
    private static func offsets(_ numbers: [Int], _ counts: [Int]) -> [Int]? {
        let steps = zip(numbers.dropFirst(), numbers).map { ($0 - $1 + 1 << 16) % (1 << 16) }
        guard let longest = counts.max(), let step = steps.first, step > mostStep, step < longest,
            2 * step >= longest,
            Double(steps.count { $0 == step }) >= steadyShare * Double(steps.count),
            steps.allSatisfy({ $0.isMultiple(of: step) })
        else { return nil }
        return numbers.map { $0 / step }
    }

    /// Whether numbers go up by few from piece to piece, as where some are lost, or fill the room between them.
    private static func doCount(_ numbers: [Int], round: Int) -> Bool {
        let steps = zip(numbers.dropFirst(), numbers).map { ($0 - $1 + round) % round }
        let distinct = Set(numbers)
        guard distinct.count > 2, 10 * distinct.count >= 9 * numbers.count else { return false }
        if Double(steps.count { (1...mostStep).contains($0) }) >= steadyShare * Double(steps.count),
            2 * steps.count(where: { $0 == 1 }) >= steps.count
        {
            return true
        }
        guard let least = distinct.min(), let most = distinct.max(), numbers.count >= manyPieces else {
            return false
        }
        return Double(most - least + 1) <= density * Double(distinct.count)
    }

    /// The octets of a checksum of all that follows, in either order, which each piece begins with; 0 where there is none.
    private static func widthOfChecksum(_ pieces: [[UInt8]]) -> Int {
        let fits = pieces.allSatisfy { piece in
            guard piece.count > 4 else { return false }
            let sum = Int(CRC32.checksum(piece.dropFirst(4)))
            return number(piece.prefix(4)) == sum || number(piece.prefix(4).reversed()) == sum
        }
        return fits ? 4 : 0
    }

    /// The end of a number that says how many octets follow it, in each piece, and its width in octets.
    ///
    /// Behind those that follow, zeros may fill a piece up; then nearly all pieces are full.
    private static func endOfLength(in pieces: [[UInt8]], common: Int) -> (place: Int, width: Int)? {
        for start in 0...common {
            for width in 1...2 where pieces.allSatisfy({ $0.count > start + width }) {
                var full = 0
                let fits = pieces.allSatisfy { piece in
                    let rest = piece.dropFirst(start + width)
                    let count = number(piece[start..<(start + width)])
                    full += count == rest.count ? 1 : 0
                    return count <= rest.count && rest.dropFirst(count).allSatisfy { $0 == 0 }
                }
                if fits, 10 * full >= 9 * pieces.count { return (start + width, width) }
            }
        }
        return nil
    }
}
