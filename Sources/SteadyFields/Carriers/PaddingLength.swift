import DNSObservation
import DNSWire
import NetworkTypes

extension FieldTable {
    private static let padding: UInt16 = 12
    /// All block lengths in use, but for that of responses, are multiples of it (RFC 8467 §4).
    private static let block = 32

    /// How long a query is padded (RFC 7830).
    ///
    /// Clients pad up to a multiple of some block, or always by the same length. The length without padding is a
    /// reason.
    mutating func notePadding(_ query: borrowing Observation) {
        guard let option = query.options.first(where: { $0.code == Self.padding }) else { return }
        let isBlock = query.messageLength % Self.block == 0
        var symbols = Symbols()
        symbols[0] = isBlock ? UInt32(query.messageLength) << 16 : UInt32(option.octets.count)
        symbols[1] = UInt32(query.messageLength - option.octets.count)
        note(
            symbols,
            fields: [.paddingLength],
            of: Self.client(query, .paddingLength),
            bits: 8,
            observation: query
        )
    }
}
