import NetworkTypes

/// What a zone is compared with: the rest of the scan.
package struct ScanContext: Sendable {
    /// Clients of unicast DNS.
    package let clients: Int
    private let zonesOfServer: [IPAddress: Int]
    /// A server of so many zones is a resolver that everybody uses.
    private static let resolverZones = 5

    package init(_ table: ProfileTable) {
        clients = table.clients.count
        zonesOfServer = table.zones.reduce(into: [:]) { counts, zone in
            for server in zone.servers.kinds { counts[server, default: 0] += 1 }
        }
    }

    /// Whether a zone is asked for where other zones are too, or by a resolver that asks its way down itself.
    package func isOrdinaryResolver(of profile: ZoneProfile) -> Bool {
        let messages = profile.servers.total
        let ordinary = profile.servers.sorted.reduce(0) { count, server in
            zonesOfServer[server.kind] ?? 0 >= Self.resolverZones ? count + server.count : count
        }
        return 10 * ordinary >= 9 * messages || 10 * profile.iterativeQueries >= 9 * profile.queries
    }
}
