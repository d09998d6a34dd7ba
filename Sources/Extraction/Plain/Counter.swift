import PayloadMeasures

/// A number that tells the order of texts: in every one of them, and next to the one before.
struct Counter {
    /// The number of each text, wrapping undone; `nil` where a text has none.
    let numbers: [Int?]

    /// The share of steps by one from which on numbers count, though some packets are lost or out of order.
    private static let steadyShare = 0.8
    /// The most numbers for each one that is used, where nothing tells but that they are close together.
    private static let density = 1.5
    private static let minimumTexts = 3
    private static let bases = [10, 16, 36]
    private static let longestNumber = 9

    /// The counter that whole texts are, or `nil`.
    ///
    /// - Parameter texts: In the order in which they came; `nil` for those without that place.
    init?(_ texts: [ArraySlice<UInt8>?]) {
        let present = texts.compactMap { $0 }
        guard present.count >= Self.minimumTexts, 10 * present.count >= 9 * texts.count else { return nil }
        // `c9` and `c10` count in base 16 too, but for the steps between tens.
        var found: [Counter] = []
        for stem in Set([0, Self.commonStem(of: present)]).sorted() {
            let digits = texts.map { $0?.dropFirst(stem) }
            let width = Set(present.map(\.count)).count == 1 ? present.first.map { $0.count - stem } : nil
            for base in Self.bases {
                let numbers = digits.map { $0.flatMap { Self.number($0, base: base) } }
                if let counter = Counter(numbers, width: width, base: base) { found.append(counter) }
            }
        }
        if let best = found.min(by: { $0.stepsOutOfOrder < $1.stepsOutOfOrder }) {
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
        let present = raw.compactMap { $0 }
        let (distinct, count) = (Set(present), present.count)
        // Words of one base among numbers, such as a last message, are no numbers.
        guard count >= Self.minimumTexts, 10 * count >= 9 * raw.count else { return nil }
        let steps = zip(present.dropFirst(), present).map { $0 - $1 }
        if let smallest = distinct.min(), let largest = distinct.max(), largest > smallest {
            let isDense =
                Double(largest - smallest + 1) <= Self.density * Double(distinct.count) + 1
                && 10 * distinct.count >= 9 * count
            if isDense {
                // A number that falls by one each time says how many pieces are still to come.
                let falling = steps.count { $0 == -1 }
                let counts = Double(falling) >= Self.steadyShare * Double(steps.count)
                numbers = counts ? raw.map { $0.map { largest - $0 } } : raw
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

    /// The number that digits write, or `nil` where they are none of the base or too many.
    static func number(_ text: ArraySlice<UInt8>, base: Int) -> Int? {
        guard (1...longestNumber).contains(text.count) else { return nil }
        var value = 0
        for octet in text {
            guard let digit = digit(octet), digit < base else { return nil }
            value = value * base + digit
        }
        return value
    }

    private static func digit(_ octet: UInt8) -> Int? {
        switch octet {
        case 0x30...0x39: Int(octet) - 0x30
        case 0x61...0x7A: Int(octet) - 0x61 + 10
        case 0x41...0x5A: Int(octet) - 0x41 + 10
        default: nil
        }
    }

    /// The number of `a`, `b`, … `z`, `aa`, `bb`, …: a letter as many times as there were rounds.
    private static func letterNumber(_ text: ArraySlice<UInt8>) -> Int? {
        guard let first = text.first, (0x61...0x7A).contains(first | 0x20), text.allSatisfy({ $0 == first })
        else { return nil }
        return (text.count - 1) * 26 + Int(first | 0x20) - 0x61
    }

    /// The same counter for some of the texts; the places are their places among all.
    func at(_ places: [Int]) -> Counter { Counter(places.map { numbers[$0] }) }

    /// The number of numbers that do not follow the one before.
    var stepsOutOfOrder: Int {
        let present = numbers.compactMap { $0 }
        return zip(present.dropFirst(), present).count { $0 != $1 + 1 }
    }

    // MARK: - Inside texts

    /// A counter of so many symbols at the beginning of all texts, the longest one, or `nil`.
    static func leading(_ texts: [ArraySlice<UInt8>]) -> (counter: Counter, width: Int)? {
        inside(texts) { $0.prefix($1) }
    }

    /// The same at the end.
    static func trailing(_ texts: [ArraySlice<UInt8>]) -> (counter: Counter, width: Int)? {
        inside(texts) { $0.suffix($1) }
    }

    private static let widest = 8
    /// Wider numbers do not wrap around in any capture.
    private static let widestRound = 1 << 40

    private static func inside(
        _ texts: [ArraySlice<UInt8>],
        _ part: (ArraySlice<UInt8>, Int) -> ArraySlice<UInt8>
    ) -> (counter: Counter, width: Int)? {
        guard texts.count >= 2 * minimumTexts else { return nil }
        for width in (1...widest).reversed() {
            let parts = texts.map { $0.count > width ? part($0, width) : nil }
            guard !parts.contains(where: { $0 == nil }) else { continue }
            for base in bases {
                let numbers = parts.map { $0.flatMap { number($0, base: base) } }
                // Only steps tell here: a few symbols of data are close together too.
                guard !numbers.contains(where: { $0 == nil }) else { continue }
                let present = numbers.compactMap { $0 }
                let round = power(base, width) ?? widestRound
                let steady = zip(present.dropFirst(), present).count {
                    (($0 - $1) % round + round) % round == 1
                }
                if Double(steady) >= steadyShare * Double(present.count - 1), Set(present).count > 2 {
                    let counter = Counter(unwrapped(numbers, round: round))
                    return (counter, width)
                }
            }
        }
        return nil
    }

    /// The counter of numbers that are known to count.
    init(_ numbers: [Int?]) {
        self.numbers = numbers
    }
}
