package import DNSObservation
package import NetworkTypes

/// The profiles of all pairs of client and server.
package struct PeerTable: Sendable {
    /// Bounds on what a capture can make the table hold.
    package struct Limits: Sendable {
        /// Pairs that are kept, the first ones; each costs some 2 kB at most before it keeps contents.
        package var pairs = 16_384
        /// What the contents of fields and datagrams of all pairs hold together, in bytes.
        package var contentBytes = 16 << 20

        package init() {}
    }

    private let limits: Limits
    private var heldBytes = 0
    package private(set) var profiles: [PeerPair: PeerProfile] = [:]
    /// Messages of pairs that were not kept because there were too many, and contents that were not.
    package private(set) var unlisted = 0

    package init(limits: Limits = Limits()) {
        self.limits = limits
    }

    /// Adds one message, unless it was sent again.
    ///
    /// An event that is counted between other ends is a message of its own between these two.
    package mutating func note(_ observation: borrowing Observation) {
        guard observation.role != .retransmission else { return }
        let hasContents = CarriedFields.hasContents(observation)
        let pair = PeerPair(client: observation.client.address, server: observation.server.address)
        if !hasContents, let index = profiles.index(forKey: pair) {
            profiles.values[index].note(observation, keepsContents: false)
            return
        }
        let keepsContents = hasRoomForContents()
        withProfile(of: pair) { $0.note(observation, keepsContents: keepsContents) }
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
        let octets = hasRoomForContents() ? octets : []
        withProfile(of: pair) {
            $0.noteNonDNS(octets, isFromClient: isFromClient, time: time, input: input, frame: frame)
        }
    }

    /// Adds one TCP stream on a DNS port that is no DNS.
    package mutating func noteNonDNSStream(
        pair: PeerPair,
        isFromClient: Bool,
        time: Timestamp,
        input: Int,
        frame: Int
    ) {
        withProfile(of: pair) {
            $0.noteNonDNSStream(isFromClient: isFromClient, time: time, input: input, frame: frame)
        }
    }

    private mutating func withProfile(of pair: PeerPair, _ change: (inout PeerProfile) -> Void) {
        if profiles[pair] == nil {
            guard hasRoom() else { return }
            profiles[pair] = PeerProfile(pair: pair)
        }
        guard let index = profiles.index(forKey: pair) else { return }
        heldBytes -= profiles.values[index].heldBytes
        change(&profiles.values[index])
        heldBytes += profiles.values[index].heldBytes
    }

    private mutating func hasRoomForContents() -> Bool {
        if heldBytes < limits.contentBytes { return true }
        unlisted += 1
        return false
    }

    private mutating func hasRoom() -> Bool {
        if profiles.count < limits.pairs { return true }
        unlisted += 1
        return false
    }

    /// Adds the table of another part of the capture.
    package mutating func merge(_ other: PeerTable) {
        // In one order, as which pairs still fit must not depend on that of a table.
        for (pair, profile) in other.profiles.sorted(by: { $0.key < $1.key }) {
            withProfile(of: pair) { $0.merge(profile) }
        }
        unlisted += other.unlisted
    }
}
