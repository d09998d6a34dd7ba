package import NetworkTypes

/// Counts the packets from and to addresses of a list, whatever these packets carry, within a bound.
package struct WatchedFlows: Sendable {
    /// A host and the watched address that it exchanged packets with.
    package struct Pair: Hashable, Sendable {
        package let peer: IPAddress
        package let watched: IPAddress

        package init(peer: IPAddress, watched: IPAddress) {
            self.peer = peer
            self.watched = watched
        }
    }

    /// The packets that a pair exchanged.
    package struct Traffic: Sendable {
        package internal(set) var packets = 0
        /// Octets of IP packets to the watched address, headers included.
        package internal(set) var octetsUp = 0
        /// Octets of IP packets from it.
        package internal(set) var octetsDown = 0
        package internal(set) var firstSeen: Timestamp
        package internal(set) var lastSeen: Timestamp
        package internal(set) var firstFrame: FramePlace
        package internal(set) var lastFrame: FramePlace

        package init(
            packets: Int = 0,
            octetsUp: Int = 0,
            octetsDown: Int = 0,
            firstSeen: Timestamp,
            lastSeen: Timestamp,
            firstFrame: FramePlace,
            lastFrame: FramePlace
        ) {
            self.packets = packets
            self.octetsUp = octetsUp
            self.octetsDown = octetsDown
            self.firstSeen = firstSeen
            self.lastSeen = lastSeen
            self.firstFrame = firstFrame
            self.lastFrame = lastFrame
        }

        /// Adds packets that another decoder counted, before or behind.
        fileprivate mutating func add(_ other: Traffic) {
            packets += other.packets
            octetsUp += other.octetsUp
            octetsDown += other.octetsDown
            if other.firstFrame < firstFrame {
                (firstFrame, firstSeen) = (other.firstFrame, other.firstSeen)
            }
            lastSeen = max(lastSeen, other.lastSeen)
            lastFrame = max(lastFrame, other.lastFrame)
        }
    }

    /// Pairs kept; packets of further ones are only counted.
    private static let capacity = 16_384
    private let tables: [AddressTable]
    /// Whether there is anything to look for.
    package let isWatching: Bool
    /// A bit for the first 16 bits of IPv4 addresses that any table may have: most packets are done with a look at it.
    private var filter = [UInt64](repeating: 0, count: 1 << 10)
    private let watchesIPv6: Bool
    package private(set) var traffic: [Pair: Traffic] = [:]
    /// Packets of pairs beyond the bound.
    package private(set) var unlisted = 0

    package init(addresses: [AddressTable] = []) {
        tables = addresses.filter { !$0.isEmpty }
        isWatching = !tables.isEmpty
        watchesIPv6 = tables.contains(where: \.hasIPv6)
        for bits in 0..<(1 << 16) where tables.contains(where: { $0.mayHave(first: bits) }) {
            filter[bits >> 6] |= 1 << UInt64(bits & 63)
        }
    }

    /// Whether one of a packet's addresses is watched.
    @inline(__always)
    func concerns(_ packet: IPPacket) -> Bool {
        isWatching && (isWatched(packet.destination) || isWatched(packet.source))
    }

    /// Counts a packet if one of its addresses is watched.
    ///
    /// - Parameters:
    ///   - packet: Its addresses.
    ///   - length: Its octets on the wire.
    ///   - time: The time of its capture.
    ///   - frame: Its frame.
    package mutating func note(_ packet: IPPacket, length: Int, time: Timestamp, frame: FramePlace) {
        if isWatched(packet.destination) {
            let pair = Pair(peer: packet.source, watched: packet.destination)
            count(pair, up: length, down: 0, time, frame)
        }
        if isWatched(packet.source) {
            let pair = Pair(peer: packet.destination, watched: packet.source)
            count(pair, up: 0, down: length, time, frame)
        }
    }

    /// The same addresses, of which no packet was seen.
    func forgettingCounts() -> WatchedFlows {
        var flows = self
        (flows.traffic, flows.unlisted) = ([:], 0)
        return flows
    }

    /// Adds packets of a pair that another decoder counted.
    mutating func add(_ pair: Pair, _ other: Traffic) {
        if let index = traffic.index(forKey: pair) {
            traffic.values[index].add(other)
        } else if traffic.count < Self.capacity {
            traffic[pair] = other
        } else {
            unlisted += other.packets
        }
    }

    mutating func addUnlisted(_ packets: Int) { unlisted += packets }

    private func isWatched(_ address: IPAddress) -> Bool {
        if address.isIPv4 {
            let bits = address.low >> 16
            guard filter[Int(bits >> 6)] >> (bits & 63) & 1 == 1 else { return false }
        } else if !watchesIPv6 {
            return false
        }
        return tables.contains { $0.entry(of: address) != nil }
    }

    private mutating func count(_ pair: Pair, up: Int, down: Int, _ time: Timestamp, _ frame: FramePlace) {
        if traffic[pair] == nil {
            guard traffic.count < Self.capacity else {
                unlisted += 1
                return
            }
            traffic[pair] = Traffic(firstSeen: time, lastSeen: time, firstFrame: frame, lastFrame: frame)
        }
        guard let index = traffic.index(forKey: pair) else { return }
        traffic.values[index].packets += 1
        traffic.values[index].octetsUp += up
        traffic.values[index].octetsDown += down
        traffic.values[index].lastSeen = max(traffic.values[index].lastSeen, time)
        traffic.values[index].lastFrame = frame
    }
}
