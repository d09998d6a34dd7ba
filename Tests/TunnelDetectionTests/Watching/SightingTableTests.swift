import DNSObservation
import Findings
import NetworkTypes
import Testing
import Watching
import ZoneProfiles

@Suite struct SightingTableTests {
    private static let watchlist = Watchlist(
        blocks: [ListText(name: "feed", octets: Array("bad.example.com\n198.51.100.7\n".utf8))]
    )

    private static func traffic() -> Traffic {
        var traffic = Traffic()
        for index in 0..<200 {
            let client = 0x0A00_0010 + UInt32(index % 7)
            let host = [
                "a\(index).bad.example.com", "x.tracker\(index % 11).com", "host\(index).corp.example.org",
            ][index % 3]
            let address: UInt32 = [0xC633_6407, 0, 0xC0A8_0001 + UInt32(index % 5)][index % 3]
            traffic.exchange(at: Double(index), host, client: client, answers: [.address(address)])
        }
        return traffic
    }

    private static func table(_ messages: some Sequence<Observation>) -> SightingTable {
        var table = SightingTable(watchlist: watchlist)
        for message in messages { table.note(message) }
        return table
    }

    private static func text(_ table: SightingTable) -> [String] {
        table.sightings.sorted { $0.key < $1.key }.map { subject, sighting in
            let clients = sighting.clients.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
            return
                "\(subject) \(sighting.queries) \(sighting.responses) \(sighting.octetsUp) \(sighting.octetsDown) "
                + "\(sighting.firstSeen) \(sighting.lastSeen) \(sighting.firstFrame) \(sighting.lastFrame) "
                + "\(sighting.addresses.sorted) \(sighting.servers.sorted) \(sighting.names.records.map(\.name)) \(clients)"
        }
    }

    @Test(arguments: [1, 57, 200, 399])
    func `two parts merge into the whole, either way round`(cut: Int) {
        let messages = Self.traffic().messages
        let (first, second) = (Self.table(messages.prefix(cut)), Self.table(messages.dropFirst(cut)))
        let whole = Self.text(Self.table(messages))
        var forward = first
        forward.merge(second)
        var backward = second
        backward.merge(first)
        #expect(Self.text(forward) == whole && Self.text(backward) == whole && whole.count > 3)
    }

    @Test func `things beyond the bound are counted`() {
        var traffic = Traffic()
        for index in 0..<10_000 {
            traffic.exchange(at: Double(index), "x.zone\(index).com", answers: [.address(0x0A01_0101)])
        }
        let table = Self.table(traffic.messages)
        #expect(table.sightings.count == 8_192 && table.unlisted == 10_000 - 8_192)
    }

    @Test func `ordinary messages leave nothing behind`() {
        var traffic = Traffic()
        for index in 0..<1_000 {
            traffic.exchange(
                at: Double(index),
                "www\(index).example.net",
                answers: [.address(0xC633_6400 + UInt32(index % 7))]
            )
        }
        #expect(Self.table(traffic.messages).sightings.isEmpty)
    }
}
