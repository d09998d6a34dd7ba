package import DNSObservation
package import DNSWire
package import NetworkTypes
import PublicSuffixes

/// The profiles of all zones of a scan, found by the name of each message.
///
/// Tables from parts of a capture merge into the table of the whole, exactly as long as no bound was reached.
package struct ProfileTable: Sendable {
    /// Bounds on what a capture can make the table hold.
    package struct Limits: Sendable {
        /// Zones.
        package var zones = 49_152
        /// What all zones and pairs hold together, in bytes.
        package var bytes = 64 << 20
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
    /// What zones and pairs hold, in bytes.
    package private(set) var heldBytes = 0
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
    package mutating func note(_ observation: borrowing Observation) {
        guard observation.isUnicast, !observation.queryName.isEmpty else { return }
        if heldBytes > limits.bytes { makeRoom() }
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
        heldBytes += zones[index].note(observation)
        // One short label is a host of the site.
        if !place.isListed, place.labelCount > 1 || observation.queryName.count > Self.hostOctets {
            noteDirect(observation)
        }
    }

    private mutating func noteDirect(_ observation: borrowing Observation) {
        // Names of keys are random by design and in no zone (RFC 3645 §3.1.2).
        guard observation.queryType != .tkey else { return }
        let pair = PeerPair(client: observation.client.address, server: observation.server.address)
        if let index = direct.index(forKey: pair) {
            heldBytes += direct.values[index].note(observation)
        } else if direct.count < limits.directPairs {
            var profile = ZoneProfile(zone: .root, sampleCapacity: sampleCapacity)
            heldBytes += profile.heldBytes + profile.note(observation)
            direct[pair] = profile
        } else {
            unlistedPairs += 1
        }
    }

    /// NetBIOS names, which hosts of a site have, are 15 octets long (RFC 1001 §14.1); so are Chrome's probes.
    private static let hostOctets = 16

    /// Where the profile of a registered domain stands in ``zones``, or `nil`.
    package func index(of zone: DomainName) -> Int? { indexOfZone[zone] }

    private mutating func append(_ profile: ZoneProfile) -> Int {
        zones.append(profile)
        heldBytes += profile.heldBytes
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
        countHeldBytes()
        if zones.count > limits.zones || heldBytes > limits.bytes { makeRoom() }
    }

    // MARK: - Bounds

    private mutating func countHeldBytes() {
        heldBytes =
            zones.reduce(0) { $0 + $1.heldBytes } + direct.values.reduce(0) { $0 + $1.heldBytes }
    }

    /// Keeps the bounds: smaller samples for all zones first, which cost accuracy but lose none; then the pairs
    /// go, most of whose names are in the profiles of zones too; then the least telling zones, those with
    /// the fewest distinct names and of these the ones not seen for longest, until three quarters are left.
    private mutating func makeRoom() {
        while heldBytes > limits.bytes, sampleCapacity > Self.minimumSampleCapacity {
            sampleCapacity /= 2
            for index in zones.indices { zones[index].reduceSamples(toCapacity: sampleCapacity) }
            for index in direct.values.indices {
                direct.values[index].reduceSamples(toCapacity: sampleCapacity)
            }
            countHeldBytes()
        }
        guard zones.count >= limits.zones || heldBytes > limits.bytes else { return }
        let pairs = direct.map { (held: $0.value.heldBytes, pair: $0.key) }.sorted { $0 < $1 }
        for (held, pair) in pairs where heldBytes > limits.bytes * 3 / 4 {
            heldBytes -= held
            unlistedPairs += direct.removeValue(forKey: pair)?.messages ?? 0
        }
        let leastTellingFirst = zones.indices.map { (worth: zones[$0].worth, held: zones[$0].heldBytes) }
            .sorted { $0.worth < $1.worth }
        var count = zones.count
        var lastEvicted: (Int, Timestamp)?
        for (worth, held) in leastTellingFirst
        where count > limits.zones * 3 / 4 || heldBytes > limits.bytes * 3 / 4 {
            count -= 1
            heldBytes -= held
            lastEvicted = worth
        }
        guard let lastEvicted else { return }
        let countBefore = zones.count
        // In place, since a copy would double the memory at the very moment when there is none left.
        zones.removeAll { $0.worth <= lastEvicted }
        evictedZones += countBefore - zones.count
        countHeldBytes()
        indexOfZone.removeAll(keepingCapacity: true)
        for (index, profile) in zones.enumerated() { indexOfZone[profile.zone] = index }
        zoneFinder.forgetAll()
    }
}

extension ZoneProfile {
    /// What a zone may tell: more names first, then later ones.
    fileprivate var worth: (names: Int, lastSeen: Timestamp) { (names.heldCount, lastSeen) }
}
