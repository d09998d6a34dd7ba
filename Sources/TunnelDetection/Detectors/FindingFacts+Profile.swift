import DNSWire
import Findings
import ZoneProfiles

extension FindingFacts {
    /// All messages of a zone, as its display filter shows them, without octets.
    init(_ profile: ZoneProfile) {
        self.init(
            firstSeen: profile.firstSeen,
            lastSeen: profile.lastSeen,
            frames: FrameRange(first: profile.firstFrame, last: profile.lastFrame, count: profile.messages)
        )
        servers = profile.servers.kinds.sorted()
        queries = profile.queries
        responses = profile.responses
        distinctNames = profile.distinctNames
        queryTypes = profile.queryTypes.sorted.map { TypeCount(type: $0.kind.description, count: $0.count) }
        samples = Self.samples(of: profile.names.records)
        clients = profile.clients.sorted { $0.key < $1.key }.map { address, counts in
            ClientActivity(
                address: address,
                queries: counts.queries,
                bytesUp: 0,
                bytesDown: 0,
                firstSeen: counts.firstSeen,
                lastSeen: counts.lastSeen
            )
        }
    }

    /// Gives each client its share of the octets by its queries, each of which carries as much as another.
    mutating func shareBytes() {
        let all = max(1, clients.reduce(0) { $0 + $1.queries })
        clients = clients.map { client in
            client.with(bytesUp: bytesUp * client.queries / all, bytesDown: bytesDown * client.queries / all)
        }
    }
}
