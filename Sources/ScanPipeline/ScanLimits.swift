package import Findings
package import PacketDecoding
package import ZoneProfiles

/// All bounds on the memory that a capture can make a scan hold, in one place.
///
/// The senders of packets choose how many domains, clients, names and streams there are and how long each is. None of
/// it makes a scan hold more than these stores together. The report's `coverage` counts the entries that the stores
/// let go. A million messages of any of the floods in `Tests/TestSupport/Flood.swift` stay below 200 MiB in all.
///
/// | what grows | declared in | at most |
/// |---|---|---|
/// | profiles of zones and of pairs without listed suffix | ``TunnelDetection/ProfileTable/Limits`` | 64 MiB |
/// | names and answers in one profile | ``TunnelDetection/ZoneProfile/sampleCapacity`` | twice 512 |
/// | clients in one profile | `ZoneProfile.peerCapacity` | 1,024 |
/// | first exchanges of a zone, and answers in each | `Opening.capacity`, `Exchange.Response.keptAnswers` | 64, 8 |
/// | windows of a zone's timeline | `ActivityTimeline.capacity` | 64 |
/// | kinds in a tally | `Tally.capacity` | 64 |
/// | profiles of client and server | ``TunnelDetection/PeerTable/Limits`` | 16,384 pairs, 16 MiB of contents |
/// | fields that ordinary software keeps | ``SteadyFields/FieldTable/Limits`` | 65,536 subjects, 5 MiB; 2,048 that changed, 8 MiB |
/// | queries that wait for their response | ``transactions`` | 65,536, some 12 MiB |
/// | places of names seen lately | `ZoneFinder.slotCount` | 65,536, 1 MiB |
/// | things on watch lists that were seen | `SightingTable.capacity`, `recordCapacity` | 8,192, 60,000 records |
/// | pairs whose odd ports are kept | `OddPorts.mostPairs`, `mostPorts` | 4,096, 8 ports each |
/// | hours of clients and zones, for baselines only | `ActivityLearner` | 16,384, 24,576, a million names |
/// | clients that are followed, on demand only | ``ClientTracking/ClientTracker/Limits`` | 16,384 |
/// | fragments and TCP streams | ``PacketDecoding/ReassemblyLimits`` | 48 MiB |
/// | endpoints of encrypted DNS | `EncryptedDNSEndpoints.limit` | 4,096 |
/// | one message | `Message.maximumOctetCount` | 65,535 octets |
/// | one frame | libpcap's snap length | 256 KiB |
package struct ScanLimits: Sendable {
    package var reassembly = ReassemblyLimits.standard
    /// Queries that may wait for their response at a time.
    package var transactions = 65_536
    package var peers = PeerTable.Limits()
    package var profiles = ProfileTable.Limits()

    package init() {}

    /// The bounds by stable name, for reports.
    package var named: [ScanPolicy.Limit] {
        [
            .init(name: "zones", value: profiles.zones), .init(name: "profile_bytes", value: profiles.bytes),
            .init(name: "direct_pairs", value: profiles.directPairs),
            .init(name: "peer_pairs", value: peers.pairs),
            .init(name: "peer_content_bytes", value: peers.contentBytes),
            .init(name: "waiting_queries", value: transactions),
            .init(name: "tcp_streams", value: reassembly.streams),
            .init(name: "tcp_stream_bytes", value: reassembly.streamOctets),
            .init(name: "fragmented_datagrams", value: reassembly.datagrams),
            .init(name: "fragment_bytes", value: reassembly.fragmentOctets),
        ]
    }
}
