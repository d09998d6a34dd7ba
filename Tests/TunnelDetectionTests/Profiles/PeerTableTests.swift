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

    @Test func `pairs have a bound, and those that carried most stay`() {
        var limits = PeerTable.Limits()
        limits.pairs = 6
        var whole = table(clients: 1...2, trailing: 64, limits: limits)
        whole.merge(table(clients: 2...40))
        #expect(whole.profiles.count <= 6)
        #expect(whole.profiles.count + whole.evicted == 40)
        #expect(clients(whole).prefix(2) == [IPAddress(v4: 1), IPAddress(v4: 2)])
        // One query without contents carries nothing.
        #expect(!whole.hasLeaving)
    }

    @Test func `contents that another table brings count against the bound`() {
        var limits = PeerTable.Limits()
        limits.contentBytes = 1_000
        var whole = table(clients: 1...1, limits: limits)
        whole.merge(table(clients: 2...40, trailing: 64))
        // Thirty-nine contents of 64 octets each are more than a thousand bytes.
        for client in 50...60 { whole.note(query(client: UInt32(client), trailing: 64)) }
        // One message may go beyond; the next one makes room.
        let message = whole.profiles.values.map(\.heldBytes).max() ?? 0
        #expect(whole.profiles.values.reduce(0) { $0 + $1.heldBytes } <= 1_000 + message)
        #expect(whole.profiles.count + whole.evicted == 51)
        let leaving = whole.takeLeaving()
        #expect(leaving.count >= whole.evicted - 1 && leaving.allSatisfy { $0.up.octets == 64 })
    }
}
