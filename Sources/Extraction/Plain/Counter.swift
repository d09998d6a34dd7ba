import PayloadMeasures

/// A number that tells the order of texts: in every one of them, and next to the one before.
struct Counter {
    /// The number of each text, wrapping undone, rising by one; `nil` where a text has none.
    let numbers: [Int?]
    /// Whether the numbers that were sent fall, so that either the last piece came first or they say how many are to come.
    var isFalling = false

    /// The share of steps by one from which on numbers count, though some packets are lost or out of order.
    private static let steadyShare = 0.8
    /// The most numbers for each one that is used, where nothing tells but that they are close together.
    private static let density = 1.5
    private static let minimumTexts = 3
    private static let longestNumber = 9
    /// From so many numbers on, others than steps tell that they count.
    private static let manyTexts = 16
    /// Room for each number in a permutation, some of which may be lost.
    private static let permutationDensity = 1.1

    /// The counter that whole texts are, or `nil`.
    ///
    /// - Parameter all: In the order in which they came; `nil` for those without that place.
    init?(_ all: [ArraySlice<UInt8>?]) {
        let texts = Self.alike(all)
        let present = texts.compactMap { $0 }
        guard present.count >= Self.minimumTexts, 10 * present.count >= 9 * all.count else { return nil }
        // `c9` and `c10` count in base 16 too, but for the steps between tens.
        var found: [Counter] = []
        let (stem, end) = (
            Self.commonStem(of: present), Self.commonStem(of: present.map { Array($0.reversed())[...] })
        )
        var frames = [(stem: 0, end: 0)]
        if stem > 0 { frames.append((stem, 0)) }
        // How many there are may stand behind which one it is, as in `3of48`.
        if end > 0, present.allSatisfy({ $0.count > stem + end }) { frames.append((stem, end)) }
        for (stem, end) in frames {
            let digits = texts.map { $0?.dropFirst(stem).dropLast(end) }
            let width =
                Set(present.map(\.count)).count == 1 ? present.first.map { $0.count - stem - end } : nil
            for numerals in Numerals.all {
                let numbers = digits.map { $0.flatMap(numerals.number) }
                if let counter = Counter(numbers, width: width, base: numerals.base) { found.append(counter) }
            }
        }
        if let best = found.min(by: { $0.preference < $1.preference }) {
            self = best
            return
        }
        let repeated = texts.map { $0.flatMap(Self.letterNumber) }
        guard let counter = Counter(repeated, width: nil, base: 26) else { return nil }
        self = counter
    }

    /// The counter in one of the labels of names, from the left, or `nil`.
    ///
    /// - Parameter names: The labels of each, in the order in which they came.
    init?(ofNames names: [[ArraySlice<UInt8>]]) {
        let most = min(Self.mostLabels, names.map(\.count).max() ?? 0)
        let ofLabel = (0..<most).lazy.compactMap { place in
            Counter(names.map { place < $0.count ? $0[place] : nil })
        }
        let first = names.compactMap(\.first)
        guard
            let found = ofLabel.first
                ?? (first.count == names.count
                    ? Self.trailing(first)?.counter ?? Self.leading(first)?.counter : nil)
        else { return nil }
        self = found
    }

    private static let mostLabels = 4

    /// Texts without the few that have other letters before their digits than nearly all, such as `size` among `chunk7`.
    private static func alike(_ texts: [ArraySlice<UInt8>?]) -> [ArraySlice<UInt8>?] {
        let letters = texts.map { $0.map { $0.prefix { !(0x30...0x39).contains($0) } } }
        let counts = Dictionary(grouping: letters.compactMap { $0 }, by: { $0 }).mapValues(\.count)
        guard let usual = counts.max(by: { $0.value < $1.value }), !usual.key.isEmpty,
            usual.value < texts.count, 10 * usual.value >= 9 * texts.count
        else { return texts }
        return zip(texts, letters).map { $1 == usual.key ? $0 : nil }
    }

    /// The number of symbols, none of them a last digit, that all texts begin with and that are not all of a text.
    private static func commonStem(of texts: [ArraySlice<UInt8>]) -> Int {
        guard let first = texts.first else { return 0 }
        let common = texts.reduce(Array(first)) { common, text in
            Array(zip(common, text).prefix { $0 == $1 }.map(\.0))
        }
        return common.count - common.reversed().prefix { (0x30...0x39).contains($0) }.count
    }

    /// The counter of numbers as they came, or `nil` where they do not count.
    private init?(_ raw: [Int?], width: Int?, base: Int) {
        let all = raw.compactMap { $0 }
        // Words of one base among numbers, such as a last message, are no numbers.
        guard all.count >= Self.minimumTexts, 10 * all.count >= 9 * raw.count else { return nil }
        // A piece that is sent again at once has its number again.
        let present = all.indices.filter { $0 == 0 || all[$0] != all[$0 - 1] }.map { all[$0] }
        let (distinct, count) = (Set(present), present.count)
        guard count >= Self.minimumTexts, 2 * count >= all.count else { return nil }
        let steps = zip(present.dropFirst(), present).map { $0 - $1 }
        if let smallest = distinct.min(), let largest = distinct.max(), largest > smallest {
            let isDense =
                Double(largest - smallest + 1) <= Self.density * Double(distinct.count) + 1
                && 10 * distinct.count >= 9 * count
            if isDense {
                // A number that falls by one each time says how many pieces are still to come.
                let falling = steps.count { $0 == -1 }
                isFalling = Double(falling) >= Self.steadyShare * Double(steps.count)
                numbers = isFalling ? raw.map { $0.map { largest - $0 } } : raw
                return
            }
            // The place of a piece's first octet goes up by as much as a piece has.
            if base <= 16, let step = Self.usualStep(steps), step > 1,
                present.allSatisfy({ ($0 - smallest) % step == 0 })
            {
                numbers = raw.map { $0.map { $0 / step } }
                return
            }
        }
        if let width, let round = Self.power(base, width), round <= 1 << 20 {
            let small = steps.count { (1...3).contains((($0 % round) + round) % round) }
            if Double(small) >= Self.steadyShare * Double(steps.count), distinct.count > 2 {
                numbers = Self.unwrapped(raw, round: round)
                return
            }
        }
        let rising = steps.count { $0 == 1 }
        guard Double(rising) >= Self.steadyShare * Double(steps.count) else { return nil }
        numbers = raw
    }

    /// The step that nearly all numbers make, or `nil`.
    private static func usualStep(_ steps: [Int]) -> Int? {
        let counts = Dictionary(grouping: steps, by: { $0 }).mapValues(\.count)
        return counts.first { Double($0.value) >= steadyShare * Double(steps.count) }?.key
    }

    private static func unwrapped(_ raw: [Int?], round: Int) -> [Int?] {
        var latest: Int?
        return raw.map { number in
            guard let number else { return nil }
            guard let before = latest else {
                latest = number
                return number
            }
            let step = ((number - before) % round + round) % round
            let value = before + (step < round / 2 ? step : step - round)
            latest = max(before, value)
            return value
        }
    }

    private static func power(_ base: Int, _ exponent: Int) -> Int? {
        var value = 1
        for _ in 0..<exponent {
            value *= base
            if value > 1 << 32 { return nil }
        }
        return value
    }

    /// The number that digits of a base write, letters following 9, or `nil` where they are none of it or too many.
    static func number(_ text: ArraySlice<UInt8>, base: Int) -> Int? {
        Numerals.all.first { $0.base == base }?.number(text)
    }

    /// Digits in the order of their values.
    private struct Numerals {
        let base: Int
        private let values: [Int?]

        private static let (digits, lower) = ("0123456789", "abcdefghijklmnopqrstuvwxyz")
        private static let upper = lower.uppercased()

        /// Decimal, hexadecimal and base 36; Base32 (RFC 4648), and both orders of base 62.
        static let all = [
            Numerals(digits, ignoresCase: true), Numerals(digits + "abcdef", ignoresCase: true),
            Numerals(digits + lower, ignoresCase: true), Numerals(lower + "234567", ignoresCase: true),
            Numerals(digits + upper + lower), Numerals(digits + lower + upper),
        ]

        init(_ symbols: String, ignoresCase: Bool = false) {
            var values = [Int?](repeating: nil, count: 256)
            for (value, symbol) in symbols.utf8.enumerated() {
                values[Int(symbol)] = value
                if ignoresCase, (0x61...0x7A).contains(symbol) { values[Int(symbol & 0xDF)] = value }
            }
            self.values = values
            base = symbols.utf8.count
        }

        func number(_ text: ArraySlice<UInt8>) -> Int? {
            guard (1...longestNumber).contains(text.count) else { return nil }
            var number = 0
            for octet in text {
                guard let value = values[Int(octet)] else { return nil }
                number = number * base + value
            }
            return number
        }
    }

    /// The number of `a`, `b`, … `z`, `aa`, `bb`, …: a letter as many times as there were rounds.
    private static func letterNumber(_ text: ArraySlice<UInt8>) -> Int? {
        guard let first = text.first, (0x61...0x7A).contains(first | 0x20), text.allSatisfy({ $0 == first })
        else { return nil }
        return (text.count - 1) * 26 + Int(first | 0x20) - 0x61
    }

    /// The same counter for some of the texts; the places are their places among all.
    func at(_ places: [Int]) -> Counter {
        var counter = Counter(places.map { numbers[$0] })
        counter.isFalling = isFalling
        return counter
    }

    /// Of ways to read the same digits, the one is meant that numbers most texts, each after the one before, from a small
    /// number on.
    private var preference: (oddities: Int, first: Int) {
        (numbers.count { $0 == nil } + stepsOutOfOrder, numbers.lazy.compactMap { $0 }.min() ?? 0)
    }

    /// The number of numbers that do not follow the one before.
    var stepsOutOfOrder: Int {
        let present = numbers.compactMap { $0 }
        return zip(present.dropFirst(), present).count { $0 != $1 + 1 && $0 != $1 }
    }

    // MARK: - Inside texts

    /// A counter of so many symbols at the beginning of all texts, the longest one, or `nil`.
    ///
    /// - Parameters:
    ///   - texts: In the order in which they came.
    ///   - most: The most symbols that it may have.
    /// - Returns: The counter and its symbols, or `nil` where none counts.
    static func leading(_ texts: [ArraySlice<UInt8>], atMost most: Int = widest) -> (
        counter: Counter, width: Int
    )? {
        inside(texts, most) { $0.prefix($1) }
    }

    /// The same at the end.
    static func trailing(_ texts: [ArraySlice<UInt8>], atMost most: Int = widest) -> (
        counter: Counter, width: Int
    )? {
        inside(texts, most) { $0.suffix($1) }
    }

    static let widest = 8
    /// Wider numbers do not wrap around in any capture.
    private static let widestRound = 1 << 40

    private static func inside(
        _ texts: [ArraySlice<UInt8>],
        _ most: Int,
        _ part: (ArraySlice<UInt8>, Int) -> ArraySlice<UInt8>
    ) -> (counter: Counter, width: Int)? {
        guard texts.count >= 2 * minimumTexts, most > 0 else { return nil }
        for width in (1...min(most, widest)).reversed() {
            guard texts.allSatisfy({ $0.count > width }) else { continue }
            let found = Numerals.all.compactMap { numerals -> Counter? in
                let numbers = texts.map { numerals.number(part($0, width)) }
                let present = numbers.compactMap { $0 }
                guard present.count == texts.count,
                    // Only a piece that is sent again has the number of the one before.
                    zip(texts.indices.dropFirst(), texts.indices).allSatisfy({
                        present[$0] != present[$1] || texts[$0] == texts[$1]
                    })
                else { return nil }
                return counter(inside: present, round: power(numerals.base, width) ?? widestRound)
            }
            if let best = found.min(by: { $0.preference < $1.preference }) { return (best, width) }
        }
        return nil
    }

    /// The counter of numbers inside texts: a few symbols of data are close together too, so that only steps tell, or a
    /// whole permutation.
    private static func counter(inside numbers: [Int], round: Int) -> Counter? {
        let distinct = Set(numbers)
        guard distinct.count > 2, let least = distinct.min(), let largest = distinct.max() else { return nil }
        let steps = zip(numbers.dropFirst(), numbers).map { (($0 - $1) % round + round) % round }
            .filter { $0 != 0 }
        if Double(steps.count { $0 == 1 }) >= steadyShare * Double(steps.count),
            2 * steps.count >= numbers.count
        {
            return Counter(unwrapped(numbers, round: round))
        }
        let isPermutation =
            numbers.count >= manyTexts && distinct.count == numbers.count
            && Double(largest - least + 1) <= permutationDensity * Double(numbers.count)
        return isPermutation ? Counter(numbers) : nil
    }

    /// The counter of numbers that are known to count.
    init(_ numbers: [Int?]) {
        self.numbers = numbers
    }
}
