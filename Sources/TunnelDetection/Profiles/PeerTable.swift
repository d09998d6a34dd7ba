package import DNSObservation
package import NetworkTypes

/// The profiles of all pairs of client and server.
package struct PeerTable: Sendable {
    private let capacity: Int
    package private(set) var profiles: [PeerPair: PeerProfile] = [:]
    /// Messages of pairs that were not kept because there were too many.
    package private(set) var unlisted = 0

    /// An empty table.
    ///
    /// - Parameter capacity: Pairs that are kept, the first ones; each costs about 500 bytes.
    package init(capacity: Int = 16_384) {
        self.capacity = capacity
    }

    /// Adds one message; only queries tell what the client does.
    package mutating func note(_ observation: borrowing Observation) {
        guard !observation.isResponse else { return }
        let pair = PeerPair(client: observation.client.address, server: observation.server.address)
        if let index = profiles.index(forKey: pair) {
            profiles.values[index].note(observation)
        } else if hasRoom() {
            var profile = PeerProfile(pair: pair)
            profile.note(observation)
            profiles[pair] = profile
        }
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
        guard profiles[pair] != nil || hasRoom() else { return }
        profiles[pair, default: PeerProfile(pair: pair)]
            .noteNonDNS(octets, isFromClient: isFromClient, time: time, input: input, frame: frame)
    }

    /// Adds one TCP stream on a DNS port that is no DNS.
    package mutating func noteNonDNSStream(pair: PeerPair, time: Timestamp, input: Int, frame: Int) {
        guard profiles[pair] != nil || hasRoom() else { return }
        profiles[pair, default: PeerProfile(pair: pair)].noteNonDNSStream(time: time, input: input, frame: frame)
    }

    private mutating func hasRoom() -> Bool {
        if profiles.count < capacity { return true }
        unlisted += 1
        return false
    }

    /// Adds the table of another part of the capture.
    package mutating func merge(_ other: PeerTable) {
        for (pair, profile) in other.profiles {
            if let index = profiles.index(forKey: pair) {
                profiles.values[index].merge(profile)
            } else if hasRoom() {
                profiles[pair] = profile
            }
        }
        unlisted += other.unlisted
    }
}
