package import DNSObservation
import DNSWire
package import NetworkTypes
import PublicSuffixes

/// The profiles of all zones of a scan, found by the name of each message.
///
/// Tables from parts of a capture merge into the table of the whole, exactly as long as no bound was reached.
package struct ProfileTable: Sendable {
    /// Bounds on what a capture can make the table hold.
    package struct Limits: Sendable {
        /// Zones; each costs about 1 kB before it has any names.
        package var zones = 65_536
        /// Records in the samples of all zones together; each costs about 250 bytes.
        package var records = 400_000
        /// Pairs of client and server whose names have no listed suffix.
        package var directPairs = 4_096

        package init() {}
    }

    /// Who talks to whom, where names say nothing about the zone.
    package struct DirectPair: Hashable, Comparable, Sendable {
        package let client: IPAddress
        package let server: IPAddress

        package static func < (left: Self, right: Self) -> Bool {
            (left.client, left.server) < (right.client, right.server)
        }
    }

    private let limits: Limits
    private var zoneFinder = ZoneFinder()
    package private(set) var zones: [ZoneProfile] = []
    private var indexOfZone: [DomainName: Int] = [:]
    /// Names under no listed suffix, by client and server: a tool that speaks to its server directly needs no
    /// registered domain, and then each name has another end.
    package private(set) var direct: [DirectPair: ZoneProfile] = [:]
    /// Clients of unicast DNS.
    package private(set) var clients: Set<IPAddress> = []
    private static let maximumClients = 65_536
    /// Records in the samples of `zones`.
    private var heldRecords = 0
    /// Zones that were let go because a bound was reached.
    package private(set) var evictedZones = 0
    /// Messages of pairs that were not kept because a bound was reached.
    package private(set) var unlistedPairs = 0

    package init(limits: Limits = Limits()) {
        self.limits = limits
    }

    /// Adds one message to the profile of its zone.
    ///
    /// Messages without a question, and the service discovery of one link, belong to no zone.
    ///
    /// - Complexity: O(octets of the message), amortized.
    package mutating func note(_ observation: borrowing Observation, role: TransactionMatcher.Role) {
        guard observation.isUnicast, !observation.queryName.isEmpty else { return }
        if heldRecords > limits.records { makeRoom() }
        let place = zoneFinder.place(of: observation.queryName)
        let index: Int
        if let known = place.zoneIndex {
            index = known
        } else {
            let zone = DomainName(octets: zoneFinder.zoneOctets(of: place)) ?? .root
            if indexOfZone[zone] == nil, zones.count >= limits.zones { makeRoom() }
            index = indexOfZone[zone] ?? append(ZoneProfile(zone: zone))
            zoneFinder.remember(place, zoneIndex: index)
        }
        heldRecords -= zones[index].heldRecords
        zones[index].note(observation, role: role, nameHash: place.nameHash)
        heldRecords += zones[index].heldRecords
        if clients.count < Self.maximumClients { clients.insert(observation.client.address) }
        if !place.isListed, place.labelCount > 1 {
            noteDirect(observation, role: role, nameHash: place.nameHash)
        }
    }

    private mutating func noteDirect(
        _ observation: borrowing Observation,
        role: TransactionMatcher.Role,
        nameHash: UInt64
    ) {
        let pair = DirectPair(client: observation.client.address, server: observation.server.address)
        if let index = direct.index(forKey: pair) {
            direct.values[index].note(observation, role: role, nameHash: nameHash)
        } else if direct.count < limits.directPairs {
            var profile = ZoneProfile(zone: .root)
            profile.note(observation, role: role, nameHash: nameHash)
            direct[pair] = profile
        } else {
            unlistedPairs += 1
        }
    }

    private mutating func append(_ profile: ZoneProfile) -> Int {
        zones.append(profile)
        indexOfZone[profile.zone] = zones.count - 1
        return zones.count - 1
    }

    /// Adds the table of another part of the capture.
    package mutating func merge(_ other: ProfileTable) {
        for profile in other.zones {
            if let index = indexOfZone[profile.zone] {
                zones[index].merge(profile)
            } else {
                _ = append(profile)
            }
        }
        for (pair, profile) in other.direct.sorted(by: { $0.key < $1.key }) {
            if let index = direct.index(forKey: pair) {
                direct.values[index].merge(profile)
            } else if direct.count < limits.directPairs {
                direct[pair] = profile
            } else {
                unlistedPairs += profile.messages
            }
        }
        for client in other.clients where clients.count < Self.maximumClients { clients.insert(client) }
        evictedZones += other.evictedZones
        unlistedPairs += other.unlistedPairs
        heldRecords = zones.reduce(0) { $0 + $1.heldRecords }
        if zones.count > limits.zones || heldRecords > limits.records { makeRoom() }
    }

    // MARK: - Bounds

    /// Lets the least telling zones go: those with the fewest distinct names, of these the ones not seen for
    /// longest, until three quarters of both bounds are left.
    private mutating func makeRoom() {
        let worth = zones.map { (names: $0.names.heldCount, lastSeen: $0.lastSeen) }
        let leastTellingFirst = zones.indices.sorted { worth[$0] < worth[$1] }
        var evicted: Set<Int> = []
        for index in leastTellingFirst {
            let isFull =
                zones.count - evicted.count > limits.zones * 3 / 4 || heldRecords > limits.records * 3 / 4
            guard isFull else { break }
            heldRecords -= zones[index].heldRecords
            evicted.insert(index)
        }
        evictedZones += evicted.count
        zones = zones.indices.filter { !evicted.contains($0) }.map { zones[$0] }
        indexOfZone = Dictionary(uniqueKeysWithValues: zones.enumerated().map { ($1.zone, $0) })
        zoneFinder.forgetAll()
    }
}
