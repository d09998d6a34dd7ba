import DNSObservation
import DNSWire
import NetworkTypes

extension FieldTable {
    private static let cookie: UInt16 = 10
    private static let clientCookieOctets = 8
    /// How far the clock of a server may be off, in seconds.
    private static let clockError: Int64 = 86_400

    /// The server's cookie behind one cookie of a client.
    ///
    /// It depends on the client and a secret. It may have the time at which the server made it in its second four
    /// octets (RFC 9018 §4; BIND before it, too): such a cookie may be new each time.
    mutating func noteServerCookie(_ response: borrowing Observation) {
        guard
            let option = response.options.first(where: { $0.code == Self.cookie }),
            option.octets.count >= 2 * Self.clientCookieOctets
        else { return }
        let start = option.octets.lowerBound
        let server = start + Self.clientCookieOctets..<option.octets.upperBound
        if server.count >= 16 {
            let time = (4..<8).reduce(Int64(0)) {
                $0 << 8 | Int64(response.extraOctets[server.lowerBound + $1])
            }
            guard abs(time - response.time.nanoseconds / 1_000_000_000) > Self.clockError else { return }
        }
        var hash = FieldHash()
        hash.absorb(Self.client(response, .serverCookie))
        hash.absorb(UInt64(Self.hash(response.extraOctets, start..<server.lowerBound)))
        var symbols = Symbols()
        symbols[0] = Self.hash(response.extraOctets, server)
        note(
            symbols,
            fields: [.serverCookie],
            of: hash.value,
            bits: 8 * server.count,
            observation: response
        )
    }
}
