import FoundationEssentials
import NetworkTypes
package import PacketDecoding

extension PartEncryptedDNS {
    /// The message for a record.
    package init(_ record: EncryptedDNSRecord) {
        self.init()
        client = Data(record.client.octets)
        server = Data(record.server.address.octets)
        port = UInt32(record.server.port)
        isTcp = record.carrier == .tcp
        transport = record.transport?.rawValue ?? ""
        seen = PartCount(record.tally)
        firstSeen = record.firstSeen.nanoseconds
        lastSeen = record.lastSeen.nanoseconds
    }

    /// The record, in a capture at a place among the inputs; `nil` where an address is none.
    package func record(input: Int) -> EncryptedDNSRecord? {
        guard let client = IPAddress(octets: Array(client)), let server = IPAddress(octets: Array(server))
        else {
            return nil
        }
        return EncryptedDNSRecord(
            client: client,
            server: Endpoint(address: server, port: UInt16(truncatingIfNeeded: port)),
            carrier: isTcp ? .tcp : .udp,
            transport: EncryptedDNS(rawValue: transport),
            tally: seen.tally(input: input),
            firstSeen: Timestamp(nanoseconds: firstSeen),
            lastSeen: Timestamp(nanoseconds: lastSeen)
        )
    }
}

extension PartWatchedFlow {
    /// The message for the packets of a pair.
    package init(_ pair: WatchedFlows.Pair, _ traffic: WatchedFlows.Traffic) {
        self.init()
        peer = Data(pair.peer.octets)
        watched = Data(pair.watched.octets)
        packets = UInt64(traffic.packets)
        octetsUp = UInt64(traffic.octetsUp)
        octetsDown = UInt64(traffic.octetsDown)
        firstSeen = traffic.firstSeen.nanoseconds
        lastSeen = traffic.lastSeen.nanoseconds
        firstFrame = UInt64(traffic.firstFrame.frame)
        lastFrame = UInt64(traffic.lastFrame.frame)
    }

    /// The pair and its packets, in a capture at a place among the inputs; `nil` where an address is none.
    package func traffic(input: Int) -> (WatchedFlows.Pair, WatchedFlows.Traffic)? {
        guard let peer = IPAddress(octets: Array(peer)), let watched = IPAddress(octets: Array(watched))
        else {
            return nil
        }
        let traffic = WatchedFlows.Traffic(
            packets: Int(clamping: packets),
            octetsUp: Int(clamping: octetsUp),
            octetsDown: Int(clamping: octetsDown),
            firstSeen: Timestamp(nanoseconds: firstSeen),
            lastSeen: Timestamp(nanoseconds: lastSeen),
            firstFrame: FramePlace(input: input, frame: Int(clamping: firstFrame)),
            lastFrame: FramePlace(input: input, frame: Int(clamping: lastFrame))
        )
        return (WatchedFlows.Pair(peer: peer, watched: watched), traffic)
    }
}
