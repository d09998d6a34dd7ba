package import NetworkTypes

/// Packets between a client and a server that hide the DNS messages in them.
package struct EncryptedDNSPackets: Hashable, Sendable {
    package let client: IPAddress
    package let server: IPAddress
    package let transport: EncryptedDNS
    package let tally: Tally
    package let firstSeen: Timestamp
    package let lastSeen: Timestamp
}

/// What is known of the packets between a client and a port of a server that hide DNS messages, or may do so.
package struct EncryptedDNSRecord: Hashable, Sendable {
    package let client: IPAddress
    package let server: Endpoint
    package let carrier: TransportProtocol
    /// `nil` while no response has told whether it is DNSCrypt.
    package let transport: EncryptedDNS?
    package let tally: Tally
    package let firstSeen: Timestamp
    package let lastSeen: Timestamp

    package init(
        client: IPAddress,
        server: Endpoint,
        carrier: TransportProtocol,
        transport: EncryptedDNS?,
        tally: Tally,
        firstSeen: Timestamp,
        lastSeen: Timestamp
    ) {
        self.client = client
        self.server = server
        self.carrier = carrier
        self.transport = transport
        self.tally = tally
        self.firstSeen = firstSeen
        self.lastSeen = lastSeen
    }
}

/// Counts the packets of encrypted DNS by client and server, within a bound.
///
/// Nothing is deciphered. The counter recognizes encrypted DNS by ports, by the addresses and names of
/// ``PublicResolver``, and by the octets that QUIC and DNSCrypt begin with. So DoH of a resolver that is not listed
/// counts as HTTPS, which it looks like. Only packets with a payload count. A server that a name gave away is known
/// from that packet on. A server that DNSCrypt's octets gave away is known for the queries before them as well.
package struct EncryptedDNSEndpoints: Sendable {
    private struct Key: Hashable {
        let client: IPAddress
        let server: Endpoint
        let carrier: TransportProtocol
    }

    /// The number of packets, and their times.
    private struct Packets {
        var tally: Tally
        var firstSeen: Timestamp
        var lastSeen: Timestamp

        init(_ situation: Situation) {
            tally = Tally(count: 1, firstFrame: situation.frame)
            firstSeen = situation.time
            lastSeen = situation.time
        }

        init(_ record: EncryptedDNSRecord) {
            (tally, firstSeen, lastSeen) = (record.tally, record.firstSeen, record.lastSeen)
        }

        mutating func add(_ other: Packets) {
            tally.count += other.tally.count
            tally.firstFrame = min(tally.firstFrame, other.tally.firstFrame)
            firstSeen = min(firstSeen, other.firstSeen)
            lastSeen = max(lastSeen, other.lastSeen)
        }
    }

    private struct Entry {
        var transport: EncryptedDNS
        var packets: Packets
    }

    /// The key by which packets are added up; one server may be asked for the same over UDP and TCP.
    private struct Pair: Hashable {
        let client: IPAddress
        let server: IPAddress
        let transport: EncryptedDNS
    }

    /// Entries kept; packets of further ones are only counted.
    package let limit: Int

    private var entries: [Key: Entry] = [:]
    /// Packets to servers that may or may not speak DNSCrypt: the first response tells.
    private var undecided: [Key: Packets] = [:]
    /// Servers that may be undecided at a time, so that other traffic on these ports cannot fill memory.
    private static let undecidedLimit = 1024

    /// Clients and servers that are known from packets which are not counted here.
    private var known: [Key: EncryptedDNS] = [:]

    /// Whether some entry cannot be told by its server's address and port alone.
    private var hasLearnt = false

    /// Packets of clients and servers beyond those that are kept.
    package private(set) var unlisted = Tally()

    package init(limit: Int = 4096) {
        self.limit = limit
    }

    /// The counts, by client, server and transport, in that order.
    package var all: [EncryptedDNSPackets] {
        var sums: [Pair: Packets] = [:]
        for (key, entry) in entries {
            let pair = Pair(client: key.client, server: key.server.address, transport: entry.transport)
            if sums[pair] == nil { sums[pair] = entry.packets } else { sums[pair]?.add(entry.packets) }
        }
        return sums.map { pair, packets in
            EncryptedDNSPackets(
                client: pair.client,
                server: pair.server,
                transport: pair.transport,
                tally: packets.tally,
                firstSeen: packets.firstSeen,
                lastSeen: packets.lastSeen
            )
        }
        .sorted {
            ($0.client, $0.server, $0.transport.rawValue) < ($1.client, $1.server, $1.transport.rawValue)
        }
    }

    /// Counts a segment if it is one of DoT or DoH.
    @inline(__always)
    package mutating func note(_ segment: TCPSegment, _ payload: Span<UInt8>, _ situation: Situation) {
        let isToServer = EncryptedDNS.usesTCP(segment.destinationPort)
        if isToServer || EncryptedDNS.usesTCP(segment.sourcePort) {
            noteTCP(isToServer ? segment.destinationPort : segment.sourcePort, isToServer, payload, situation)
        }
    }

    /// Counts a datagram if it is one of DoQ, DoH or DNSCrypt.
    @inline(__always)
    package mutating func note(_ datagram: UDPDatagram, _ payload: Span<UInt8>, _ situation: Situation) {
        let isToServer = EncryptedDNS.usesUDP(datagram.destinationPort)
        if isToServer || EncryptedDNS.usesUDP(datagram.sourcePort) {
            noteUDP(
                isToServer ? datagram.destinationPort : datagram.sourcePort,
                isToServer,
                payload,
                situation
            )
        }
    }
}

// MARK: - Several decoders

extension EncryptedDNSEndpoints {
    /// All that is kept, in the order of first frames.
    package var records: [EncryptedDNSRecord] {
        let decided = entries.map { Self.record($0.key, $0.value.transport, $0.value.packets) }
        let others = undecided.map { Self.record($0.key, nil, $0.value) }
        return (decided + others).sorted { $0.tally.firstFrame < $1.tally.firstFrame }
    }

    private static func record(_ key: Key, _ transport: EncryptedDNS?, _ packets: Packets)
        -> EncryptedDNSRecord
    {
        EncryptedDNSRecord(
            client: key.client,
            server: key.server,
            carrier: key.carrier,
            transport: transport,
            tally: packets.tally,
            firstSeen: packets.firstSeen,
            lastSeen: packets.lastSeen
        )
    }

    /// Adds a record of later packets.
    ///
    /// A server that only a name gave away is not known in packets that another decoder counted behind it.
    mutating func add(_ record: EncryptedDNSRecord) {
        let key = Key(client: record.client, server: record.server, carrier: record.carrier)
        let packets = Packets(record)
        guard let transport = record.transport ?? entries[key]?.transport else {
            if undecided[key] != nil {
                undecided[key]?.add(packets)
            } else if undecided.count < Self.undecidedLimit {
                undecided[key] = packets
            }
            return
        }
        if transport == .dnsCrypt { hasLearnt = true }
        count(transport, key, packets)
        decide(key)
    }

    /// A counter that has counted nothing, and knows the servers that this one does.
    func forgettingCounts() -> EncryptedDNSEndpoints {
        var endpoints = EncryptedDNSEndpoints(limit: limit)
        endpoints.known = known.merging(entries.mapValues(\.transport)) { $1 }
        endpoints.hasLearnt = hasLearnt
        return endpoints
    }

    mutating func addUnlisted(_ tally: Tally) { unlisted.add(tally) }
}

// MARK: - Telling

extension EncryptedDNSEndpoints {
    private mutating func noteTCP(
        _ port: UInt16,
        _ isToServer: Bool,
        _ payload: Span<UInt8>,
        _ situation: Situation
    ) {
        guard payload.count + situation.missing > 0 else { return }
        let key = Self.key(.tcp, port, isToServer, situation)
        if port == 853 {
            count(.tls, key, situation)
        } else if PublicResolver.hasAddress(key.server.address) {
            count(.https, key, situation)
        } else if isToServer, payload.count > 0, payload[0] == 22, let hello = ClientHello(payload),
            PublicResolver.hasName(hello.serverName)
        {
            hasLearnt = true
            count(.https, key, situation)
        } else if hasLearnt, let transport = entries[key]?.transport ?? known[key] {
            count(transport, key, situation)
        }
    }

    private mutating func noteUDP(
        _ port: UInt16,
        _ isToServer: Bool,
        _ payload: Span<UInt8>,
        _ situation: Situation
    ) {
        let key = Self.key(.udp, port, isToServer, situation)
        if !isToServer, EncryptedDNS.isDNSCryptResponse(payload) {
            hasLearnt = true
            count(.dnsCrypt, key, situation)
            decide(key)
        } else if hasLearnt, let transport = entries[key]?.transport ?? known[key] {
            count(transport, key, situation)
        } else if EncryptedDNS.isQUIC(port) {
            if EncryptedDNS.looksLikeQUIC(payload) { count(.quic, key, situation) }
        } else if port == 443, PublicResolver.hasAddress(key.server.address),
            EncryptedDNS.looksLikeQUIC(payload)
        {
            count(.https, key, situation)
        } else if isToServer, EncryptedDNS.mayBeDNSCryptQuery(payload),
            undecided.count < Self.undecidedLimit || undecided[key] != nil
        {
            let packet = Packets(situation)
            if undecided[key] == nil { undecided[key] = packet } else { undecided[key]?.add(packet) }
        }
    }

    /// Adds the packets that were sent to a server before it showed that it speaks DNSCrypt.
    private mutating func decide(_ key: Key) {
        guard let earlier = undecided.removeValue(forKey: key), var entry = entries[key] else { return }
        entry.packets.add(earlier)
        entries[key] = entry
    }

    private static func key(
        _ carrier: TransportProtocol,
        _ port: UInt16,
        _ isToServer: Bool,
        _ situation: Situation
    ) -> Key {
        let (client, server) =
            isToServer
            ? (situation.source, situation.destination) : (situation.destination, situation.source)
        return Key(client: client, server: Endpoint(address: server, port: port), carrier: carrier)
    }

    /// Counts a packet; the last sign names the transport, for a query of DNSCrypt may look like QUIC.
    private mutating func count(_ transport: EncryptedDNS, _ key: Key, _ situation: Situation) {
        count(transport, key, Packets(situation))
    }

    private mutating func count(_ transport: EncryptedDNS, _ key: Key, _ packets: Packets) {
        if var entry = entries[key] {
            entry.transport = transport
            entry.packets.add(packets)
            entries[key] = entry
        } else if entries.count < limit {
            entries[key] = Entry(transport: transport, packets: packets)
        } else {
            unlisted.add(packets.tally)
        }
    }
}
