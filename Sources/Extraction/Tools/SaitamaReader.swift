import DNSWire
import Findings
import Inflation
import NetworkTypes
import PayloadMeasures
import Signatures
import ZoneProfiles

/// Reads the tasks that agents of Saitama get and the results that they send.
///
///     0 <key>                                                first query; the last octet of the address is the agent's id
///     <id>                                                   length of the next task: the last three octets of the address
///     2 <id> <place, 3 symbols>                              four octets of the task from this place on, as an address
///     1 <id> <place, 3> [<length, 3 of place 0>] <Base32>    octets of the result from this place on
///
///     task:   | type, 1 octet: a command 70, compressed 71; a file 95, compressed 96; a number 43 | …
///     result: | 61 for compressed, 1 octet | …
///
/// Numbers are written in base 36. Compressed is DEFLATE alone (RFC 1951).
///
/// Source: fox-it/saitama-server, saitama/beacon.py; data/saitama.pcapng.
struct SaitamaReader: ContentReader {
    let tools: Set<String> = ["Saitama"]

    private enum Kind: UInt8 {
        case firstAlive = 0x61
        case send
        case receive
    }

    /// A query with the address that answers it.
    private struct Turn {
        let message: SaitamaLayout.Message
        let place: FramePlace
        let answer: [UInt8]?

        /// What follows type and id, if this is of the type and the agent.
        func rest(_ kind: Kind, of agent: [UInt8]) -> (place: Int, symbols: ArraySlice<UInt8>)? {
            let symbols = message.symbols
            guard symbols.first == kind.rawValue, symbols.dropFirst().starts(with: agent) else { return nil }
            let rest = symbols.dropFirst(1 + agent.count)
            guard rest.count >= SaitamaReader.numberLength else { return nil }
            return (
                SaitamaReader.number(rest.prefix(SaitamaReader.numberLength)),
                rest.dropFirst(SaitamaReader.numberLength)
            )
        }
    }

    private static let numberLength = 3
    /// An octet has two digits at most.
    private static let longestID = 2
    private static let partOfTask = 4
    /// Octets that a result unpacks to at most; its length has three digits.
    private static let mostUnpacked = 8 << 20

    func contents(of recording: ChannelRecording) -> [RecoveredContent] {
        recording.byClient.flatMap { client, exchanges in
            let turns = Self.turns(exchanges, in: recording)
            return Self.agents(in: turns).flatMap { agent in Self.contents(of: agent, turns, client) }
        }
        .sorted { $0.frames.lowerBound < $1.frames.lowerBound }
    }

    /// The queries in the order of their counters, each of them once.
    private static func turns(_ exchanges: [RecordedExchange], in recording: ChannelRecording) -> [Turn] {
        var turns: [Int: Turn] = [:]
        for exchange in exchanges {
            let labels = Array(recording.subdomain(of: exchange.name).lowercased.labels)
            guard labels.count == 1, let place = exchange.first?.place,
                let message = SaitamaLayout.Message(labels[0])
            else { continue }
            let answer = exchange.response?.answers.first { $0.type == .a && $0.octets.count == 4 }?.octets
            if turns[message.counter].map({ $0.answer == nil }) ?? true {
                turns[message.counter] = Turn(message: message, place: place, answer: answer)
            }
        }
        return turns.sorted { $0.key < $1.key }.map(\.value)
    }

    // MARK: - Agents

    /// The ids of agents, as they write them: what the server gives them, or where that is missing, what makes the places of
    /// neighbors follow each other.
    private static func agents(in turns: [Turn]) -> [[UInt8]] {
        var agents: [[UInt8]] = []
        func note(_ agent: [UInt8]) { if !agents.contains(agent) { agents.append(agent) } }
        for turn in turns where turn.message.symbols.first == Kind.firstAlive.rawValue {
            // Without a key it is an id that begins with the same symbol.
            if turn.message.symbols.count > longestID, let id = turn.answer?.last {
                note(digits(of: Int(id)))
            }
        }
        for (one, next) in zip(turns, turns.dropFirst()) where next.message.counter == one.message.counter + 1
        {
            for length in (1...longestID).reversed() {
                let agent = Array(one.message.symbols.dropFirst().prefix(length))
                for kind in [Kind.send, .receive] {
                    guard let before = one.rest(kind, of: agent), let after = next.rest(kind, of: agent)
                    else {
                        continue
                    }
                    let count = kind == .receive ? partOfTask : result(in: before)?.octets.count ?? 0
                    if count > 0, after.place == before.place + count { note(agent) }
                }
            }
        }
        return agents
    }

    private static func digits(of number: Int) -> [UInt8] {
        let alphabet = SaitamaLayout.alphabet
        let last = alphabet[number % alphabet.count]
        return number < alphabet.count ? [last] : digits(of: number / alphabet.count) + [last]
    }

    private static func number(_ symbols: ArraySlice<UInt8>) -> Int {
        symbols.reduce(0) { number, symbol in
            let alphabet = SaitamaLayout.alphabet
            return number * alphabet.count + (alphabet.firstIndex(of: symbol) ?? 0)
        }
    }

    /// The octets of a result in one query, and the length of the whole where it says it.
    private static func result(in part: (place: Int, symbols: ArraySlice<UInt8>)) -> (
        octets: [UInt8], length: Int?
    )? {
        let isFirst = part.place == 0
        guard !isFirst || part.symbols.count >= numberLength else { return nil }
        let symbols = isFirst ? part.symbols.dropFirst(numberLength) : part.symbols
        return PayloadEncoding.base32.octets(of: symbols, isStrict: false).map {
            ($0, isFirst ? number(part.symbols.prefix(numberLength)) : nil)
        }
    }

    // MARK: - Transfers

    /// One task or result in the making.
    private struct Transfer {
        let direction: Recovered.Direction
        var stream = SequencedStream(.octets, width: 32, start: 0)
        var length: Int?
        var last = -1
    }

    private static func contents(of agent: [UInt8], _ turns: [Turn], _ client: IPAddress)
        -> [RecoveredContent]
    {
        var contents: [RecoveredContent] = []
        var length: Int?
        var current: [Recovered.Direction: Transfer] = [:]
        func finish(_ direction: Recovered.Direction) {
            if let transfer = current.removeValue(forKey: direction) {
                if let content = content(of: transfer, client) { contents.append(content) }
            }
        }
        func add(
            _ octets: some Sequence<UInt8>,
            _ place: Int,
            _ length: Int?,
            _ direction: Recovered.Direction,
            _ turn: Turn
        ) {
            // A place that does not come after the last one is in the next task or result.
            if let last = current[direction]?.last, place <= last { finish(direction) }
            var transfer = current[direction] ?? Transfer(direction: direction)
            transfer.length = transfer.length ?? length
            transfer.last = place
            transfer.stream.add(place, octets, at: turn.place)
            current[direction] = transfer
        }
        for turn in turns {
            if turn.message.symbols == agent {
                finish(.down)
                length = turn.answer.map { $0.dropFirst().reduce(0) { $0 << 8 | Int($1) } }
            } else if let part = turn.rest(.receive, of: agent), part.symbols.isEmpty {
                guard let answer = turn.answer else { continue }
                let count = length.map { max(0, min(answer.count, $0 - part.place)) } ?? answer.count
                add(answer.prefix(count), part.place, length, .down, turn)
            } else if let part = turn.rest(.send, of: agent), let result = result(in: part) {
                add(result.octets, part.place, result.length, .up, turn)
            }
        }
        finish(.down)
        finish(.up)
        return contents
    }

    private static let compressedResult: UInt8 = 61
    private static let (command, compressedCommand): (UInt8, UInt8) = (70, 71)
    private static let (file, compressedFile): (UInt8, UInt8) = (95, 96)

    private static func content(of transfer: Transfer, _ client: IPAddress) -> RecoveredContent? {
        let isUp = transfer.direction == .up
        let octets: [UInt8]
        var gaps: [ContentGap]
        (octets, gaps) = transfer.stream.assembled
        let missing = (transfer.length ?? 0) - gaps.reduce(octets.count) { $0 + ($1.octets ?? 0) }
        if missing > 0 { gaps.append(ContentGap(offset: octets.count, octets: missing)) }
        guard let frames = transfer.stream.frames, let type = octets.first, octets.count > 1 else {
            return nil
        }
        // The first octet says how to read the others.
        let isTyped = gaps.first.map { $0.offset > 0 } ?? true
        let isCompressed =
            isTyped && (isUp ? type == compressedResult : [compressedCommand, compressedFile].contains(type))
        let isFile = isTyped && !isUp && [file, compressedFile].contains(type)
        let isCommand = isTyped && !isUp && [command, compressedCommand].contains(type)
        var carried = isTyped ? Array(octets.dropFirst()) : octets
        var moved = gaps.map {
            ContentGap(offset: $0.offset - (isTyped ? 1 : 0), octets: $0.octets, pieces: $0.pieces)
        }
        var encodings = [isUp ? "base32" : "addresses"]
        if isCompressed,
            let unpacked = Zlib.whole(
                carried.prefix(moved.first?.offset ?? carried.count),
                .none,
                atMost: mostUnpacked
            )
        {
            carried = unpacked.octets
            encodings.append("deflate")
            moved = unpacked.isWhole ? [] : [ContentGap(offset: carried.count)]
        }
        var content = RecoveredContent(
            isCommand ? .commands : isFile || isUp && isTyped ? .file : .octets,
            transfer.direction,
            of: client,
            octets: carried,
            encodings: encodings,
            confidence: .certain,
            because: isUp
                ? "A result of an agent of Saitama, by the places of its parts."
                : "A task for an agent of Saitama, in addresses by the places of its parts.",
            frames: frames
        )
        content.gaps = moved
        content.isIntact = transfer.length.map { $0 == octets.count && gaps.isEmpty }
        return content
    }
}
