import DNSObservation
import DNSWire
import NetworkTypes

extension FieldTable {
    /// The networks of the addresses that a client writes into a zone (RFC 2136): /24 of IPv4, /48 of IPv6.
    ///
    /// Machines and DHCP servers write the addresses of their own networks.
    mutating func noteUpdate(_ query: borrowing Observation) {
        guard query.opcode == .update else { return }
        let key = Self.client(query, .updatedAddresses)
        for record in query.unexpected {
            let networkOctets: Int
            switch (record.type, record.octets.count) {
            case (.a, 4): networkOctets = 3
            case (.aaaa, 16): networkOctets = 6
            default: continue
            }
            let start = record.octets.lowerBound
            var symbols = Symbols()
            symbols[0] = Self.hash(query.extraOctets, start..<start + networkOctets)
            note(
                symbols,
                fields: [.updatedAddresses],
                of: key,
                bits: 8 * record.octets.count,
                observation: query
            )
        }
    }
}
