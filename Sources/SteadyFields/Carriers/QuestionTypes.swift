import DNSObservation
import DNSWire
import NetworkTypes

extension FieldTable {
    /// Types belong together if a client asks one name for them within so many seconds.
    private static let burst: Int64 = 2

    /// The types for which a client asks of one name, as a set for each burst of queries.
    ///
    /// Only where the client asks for recursion: resolvers ask for the types that their clients and their own checks
    /// need. Types of addresses and HTTPS do not count: caches and browsers ask for any of them, in any order. A name
    /// costs nothing while nobody asks for another type of it. A client that checks a domain asks for its types in one
    /// order, at any pace: a burst whose types each follow the one before as they did twice running is the burst before
    /// once more.
    mutating func noteQuestionTypes(_ query: borrowing Observation) {
        guard query.opcode == .query, query.recursionDesired, let type = query.queryType else { return }
        var hash = FieldHash()
        hash.absorb(UInt64(SteadyField.questionTypes.rawValue))
        hash.absorb(query.client.address)
        hash.absorb(query.queryNameHash)
        let key = hash.value
        let before = subject(key)
        let isOfAddresses = [.a, .aaaa, .https, .svcb].contains(type)
        if isOfAddresses, before == nil { return }
        let bit: UInt32 = 1 << UInt32(Self.place(of: type))
        let seconds = query.time.nanoseconds / 1_000_000_000
        let isForetold = noteOrder(of: type, key)
        guard let before, before.note != 0 else {
            remember(note: bit, of: key, at: seconds)
            return
        }
        if before.note & bit == 0, seconds - before.seconds <= Self.burst {
            remember(note: before.note | bit, of: key, at: seconds)
            if !isForetold { remember(note: 1, of: Self.key(key, .burst), at: nil) }
            return
        }
        var symbols = Symbols()
        let burst = Self.key(key, .burst)
        symbols[0] = subject(burst)?.note == 0 ? before.symbols[0] : before.note & ~0b111
        remember(note: isForetold ? 0 : 1, of: burst, at: nil)
        note(symbols, fields: [.questionTypes], of: key, bits: 3, observation: query)
        remember(note: bit, of: key, at: seconds)
    }

    /// The notes about a client's questions about one name, beside the types of a burst.
    private enum Memory: UInt64 {
        /// Whether the burst has a type that the type before it did not foretell.
        case burst
        /// The type that the client asked for last.
        case last
    }

    /// Notes a type, and says whether it followed the one before the last two times, too.
    private mutating func noteOrder(of type: RecordType, _ key: UInt64) -> Bool {
        let last = Self.key(key, .last)
        let next = UInt32(type.rawValue) + 1
        let previous = subject(last)?.note ?? 0
        var hash = FieldHash()
        hash.absorb(last)
        hash.absorb(UInt64(previous))
        let order = hash.value
        let learned = subject(order)?.note ?? 0
        let isRepeated = learned & ~Self.confirmed == next
        remember(note: isRepeated ? next | Self.confirmed : next, of: order, at: nil)
        remember(note: next, of: last, at: nil)
        return isRepeated && learned & Self.confirmed != 0
    }

    /// Marks a type that came after another one twice running; above all numbers of types.
    private static let confirmed: UInt32 = 1 << 20

    private static func key(_ key: UInt64, _ memory: Memory) -> UInt64 {
        var hash = FieldHash()
        hash.absorb(key)
        hash.absorb(memory.rawValue)
        return hash.value
    }

    /// The types of addresses have the lowest places, all others some other one.
    private static func place(of type: RecordType) -> Int {
        switch type {
        case .a: 0
        case .aaaa: 1
        case .https, .svcb: 2
        default: 3 + Int(type.rawValue) % 29
        }
    }
}
