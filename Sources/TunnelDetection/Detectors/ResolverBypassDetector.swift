import Channels
import DNSWire
package import Findings
import NetworkTypes
import Watching
import ZoneProfiles

/// Finds clients that ask other servers than the organization's resolvers.
///
/// Clients of one set of servers are one finding. Without `--resolver` the detector works out the usual resolvers; a
/// client that asks others is then a remark.
///
/// <doc:ResolverBypass> describes its measures, its limits and captures of both sorts.
package struct ResolverBypassDetector: ScanDetector {
    package let kind = FindingKind.resolverBypass
    /// Servers named in a title.
    private static let namedServers = 2

    package init() {}

    /// The conduct of one client that goes past the resolvers.
    private struct Conduct {
        var servers: Set<IPAddress> = []
        var queries = 0
        var bypassing = 0
        var encryptedPackets = 0
        var offPort = 0
        var unneeded = Tally<RecordType>()
        var firstSeen: Timestamp
        var lastSeen: Timestamp
        var firstFrame = FramePlace(input: .max, frame: .max)
        var lastFrame = FramePlace(input: -1, frame: 0)
    }

    package func findings(in traffic: GatheredTraffic) -> [Finding] {
        let policy = Policy(traffic)
        var conducts: [IPAddress: Conduct] = [:]
        for (pair, profile) in traffic.peers.profiles
        where profile.queries > 0 && !policy.isResolver(pair.client) && !Self.staysOnHost(pair) {
            let isBypass = policy.isBypass(profile)
            let unneeded = profile.types.sorted.filter { $0.kind.isUnneededByClients }
            guard isBypass || profile.offPortQueries > 0 || !unneeded.isEmpty else { continue }
            var conduct =
                conducts[pair.client] ?? Conduct(firstSeen: profile.firstSeen, lastSeen: profile.lastSeen)
            conduct.servers.insert(pair.server)
            conduct.queries += profile.queries
            if isBypass { conduct.bypassing += profile.queries }
            conduct.offPort += profile.offPortQueries
            for (type, count) in unneeded { conduct.unneeded.count(type, times: count) }
            conduct.firstSeen = min(conduct.firstSeen, profile.firstSeen)
            conduct.lastSeen = max(conduct.lastSeen, profile.lastSeen)
            conduct.firstFrame = min(conduct.firstFrame, profile.firstFrame)
            conduct.lastFrame = max(conduct.lastFrame, profile.lastFrame)
            conducts[pair.client] = conduct
        }
        if policy.isStated {
            for endpoint in traffic.encryptedDNS
            where !policy.isResolver(endpoint.client) && !policy.isResolver(endpoint.server) {
                var conduct =
                    conducts[endpoint.client]
                    ?? Conduct(firstSeen: endpoint.firstSeen, lastSeen: endpoint.lastSeen)
                conduct.firstSeen = min(conduct.firstSeen, endpoint.firstSeen)
                conduct.lastSeen = max(conduct.lastSeen, endpoint.lastSeen)
                conduct.servers.insert(endpoint.server)
                conduct.encryptedPackets += endpoint.packets
                conducts[endpoint.client] = conduct
            }
        }
        let groups = Dictionary(grouping: conducts.sorted { $0.key < $1.key }) { $0.value.servers.sorted() }
        return groups.sorted { $0.key.lexicographicallyPrecedes($1.key) }.compactMap { servers, members in
            finding(servers, members.map { (client: $0.key, conduct: $0.value) }, policy)
        }
    }

    /// Whether nothing between the two leaves a host, as between programs and its stub resolver (RFC 1122 §3.2.1.3).
    private static func staysOnHost(_ pair: PeerPair) -> Bool {
        pair.client == pair.server || AddressScope(pair.server) == .loopback
    }

    private func finding(
        _ servers: [IPAddress],
        _ members: [(client: IPAddress, conduct: Conduct)],
        _ policy: Policy
    ) -> Finding? {
        func sum(_ count: (Conduct) -> Int) -> Double { Double(members.reduce(0) { $0 + count($1.conduct) }) }
        let bypassing = sum(\.bypassing)
        let rule = policy.isStated ? Calibration.bypassQueries : Calibration.unusualServerQueries
        let clients = members.map(\.client)
        let who = clients.count == 1 ? clients[0].description : "\(clients.count) clients"
        let named = servers.prefix(Self.namedServers).map(\.description).joined(separator: ", ")
        let more = servers.count > Self.namedServers ? " and \(servers.count - Self.namedServers) more" : ""
        let isBypass = bypassing > 0 || sum(\.encryptedPackets) > 0
        return Finding(
            kind,
            title: "\(isBypass ? kind.noun : "odd DNS") from \(who) to \(named)\(more)",
            key: clients + servers,
            facts: Self.facts(servers, members),
            evidence: [
                rule.evidence(bypassing).map { $0.with(statement: "\($0.statement) \(policy.statement)") },
                (bypassing > 0 ? Calibration.bypassEncryptedToo : Calibration.bypassEncrypted)
                    .evidence(sum(\.encryptedPackets)),
                Calibration.unusualPort.evidence(sum(\.offPort)),
                Calibration.unneededTypes.evidence(sum(\.unneeded.total)),
            ],
            addresses: servers,
            displayFilter: DisplayFilter.text(clients: clients, servers: servers),
            nextSteps: [
                "Ask who set \(clients.count == 1 ? "\(clients[0])" : "these clients") to use \(named).",
                "Let clients reach no DNS server but the organization's resolvers.",
            ]
        )
    }

    private static func facts(
        _ servers: [IPAddress],
        _ members: [(client: IPAddress, conduct: Conduct)]
    ) -> FindingFacts {
        let conducts = members.map(\.conduct)
        var facts = FindingFacts(
            firstSeen: conducts.map(\.firstSeen).min() ?? Timestamp(nanoseconds: 0),
            lastSeen: conducts.map(\.lastSeen).max() ?? Timestamp(nanoseconds: 0),
            frames: FrameRange(
                first: conducts.map(\.firstFrame).filter { $0.frame != .max }.min() ?? FramePlace(frame: 0),
                last: conducts.map(\.lastFrame).max() ?? FramePlace(frame: 0),
                count: conducts.reduce(0) { $0 + $1.queries + $1.encryptedPackets }
            )
        )
        facts.queries = conducts.reduce(0) { $0 + $1.queries }
        facts.servers = servers
        var types = Tally<RecordType>()
        for conduct in conducts { types.merge(conduct.unneeded) }
        facts.queryTypes = types.sorted.map { TypeCount(type: $0.kind.description, count: $0.count) }
        facts.clients = members.map { client, conduct in
            ClientActivity(
                address: client,
                queries: conduct.queries,
                bytesUp: 0,
                bytesDown: 0,
                firstSeen: conduct.firstSeen,
                lastSeen: conduct.lastSeen
            )
        }
        return facts
    }
}

// MARK: - Servers that clients may ask

extension ResolverBypassDetector {
    /// The servers that clients may ask: those that the user named, or those that most clients ask.
    private struct Policy {
        /// Whether the user named them.
        let isStated: Bool
        private let allowed: [AddressPrefix]
        private let usual: Set<IPAddress>

        init(_ traffic: GatheredTraffic) {
            allowed = traffic.sightings.watchlist.resolvers
            isStated = !allowed.isEmpty
            usual = isStated ? [] : Self.usualServers(traffic.peers)
        }

        func isResolver(_ address: IPAddress) -> Bool {
            usual.contains(address) || allowed.contains { $0.contains(address) }
        }

        /// Whether a client should not ask a server; where the user named none, only a client that wants recursion
        /// counts.
        func isBypass(_ profile: PeerProfile) -> Bool {
            let wants = isStated || profile.recursiveQueries > 0
            return wants && !isResolver(profile.pair.server) && (isStated || !usual.isEmpty)
        }

        /// The sentence that says which servers the verdict rests on.
        var statement: String {
            let servers = isStated ? allowed.map(\.description) : usual.sorted().map(\.description)
            let shown = servers.prefix(6).joined(separator: ", ") + (servers.count > 6 ? ", …" : "")
            return isStated ? "Allowed are \(shown)." : "Usual in this capture are \(shown)."
        }

        private static func usualServers(_ peers: PeerTable) -> Set<IPAddress> {
            var clients: [IPAddress: Int] = [:]
            var queries: [IPAddress: Int] = [:]
            var all: Set<IPAddress> = []
            for (pair, profile) in peers.profiles
            where profile.recursiveQueries > 0 && !ResolverBypassDetector.staysOnHost(pair) {
                clients[pair.server, default: 0] += 1
                queries[pair.server, default: 0] += profile.recursiveQueries
                all.insert(pair.client)
            }
            let share = Calibration.usualShare
            let total = Double(queries.values.reduce(0, +))
            return Set(
                clients.filter { server, count in
                    Double(count) >= share * Double(all.count)
                        || Double(queries[server] ?? 0) >= share * total
                }.keys
            )
        }
    }
}

extension RecordType {
    /// Whether a client has no use for it: only servers and tools ask for these.
    fileprivate var isUnneededByClients: Bool {
        isRarelyAsked || [.any, .axfr, .ixfr, .maila, .mailb].contains(self)
    }
}
