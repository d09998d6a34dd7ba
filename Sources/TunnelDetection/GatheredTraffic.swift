package import Findings
package import NetworkTypes
package import SteadyFields
package import Watching
package import ZoneProfiles

/// All that a scan gathered, for detectors that judge more than one zone or one pair.
package struct GatheredTraffic: Sendable {
    package let profiles: ProfileTable
    package let peers: PeerTable
    package let sightings: SightingTable
    /// The fields of messages that changed although ordinary software keeps them.
    package let fields: FieldTable
    /// Packets from and to listed addresses and sinkholes.
    package let flows: [WatchedFlow]
    package let encryptedDNS: [EncryptedDNSEndpoint]
    /// The hosts that ask for others, and those that ask for themselves.
    let suspects: Suspects
    /// The findings of profiles that had to go before the end.
    package let early: [Finding]

    package init(
        profiles: ProfileTable,
        peers: PeerTable,
        sightings: SightingTable = SightingTable(watchlist: Watchlist()),
        fields: FieldTable = FieldTable(),
        flows: [WatchedFlow] = [],
        encryptedDNS: [EncryptedDNSEndpoint] = [],
        early: [Finding] = []
    ) {
        self.profiles = profiles
        self.peers = peers
        self.sightings = sightings
        self.fields = fields
        self.flows = flows
        self.encryptedDNS = encryptedDNS
        suspects = Suspects(peers, stated: sightings.watchlist.resolvers)
        self.early = early
    }

    /// The sightings of one kind, in the order of their subjects.
    package func sightings(of kind: FindingKind) -> [(subject: Subject, sighting: Sighting)] {
        sightings.sightings.filter { $0.key.kind == kind }.sorted { $0.key < $1.key }
            .map { (subject: $0.key, sighting: $0.value) }
    }
}

/// The traffic of one address with an address that the watchlist names, whatever the protocol.
package struct WatchedFlow: Sendable {
    package let peer: IPAddress
    package let watched: IPAddress
    package let packets: Int
    /// Octets of IP packets to the watched address.
    package let octetsUp: Int
    /// Octets of IP packets from it.
    package let octetsDown: Int
    package let firstSeen: Timestamp
    package let lastSeen: Timestamp
    package let firstFrame: FramePlace
    package let lastFrame: FramePlace

    package init(
        peer: IPAddress,
        watched: IPAddress,
        packets: Int,
        octetsUp: Int,
        octetsDown: Int,
        firstSeen: Timestamp,
        lastSeen: Timestamp,
        firstFrame: FramePlace,
        lastFrame: FramePlace
    ) {
        self.peer = peer
        self.watched = watched
        self.packets = packets
        self.octetsUp = octetsUp
        self.octetsDown = octetsDown
        self.firstSeen = firstSeen
        self.lastSeen = lastSeen
        self.firstFrame = firstFrame
        self.lastFrame = lastFrame
    }
}
