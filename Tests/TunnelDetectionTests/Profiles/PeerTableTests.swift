import DNSObservation
import NetworkTypes
import Testing
import ZoneProfiles

/// The bounds of the table of pairs, also where tables are united.
@Suite struct PeerTableTests {
    private static let server = Endpoint(address: IPAddress(v4: 0x0A00_0035), port: 53)

    /// One query from each client with so many octets of its own behind the message.
    private func table(clients: ClosedRange<UInt32>, trailing: Int = 0, limits: PeerTable.Limits = .init())
        -> PeerTable
    {
        var table = PeerTable(limits: limits)
        for client in clients { table.note(query(client: client, trailing: trailing)) }
        return table
    }

    private func query(client: UInt32, trailing: Int) -> Observation {
        let time = Timestamp(nanoseconds: Int64(client))
        let endpoint = Endpoint(address: IPAddress(v4: client), port: 40_000)
        var query = Observation(time: time, frame: Int(client), client: endpoint, server: Self.server)
        query.extraOctets = (0..<trailing).map { UInt8(truncatingIfNeeded: Int(client) + $0) }
        query.trailing = 0..<trailing
        return query
    }

    private func clients(_ table: PeerTable) -> [IPAddress] { table.profiles.keys.map(\.client).sorted() }

    @Test func `the first pairs are kept in the order of their addresses when tables unite`() {
        var limits = PeerTable.Limits()
        limits.pairs = 5
        var whole = table(clients: 1...2, limits: limits)
        whole.merge(table(clients: 2...40))
        #expect(clients(whole) == (1...5).map { IPAddress(v4: $0) })
        #expect(whole.unlisted == 35)
    }

    @Test func `contents that another table brings count against the bound`() {
        var limits = PeerTable.Limits()
        limits.contentBytes = 1_000
        var whole = table(clients: 1...1, limits: limits)
        whole.merge(table(clients: 2...40, trailing: 64))
        // Thirty-nine contents of 64 octets each are more than a thousand bytes.
        whole.note(query(client: 50, trailing: 64))
        #expect(whole.unlisted == 1)
        #expect(
            whole.profiles[PeerPair(client: IPAddress(v4: 50), server: Self.server.address)]?.up.octets == 0
        )
    }
}
