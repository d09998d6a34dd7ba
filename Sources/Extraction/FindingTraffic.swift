package import DNSObservation
import DNSWire
package import Findings
package import NetworkTypes
package import ZoneProfiles

/// The findings that a message or packet belongs to.
///
/// A channel is recognized by its zones or, where its names have none in common, by its clients and servers.
package struct FindingTraffic: Sendable {
    /// The only client whose messages count, or `nil` for all.
    private let client: IPAddress?
    /// Findings by the hash of each of their zones in lower case.
    private var byZone: [UInt64: [Int]] = [:]
    /// Whether a zone has so many octets, for each number that a name can have.
    private var hasZone = [Bool](repeating: false, count: DomainName.maximumOctetCount + 1)
    /// Findings by each pair of their clients and servers.
    private var byPair: [PeerPair: [Int]] = [:]
    /// Findings by each address that they are about.
    private var byAddress: [IPAddress: [Int]] = [:]
    /// Findings whose names are below no common zone.
    private var direct: Set<Int> = []

    /// - Parameters:
    ///   - findings: The findings; their places here identify them.
    ///   - client: The only client whose messages count, or `nil` for all.
    package init(_ findings: [Finding], client: IPAddress? = nil) {
        self.client = client
        for (index, finding) in findings.enumerated() {
            let zones = finding.zones.compactMap(DomainName.init(presentation:)).filter { !$0.isRoot }
            for zone in zones {
                hasZone[zone.octets.count] = true
                byZone[KeyedHash.hash(lowercasing: zone.octets.span), default: []].append(index)
            }
            if zones.isEmpty { direct.insert(index) }
            let clients = finding.clients.map(\.address).filter { client == nil || $0 == client }
            for client in clients {
                for server in finding.servers {
                    byPair[PeerPair(client: client, server: server), default: []].append(index)
                }
            }
            for address in finding.addresses { byAddress[address, default: []].append(index) }
        }
    }

    /// The findings that a message is part of.
    ///
    /// - Complexity: O(octets of the name).
    package func findings(of observation: borrowing Observation) -> Set<Int> {
        findings(
            named: observation.queryName.span,
            of: PeerPair(client: observation.client.address, server: observation.server.address)
        )
    }

    /// The findings that messages between a client and a server are part of.
    ///
    /// - Parameters:
    ///   - name: In wire format without the root's octet; empty for none.
    ///   - pair: The client and the server.
    /// - Returns: Their places.
    func findings(named name: Span<UInt8>, of pair: PeerPair) -> Set<Int> {
        guard client.map({ $0 == pair.client }) ?? true else { return [] }
        var findings: Set<Int> = []
        var start = 0
        while start < name.count, !byZone.isEmpty {
            let octetCount = name.count - start
            if octetCount < hasZone.count, hasZone[octetCount],
                let found = byZone[KeyedHash.hash(lowercasing: name.extracting(start..<name.count))]
            {
                findings.formUnion(found)
            }
            start += Int(name[start]) + 1
        }
        if !direct.isEmpty { findings.formUnion(byPair[pair, default: []].filter(direct.contains)) }
        return findings
    }

    /// The findings whose clients exchange packets with a server of theirs in this pair.
    package func findings(of pair: PeerPair) -> [Int] { byPair[pair, default: []] }

    /// The findings that are about an address.
    package func findings(about address: IPAddress) -> [Int] { byAddress[address, default: []] }
}
