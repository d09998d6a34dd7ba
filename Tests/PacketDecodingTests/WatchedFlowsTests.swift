import NetworkTypes
import PacketDecoding
import Testing

@Suite struct WatchedFlowsTests {
    private static let peer = IPAddress(v4: 0x0A00_0007)
    private static let listed = IPAddress(v4: 0xCB00_7142)  // 203.0.113.66
    private static let sinkhole = IPAddress(v4: 0xC687_B816)  // 198.135.184.22

    private static func flows() -> WatchedFlows {
        let tables = ["203.0.113.66", "198.135.184.22"].compactMap { AddressPrefix($0) }.map {
            AddressTable([(prefix: $0, entry: 0)])
        }
        return WatchedFlows(addresses: tables)
    }

    /// An IPv4 header alone (RFC 791 §3.1).
    private static func packet(from source: IPAddress, to destination: IPAddress) throws -> IPPacket {
        let header =
            [0x45, 0] + Build.u16(20) + Build.zeros(4) + [64, 17, 0, 0] + Build.u32(Int(source.low))
            + Build.u32(Int(destination.low))
        return try IPPacket(header.span)
    }

    private static func note(
        _ flows: inout WatchedFlows,
        from source: IPAddress,
        to destination: IPAddress,
        length: Int,
        at seconds: Int64,
        frame: Int
    ) throws {
        flows.note(
            try packet(from: source, to: destination),
            length: length,
            time: Timestamp(nanoseconds: seconds),
            frame: FramePlace(frame: frame)
        )
    }

    @Test func `both directions of a pair are one, octets apart`() throws {
        var flows = Self.flows()
        try Self.note(&flows, from: Self.peer, to: Self.listed, length: 60, at: 1, frame: 3)
        try Self.note(&flows, from: Self.listed, to: Self.peer, length: 1_500, at: 2, frame: 4)
        try Self.note(&flows, from: Self.peer, to: Self.listed, length: 40, at: 7, frame: 9)
        let (pair, traffic) = try #require(flows.traffic.first)
        #expect(flows.traffic.count == 1 && pair.peer == Self.peer && pair.watched == Self.listed)
        #expect(traffic.packets == 3 && traffic.octetsUp == 100 && traffic.octetsDown == 1_500)
        #expect(traffic.firstSeen.nanoseconds == 1 && traffic.lastSeen.nanoseconds == 7)
        #expect(traffic.firstFrame.frame == 3 && traffic.lastFrame.frame == 9)
    }

    @Test func `neighbors are not counted, and every table is looked into`() throws {
        var flows = Self.flows()
        let neighbor = IPAddress(v4: 0xCB00_7143)
        try Self.note(&flows, from: Self.peer, to: neighbor, length: 60, at: 1, frame: 1)
        #expect(flows.traffic.isEmpty && flows.isWatching)
        try Self.note(&flows, from: Self.sinkhole, to: Self.peer, length: 60, at: 1, frame: 2)
        #expect(flows.traffic.map(\.key.watched) == [Self.sinkhole])
        #expect(flows.traffic.map(\.value.octetsDown) == [60])
    }

    @Test func `two watched addresses that talk are two pairs`() throws {
        var flows = Self.flows()
        try Self.note(&flows, from: Self.sinkhole, to: Self.listed, length: 60, at: 1, frame: 1)
        #expect(Set(flows.traffic.keys.map(\.watched)) == [Self.listed, Self.sinkhole])
    }

    @Test func `pairs beyond the bound are counted`() throws {
        var flows = Self.flows()
        for host in 0..<16_390 {
            let peer = IPAddress(v4: 0x0A00_0000 + UInt32(host))
            try Self.note(&flows, from: peer, to: Self.listed, length: 60, at: 1, frame: host + 1)
        }
        try Self.note(&flows, from: Self.listed, to: IPAddress(v4: 0x0A00_0000), length: 9, at: 2, frame: 99)
        #expect(flows.traffic.count == 16_384 && flows.unlisted == 6)
    }

    @Test func `nothing to look for costs nothing`() {
        #expect(!WatchedFlows().isWatching && !WatchedFlows(addresses: [AddressTable([])]).isWatching)
    }
}
