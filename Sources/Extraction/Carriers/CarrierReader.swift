import DNSWire
import Findings
import NetworkTypes
import PayloadMeasures
import ZoneProfiles

/// Reads channels outside of names and texts: in the field of messages that the finding's evidence names.
///
/// Each message carries some octets or a bit, in the order of time. Whether a message is missing nobody can say.
struct CarrierReader: ContentReader {
    let tools: Set<String> = []

    func reads(_ recording: ChannelRecording) -> Bool { !Self.carriers(of: recording).isEmpty }

    /// The carriers of the weightiest evidence that names some.
    private static func carriers(of recording: ChannelRecording) -> [Carrier] {
        recording.features.lazy.compactMap { Carrier.byFeature[$0] }.first ?? []
    }

    func contents(of recording: ChannelRecording) -> [RecoveredContent] {
        // Clients ask for names again and again here, each time with something else in the field.
        recording.byClient.flatMap { client, exchanges in
            Self.carriers(of: recording).compactMap { Self.content(of: $0, in: exchanges, of: client) }
        }
    }

    private static func content(
        of carrier: Carrier,
        in exchanges: [RecordedExchange],
        of client: IPAddress
    ) -> RecoveredContent? {
        // What comes in turn, such as the pauses between pairs of A and AAAA, is one octet again and again.
        guard let (octets, code) = octets(of: carrier, in: exchanges), octets.count >= shortest,
            PrintableText.varies(octets)
        else { return nil }
        let places = exchanges.compactMap { $0.first?.place }
        guard let first = places.min(), let last = places.max() else { return nil }
        let isSure = ContentType.name(of: octets) != nil && carrier.isAlone(exchanges)
        return RecoveredContent(
            .octets,
            carrier.direction,
            of: client,
            octets: octets,
            encodings: [carrier.name] + [code].compactMap { $0 },
            confidence: isSure ? .probable : .possible,
            because: "The \(carrier.name) of \(exchanges.count) exchanges in the order of time.",
            frames: first...last
        )
    }

    /// The octets of a carrier in exchanges, and the code that it is written in, if any.
    private static func octets(of carrier: Carrier, in exchanges: [RecordedExchange]) -> (
        octets: [UInt8], code: String?
    )? {
        switch carrier.content {
        case .octets(let ofExchange):
            let pieces = exchanges.compactMap(ofExchange)
            return (withoutFilling(Array(pieces.joined()), last: pieces.last?.count ?? 0), nil)
        case .endings(let ofExchange):
            let pieces = exchanges.compactMap(ofExchange)
            let common = commonBeginning(pieces)
            return (pieces.flatMap { $0.dropFirst(common) }, nil)
        case .text(let ofExchange):
            let texts = exchanges.compactMap(ofExchange).filter { !$0.isEmpty }
                .map { TextReading.withoutPadding($0[...]) }
            guard let reading = TextReading.best(texts, allowsRaw: true) else { return nil }
            return (reading.octets(of: texts, behind: 0), reading.name)
        case .bits(let ofExchange):
            let exchanges = carrier.direction == .up ? ofOneProgram(exchanges, ofExchange) : exchanges
            let messages = exchanges.map(ofExchange)
            let last = (messages.last?.count ?? 0) / 8
            return (withoutFilling(octets(of: Array(messages.joined())), last: last), nil)
        case .numbers(let bits, let ofExchange):
            let exchanges = ofOneProgram(exchanges) { ofExchange($0) }
            let numbers = exchanges.compactMap(ofExchange)
            // A few wide numbers are signs; only the sender knows their meaning.
            guard bits <= 8 || Set(numbers).count > mostSigns else { return text(ofSigns: numbers) }
            let all = numbers.flatMap { number in (0..<bits).reversed().map { number >> $0 & 1 == 1 } }
            // Fewer bits than a number has fill up the last one.
            return (bits > 8 ? withoutZeroBehindText(octets(of: all)) : octets(of: all), nil)
        case .signs(let ofExchange): return text(ofSigns: exchanges.compactMap(ofExchange))
        case .gaps: return (octets(of: bits(ofGaps: exchanges)), nil)
        }
    }

    private static func text(ofSigns signs: [Int]) -> (octets: [UInt8], code: String?)? {
        SignText.octets(of: signs).map { ($0, "signs") }
    }

    private static let shortest = 8
    private static let mostSigns = 16

    /// Octets without the zeros with which the last message is filled up, where it ends in two or more.
    private static func withoutFilling(_ octets: [UInt8], last: Int) -> [UInt8] {
        let zeros = octets.reversed().prefix { $0 == 0 }.count
        return (2..<max(3, last)).contains(zeros) ? octets.dropLast(zeros) : octets
    }

    /// Octets without a last zero if the others are text without any.
    private static func withoutZeroBehindText(_ octets: [UInt8]) -> [UInt8] {
        let rest = Array(octets.dropLast())
        return octets.last == 0 && !rest.contains(0) && ContentType.name(of: rest) == "text" ? rest : octets
    }

    /// For each exchange, whether the client asks for another type of the same name at about the same time.
    private static func areAskedTogether(_ exchanges: [RecordedExchange]) -> [Bool] {
        var areTogether = exchanges.map { _ in false }
        var last: [DomainName: Int] = [:]
        for (index, exchange) in exchanges.enumerated() {
            guard let query = exchange.query else { continue }
            let name = query.name.lowercased
            if let before = last[name], let earlier = exchanges[before].query, earlier.type != query.type,
                query.time.seconds(since: earlier.time) < together
            {
                (areTogether[before], areTogether[index]) = (true, true)
            }
            last[name] = index
        }
        return areTogether
    }

    /// In seconds.
    private static let together = 1.0

    /// The number of octets that all pieces begin with.
    private static func commonBeginning(_ pieces: [[UInt8]]) -> Int {
        guard pieces.count > 1, let first = pieces.first else { return 0 }
        return first.indices.first { place in
            pieces.contains { place >= $0.count || $0[place] != first[place] }
        } ?? first.count
    }

    /// The exchanges of the program in whose queries a value changes most often.
    ///
    /// Other programs of a client ask as well. All queries of a program have EDNS or none has it, and the same options;
    /// and a program asks for one type of each name, or for several together.
    private static func ofOneProgram<Value: Equatable>(
        _ exchanges: [RecordedExchange],
        _ value: (RecordedExchange) -> Value
    ) -> [RecordedExchange] {
        let areTogether = areAskedTogether(exchanges)
        let programs = Dictionary(grouping: exchanges.indices) { index in
            exchanges[index].query.map {
                [$0.ednsPayloadSize == nil ? 0 : 1, areTogether[index] ? 1 : 0]
                    + $0.options.map { Int($0.code) }
            }
        }
        .mapValues { $0.map { exchanges[$0] } }
        func changes(_ exchanges: [RecordedExchange]) -> Int {
            let values = exchanges.map(value)
            return zip(values, values.dropFirst()).count { $0 != $1 }
        }
        // No two begin with the same frame.
        return programs.values.max {
            (changes($0), $1[0].first?.place ?? .init(input: 0, frame: 0))
                < (changes($1), $0[0].first?.place ?? .init(input: 0, frame: 0))
        } ?? exchanges
    }

    /// Bits as octets, the first one highest; bits that do not fill an octet are left out.
    private static func octets(of bits: [Bool]) -> [UInt8] {
        stride(from: 0, to: bits.count - bits.count % 8, by: 8).map { start in
            bits[start..<(start + 8)].reduce(0) { $0 << 1 | ($1 ? 1 : 0) }
        }
    }

    /// For each gap between two queries, whether it is a long one.
    ///
    /// The border is where the gaps, in their order, are farthest apart, measured by ratio.
    private static func bits(ofGaps exchanges: [RecordedExchange]) -> [Bool] {
        let times = exchanges.compactMap { $0.query?.time }
        let gaps = zip(times.dropFirst(), times).map { $0.seconds(since: $1) }
        let sorted = gaps.filter { $0 > 0 }.sorted()
        let ratios = zip(sorted.dropFirst(), sorted).map { (ratio: $0 / $1, border: ($0 + $1) / 2) }
        // A gap or two far away from all others are pauses.
        let inner = ratios.dropFirst(ratios.count / 10).dropLast(ratios.count / 10)
        guard let border = inner.max(by: { $0.ratio < $1.ratio })?.border else { return [] }
        // Nothing tells the length of the pause behind the last query.
        return gaps.map { $0 > border } + [false]
    }
}
