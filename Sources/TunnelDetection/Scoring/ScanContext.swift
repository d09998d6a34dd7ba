package import Channels
import DNSWire
import NetworkTypes
import OrdinaryTraffic
package import ZoneProfiles

/// The rest of the scan, with which a zone is compared.
package struct ScanContext {
    package let surroundings: ScanSurroundings
    private let zonesOfServer: [IPAddress: Int]
    /// Zones that a client asks for without the wish for recursion, as resolvers do.
    private let iterativeZonesOfClient: [IPAddress: Int]
    /// A server of so many zones is a resolver that everybody uses, and so is a client that asks its way down
    /// to so many zones.
    private static let resolverZones = 4
    private static let steadyQueries = 4
    private let zoneCount: Int
    private let rootServers: RootServerView

    package init(_ table: ProfileTable) {
        var surroundings = ScanSurroundings(clients: table.clientCount)
        for zone in table.zones {
            Self.compare(zone, in: &surroundings)
        }
        surroundings.zonesOfBothAddressTypes = Self.zonesOfBothAddressTypes(table)
        self.surroundings = surroundings
        rootServers = RootServerView(table.zones)
        zoneCount = table.zones.count
        zonesOfServer = table.zones.reduce(into: [:]) { counts, zone in
            for server in zone.servers.kinds { counts[server, default: 0] += 1 }
        }
        iterativeZonesOfClient = table.zones.reduce(into: [:]) { counts, zone in
            guard Self.isIterative(zone) else { return }
            for client in zone.clients.keys { counts[client, default: 0] += 1 }
        }
    }

    /// The share of capitals where a coin decides for each letter.
    private static let randomCapitals = 0.3...0.7

    /// Counts a zone for the traits that it shares with others.
    ///
    /// - Complexity: O(sampled names and answers), which are brought into order for it.
    private static func compare(_ zone: ZoneProfile, in surroundings: inout ScanSurroundings) {
        let names = zone.names.records
        if zone.queries >= steadyQueries, names.allSatisfy({ $0.letterCaseCount <= 1 }) {
            surroundings.zonesOfSteadyCase += 1
        }
        // Statistics of letters are kept for zones with capitals alone.
        if zone.letterCase != nil, names.contains(where: { $0.letterCaseCount >= ChannelFeatures.manyCases })
        {
            surroundings.zonesOfMixedCase += 1
        }
        if let letterCase = zone.letterCase, randomCapitals.contains(letterCase.capitalRatio) {
            surroundings.zonesOfRandomCase += 1
        }
        if ChannelFeatures.erraticLifetimes(of: names) >= Calibration.erraticExpiries {
            surroundings.zonesOfErraticLifetimes += 1
        }
        if zone.answers.records.contains(where: \.isUnspecifiedAddress) { surroundings.blockedZones += 1 }
        if zone.zone.isReverseZone {
            surroundings.reverseZones.count += 1
            surroundings.reverseZones.names += Double(zone.names.distinctCount)
        }
    }

    /// Whether clients ask for a zone where they ask for other zones too, or a resolver asks its way down itself.
    ///
    /// A client that leaves out the wish for recursion in one zone alone is no resolver. Where hardly any other zone
    /// was asked for, no server is unusual.
    package func isOrdinaryResolver(of profile: ZoneProfile) -> Bool {
        if zoneCount < Self.resolverZones, profile.iterativeQueries == 0 { return true }
        let ordinary = profile.servers.sorted.reduce(0) { count, server in
            zonesOfServer[server.kind] ?? 0 >= Self.resolverZones ? count + server.count : count
        }
        if 100 * ordinary >= 99 * profile.servers.total { return true }
        return Self.isIterative(profile)
            && profile.clients.keys.allSatisfy { iterativeZonesOfClient[$0] ?? 0 >= Self.resolverZones }
    }

    /// The view that an ordinary place of the capture has of a zone, for reports; `nil` where it shows nothing
    /// special.
    package func ordinaryView(of profile: ZoneProfile) -> String? {
        rootServers.shows(profile) ? RootServerView.name : nil
    }

    /// In how many zones each client asks for both families of addresses, of clients that nearly always do.
    private static func zonesOfBothAddressTypes(_ table: ProfileTable) -> [IPAddress: Int] {
        var counts: [IPAddress: (both: Int, all: Int)] = [:]
        for zone in table.zones {
            let (ipv4, ipv6) = (zone.queryTypes[.a], zone.queryTypes[.aaaa])
            guard ipv4 + ipv6 > 0 else { continue }
            let hasBoth = 2 * min(ipv4, ipv6) >= max(ipv4, ipv6)
            for client in zone.clients.keys {
                counts[client, default: (0, 0)].all += 1
                if hasBoth { counts[client, default: (0, 0)].both += 1 }
            }
        }
        return counts.compactMapValues { 10 * $0.both >= 8 * $0.all ? $0.both : nil }
    }

    private static func isIterative(_ profile: ZoneProfile) -> Bool {
        profile.queries > 0 && 10 * profile.iterativeQueries >= 9 * profile.queries
    }
}
