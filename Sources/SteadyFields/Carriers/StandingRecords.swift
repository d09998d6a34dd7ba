import DNSObservation
import DNSWire
import NetworkTypes

extension FieldTable {
    /// A server's records of names beside the question: serials, addresses of name servers, names that do not exist.
    mutating func noteStanding(_ response: borrowing Observation) {
        for record in response.standing {
            let field: SteadyField =
                switch record.kind {
                case .serial: .serial
                case .additionalAddresses: .additionalAddresses
                case .denial: .denial
                case .authority: .authority
                }
            var hash = FieldHash()
            hash.absorb(UInt64(field.rawValue))
            hash.absorb(response.server.address)
            hash.absorb(record.owner)
            // Servers that make denials up on demand leave out the type that the query asked for.
            if record.kind == .denial { hash.absorb(UInt64(response.queryType?.rawValue ?? 0)) }
            let key = hash.value
            let before = subject(key)
            var symbols = Symbols()
            symbols[0] = record.value
            if record.kind == .serial, let before,
                Self.isOrdinaryStep(
                    from: before.symbols[0],
                    to: symbols[0],
                    seconds: response.time.nanoseconds / 1_000_000_000 - before.seconds
                )
            {
                symbols[0] = before.symbols[0]
                note(
                    symbols,
                    fields: [.serial],
                    of: key,
                    nameLabels: record.ownerLabels,
                    observation: response
                )
                remember(record.value, in: 0, of: key, at: response.time)
            } else {
                note(
                    symbols,
                    fields: [field],
                    of: key,
                    bits: record.bits,
                    nameLabels: record.kind == .serial || record.kind == .authority
                        ? record.ownerLabels : .max,
                    observation: response
                )
            }
        }
    }

    /// Steps that a zone's serial takes when somebody edits the zone.
    private static let editedSteps: Int64 = 100

    /// Whether a serial went forward (RFC 1982 §3.2), by no more than a clock or a count of edits would step.
    private static func isOrdinaryStep(from before: UInt32, to after: UInt32, seconds: Int64) -> Bool {
        let step = Int64(Int32(bitPattern: after &- before))
        return step >= 0 && step <= max(0, seconds) + editedSteps
    }
}
