import DNSObservation
import DNSWire
import NetworkTypes

extension FieldTable {
    /// Size and flags of EDNS in the responses of one server to one client.
    ///
    /// The content of the query is a reason.
    mutating func noteServer(_ query: PendingQueries.Query, _ response: borrowing Observation) {
        guard let size = response.ednsPayloadSize, response.transport == .udp else { return }
        var symbols = Symbols()
        symbols[0] = UInt32(size)
        // The extended response code belongs to the question.
        symbols[1] = response.ednsFlags & ~Self.dnssecOK & 0x00FF_FFFF
        symbols[2] = query.style
        note(
            symbols,
            fields: [.serverEDNSSize, .serverEDNSFlags],
            of: Self.client(response, .serverEDNSSize),
            observation: response
        )
    }
}
