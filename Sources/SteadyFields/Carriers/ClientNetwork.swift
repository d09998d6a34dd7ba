import DNSObservation
import DNSWire
import NetworkTypes

extension FieldTable {
    private static let clientSubnet: UInt16 = 8

    /// The network for which a client asks (RFC 7871): /16 of IPv4, /32 of IPv6.
    ///
    /// Only where the client asks for recursion: resolvers say for whom they ask, and that may be anybody.
    mutating func noteClientNetwork(_ query: borrowing Observation) {
        guard query.recursionDesired, query.opcode == .query,
            let option = query.options.first(where: { $0.code == Self.clientSubnet }),
            option.octets.count > 4
        else { return }
        let start = option.octets.lowerBound
        let isIPv4 = query.extraOctets[start + 1] == 1
        let end = min(option.octets.upperBound, start + 4 + (isIPv4 ? 2 : 4))
        var symbols = Symbols()
        symbols[0] = Self.hash(query.extraOctets, start + 4..<end)
        note(
            symbols,
            fields: [.clientNetwork],
            of: Self.client(query, .clientNetwork),
            bits: 8 * (option.octets.count - 4),
            observation: query
        )
    }

    /// A hash of octets that fits a symbol.
    static func hash(_ octets: [UInt8], _ range: Range<Int>) -> UInt32 {
        UInt32(truncatingIfNeeded: KeyedHash.hash(octets.span.extracting(range), seed: 0))
    }
}
