import DNSObservation
import DNSWire
import NetworkTypes

extension FieldTable {
    /// Types that are asked of one name within so many seconds belong together, until one comes again: whoever checks a
    /// domain asks for all types in a row, at whatever pace.
    private static let burst: Int64 = 30

    /// The types for which a client asks of one name, as a set for each burst of queries.
    ///
    /// Only where recursion is asked for: resolvers ask what their clients and their own checks need. Types of
    /// addresses and HTTPS do not count: caches and browsers ask for any of them, in any order. A name that nobody
    /// asks for another type costs nothing.
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
        guard let before, before.note != 0 else {
            remember(note: bit, of: key, at: seconds)
            return
        }
        if before.note & bit == 0, seconds - before.seconds <= Self.burst {
            remember(note: before.note | bit, of: key, at: seconds)
            return
        }
        var symbols = Symbols()
        symbols[0] = before.note & ~0b111
        note(symbols, fields: [.questionTypes], of: key, bits: 3, observation: query)
        remember(note: bit, of: key, at: seconds)
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
