package import DNSObservation
import DNSWire
import NetworkTypes

/// The fields that ordinary software keeps, for each client, server and name, with those of them that change.
///
/// A subject whose fields never change costs one place in a table of fixed size. The first change makes a
/// ``FieldStream`` of the field; of too many of these the ones with the fewest changes go first.
///
/// Tables over two parts of a capture merge into the table of the whole, except for changes between the two parts and
/// for subjects that either table forgot.
package struct FieldTable: Sendable {
    /// Bounds on the memory that a capture can make the table hold.
    package struct Limits: Sendable {
        /// Subjects that are remembered; a power of two, 64 bytes each.
        package var subjects = 1 << 16
        /// Fields that changed; each costs some 4 kB at most.
        package var streams = 2_048

        package init() {}
    }

    /// The content of the last message about a subject.
    ///
    /// The vector stands first, so that nothing has to be left free before it.
    struct Subject: Sendable {
        var symbols = Symbols()
        var key: UInt64 = 0
        /// When the last message came, in seconds.
        var seconds: Int64 = 0
        /// Messages since something changed.
        var kept: UInt32 = 0
        /// All messages.
        var messages: UInt32 = 0
        /// A note that the reader of a field wants to remember; it is not compared.
        var note: UInt32 = 0
        /// The places that have a stream.
        var changed: UInt8 = 0
    }

    private let limits: Limits
    private var subjects: [Subject]
    private var byKey: [UInt64: FieldStream] = [:]
    var pending = PendingQueries()
    /// Streams that were let go because there were too many.
    package private(set) var evictedCount = 0

    package init(limits: Limits = Limits()) {
        self.limits = limits
        subjects = Array(repeating: Subject(), count: limits.subjects)
    }

    /// Adds one message.
    ///
    /// - Complexity: O(1) for messages that change nothing: two or three places of the table are read.
    package mutating func note(_ observation: borrowing Observation) {
        guard observation.queryType != nil else { return }
        if observation.isResponse {
            noteResponse(observation)
        } else if !pending.isRepeated(observation) {
            noteClient(observation)
            notePadding(observation)
            noteClientNetwork(observation)
            noteUpdate(observation)
            noteQuestionTypes(observation)
        }
    }

    private mutating func noteResponse(_ observation: borrowing Observation) {
        // A response without its query, or one that comes again, was judged or says nothing.
        guard let query = pending.answered(by: observation) else { return }
        noteRetries(query, observation)
        noteServer(query, observation)
        noteServerCookie(observation)
        guard observation.opcode == .query else { return }
        noteQuestion(query, observation)
        noteStanding(observation)
    }

    /// All streams, in a fixed order.
    package var streams: [FieldStream] {
        // The subjects count the messages that kept a value since the last change.
        var streams = byKey
        for subject in subjects where subject.changed != 0 {
            for place in 0..<Symbols.count where subject.changed & 1 << UInt8(place) != 0 {
                let key = Self.key(of: place, subject.key)
                streams[key]?.keep(subject.symbols[place], messages: Int(subject.kept))
            }
        }
        return streams.sorted { $0.key < $1.key }.map(\.value)
    }
}

// MARK: - Subjects

extension FieldTable {
    /// The content of the last message about a subject, or `nil` when none is remembered.
    func subject(_ key: UInt64) -> Subject? {
        let subject = subjects[place(of: key)]
        return subject.key == key ? subject : nil
    }

    /// Remembers a value without any judgement, as a part of the rest of a message.
    mutating func remember(_ value: UInt32, in symbol: Int, of key: UInt64, at time: Timestamp) {
        let place = place(of: key)
        if subjects[place].key != key { replace(place, by: key) }
        subjects[place].symbols[symbol] = value
        subjects[place].seconds = time.nanoseconds / 1_000_000_000
    }

    /// Remembers the note that the reader of a field needs next time.
    mutating func remember(note: UInt32, of key: UInt64, at seconds: Int64?) {
        let place = place(of: key)
        if subjects[place].key != key { replace(place, by: key) }
        subjects[place].note = note
        if let seconds { subjects[place].seconds = seconds }
    }

    /// Notes the values that one message has for a subject.
    ///
    /// - Parameters:
    ///   - symbols: The values; an unknown value is as it was.
    ///   - fields: The fields in the places of `symbols`; a place without a field is only a reason for others.
    ///   - parts: Places that are parts of each other, a bit each: none of them is a reason for another.
    ///   - key: The subject's hash.
    ///   - bits: The most that a content can say.
    ///   - nameLabels: How many labels at the end of the question's name it is about.
    ///   - observation: The message.
    mutating func note(
        _ symbols: Symbols,
        fields: [SteadyField?],
        parts: UInt8 = 0,
        of key: UInt64,
        bits: Int = 32,
        nameLabels: Int = .max,
        observation: borrowing Observation
    ) {
        let place = place(of: key)
        if subjects[place].key != key { replace(place, by: key) }
        let before = subjects[place].symbols
        let after = symbols.completed(from: before)
        subjects[place].seconds = observation.time.nanoseconds / 1_000_000_000
        subjects[place].messages &+= 1
        if after == before {
            subjects[place].kept &+= 1
            return
        }
        settle(place)
        subjects[place].symbols = after
        for (symbol, field) in fields.enumerated() {
            guard let field, before[symbol] != Symbols.unknown, symbols[symbol] != Symbols.unknown else {
                continue
            }
            let streamKey = Self.key(of: symbol, key)
            if byKey[streamKey] == nil {
                guard after[symbol] != before[symbol] else { continue }
                makeRoom()
                byKey[streamKey] = FieldStream(
                    field,
                    value: before[symbol],
                    rest: before.hash(without: symbol, parts),
                    messages: Int(subjects[place].messages) - 1,
                    nameLabels: nameLabels,
                    observation: observation
                )
            }
            subjects[place].changed |= 1 << UInt8(symbol)
            byKey[streamKey]?.note(
                after[symbol],
                after: before[symbol],
                rest: after.hash(without: symbol, parts),
                bits: bits,
                observation: observation
            )
        }
    }

    private func place(of key: UInt64) -> Int { Int(truncatingIfNeeded: key >> 8) & (subjects.count - 1) }

    private mutating func replace(_ place: Int, by key: UInt64) {
        settle(place)
        subjects[place] = Subject(key: key)
    }

    /// Tells the streams of a subject how many messages kept the value since the last change.
    private mutating func settle(_ place: Int) {
        let subject = subjects[place]
        subjects[place].kept = 0
        guard subject.changed != 0, subject.kept > 0 else { return }
        for symbol in 0..<Symbols.count where subject.changed & 1 << UInt8(symbol) != 0 {
            byKey[Self.key(of: symbol, subject.key)]?.keep(
                subject.symbols[symbol],
                messages: Int(subject.kept)
            )
        }
    }

    private static func key(of symbol: Int, _ subject: UInt64) -> UInt64 { subject &+ UInt64(symbol) }

    /// Lets the half of the streams go that changed least, when there are too many.
    private mutating func makeRoom() {
        guard byKey.count >= limits.streams else { return }
        let order = byKey.sorted { ($0.value.changes, $0.key) < ($1.value.changes, $1.key) }
        for (key, _) in order.prefix(byKey.count / 2) { byKey[key] = nil }
        evictedCount += order.count / 2
    }

    /// Adds the table of another part of the capture.
    package mutating func merge(_ other: FieldTable) {
        for place in subjects.indices { settle(place) }
        for (key, stream) in other.byKey.sorted(by: { $0.key < $1.key }) {
            if byKey[key] == nil {
                makeRoom()
                byKey[key] = stream
            } else {
                byKey[key]?.merge(stream)
            }
        }
        for subject in other.subjects where subject.messages > 0 {
            let place = place(of: subject.key)
            if subjects[place].key != subject.key {
                guard subject.changed != 0 || subjects[place].messages == 0 else { continue }
                subjects[place] = subject
            } else {
                subjects[place].messages &+= subject.messages
                subjects[place].changed |= subject.changed
                subjects[place].kept = subject.kept
                subjects[place].symbols = subject.symbols
            }
        }
        evictedCount += other.evictedCount
    }
}
