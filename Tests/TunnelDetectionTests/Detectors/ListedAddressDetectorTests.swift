import Findings
import NetworkTypes
import Testing
import TunnelDetection
import Watching

@Suite struct ListedAddressDetectorTests {
    private static let listed = IPAddress(v4: 0xC633_6407)  // 198.51.100.7
    private static let client = IPAddress(v4: 0x0A00_0011)

    private static func watchlist(_ text: String) -> Watchlist {
        Watchlist(blocks: [ListText(name: "feed", octets: Array(text.utf8))])
    }

    private static let flow =
        WatchedFlow(
            peer: client,
            watched: listed,
            packets: 12,
            octetsUp: 3_000,
            octetsDown: 900,
            firstSeen: Timestamp(nanoseconds: 1_000_000_000),
            lastSeen: Timestamp(nanoseconds: 9_000_000_000),
            firstFrame: FramePlace(frame: 7),
            lastFrame: FramePlace(frame: 99)
        )

    @Test(arguments: ["198.51.100.7", "198.51.100.0/24", "203.0.113.1\n198.51.100.0/29"])
    func `an answer with a listed address is found`(text: String) throws {
        var traffic = Traffic()
        traffic.exchange(at: 0, "www.example.org", answers: [.address(0xC633_6407)])
        let finding = try #require(traffic.findings(.listedAddress, Self.watchlist(text)).first)
        #expect(finding.addresses == [Self.listed] && finding.clients.map(\.address) == [Self.client])
        #expect(finding.list?.line == text.split(separator: "\n").count && finding.severity == .high)
    }

    @Test func `neighbors of a listed address are not`() {
        var traffic = Traffic()
        traffic.exchange(at: 0, "www.example.org", answers: [.address(0xC633_6408)])
        #expect(traffic.findings(.listedAddress, Self.watchlist("198.51.100.7\n198.51.100.0/29")).isEmpty)
    }

    @Test func `packets of any protocol count, together with answers`() throws {
        let watchlist = Self.watchlist("198.51.100.7")
        let alone = try #require(
            Traffic().findings(watchlist, flows: [Self.flow]).first { $0.kind == .listedAddress }
        )
        #expect(alone.bytesUp == 3_000 && alone.bytesDown == 900 && alone.frames.count == 12)
        #expect(alone.displayFilter == "ip.addr == 198.51.100.7")
        var traffic = Traffic()
        traffic.exchange(at: 0, "www.example.org", answers: [.address(0xC633_6407)])
        let both = try #require(
            traffic.findings(watchlist, flows: [Self.flow]).first { $0.kind == .listedAddress }
        )
        #expect(
            both.clients.count == 1 && both.bytesUp == 3_000 && both.firstSeen.nanoseconds < 1_000_000_000
        )
        #expect(both.score > 80)
    }

    @Test func `private networks in lists of bogons are left out, and said`() {
        var warnings: [String] = []
        let text = "10.0.0.0/8\n0.0.0.0/8\n192.168.0.0/16\n198.51.100.7\n"
        let list = Watchlist(blocks: [ListText(name: "bogons", octets: Array(text.utf8))]) {
            warnings += $0.warnings
        }
        #expect(list.listedAddresses.entry(of: Self.client) == nil)
        #expect(list.listedAddresses.entry(of: Self.listed) != nil)
        #expect(warnings.count == 1 && warnings[0].hasPrefix("3 prefixes are inside"))
    }
}
