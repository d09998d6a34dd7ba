import NetworkTypes

/// What a zone is compared with: the rest of the scan.
package struct ScanContext {
    package let surroundings: ScanSurroundings
    private let zonesOfServer: [IPAddress: Int]
    /// Zones that a client asks for without the wish for recursion, as resolvers do.
    private let iterativeZonesOfClient: [IPAddress: Int]
    /// A server of so many zones is a resolver that everybody uses, and so is a client that asks its way down
    /// to so many zones.
    private static let resolverZones = 4
    private static let steadyQueries = 4

    package init(_ table: ProfileTable) {
        var surroundings = ScanSurroundings(clients: table.clients.count)
        surroundings.zonesOfSteadyCase = table.zones.count { zone in
            zone.queries >= Self.steadyQueries
                && zone.names.records.allSatisfy { $0.letterCaseCount <= 1 }
        }
        surroundings.blockedZones = table.zones.count { zone in
            zone.answers.records.contains { $0.isUnspecifiedAddress }
        }
        self.surroundings = surroundings
        zonesOfServer = table.zones.reduce(into: [:]) { counts, zone in
            for server in zone.servers.kinds { counts[server, default: 0] += 1 }
        }
        iterativeZonesOfClient = table.zones.reduce(into: [:]) { counts, zone in
            guard Self.isIterative(zone) else { return }
            for client in zone.clients.keys { counts[client, default: 0] += 1 }
        }
    }

    /// Whether a zone is asked for where other zones are too, or by a resolver that asks its way down itself.
    ///
    /// A client that leaves out the wish for recursion in one zone alone is no resolver.
    package func isOrdinaryResolver(of profile: ZoneProfile) -> Bool {
        let ordinary = profile.servers.sorted.reduce(0) { count, server in
            zonesOfServer[server.kind] ?? 0 >= Self.resolverZones ? count + server.count : count
        }
        if 100 * ordinary >= 99 * profile.servers.total { return true }
        return Self.isIterative(profile)
            && profile.clients.keys.allSatisfy { iterativeZonesOfClient[$0] ?? 0 >= Self.resolverZones }
    }

    private static func isIterative(_ profile: ZoneProfile) -> Bool {
        profile.queries > 0 && 10 * profile.iterativeQueries >= 9 * profile.queries
    }
}
