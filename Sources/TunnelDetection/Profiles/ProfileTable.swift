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
        package var zones = 49_152
        /// Records in all zones and pairs together; each costs about 250 bytes, 400 at most.
        package var records = 150_000
        /// Pairs of client and server whose names have no listed suffix.
        package var directPairs = 4_096

        package init() {}
    }

    private let limits: Limits
    /// What new zones keep; less once many zones were busy.
    private var sampleCapacity = ZoneProfile.sampleCapacity
    private static let minimumSampleCapacity = 32
    private var zoneFinder = ZoneFinder()
    package private(set) var zones: [ZoneProfile] = []
    private var indexOfZone: [DomainName: Int] = [:]
    /// Names under no listed suffix, by client and server: a tool that speaks to its server directly needs no
    /// registered domain, and then each name has another end.
    package private(set) var direct: [PeerPair: ZoneProfile] = [:]
    /// What zones and pairs hold, in records.
    private var heldRecords = 0
    /// Zones that were let go because a bound was reached.
    package private(set) var evictedZones = 0
    /// Messages of pairs that were not kept because a bound was reached.
    package private(set) var unlistedPairs = 0

    package init(limits: Limits = Limits()) {
        self.limits = limits
    }

    /// The clients of all zones that are kept.
    ///
    /// - Complexity: O(zones × their clients).
    package var clients: Set<IPAddress> {
        zones.reduce(into: []) { $0.formUnion($1.clients.keys) }
    }

    /// Adds one message to the profile of its zone.
    ///
    /// Messages without a question, and the service discovery of one link, belong to no zone.
    ///
    /// - Complexity: O(octets of the message), amortized.
    package mutating func note(_ observation: borrowing Observation, role: TransactionMatcher.Role) {
        guard observation.isUnicast, !observation.queryName.isEmpty else { return }
        if heldRecords > limits.records { makeRoom() }
        let place = zoneFinder.place(of: observation.queryName, nameHash: observation.queryNameHash)
        let index: Int
        if let known = place.zoneIndex {
            index = known
        } else {
            let zone = DomainName(octets: zoneFinder.zoneOctets(of: place)) ?? .root
            if indexOfZone[zone] == nil, zones.count >= limits.zones { makeRoom() }
            index = indexOfZone[zone] ?? append(ZoneProfile(zone: zone, sampleCapacity: sampleCapacity))
            zoneFinder.remember(place, zoneIndex: index)
        }
        heldRecords += zones[index].note(observation, role: role)
        if !place.isListed, place.labelCount > 1 { noteDirect(observation, role: role) }
    }

    private mutating func noteDirect(_ observation: borrowing Observation, role: TransactionMatcher.Role) {
        let pair = PeerPair(client: observation.client.address, server: observation.server.address)
        if let index = direct.index(forKey: pair) {
            heldRecords += direct.values[index].note(observation, role: role)
        } else if direct.count < limits.directPairs {
            var profile = ZoneProfile(zone: .root, sampleCapacity: sampleCapacity)
            heldRecords += profile.note(observation, role: role)
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
        evictedZones += other.evictedZones
        unlistedPairs += other.unlistedPairs
        countHeldRecords()
        if zones.count > limits.zones || heldRecords > limits.records { makeRoom() }
    }

    // MARK: - Bounds

    private mutating func countHeldRecords() {
        heldRecords =
            zones.reduce(0) { $0 + $1.heldRecords } + direct.values.reduce(0) { $0 + $1.heldRecords }
    }

    /// Keeps the bounds: smaller samples for all zones first, which cost accuracy but lose none; then the pairs
    /// go, most of whose names are in the profiles of zones too; then the least telling zones, those with
    /// the fewest distinct names and of these the ones not seen for longest, until three quarters are left.
    private mutating func makeRoom() {
        while heldRecords > limits.records, sampleCapacity > Self.minimumSampleCapacity {
            sampleCapacity /= 2
            for index in zones.indices { zones[index].reduceSamples(toCapacity: sampleCapacity) }
            for index in direct.values.indices {
                direct.values[index].reduceSamples(toCapacity: sampleCapacity)
            }
            countHeldRecords()
        }
        guard zones.count >= limits.zones || heldRecords > limits.records else { return }
        let pairs = direct.map { (held: $0.value.heldRecords, pair: $0.key) }.sorted { $0 < $1 }
        for (held, pair) in pairs where heldRecords > limits.records * 3 / 4 {
            heldRecords -= held
            unlistedPairs += direct.removeValue(forKey: pair)?.messages ?? 0
        }
        let worth = zones.map { (names: $0.names.heldCount, lastSeen: $0.lastSeen) }
        let leastTellingFirst = zones.indices.sorted { worth[$0] < worth[$1] }
        var evicted: Set<Int> = []
        for index in leastTellingFirst {
            let isFull =
                zones.count - evicted.count > limits.zones * 3 / 4
                || heldRecords > limits.records * 3 / 4
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
