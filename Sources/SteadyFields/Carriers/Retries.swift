import DNSObservation
import DNSWire
import NetworkTypes

extension FieldTable {
    /// How often a query came again before its answer did.
    ///
    /// On a good network this never happens, on a bad one seldom and by chance.
    mutating func noteRetries(_ query: PendingQueries.Query, _ response: borrowing Observation) {
        var symbols = Symbols()
        symbols[0] = query.repeats
        note(symbols, fields: [.retries], of: Self.client(response, .retries), bits: 2, observation: response)
    }
}
