import Channels
import DNSWire
import Findings
import NetworkTypes
import PayloadMeasures
import Signatures
import ZoneProfiles

/// Reads channels of unknown tools, by the evidence of their names and answers.
///
/// Upstream, the labels left of the zone are fields (``Fields``). Downstream, the text of answers is the content,
/// with a counter in the name of the question. Without a counter, pieces are in the order of time, and nobody can say
/// whether one is missing.
struct PlainReader: ContentReader {
    let tools: Set<String> = []

    /// Bits of evidence from which on the reader takes a reading for the sender's meaning.
    private static let probableBits = 40.0
    /// Octets of a content, at least.
    private static let shortest = 8
    /// Names that come so often are polls.
    private static let pollRepetitions = 3

    /// Channels in names or answers; those in other fields have ordinary names.
    func reads(_ recording: ChannelRecording) -> Bool {
        [.tunnel, .exfiltration, .infiltration, .beacon].contains(recording.kind)
    }

    func contents(of recording: ChannelRecording) -> [RecoveredContent] {
        recording.byClient.flatMap { client, exchanges in
            let asked = RecordedExchange.withoutRepetitions(exchanges)
            return up(asked, of: client, in: recording) + down(exchanges, of: client, in: recording)
        }
        .sorted { $0.frames.lowerBound < $1.frames.lowerBound }
    }

    /// A text with its place.
    private struct Text {
        let fields: [ArraySlice<UInt8>]
        let place: FramePlace
    }

    // MARK: - Names

    private func up(_ exchanges: [RecordedExchange], of client: IPAddress, in recording: ChannelRecording)
        -> [RecoveredContent]
    {
        let texts = exchanges.compactMap { exchange -> Text? in
            guard let place = exchange.first?.place else { return nil }
            let labels = Array(recording.subdomain(of: exchange.name).labels)
            return labels.isEmpty ? nil : Text(fields: labels, place: place)
        }
        guard texts.count > 1 else { return [] }
        if let octets = LengthText.octets(of: texts.map(\.fields)), let first = texts.map(\.place).min(),
            let last = texts.map(\.place).max()
        {
            return [
                RecoveredContent(
                    .octets,
                    .up,
                    of: client,
                    octets: octets,
                    encodings: ["lengths of labels"],
                    confidence: .probable,
                    because:
                        "What the lengths in \(texts.count) names write, put together in the order of time.",
                    frames: first...last
                )
            ]
        }
        let all = Self.division(of: texts)
        let whole = all.flatMap { $0.fields.reading.makesSense ? $0 : nil }
        var divisions = [whole].compactMap { $0 }
        func isProbable(_ division: Division) -> Bool {
            division.fields.reading.evidence >= Self.probableBits
        }
        if !divisions.contains(where: isProbable) {
            // Polls and greetings among the data, which have other labels.
            let shapes = Dictionary(grouping: texts, by: Shape.init)
            let parts = shapes.sorted { $0.value[0].place < $1.value[0].place }.compactMap { _, texts in
                texts.count >= Self.smallestPart ? Division(texts) : nil
            }
            let telling = parts.filter { whole == nil ? $0.fields.reading.makesSense : isProbable($0) }
            if !telling.isEmpty { divisions = telling.map { $0.joined(by: texts) } }
            if !divisions.contains(where: isProbable) {
                let behindChance = [[all].compactMap { $0 }, parts].lazy.map { $0.map(\.behindChance) }
                divisions = behindChance.map { $0.filter(isProbable) }.first { !$0.isEmpty } ?? divisions
            }
        }
        return divisions.flatMap { division in
            let source = "labels of \(division.texts.count) names"
            return contents(division.texts, division.fields, .up, of: client, source: source)
        }
    }

    private static let smallestPart = 3

    /// The best way to divide names; those that come again are left out where each has its number, while without
    /// numbers some pieces may be alike.
    private static func division(of texts: [Text]) -> Division? {
        var seen: Set<[ArraySlice<UInt8>]> = []
        let distinct = texts.filter { seen.insert($0.fields).inserted }
        if distinct.count < texts.count, let numbered = Division(distinct), numbered.fields.counter != nil {
            return numbered
        }
        return Division(texts)
    }

    /// The number of labels of a name, and the long ones among them.
    private struct Shape: Hashable {
        let areLong: [Bool]

        init(_ text: Text) {
            areLong = text.fields.map { $0.count > Self.longestWord }
        }

        private static let longestWord = 16
    }

    /// Names and the best way to divide them into fields.
    private struct Division {
        let texts: [Text]
        private(set) var fields: Fields

        /// The same without symbols of chance before each text.
        var behindChance: Division {
            var division = self
            division.fields = fields.behindChance(texts.map(\.fields))
            return division
        }

        /// The same with those of other names that are made like these: short ones, as what is left over makes the last.
        func joined(by others: [Text]) -> Division {
            guard let usual = texts.first?.fields.count else { return self }
            let edges = texts.map { fields.edges(of: $0.fields) }
            guard let edge = edges.first, edges.allSatisfy({ $0.count == edge.count }) else { return self }
            let constants = edge.indices.filter { place in edges.allSatisfy { $0[place] == edge[place] } }
            let known = Set(texts.map(\.place))
            let rest = others.filter { !known.contains($0.place) && $0.fields.count == usual }
            let counts = Dictionary(grouping: rest.map { fields.payload(of: $0.fields) }, by: { $0 })
                .mapValues(\.count)
            let alike = rest.filter { other in
                let edges = fields.edges(of: other.fields)
                // A word that comes again and again is another purpose's.
                return constants.allSatisfy { edges[$0] == edge[$0] }
                    && counts[fields.payload(of: other.fields), default: 0] < pollRepetitions
            }
            guard !alike.isEmpty, let all = Division((texts + alike).sorted { $0.place < $1.place }),
                !constants.isEmpty || all.fields.counter != nil, all.fields.reading.isLike(fields.reading),
                all.fields.reading.evidence >= fields.reading.evidence
            else { return self }
            return all
        }

        init?(_ texts: [Text]) {
            let divisions = FieldSplit.all.compactMap {
                split -> (names: [[ArraySlice<UInt8>]], fields: Fields)? in
                guard let names = split.applied(to: texts.map(\.fields)) else { return nil }
                return Fields.best(names).map { (names, $0) }
            }
            guard let best = divisions.min(by: { $0.fields.bits < $1.fields.bits }) else { return nil }
            self.texts = zip(best.names, texts).map { Text(fields: $0, place: $1.place) }
            fields = best.fields
            // What merely counts says nothing.
            guard Counter(self.texts.map { fields.payload(of: $0.fields) }) == nil else { return nil }
        }
    }

    // MARK: - Answers

    private func down(_ exchanges: [RecordedExchange], of client: IPAddress, in recording: ChannelRecording)
        -> [RecoveredContent]
    {
        AnswerText.Records.allCases.flatMap { records in
            let texts = AnswerText.all(records, of: exchanges, in: recording)
            let purposes = records == .texts ? Self.purposes(of: texts) : [([], texts)]
            return purposes.flatMap { word, texts in down(texts, behind: word.count, of: client) }
        }
    }

    /// The texts of each purpose that a word before them tells, in the order of the purposes' first texts.
    private static func purposes(of texts: [AnswerText]) -> [(word: [UInt8], texts: [AnswerText])] {
        let words = texts.map { word(before: $0.octets) }
        let counts = Dictionary(grouping: words, by: { $0 }).mapValues(\.count)
        // Of octets that may be any some look like a word; a purpose has its share of the texts. Words that stand before
        // other words are text, unless most texts have one.
        func isPurpose(_ word: [UInt8]) -> Bool {
            let count = counts[word, default: 0]
            return !word.isEmpty && count > 1 && mostPurposes * count >= texts.count
        }
        let areProse = zip(words, texts).contains { word, text in
            isPurpose(word) && text.octets.dropFirst(word.count).contains { $0 == 0x20 || $0 == 0x0A }
        }
        if areProse, 2 * words.count(where: isPurpose) <= texts.count { return [([], texts)] }
        var purposes: [(word: [UInt8], texts: [AnswerText])] = []
        for (word, text) in zip(words, texts) {
            let word = isPurpose(word) ? word : []
            if let place = purposes.firstIndex(where: { $0.word == word }) {
                purposes[place].texts.append(text)
            } else {
                purposes.append((word, [text]))
            }
        }
        return purposes
    }

    /// The most purposes of answers in one channel.
    private static let mostPurposes = 8

    /// A first word of capitals, or one of letters with a colon or an equals sign, or nothing.
    private static func word(before text: [UInt8]) -> [UInt8] {
        let letters = text.prefix(longestWord - 1).prefix { (0x61...0x7A).contains($0 | 0x20) }
        guard let mark = text.dropFirst(letters.count).first, !letters.isEmpty,
            letters.count + 1 < text.count, [0x20, 0x3A, 0x3D, 0x7C].contains(mark),
            mark != 0x20 || letters.allSatisfy({ (0x41...0x5A).contains($0) })
        else { return [] }
        return letters + [mark]
    }

    private static let longestWord = 8

    private func down(_ texts: [AnswerText], behind prefix: Int, of client: IPAddress) -> [RecoveredContent] {
        guard texts.count > 1 || texts.first.map({ $0.octets.count >= 24 }) ?? false else { return [] }
        var counter = Counter(ofNames: texts.map(\.name)) ?? Counter(texts.map(\.number))
        var payloads = texts.map { $0.octets.dropFirst(prefix) }
        if let digits = Self.inNotation(payloads) {
            payloads = digits
        } else if texts.count > 2 {
            payloads = Self.withoutFrame(payloads)
        }
        if let (parts, fields) = Self.divided(payloads, counter) {
            let places = zip(parts, texts).map { Text(fields: $0, place: $1.place) }
            return contents(places, fields, .down, of: client, source: "answers to \(texts.count) names")
        }
        payloads = Self.withoutLengths(payloads)
        if let numbered = Self.numbers(before: payloads) {
            counter = counter ?? numbered.0
            // How many there are may stand behind which one it is.
            payloads = texts.count > 2 ? Self.withoutFrame(numbered.1) : numbered.1
        }
        let symbols = Self.withoutSeparators(payloads.map(TextReading.withoutPadding))
        guard let reading = TextReading.best(symbols, by: counter, allowsRaw: true) else { return [] }
        if reading.code != nil { payloads = symbols }
        // Ordinary zones have answers without any sense anyway.
        guard reading.evidence > 0 || payloads.contains(where: { $0.count >= 16 }) else { return [] }
        let fields = Fields(
            left: 0,
            right: 0,
            counter: counter,
            group: nil,
            leading: 0,
            trailing: 0,
            reading: reading,
            bits: reading.bits
        )
        let places = zip(payloads, texts).map { Text(fields: [$0], place: $1.place) }
        return contents(places, fields, .down, of: client, source: "answers to \(texts.count) names")
    }

    /// Texts as the parts between marks of which all have the same number, such as `4;data=…;crc=…`, and the best way to
    /// divide these; `nil` where no part is symbols that tell a code.
    private static func divided(_ texts: [ArraySlice<UInt8>], _ counter: Counter?) -> (
        [[ArraySlice<UInt8>]], Fields
    )? {
        guard texts.count > smallestPart else { return nil }
        for mark in [";", "|", "&", ","] {
            let parts = texts.map { $0.split(separator: UInt8(ascii: Unicode.Scalar(mark) ?? ";")) }
            guard let count = parts.first?.count, (3...mostParts).contains(count),
                parts.allSatisfy({ $0.count == count }), var fields = Fields.best(parts),
                fields.left + fields.right == count - 1, fields.reading.makesSense
            else { continue }
            if let counter, fields.counter == nil { fields.counter = counter }
            return (parts, fields)
        }
        return nil
    }

    private static let mostParts = 6

    /// The counter before a mark that all texts have, such as `17|` or `17:`, and what stands behind it.
    private static func numbers(before texts: [ArraySlice<UInt8>]) -> (Counter, [ArraySlice<UInt8>])? {
        let numbers = texts.map {
            $0.prefix { (0x30...0x39).contains($0) || (0x61...0x66).contains($0 | 0x20) }
        }
        let marks = zip(texts, numbers).map { $0.dropFirst($1.count).first }
        guard let mark = marks.first ?? nil,
            [0x7C, 0x3A, 0x2C, 0x3B, 0x23, 0x2D, 0x2F, 0x20, 0x09].contains(mark),
            marks.allSatisfy({ $0 == mark }), let counter = Counter(numbers)
        else { return nil }
        return (counter, zip(texts, numbers).map { $0.dropFirst($1.count + 1) })
    }

    /// Texts without a decimal number before a mark that says how many symbols follow, or how many octets they write in
    /// hexadecimal or Base64; as they are where one does not.
    private static func withoutLengths(_ texts: [ArraySlice<UInt8>]) -> [ArraySlice<UInt8>] {
        let rests = texts.compactMap { text -> ArraySlice<UInt8>? in
            let digits = text.prefix { (0x30...0x39).contains($0) }
            let rest = text.dropFirst(digits.count + 1)
            guard let number = Counter.number(digits, base: 10),
                let mark = text.dropFirst(digits.count).first,
                [0x7C, 0x3A, 0x2C, 0x3B, 0x20].contains(mark), number > 0
            else { return nil }
            return [number, 2 * number, (number + 2) / 3 * 4, (number * 4 + 2) / 3].contains(rest.count)
                ? rest : nil
        }
        return rests.count == texts.count ? rests : texts
    }

    /// Texts without what all of them begin and end with, as a field of JSON has names and marks around it.
    ///
    /// One octet at the beginning may be the payload's own, or one at the end that is no mark, and so are symbols at the end:
    /// pieces of one length that are encoded twice end alike.
    private static func withoutFrame(_ texts: [ArraySlice<UInt8>]) -> [ArraySlice<UInt8>] {
        let leading = commonBeginning(of: texts.map { $0 }).count
        let rest = leading >= 2 ? texts.map { $0.dropFirst(leading) } : texts
        let end = commonBeginning(of: rest.map { $0.reversed() }).reversed()
        let marks = end.drop { $0 == UInt8(ascii: "=") || SymbolCode.base64.value($0) != nil }
        let trailing = marks.count > 1 || marks.allSatisfy(\.isPrintable) ? marks.count : 0
        return rest.map { $0.dropLast(trailing) }
    }

    /// Texts without the mark that stands between parts of one width in them, as senders cut what is too long for a label.
    private static func withoutSeparators(_ texts: [ArraySlice<UInt8>]) -> [ArraySlice<UInt8>] {
        let found = [".", "-", ":", " ", ","].lazy.compactMap {
            (mark: Unicode.Scalar) -> [ArraySlice<UInt8>]? in
            let mark = UInt8(ascii: mark)
            guard 2 * texts.count(where: { $0.contains(mark) }) > texts.count else { return nil }
            let rest = texts.compactMap { FieldSplit.withoutSeparators($0, mark) }
            return rest.count == texts.count ? rest : nil
        }
        return found.first ?? texts
    }

    /// Texts whose octets are written in hexadecimal in a notation of programs, as digits alone; `nil` for other texts.
    private static func inNotation(_ texts: [ArraySlice<UInt8>]) -> [ArraySlice<UInt8>]? {
        for notation in [",0x", ", 0x", " 0x", "\\x", "%"] {
            let digits = texts.compactMap { pairs(in: $0, Array(notation.utf8)) }
            if digits.count == texts.count { return digits }
        }
        return nil
    }

    /// Hexadecimal digits of octets between which a notation of programs stands, and may stand before the first one; `nil`
    /// for other texts.
    private static func pairs(in text: ArraySlice<UInt8>, _ notation: [UInt8]) -> ArraySlice<UInt8>? {
        var digits: [UInt8] = []
        // Of the first one the notation's beginning may be missing.
        let starts = notation.indices.filter { text.starts(with: notation[$0...]) }
        var rest = text.dropFirst(starts.first.map { notation.count - $0 } ?? 0)
        while true {
            let pair = rest.prefix(2)
            guard pair.count == 2, pair.allSatisfy({ EncodedText.hexadecimalValue($0) != nil }) else {
                return nil
            }
            digits += pair
            rest = rest.dropFirst(2)
            if rest.isEmpty { return digits.count > 2 ? digits[...] : nil }
            guard rest.starts(with: notation) else { return nil }
            rest = rest.dropFirst(notation.count)
        }
    }

    private static func commonBeginning(of texts: [some Collection<UInt8>]) -> [UInt8] {
        guard let first = texts.first else { return [] }
        return texts.dropFirst().reduce(Array(first.prefix(longestFrame))) { common, text in
            Array(zip(common, text).prefix { $0 == $1 }.map(\.0))
        }
    }

    private static let longestFrame = 32

    // MARK: - Putting together

    private func contents(
        _ texts: [Text],
        _ fields: Fields,
        _ direction: Recovered.Direction,
        of client: IPAddress,
        source: String
    ) -> [RecoveredContent] {
        guard fields.reading.makesSense else { return [] }
        var order: [ArraySlice<UInt8>] = []
        var groups: [ArraySlice<UInt8>: [Piece]] = [:]
        let payloads = texts.map { fields.payload(of: $0.fields) }
        let counts = Dictionary(grouping: payloads.compactMap { $0 }, by: { $0 }).mapValues(\.count)
        let longest = counts.keys.map(\.count).max() ?? 0
        for (index, text) in texts.enumerated() {
            guard let payload = payloads[index], fields.reading.fits(payload) else { continue }
            // A short one that comes again and again is the word of another purpose, such as to keep a session alive.
            if direction == .up, counts[payload, default: 0] >= Self.pollRepetitions,
                Self.pollShare * payload.count < longest
            {
                continue
            }
            let key = fields.groupKey(of: text.fields)
            if groups[key] == nil { order.append(key) }
            groups[key, default: []].append((fields.counter?.numbers[index], payload, text.place))
        }
        var parts = order.map { groups[$0, default: []] }
        if parts.count > 1, Self.isOneCount(parts.map { $0.compactMap(\.number) }) {
            parts = [Array(parts.joined())]
        }
        return parts.flatMap { Self.rounds(of: $0) }
            .compactMap { content($0, fields, direction, of: client, source: source) }
    }

    /// The pieces of each content of one sender, which begins to count anew for the next one.
    ///
    /// The next one begins where several numbers in a row come again with something else.
    private static func rounds(of pieces: [Piece]) -> [[Piece]] {
        var rounds: [[Piece]] = []
        var start = 0
        var known: [Int: ArraySlice<UInt8>] = [:]
        func isOther(_ piece: Piece) -> Bool {
            piece.number.flatMap { known[$0] }.map { $0 != piece.payload } ?? false
        }
        for (index, piece) in pieces.enumerated() {
            let next = pieces[index...].prefix(fewestOthers)
            if next.count == fewestOthers, next.allSatisfy(isOther),
                zip(next.dropFirst(), next).allSatisfy({ $0.number ?? 0 > $1.number ?? 0 })
            {
                rounds.append(Array(pieces[start..<index]))
                (start, known) = (index, [:])
            }
            if let number = piece.number { known[number] = known[number] ?? piece.payload }
        }
        return rounds + [Array(pieces[start...])]
    }

    /// One number that comes again is a mistake, or another sender.
    private static let fewestOthers = 4

    /// Whether one count goes on over all groups, which thus are parts of one content and no senders of their own: no
    /// number is in two groups, and some group lacks numbers that another one has, or each goes on where the one before
    /// ends.
    private static func isOneCount(_ numbers: [[Int]]) -> Bool {
        let groups = numbers.map(Set.init)
        let all = groups.reduce(into: Set<Int>()) { $0.formUnion($1) }
        guard all.count == groups.reduce(0, { $0 + $1.count }) else { return false }
        if zip(groups.dropFirst(), groups).allSatisfy({ $0.min() == $1.max().map { $0 + 1 } }) { return true }
        return groups.contains { group in
            guard let first = group.min(), let last = group.max(), first < last else { return false }
            return all.contains { (first...last).contains($0) && !group.contains($0) }
        }
    }

    private typealias Piece = (number: Int?, payload: ArraySlice<UInt8>, place: FramePlace)

    /// The pieces without polls, which repeat again and again.
    ///
    /// If a content is sent as a whole several times, its pieces count once.
    private static func onceOnly(_ pieces: [Piece]) -> [Piece] {
        let counts = Dictionary(grouping: pieces.map(\.payload), by: { $0 }).mapValues(\.count)
        let rest = pieces.filter { piece in
            let count = counts[piece.payload, default: 0]
            return count < pollRepetitions || pollShare * count < pieces.count
        }
        // Where the first piece comes again, the next time may begin.
        let period = rest.indices.dropFirst().first { start in
            rest.count.isMultiple(of: start)
                && zip(rest, rest.dropFirst(start)).allSatisfy { $0.payload == $1.payload }
        }
        return Array(rest.prefix(period ?? rest.count))
    }

    /// One of so many pieces, or more of them, are the poll.
    private static let pollShare = 4

    private func content(
        _ all: [Piece],
        _ fields: Fields,
        _ direction: Recovered.Direction,
        of client: IPAddress,
        source: String
    ) -> RecoveredContent? {
        let isRepeated = 2 * Set(all.map(\.payload)).count <= all.count
        var pieces = isRepeated && fields.counter == nil ? Self.onceOnly(all) : all
        guard let first = pieces.map(\.place).min(), let last = pieces.map(\.place).max() else { return nil }
        var reading = fields.reading
        var isNumbered = fields.counter != nil
        if !reading.isJoined || reading.code == nil {
            let decoded = pieces.map { reading.octets(of: [$0.payload], behind: 0) }
            if let head = OctetHead(of: decoded) {
                let counter = [isNumbered ? Counter(pieces.map(\.number)) : nil, head.counter].compactMap {
                    $0
                }
                .min { $0.stepsOutOfOrder < $1.stepsOutOfOrder }
                pieces = pieces.enumerated().map { index, piece in
                    (counter?.numbers[index], head.payload(of: decoded[index][...]), piece.place)
                }
                reading = TextReading(nil, isJoined: true)
                isNumbered = counter != nil
            }
        }
        if fields.counter?.isFalling == true { pieces = Self.lastOneLast(pieces) }
        var gaps: [ContentGap] = []
        let octets: [UInt8]
        if isNumbered {
            var texts = NumberedTexts()
            for piece in pieces {
                if let number = piece.number { texts.add(number, piece.payload, at: piece.place) }
            }
            let smallest = texts.first ?? 0
            // Senders begin to count at 0 or 1.
            let origin = (2...Self.mostLostAtStart).contains(smallest) ? 1 : smallest
            (octets, gaps) = texts.assembled(reading, from: origin)
        } else {
            octets = Self.withoutWords(pieces.map(\.payload), reading)
        }
        let whole = FileEnd.trimmed(octets)
        // The same again and again is a question, not a content; numbered pieces are few octets that come again.
        let distinct = Set(pieces.map(\.payload)).count
        guard whole.count >= Self.shortest,
            2 * distinct > pieces.count || isNumbered && distinct >= Self.fewestNumbered
        else { return nil }
        let order = isNumbered ? "by the numbers that count them" : "in the order of time"
        var content = RecoveredContent(
            .octets,
            direction,
            of: client,
            octets: whole,
            encodings: fields.reading.name.map { [$0] } ?? [],
            confidence: fields.reading.evidence >= Self.probableBits ? .probable : .possible,
            because: "What \(source) write, put together \(order).",
            frames: first...last
        )
        content.gaps = gaps
        return content
    }

    private static let mostLostAtStart = 16
    private static let fewestNumbered = 16

    /// Pieces whose numbers fall as they are sent, in the order of what they carry: what is left over for the last piece
    /// makes it shorter, and tells whether the sender began with it or counted down.
    private static func lastOneLast(_ pieces: [Piece]) -> [Piece] {
        guard let first = pieces.min(by: { $0.number ?? .max < $1.number ?? .max }),
            let last = pieces.max(by: { $0.number ?? .min < $1.number ?? .min }), let most = last.number,
            first.payload.count < last.payload.count
        else { return pieces }
        return pieces.map { ($0.number.map { most - $0 }, $0.payload, $0.place) }
    }

    /// The octets of pieces, without a first one or two that are words of the sender before a known kind of file.
    private static func withoutWords(_ pieces: [ArraySlice<UInt8>], _ reading: TextReading) -> [UInt8] {
        let all = reading.octets(of: pieces, behind: 0)
        guard ContentType.name(of: all) == nil else { return all }
        return (1...2).lazy.filter { $0 < pieces.count }
            .map { reading.octets(of: Array(pieces.dropFirst($0)), behind: 0) }
            .first(where: ContentType.isFile) ?? all
    }
}
