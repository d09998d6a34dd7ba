package import DNSObservation
package import DNSWire
import NetworkTypes
import PublicSuffixes

/// The profiles of all zones of a scan, found by the name of each message.
///
/// Tables from parts of a capture merge into the table of the whole, exactly as long as no bound was reached.
package struct ProfileTable: Sendable {
    /// Bounds on the memory that a capture can make the table hold.
    package struct Limits: Sendable {
        /// Zones.
        package var zones = 49_152
        /// The memory that all zones and pairs hold together, in bytes.
        package var bytes = 64 << 20
        /// Pairs of client and server whose names have no listed suffix.
        package var directPairs = 4_096

        package init() {}
    }

    private let limits: Limits
    /// The capacity of new zones' samples; less once many zones were busy.
    private var sampleCapacity = ZoneProfile.sampleCapacity
    /// No rule wants more than the 48 names of reverse look-ups; a sample below that size would miss its purpose.
    private static let minimumSampleCapacity = 64
    private var zoneFinder = ZoneFinder()
    package private(set) var zones: [ZoneProfile] = []
    private var indexOfZone: [ZoneKey: Int] = [:]
    /// Names under no listed suffix, by client and server: a tool that speaks to its server directly needs no
    /// registered domain, and then each name has another end.
    package private(set) var direct: [PeerPair: ZoneProfile] = [:]
    /// The memory that zones and pairs hold, in bytes.
    package private(set) var heldBytes = 0
    /// Zones that were let go because a bound was reached.
    package private(set) var evictedZones = 0
    /// Pairs that were let go because a bound was reached.
    package private(set) var evictedPairs = 0
    /// The profiles that were let go and may amount to a finding, until somebody takes them.
    private var leaving: [LeavingProfile] = []
    private var zonesSeen = DistinctCount(exactly: mostCounted, registerBits: 14)
    private var clientsSeen = DistinctCount(exactly: mostCounted, registerBits: 14)
    /// Zones and clients that are counted one by one; of more there is an estimate within 0.8 % (standard error).
    private static let mostCounted = 1 << 16

    /// A profile that a bound made the table let go of.
    package struct LeavingProfile: Sendable {
        /// Client and server of a profile that belongs to a pair, `nil` for that of a zone.
        package let pair: PeerPair?
        package let profile: ZoneProfile
    }

    /// A zone by the hash of its name, which is made for every message whose name is not remembered.
    private struct ZoneKey: Hashable {
        let hash: UInt64

        init(_ octets: [UInt8]) { hash = KeyedHash.hash(octets) }

        func _rawHashValue(seed: Int) -> Int {
            var hash = TableHash()
            hash.absorb(self.hash)
            return hash.value
        }
    }

    package init(limits: Limits = Limits()) {
        self.limits = limits
    }

    /// How many zones there ever were, whether they are kept or not.
    package var zoneCount: Int { zonesSeen.value }
    /// How many clients there ever were.
    package var clientCount: Int { clientsSeen.value }

    /// Whether something was let go that nobody has taken yet.
    package var hasLeaving: Bool { !leaving.isEmpty }

    /// Hands out the profiles that were let go since the last time and may amount to a finding.
    package mutating func takeLeaving() -> [LeavingProfile] {
        defer { leaving = [] }
        return leaving
    }

    /// Adds one message to the profile of its zone.
    ///
    /// Messages without a question, and the service discovery of one link, belong to no zone.
    ///
    /// - Complexity: O(octets of the message), amortized.
    package mutating func note(_ observation: borrowing Observation) {
        guard observation.isUnicast, !observation.queryName.isEmpty else { return }
        clientsSeen.note(observation.client.address)
        if heldBytes > limits.bytes { makeRoom() }
        let place = zoneFinder.place(of: observation.queryName, nameHash: observation.queryNameHash)
        let index: Int
        if let known = place.zoneIndex {
            index = known
        } else {
            let octets = zoneFinder.zoneOctets(of: place)
            index = indexOfZone[ZoneKey(octets)] ?? append(zone: DomainName(octets: octets) ?? .root)
            zoneFinder.remember(place, zoneIndex: index)
        }
        heldBytes += zones[index].note(observation)
        if !place.isListed, place.labelCount > 1 || !Self.isOfHost(observation) { noteDirect(observation) }
    }

    /// Whether one label is that of a host of the site: short, and not asked for its text.
    private static func isOfHost(_ observation: borrowing Observation) -> Bool {
        observation.queryName.count <= hostOctets && observation.queryType != .txt
    }

    private mutating func noteDirect(_ observation: borrowing Observation) {
        // Names of keys are random by design and in no zone (RFC 3645 §3.1.2).
        guard observation.queryType != .tkey else { return }
        let pair = PeerPair(client: observation.client.address, server: observation.server.address)
        if let index = direct.index(forKey: pair) {
            heldBytes += direct.values[index].note(observation)
            return
        }
        if direct.count >= limits.directPairs { releasePairs(downTo: limits.directPairs / 2) }
        var profile = ZoneProfile(zone: .root, sampleCapacity: sampleCapacity)
        heldBytes += profile.heldBytes + profile.note(observation)
        direct[pair] = profile
    }

    /// NetBIOS names, which hosts of a site have, are 15 octets long (RFC 1001 §14.1); so are Chrome's probes.
    private static let hostOctets = 16

    /// The index of the profile of a registered domain in ``zones``, or `nil`.
    package func index(of zone: DomainName) -> Int? { indexOfZone[ZoneKey(zone.octets)] }

    private mutating func append(zone: DomainName) -> Int {
        if zones.count >= limits.zones { makeRoom() }
        return append(ZoneProfile(zone: zone, sampleCapacity: sampleCapacity))
    }

    private mutating func append(_ profile: consuming ZoneProfile) -> Int {
        let key = ZoneKey(profile.zone.octets)
        zonesSeen.note(key.hash)
        heldBytes += profile.heldBytes
        zones.append(profile)
        indexOfZone[key] = zones.count - 1
        return zones.count - 1
    }

    /// Adds the table of another part of the capture.
    package mutating func merge(_ other: ProfileTable) {
        for profile in other.zones {
            if let index = index(of: profile.zone) {
                zones[index].merge(profile)
            } else {
                _ = append(profile)
            }
        }
        for (pair, profile) in other.direct.sorted(by: { $0.key < $1.key }) {
            if let index = direct.index(forKey: pair) {
                direct.values[index].merge(profile)
            } else {
                direct[pair] = profile
            }
        }
        evictedZones += other.evictedZones
        evictedPairs += other.evictedPairs
        leaving += other.leaving
        zonesSeen.merge(other.zonesSeen)
        clientsSeen.merge(other.clientsSeen)
        countHeldBytes()
        if direct.count > limits.directPairs { releasePairs(downTo: limits.directPairs) }
        if zones.count > limits.zones || heldBytes > limits.bytes { makeRoom() }
    }

    // MARK: - Bounds

    private mutating func countHeldBytes() {
        heldBytes =
            zones.indices.reduce(0) { $0 + zones.span[$1].heldBytes }
            + direct.values.reduce(0) { $0 + $1.heldBytes }
    }

    /// Lets the pairs go that told least, until so many are left.
    private mutating func releasePairs(downTo count: Int) {
        let leastTellingFirst = direct.map { (worth: $0.value.worth, pair: $0.key) }
            .sorted {
                ($0.worth.told, $0.worth.lastSeen, $0.pair) < ($1.worth.told, $1.worth.lastSeen, $1.pair)
            }
        for (_, pair) in leastTellingFirst.prefix(max(0, direct.count - count)) {
            guard let profile = direct.removeValue(forKey: pair) else { continue }
            heldBytes -= profile.heldBytes
            evictedPairs += 1
            if profile.mayBeReported { leaving.append(LeavingProfile(pair: pair, profile: profile)) }
        }
    }

    /// Keeps the bounds.
    ///
    /// Smaller samples for all zones come first, which cost accuracy but lose none. Then the pairs go, most of whose
    /// names are in the profiles of zones too. Then the zones go that told least, and of these the ones not seen for
    /// longest, until three quarters are left. Profiles that go and may be a channel are left to be judged.
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
        if heldBytes > limits.bytes * 3 / 4 { releasePairs(downTo: 0) }
        // Read through a span, since a profile that is read from the array is copied with all that it holds.
        let worths = zones.indices.map { zones.span[$0].worth }
        var count = zones.count
        var lastEvicted: (Double, Timestamp)?
        for index in worths.indices.sorted(by: { worths[$0] < worths[$1] })
        where count > limits.zones * 3 / 4 || heldBytes > limits.bytes * 3 / 4 {
            count -= 1
            heldBytes -= zones.span[index].heldBytes
            lastEvicted = worths[index]
        }
        guard let lastEvicted else { return }
        let countBefore = zones.count
        // Moved in place, since a copy would double the memory at the very moment when there is none left.
        var kept = 0
        var places = zones.mutableSpan
        for (index, worth) in worths.enumerated() {
            if worth > lastEvicted {
                if kept < index { places.swapAt(kept, index) }
                kept += 1
            }
        }
        let firstLeaving = leaving.count
        while zones.count > kept {
            let profile = zones.removeLast()
            if profile.mayBeReported { leaving.append(LeavingProfile(pair: nil, profile: profile)) }
        }
        Self.reverse(&leaving, from: firstLeaving)
        evictedZones += countBefore - zones.count
        countHeldBytes()
        indexOfZone.removeAll(keepingCapacity: true)
        for index in zones.indices { indexOfZone[ZoneKey(zones.span[index].zone.octets)] = index }
        zoneFinder.forgetAll()
    }

    /// Reverses the order of profiles in place; reversing a slice of an array copies them all.
    private static func reverse(_ profiles: inout [LeavingProfile], from first: Int) {
        var (low, high) = (first, profiles.count - 1)
        var places = profiles.mutableSpan
        while low < high {
            places.swapAt(low, high)
            (low, high) = (low + 1, high - 1)
        }
    }
}

extension ZoneProfile {
    /// The octets that a zone told so far come first, then how lately.
    ///
    /// A smaller sample changes it no more than the sample's error, so that a channel which ended long ago keeps its
    /// worth.
    fileprivate var worth: (told: Double, lastSeen: Timestamp) { (toldOctets, lastSeen) }

    /// Octets of distinct names left of the zone, and of distinct answers, as far as the samples tell.
    fileprivate var toldOctets: Double {
        let subdomainOctets = Double(max(0, nameOctets - queries * zone.octets.count))
        let answerCount = answerTypes.total
        let ofNames = queries > 0 ? subdomainOctets / Double(queries) * Double(names.distinctCount) : 0
        let ofAnswers =
            answerCount > 0 ? Double(answerOctets) / Double(answerCount) * Double(answers.distinctCount) : 0
        return ofNames + ofAnswers
    }

    /// Whether it is worth a verdict before it goes.
    ///
    /// A channel tells something, or is of types that programs have no use for. Channels that tell next to nothing are in
    /// the pace of one client, which is judged from 48 messages on (``ActivityTimeline/dispersion``), in the letter case
    /// of one name or in its answers' times to live.
    fileprivate var mayBeReported: Bool {
        toldOctets >= Self.leastReported || hasRareQueries
            || clients.count == 1 && queries + responses >= Self.leastPaced
            || names.contains {
                $0.lifetimes.answers >= Self.leastAnswers || $0.letterCaseCount >= Self.leastCases
            }
    }

    /// In octets: a dozen addresses, which are enough to judge whether they lead anywhere.
    ///
    /// A few labels that decode to text may be less; no measurement shows yet that nothing else may be.
    private static let leastReported = 48.0
    private static let leastPaced = 48
    /// Answers to one name that rules about times to live want, and ways of writing it that people do not have.
    private static let leastAnswers = 24
    private static let leastCases = 4
}
