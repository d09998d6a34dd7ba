import DNSObservation
package import DNSWire
import Glibc
package import NetworkTypes

/// One field of one subject that changed at least once: how often it was not foretold, by each of three codes, and
/// how much its changes can say.
///
/// The codes are those by which ordinary software explains its changes. They go by the value before (the software
/// keeps the field), by the rest of the message (several programs or states, each with its own value), or by the
/// value that followed the two values before the last time (programs that ask in turns). The best of them gives the
/// cost of ordinary traffic.
///
/// Streams of one subject over two parts of a capture merge into that of the whole, except for the change between the
/// parts. Of more than ``capacity`` values or contexts, the stream tells those apart that came first.
package struct FieldStream: Sendable {
    /// The codes that ordinary software may have.
    package enum Code: Int, CaseIterable, Sendable {
        case before, rest, turn
    }

    /// Values and contexts that are told apart.
    static let capacity = 64
    /// Clients that are named.
    static let namedClients = 8

    package let field: SteadyField
    /// The client that asked; the server that answered follows.
    package let client: IPAddress
    package let server: IPAddress
    /// The name that the first change is about.
    package let name: DomainName
    package private(set) var clients: [IPAddress]
    package private(set) var firstSeen: Timestamp
    package private(set) var lastSeen: Timestamp
    package private(set) var firstFrame: FramePlace
    package private(set) var lastFrame: FramePlace
    private var counts = [ChangeCounts](repeating: ChangeCounts(), count: Code.allCases.count)
    /// How many messages had each value.
    private var values: [UInt32: Int] = [:]
    private var hasMoreValues = false
    /// The latest values of a field that may come back to them, the last one at the end.
    private var latest: [UInt32] = []
    private var byRest: [UInt64: UInt32] = [:]
    /// The value that came after two others.
    private var byTurn: [UInt64: UInt32] = [:]
    /// The value before the last one.
    private var beforeLast: UInt32
    /// The most that the largest content can say, in bits.
    private var contentBits = 0
    private var least: UInt32
    private var most: UInt32
    /// The bits that were not always the same.
    private var varyingBits: UInt32 = 0
    private let reference: UInt32

    /// A stream whose field had one value in all messages so far.
    ///
    /// - Parameters:
    ///   - field: The field.
    ///   - value: The value until now.
    ///   - rest: The rest of the last message, as a hash.
    ///   - messages: The number of messages in which it was the same.
    ///   - nameLabels: How many labels at the end of the question's name it is about.
    ///   - observation: The message that changes it.
    init(
        _ field: SteadyField,
        value: UInt32,
        rest: UInt64,
        messages: Int,
        nameLabels: Int,
        observation: borrowing Observation
    ) {
        self.field = field
        client = observation.client.address
        server = observation.server.address
        name = observation.name.lowercased.suffix(labelCount: nameLabels)
        clients = [observation.client.address]
        firstSeen = observation.time
        lastSeen = observation.time
        firstFrame = FramePlace(input: observation.input, frame: observation.frame)
        lastFrame = firstFrame
        least = value
        most = value
        reference = value
        beforeLast = value
        values[value] = 1
        byRest[rest] = value
        remember(value)
        keep(value, messages: messages - 1)
    }

    /// Adds messages that had the value of the one before them, and all else the same as well.
    mutating func keep(_ value: UInt32, messages: Int) {
        guard messages > 0 else { return }
        for code in counts.indices { counts[code].same += messages }
        for last in [beforeLast, value].prefix(messages) {
            let turn = UInt64(last) << 32 | UInt64(value)
            if byTurn[turn] ?? value != value {
                // It was the turn of another value.
                counts[Code.turn.rawValue].same -= 1
                counts[Code.turn.rawValue].known += 1
            }
            if byTurn[turn] != nil || byTurn.count < Self.capacity { byTurn[turn] = value }
        }
        values[value]? += messages
        beforeLast = value
    }

    /// Adds a message in which this field or something beside it has another value than in the one before.
    mutating func note(
        _ value: UInt32,
        after previous: UInt32,
        rest: UInt64,
        bits: Int,
        observation: borrowing Observation
    ) {
        lastSeen = max(lastSeen, observation.time)
        firstSeen = min(firstSeen, observation.time)
        lastFrame = max(lastFrame, FramePlace(input: observation.input, frame: observation.frame))
        if clients.count < Self.namedClients, !clients.contains(observation.client.address) {
            clients.append(observation.client.address)
        }
        let isKnown = field.habit.remembered > 0 ? latest.contains(value) : values[value] != nil
        let isCounted = values[value] != nil
        count(.before, isForetold: value == previous, isKnown: isKnown)
        count(.rest, isForetold: byRest[rest] == value, isKnown: isKnown && byRest[rest] != nil)
        let turn = UInt64(beforeLast) << 32 | UInt64(previous)
        count(.turn, isForetold: (byTurn[turn] ?? previous) == value, isKnown: isKnown)
        if byRest[rest] != nil || byRest.count < Self.capacity { byRest[rest] = value }
        if byTurn[turn] != nil || byTurn.count < Self.capacity { byTurn[turn] = value }
        beforeLast = previous
        if isCounted || values.count < Self.capacity {
            values[value, default: 0] += 1
        } else {
            hasMoreValues = true
        }
        remember(value)
        contentBits = max(contentBits, bits)
        least = min(least, value)
        most = max(most, value)
        varyingBits |= value ^ reference
    }

    private mutating func remember(_ value: UInt32) {
        guard field.habit.remembered > 0 else { return }
        latest.removeAll { $0 == value }
        if latest.count >= field.habit.remembered { latest.removeFirst() }
        latest.append(value)
    }

    private mutating func count(_ code: Code, isForetold: Bool, isKnown: Bool) {
        if isForetold {
            counts[code.rawValue].same += 1
        } else if isKnown {
            counts[code.rawValue].known += 1
        } else {
            counts[code.rawValue].new += 1
        }
    }

    /// Adds the stream of the same field and subject over another part of the capture.
    mutating func merge(_ other: FieldStream) {
        for code in counts.indices { counts[code] = counts[code] + other.counts[code] }
        for (value, count) in other.values.sorted(by: { $0.key < $1.key }) {
            if values[value] != nil || values.count < Self.capacity {
                values[value, default: 0] += count
            } else {
                hasMoreValues = true
            }
        }
        hasMoreValues = hasMoreValues || other.hasMoreValues
        for client in other.clients where clients.count < Self.namedClients && !clients.contains(client) {
            clients.append(client)
        }
        for (rest, value) in other.byRest.sorted(by: { $0.key < $1.key }) where byRest.count < Self.capacity {
            byRest[rest] = value
        }
        for value in other.latest { remember(value) }
        firstSeen = min(firstSeen, other.firstSeen)
        lastSeen = max(lastSeen, other.lastSeen)
        firstFrame = min(firstFrame, other.firstFrame)
        lastFrame = max(lastFrame, other.lastFrame)
        contentBits = max(contentBits, other.contentBits)
        least = min(least, other.least)
        most = max(most, other.most)
        varyingBits |= other.varyingBits | (reference ^ other.reference)
    }
}

// MARK: - What it says

extension FieldStream {
    /// The counts of one code.
    package func counts(_ code: Code) -> ChangeCounts { counts[code.rawValue] }

    /// The counts of the code that explains the sequence best.
    package var best: ChangeCounts {
        counts.min { field.habit.decibans($0) < field.habit.decibans($1) } ?? ChangeCounts()
    }

    /// How many messages changed the field, for a model that expects it to stay.
    package var changes: Int { field.habit.changes(in: counts(.before)) }

    /// How many distinct values there were, up to ``capacity``.
    package var valueCount: Int { values.count }
    /// Whether there were more.
    package var hasManyValues: Bool { hasMoreValues }

    /// The most that the values can say together, in bits.
    ///
    /// It comes from how often each value came while these can be counted, or else from the bits that vary in the
    /// part of a message that it has.
    package var capacityBits: Double {
        let messages = Double(counts(.before).all + 1)
        guard hasMoreValues || 2 * values.count > Int(messages) else {
            let total = Double(values.values.reduce(0, +))
            // In order, since sums of fractions depend on it.
            return values.values.sorted().reduce(0) { $0 + Double($1) * log2(total / Double($1)) }
        }
        let range = field.isNumber ? log2(Double(most - least) + 1) : 64 * 8
        let varying = field.isNumber ? Double(varyingBits.nonzeroBitCount) : 64 * 8
        return messages * min(Double(contentBits), range, varying)
    }
}

extension SteadyField {
    /// Whether a value is the number in the message; otherwise it is a hash of its content.
    fileprivate var isNumber: Bool {
        switch self {
        case .clientNetwork, .updatedAddresses, .serverCookie, .recordContents, .additionalAddresses, .denial,
            .authority:
            false
        default: true
        }
    }
}
