import Glibc

/// Texts that are made of fields, such as the labels of names, and which of the fields carry payload.
///
/// Some of the fields at the left and at the right say where a text belongs: they are the same in all texts, count,
/// name one of a few senders, or are new each time so that no cache answers. The rest is payload. The reader chooses
/// the division of the fields that takes the fewest bits to write the texts.
struct Fields {
    /// Fields at the left that are no payload.
    let left: Int
    /// Fields at the right that are no payload.
    let right: Int
    /// The order of the texts, where a field or a part of one counts, or something beside them.
    var counter: Counter?
    /// The field that tells the few senders apart: its place from the left, or from the right if below 0.
    let group: Int?
    /// Octets that all payloads begin with and that are none themselves, and those that a counter takes of each.
    let leading: Int
    let trailing: Int
    /// Whether the fields of a payload stand in the opposite order.
    var isReversed = false
    let reading: TextReading
    /// The cost of writing the texts this way.
    private(set) var bits: Double

    private static let mostFields = 3
    /// Names of the channel that are looked at for dividing.
    private static let probed = 512
    /// The longest field that is new each time, in octets.
    private static let longestNonce = 16
    private static let mostMissingDigits = 2
    /// The most senders in one channel for each text.
    private static let textsPerGroup = 6

    /// The behaviour of fields at one place.
    private enum Column {
        case constant(length: Int, others: Int)
        case counter(Counter)
        case group(count: Int, bits: Double)
        case nonce(bits: Double)

        /// Whether it tells senders, or messages of a different kind, apart.
        var isGroup: Bool {
            switch self {
            case .group: true
            case .constant(_, let others): others > 0
            case .counter, .nonce: false
            }
        }

        /// The cost of writing them.
        var bits: Double {
            switch self {
            case .constant(let length, let others): 8 * Double(length + others)
            case .counter(let counter): 16 + 2 * Double(counter.numbers.count)
            case .group(_, let bits), .nonce(let bits): bits
            }
        }
    }

    /// The way to divide texts that takes the fewest bits.
    ///
    /// - Parameter texts: The fields of each text, none of them empty.
    /// - Returns: `nil` where no rest of fields is written in a known code.
    /// - Complexity: O(octets of some hundred texts), times the ways to divide them.
    static func best(_ texts: [[ArraySlice<UInt8>]]) -> Fields? {
        let sample = Array(texts.prefix(probed))
        guard let usual = mode(sample.map(\.count)), usual > 0 else { return nil }
        var best: Fields?
        let lefts = columns(sample, usual: usual, fromLeft: true)
        let rights = columns(sample, usual: usual, fromLeft: false)
        for left in 0...lefts.count {
            for right in 0...rights.count where left + right < usual {
                let columns = lefts.prefix(left) + rights.prefix(right)
                let forwards = divided(sample, left, right, false, Array(columns), lefts, rights)
                var candidates = [forwards]
                if usual - left - right > 1 {
                    var backwards = divided(sample, left, right, true, Array(columns), lefts, rights)
                    // The same octets in two orders: which one follows which tells them apart.
                    if let forwards, let other = backwards,
                        min(forwards.reading.evidence, other.reading.evidence) > 0,
                        forwards.reading.isLike(other.reading),
                        forwards.leading + forwards.trailing == other.leading + other.trailing
                    {
                        backwards?.bits += other.pairBits(sample) - forwards.pairBits(sample)
                    }
                    candidates.append(backwards)
                }
                for candidate in candidates.compactMap({ $0 }) where candidate.bits < best?.bits ?? .infinity
                {
                    best = candidate
                }
            }
        }
        return best?.counting(texts)
    }

    private static func mode(_ counts: [Int]) -> Int? {
        Dictionary(grouping: counts, by: { $0 }).max { ($0.value.count, $0.key) < ($1.value.count, $1.key) }?
            .key
    }

    /// The fields at the left, or at the right, that may be something else than payload, up to one that is not.
    private static func columns(_ texts: [[ArraySlice<UInt8>]], usual: Int, fromLeft: Bool) -> [Column] {
        var columns: [Column] = []
        for place in 0..<min(mostFields, usual - 1) {
            let fields = texts.map { labels -> ArraySlice<UInt8>? in
                guard place < labels.count else { return nil }
                return fromLeft ? labels[place] : labels[labels.count - 1 - place]
            }
            guard let column = column(fields, texts) else { break }
            columns.append(column)
        }
        return columns
    }

    private static func column(_ fields: [ArraySlice<UInt8>?], _ texts: [[ArraySlice<UInt8>]]) -> Column? {
        let present = fields.compactMap { $0 }
        guard let first = present.first else { return nil }
        let values = Dictionary(grouping: present, by: { $0 })
        if let usual = values.max(by: { $0.value.count < $1.value.count }), present.count > 1,
            10 * usual.value.count >= 9 * present.count
        {
            let others = present.reduce(0) { $0 + ($1 == usual.key ? 0 : $1.count) }
            return .constant(length: usual.key.count, others: others)
        }
        if let counter = Counter(fields) { return .counter(counter) }
        if textsPerGroup * values.count <= present.count {
            let bits =
                Double(present.count) * log2(Double(values.count)) + 8
                * Double(values.keys.reduce(0) { $0 + $1.count })
            return .group(count: values.count, bits: bits)
        }
        guard present.allSatisfy({ $0.count <= longestNonce }), !isRest(present) else { return nil }
        // A time of the day or of the clock begins alike throughout.
        let common = present.dropFirst().reduce(first) { common, text in
            common.prefix(zip(common, text).prefix { $0 == $1 }.count)
        }
        let rest = present.map { $0.dropFirst(common.count) }
        let symbols = Set(rest.joined())
        let bits = Double(rest.reduce(0) { $0 + $1.count }) * log2(Double(max(2, symbols.count)))
        return .nonce(bits: 8 * Double(common.count) + bits)
    }

    /// Whether fields are what is left over of payloads that are cut: all of one length, but for the end of a content, which
    /// is shorter than a number is that lacks some digits.
    private static func isRest(_ fields: [ArraySlice<UInt8>]) -> Bool {
        guard let usual = mode(fields.map(\.count)) else { return false }
        let others = fields.filter { $0.count != usual }
        return !others.isEmpty && endsForEachText * others.count <= fields.count
            && others.allSatisfy { $0.count < usual - mostMissingDigits }
    }

    private static let endsForEachText = 16

    private static func divided(
        _ texts: [[ArraySlice<UInt8>]],
        _ left: Int,
        _ right: Int,
        _ isReversed: Bool,
        _ columns: [Column],
        _ lefts: [Column],
        _ rights: [Column]
    ) -> Fields? {
        let all = texts.map { labels in
            labels.count > left + right ? joined(labels[left..<(labels.count - right)], isReversed) : []
        }
        let places = all.indices.filter { !all[$0].isEmpty }
        guard !places.isEmpty else { return nil }
        let payloads = places.map { all[$0] }
        let ofColumn = columns.lazy.compactMap { if case .counter(let counter) = $0 { counter } else { nil } }
            .first
        func reading(_ inside: InsideCounter) -> (inside: InsideCounter, reading: TextReading)? {
            let cut = payloads.map { $0.dropFirst(inside.leading).dropLast(inside.trailing) }
            let counter = ofColumn?.at(places) ?? inside.counter
            return TextReading.best(cut, by: counter, allowsRaw: false).map { (inside, $0) }
        }
        // Symbols that all payloads begin with may write octets together with those behind them.
        // A number does not go on in the next label.
        let ends = (
            first: places.map { texts[$0][left].count }.min() ?? 0,
            last: places.map { texts[$0][texts[$0].count - 1 - right].count }.min() ?? 0
        )
        let inside = InsideCounter(payloads, counts: ofColumn == nil && !isReversed, ends)
        let readings = [reading(inside), inside.isEmpty ? nil : reading(InsideCounter())].compactMap { $0 }
        guard
            let (inside, reading) = readings.min(by: { one, other in
                one.reading.bits + one.inside.bits < other.reading.bits + other.inside.bits
            })
        else { return nil }
        // Texts without a field for the payload have to be said as well.
        let leftOut = texts.indices.filter { all[$0].isEmpty }.flatMap { texts[$0] }.reduce(0) {
            $0 + $1.count
        }
        var group: Int?
        for (place, column) in lefts.prefix(left).enumerated() where column.isGroup { group = place }
        for (place, column) in rights.prefix(right).enumerated() where column.isGroup { group = -1 - place }
        return Fields(
            left: left,
            right: right,
            counter: nil,
            group: group,
            leading: inside.leading,
            trailing: inside.trailing,
            isReversed: isReversed,
            reading: reading,
            bits: reading.bits + inside.bits + 8 * Double(leftOut)
                + orderBits(of: texts.map { $0.dropFirst(left).dropLast(right) }, isReversed)
                + columns.reduce(4 * Double(left + right)) { $0 + $1.bits }
        )
    }

    /// The same without some symbols before each payload that are new each time, where text stands behind them.
    ///
    /// - Parameter texts: The fields of each text.
    /// - Returns: Itself where they tell nothing.
    /// - Complexity: O(octets of some hundred texts).
    func behindChance(_ texts: [[ArraySlice<UInt8>]]) -> Fields {
        var best = self
        let payloads = texts.prefix(Self.probed).compactMap { payload(of: $0) }
        for skipped in 1...Self.mostSymbolsOfChance {
            let rests = payloads.map { $0.dropFirst(skipped) }
            guard !rests.contains(where: \.isEmpty),
                let reading = TextReading.best(rests, allowsRaw: false), reading.evidence > 0
            else { continue }
            // They have to be said as well, by symbols as many as the payload has.
            let symbols = Set(payloads.flatMap { $0.prefix(skipped) }).count
            let chance = Double(skipped * payloads.count) * log2(Double(max(2, symbols)))
            let bits = self.bits - self.reading.bits + reading.bits + chance
            guard bits < best.bits else { continue }
            best = Fields(
                left: left,
                right: right,
                counter: counter,
                group: group,
                leading: leading + skipped,
                trailing: trailing,
                isReversed: isReversed,
                reading: reading,
                bits: bits
            )
        }
        return best
    }

    private static let mostSymbolsOfChance = 7

    /// Octets at the beginning and at the end of payloads that are the same in all or count.
    private struct InsideCounter {
        var leading = 0
        var trailing = 0
        var counter: Counter?

        /// The cost of writing them.
        var bits: Double {
            guard let counter else { return 8 * Double(leading) }
            // A step out of order costs as much as its symbols.
            return 16 + 2 * Double(counter.numbers.count) + 4
                * Double((leading + trailing) * counter.stepsOutOfOrder)
        }

        var isEmpty: Bool { leading == 0 && trailing == 0 }

        init() {}

        /// - Parameters:
        ///   - whole: The payloads, in the order in which they came.
        ///   - counts: Whether a number may be inside as well.
        ///   - shortest: The octets of the shortest first field, and of the shortest last one.
        init(_ whole: [ArraySlice<UInt8>], counts: Bool, _ shortest: (first: Int, last: Int)) {
            guard whole.count >= 8 else { return }
            let length = Self.widthOfLength(whole)
            let payloads = whole.map { $0.dropFirst(length) }
            guard let first = payloads.first else { return }
            leading = length
            var common = 0
            while common < 16, common < first.count,
                payloads.allSatisfy({ $0.dropFirst(common).first == first[first.startIndex + common] })
            {
                common += 1
            }
            let rest = payloads.map { $0.dropFirst(common) }
            if counts,
                let found = Counter.leading(
                    rest,
                    atMost: min(Counter.widest, shortest.first - length - common)
                )
            {
                leading = length + common + found.width
                leading += Self.widthOfLength(rest.map { $0.dropFirst(found.width) })
                counter = found.counter
                return
            }
            // Two octets that all payloads begin with may be the payload's own, unless they are no letters or digits.
            let isMark = first.prefix(common).contains { [0x2D, 0x5F].contains($0) }
            leading = length + (common >= 3 || isMark ? common : 0)
            guard counts, let found = Counter.trailing(payloads, atMost: min(Counter.widest, shortest.last))
            else { return }
            trailing = found.width
            counter = found.counter
        }

        /// The digits of a number at the beginning that says how many symbols follow it, in each payload.
        private static func widthOfLength(_ payloads: [ArraySlice<UInt8>]) -> Int {
            (1...3).first { width in
                [10, 16].contains { base in
                    payloads.allSatisfy { payload in
                        payload.count > width
                            && Counter.number(payload.prefix(width), base: base) == payload.count - width
                    }
                }
            } ?? 0
        }
    }

    /// The symbols of fields, one behind the other, without the padding behind them.
    static func joined(_ labels: ArraySlice<ArraySlice<UInt8>>, _ isReversed: Bool = false) -> ArraySlice<
        UInt8
    > {
        guard labels.count > 1 else { return TextReading.withoutPadding(labels.first ?? []) }
        let symbols = isReversed ? Array(labels.reversed().joined()) : Array(labels.joined())
        return TextReading.withoutPadding(symbols[...])
    }

    /// The cost of the order in which the fields of payloads stand: few senders put the last one first, and what is left
    /// over at the end makes the last one shorter than in other texts, all before it being full.
    private static func orderBits(of payloads: [ArraySlice<ArraySlice<UInt8>>], _ isReversed: Bool) -> Double
    {
        let shapes = payloads.map { isReversed ? $0.map(\.count).reversed() : $0.map(\.count) }
        let counts = Dictionary(grouping: shapes, by: { $0 }).mapValues(\.count)
        let usual = counts.max { ($0.value, $0.key.count) < ($1.value, $1.key.count) }?.key ?? []
        let unusual = shapes.count { shape in
            shape != usual && zip(shape.dropLast(), usual).contains { $0 < $1 }
        }
        // Where nothing but chance tells which field follows which, the difference grows with the root of their number.
        let joints = payloads.reduce(0) { $0 + max(0, $1.count - 1) }
        let price = max(leastReversalPrice, bitsForEachJoint * Double(joints).squareRoot())
        return (isReversed ? price : 0) + bitsOfUnusualLength * Double(unusual)
    }

    /// The bits of each octet of the payloads behind the one before it, by what the octets before it were followed by.
    private func pairBits(_ texts: [[ArraySlice<UInt8>]]) -> Double {
        let octets = reading.octets(of: texts.compactMap { payload(of: $0) }, behind: 0)
        var (pairs, firsts) = ([Int: Double](), [UInt8: Double]())
        var bits = 0.0
        for (first, second) in zip(octets, octets.dropFirst()) {
            let pair = Int(first) << 8 | Int(second)
            bits -= log2(
                (pairs[pair, default: 0] + Self.unseen) / (firsts[first, default: 0] + 256 * Self.unseen)
            )
            pairs[pair, default: 0] += 1
            firsts[first, default: 0] += 1
        }
        return bits
    }

    /// What a pair that was not seen yet counts for, of one that was seen once.
    private static let unseen = 0.05
    private static let leastReversalPrice = 32.0
    private static let bitsForEachJoint = 7.0
    private static let bitsOfUnusualLength = 6.0

    /// The same with the order that all texts show.
    private func counting(_ texts: [[ArraySlice<UInt8>]]) -> Fields {
        var found: Counter?
        let columns =
            (0..<left).map { place in texts.map { place < $0.count ? $0[place] : nil } }
            + (0..<right).map { place in texts.map { place < $0.count ? $0[$0.count - 1 - place] : nil } }
        for column in columns where found == nil { found = Counter(column) }
        // A field may begin or end with its number.
        for column in columns where found == nil {
            let fields = column.compactMap { $0 }
            guard fields.count == texts.count else { continue }
            found = Counter.trailing(fields)?.counter ?? Counter.leading(fields)?.counter
        }
        if found == nil, leading > 0 || trailing > 0 {
            let payloads = texts.map { payload(of: $0, whole: true) }
            if !payloads.contains(where: { $0 == nil }) {
                let all = payloads.compactMap { $0 }
                if leading > 0, let first = all.first {
                    var common = 0
                    while common < leading, common < first.count,
                        all.allSatisfy({ $0.dropFirst(common).first == first[first.startIndex + common] })
                    {
                        common += 1
                    }
                    found =
                        Counter.leading(all.map { $0.dropFirst(common) }, atMost: leading - common)?.counter
                } else {
                    found = Counter.trailing(all, atMost: trailing)?.counter
                }
            }
        }
        return Fields(
            left: left,
            right: right,
            counter: found,
            group: group,
            leading: leading,
            trailing: trailing,
            isReversed: isReversed,
            reading: reading,
            bits: bits
        )
    }

    /// The payload of one text, with the part that belongs to a counter in it or without, or `nil` where it has none.
    func payload(of labels: [ArraySlice<UInt8>], whole isWhole: Bool = false) -> ArraySlice<UInt8>? {
        guard labels.count > left + right else { return nil }
        let fields = labels[left..<(labels.count - right)]
        // Of octets that are their own text an equals sign at the end is one.
        let symbols = reading.code == nil ? Array(fields.joined())[...] : Self.joined(fields, isReversed)
        let payload = isWhole ? symbols : symbols.dropFirst(leading).dropLast(trailing)
        return payload.isEmpty ? nil : payload
    }

    /// The fields of a text that are no payload, or none where it has too few.
    func edges(of labels: [ArraySlice<UInt8>]) -> [ArraySlice<UInt8>] {
        labels.count > left + right ? Array(labels.prefix(left) + labels.suffix(right)) : []
    }

    /// The part of a text that tells its sender from others, or nothing.
    func groupKey(of labels: [ArraySlice<UInt8>]) -> ArraySlice<UInt8> {
        guard let group else { return [] }
        let place = group >= 0 ? group : labels.count + group
        return labels.indices.contains(place) ? labels[place] : []
    }
}
