package import DNSObservation
package import NetworkTypes

/// The profiles of all pairs of client and server.
package struct PeerTable: Sendable {
    /// Bounds on the memory that a capture can make the table hold.
    package struct Limits: Sendable {
        /// Pairs that are kept; each costs some 2 kB at most before it keeps contents.
        package var pairs = 16_384
        /// The memory that the contents of fields and datagrams of all pairs hold together, in bytes.
        package var contentBytes = 16 << 20

        package init() {}
    }

    private let limits: Limits
    private var heldBytes = 0
    package private(set) var profiles: [PeerPair: PeerProfile] = [:]
    /// Pairs that were let go because a bound was reached.
    package private(set) var evicted = 0
    /// The profiles that were let go and may amount to a finding, until somebody takes them.
    private var leaving: [PeerProfile] = []

    package init(limits: Limits = Limits()) {
        self.limits = limits
    }

    /// Adds one message, unless it was sent again.
    ///
    /// An event that counts between another client and server is a message of its own between these two.
    package mutating func note(_ observation: borrowing Observation) {
        guard observation.role != .retransmission else { return }
        let hasContents = CarriedFields.hasContents(observation)
        let pair = PeerPair(client: observation.client.address, server: observation.server.address)
        if !hasContents, let index = profiles.index(forKey: pair) {
            profiles.values[index].note(observation, keepsContents: false)
            return
        }
        if heldBytes >= limits.contentBytes { makeRoom() }
        withProfile(of: pair) { $0.note(observation, keepsContents: true) }
    }

    /// Adds one datagram on a DNS port that is no DNS message.
    package mutating func noteNonDNS(
        _ octets: [UInt8],
        pair: PeerPair,
        isFromClient: Bool,
        time: Timestamp,
        input: Int,
        frame: Int
    ) {
        if heldBytes >= limits.contentBytes { makeRoom() }
        withProfile(of: pair) {
            $0.noteNonDNS(octets, isFromClient: isFromClient, time: time, input: input, frame: frame)
        }
    }

    /// Adds one TCP stream on a DNS port that is no DNS.
    package mutating func noteNonDNSStream(
        pair: PeerPair,
        isFromClient: Bool,
        octets: Int = 0,
        time: Timestamp,
        input: Int,
        frame: Int
    ) {
        withProfile(of: pair) {
            $0.noteNonDNSStream(
                isFromClient: isFromClient,
                octets: octets,
                time: time,
                input: input,
                frame: frame
            )
        }
    }

    /// Adds one query whose name the recording hides.
    package mutating func noteHiddenName(pair: PeerPair, _ time: Timestamp, _ place: FramePlace) {
        withProfile(of: pair) { $0.noteHiddenName(time, place) }
    }

    private mutating func withProfile(of pair: PeerPair, _ change: (inout PeerProfile) -> Void) {
        var place = profiles.index(forKey: pair)
        if place == nil {
            if profiles.count >= limits.pairs { makeRoom() }
            profiles[pair] = PeerProfile(pair: pair)
            place = profiles.index(forKey: pair)
        }
        guard let index = place else { return }
        // In place: a profile that is read from the table is copied.
        func changed(_ profile: inout PeerProfile) -> Int {
            let before = profile.heldBytes
            change(&profile)
            return profile.heldBytes - before
        }
        heldBytes += changed(&profiles.values[index])
    }

    /// Whether something was let go that nobody has taken yet.
    package var hasLeaving: Bool { !leaving.isEmpty }

    /// Hands out the profiles that were let go since the last time and may amount to a finding.
    package mutating func takeLeaving() -> [PeerProfile] {
        defer { leaving = [] }
        return leaving
    }

    /// Lets half of the pairs go, those that carried least in their fields and, of these, said least.
    ///
    /// - Complexity: O(n log n) for n pairs, once in n / 2 new ones.
    private mutating func makeRoom() {
        let leastFirst = profiles.map { (worth: $0.value.worth, pair: $0.key) }.sorted {
            ($0.worth.held, $0.worth.messages, $0.worth.lastSeen, $0.pair)
                < ($1.worth.held, $1.worth.messages, $1.worth.lastSeen, $1.pair)
        }
        for (_, pair) in leastFirst.prefix((leastFirst.count + 1) / 2) {
            guard let profile = profiles.removeValue(forKey: pair) else { continue }
            heldBytes -= profile.heldBytes
            evicted += 1
            if profile.mayBeReported { leaving.append(profile) }
        }
        // If few pairs hold nearly all, the lesser half is next to nothing.
        guard heldBytes >= limits.contentBytes, let most = leastFirst.last,
            let profile = profiles.removeValue(forKey: most.pair)
        else { return }
        heldBytes -= profile.heldBytes
        evicted += 1
        leaving.append(profile)
    }

    /// Adds the table of another part of the capture.
    package mutating func merge(_ other: PeerTable) {
        // In a fixed order: the choice of the pairs that still fit must not depend on the order of a table.
        for (pair, profile) in other.profiles.sorted(by: { $0.key < $1.key }) {
            withProfile(of: pair) { $0.merge(profile) }
        }
        evicted += other.evicted
        leaving += other.leaving
    }
}

extension PeerProfile {
    /// The content of its fields comes first, then how much there was of it, then how lately.
    fileprivate var worth: (held: Int, messages: Int, lastSeen: Timestamp) {
        (heldBytes, queries + responses, lastSeen)
    }

    /// Whether it is worth a verdict before it goes: no field of fewer messages without contents carries anything.
    fileprivate var mayBeReported: Bool {
        heldBytes > 0 || nonDNSStreams > 0 || hiddenNames > 0 || queries + responses >= Self.leastMessages
    }

    private static let leastMessages = 16
}
