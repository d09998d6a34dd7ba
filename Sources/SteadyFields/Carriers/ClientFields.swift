import DNSObservation
import DNSWire
import NetworkTypes

extension FieldTable {
    /// The fields of every query of a client to one server: header bits, the opcode, size and flags of EDNS.
    ///
    /// A program sets them for all its queries alike. The presence of EDNS is no field: a machine has programs with
    /// and without it, and the table tells these apart.
    mutating func noteClient(_ query: borrowing Observation) {
        var symbols = Symbols()
        if query.opcode == .query {
            let hasDNSSEC = query.ednsFlags & Self.dnssecOK != 0
            symbols[0] = UInt32(query.headerFlags & 0x0130) | (hasDNSSEC ? 1 : 0)
            if let size = query.ednsPayloadSize, query.transport == .udp {
                symbols[1] = UInt32(size)
                symbols[2] = query.ednsFlags & ~Self.dnssecOK
            }
            symbols[3] = UInt32(query.headerFlags & 0x0110)
            symbols[4] = hasDNSSEC ? 1 : 0
        }
        note(
            symbols,
            fields: [.queryBits, .ednsSize, .ednsFlags, .checkingBits],
            parts: 0b1001,
            of: Self.client(query, query.ednsPayloadSize == nil ? .queryBits : .ednsSize),
            observation: query
        )
        var opcode = Symbols()
        opcode[0] = UInt32(query.opcode.rawValue)
        note(opcode, fields: [.opcode], of: Self.client(query, .opcode), bits: 4, observation: query)
    }

    /// DO, in the flags of the OPT record (RFC 3225 §3).
    static let dnssecOK: UInt32 = 0x8000

    /// The hash of a pair of client and server and of the field that is kept for it.
    static func client(_ observation: borrowing Observation, _ field: SteadyField) -> UInt64 {
        var hash = FieldHash()
        hash.absorb(UInt64(field.rawValue))
        hash.absorb(observation.client.address)
        hash.absorb(observation.server.address)
        return hash.value
    }
}
