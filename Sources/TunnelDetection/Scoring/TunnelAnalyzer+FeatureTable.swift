import Channels
import DNSWire
package import Findings
import NetworkTypes
package import ZoneProfiles

extension TunnelAnalyzer {
    /// Clients of one zone that have a row of their own, those that asked most; the row of all clients has all of them.
    private static let clientsOfZone = 64

    /// The features of every zone, and of every client in it.
    ///
    /// A zone with one client has one row for both.
    ///
    /// - Complexity: O(sampled octets of all zones, for each of their clients).
    package static func featureTable(of table: ProfileTable) -> FeatureTable {
        let surroundings = ScanContext(table).surroundings
        let ofZones = table.zones.sorted { $0.zone < $1.zone }.flatMap { profile in
            let zone = ZoneCut.zone(
                of: ZoneCut.candidates(below: profile.zone, names: profile.names.records.map(\.name))
            )
            func row(_ client: IPAddress?) -> FeatureTable.Row {
                let channel = Channel(
                    profile: profile,
                    zone: zone,
                    client: client,
                    surroundings: surroundings
                )
                return FeatureTable.Row(channel, client: client ?? profile.onlyClient, server: nil)
            }
            guard profile.clients.count > 1 else { return [row(nil)] }
            let busiest = profile.clients.sorted { ($1.value.queries, $0.key) < ($0.value.queries, $1.key) }
            return [row(nil)] + busiest.prefix(clientsOfZone).map(\.key).sorted().map(row)
        }
        let ofPairs = table.direct.sorted { $0.key < $1.key }.map { pair, profile in
            FeatureTable.Row(
                Channel(profile: profile, zone: .root, surroundings: surroundings),
                client: pair.client,
                server: pair.server
            )
        }
        return FeatureTable(features: NamedFeature.all.map(\.feature), rows: ofZones + ofPairs)
    }
}

extension ZoneProfile {
    fileprivate var onlyClient: IPAddress? { clients.count == 1 ? clients.keys.first : nil }
}

extension FeatureTable.Row {
    /// - Parameters:
    ///   - channel: Of a zone or of one client in it.
    ///   - client: The client whose queries and octets count, or `nil` for all.
    ///   - server: The server where there is no zone.
    fileprivate init(_ channel: Channel, client: IPAddress?, server: IPAddress?) {
        let profile = channel.profile
        let counts = client.flatMap { profile.clients[$0] }
        self.init(
            zone: channel.zone.presentation,
            registeredDomain: profile.zone.isRoot ? nil : profile.zone.presentation,
            client: client,
            server: server,
            clients: client == nil ? profile.clients.count : 1,
            queries: counts?.queries ?? profile.queries,
            responses: counts?.responses ?? profile.responses,
            nameBytes: counts?.nameOctets ?? profile.nameOctets,
            answerBytes: counts?.answerOctets ?? profile.answerOctets,
            firstSeen: counts?.firstSeen ?? profile.firstSeen,
            lastSeen: counts?.lastSeen ?? profile.lastSeen,
            values: NamedFeature.all.map { $0.value(channel.features) }
        )
    }
}
