import Channels
import DNSWire
import Findings
import NetworkTypes
import Watching
import ZoneProfiles

/// The clients, times and amounts of a finding: the part that does not say what the finding means.
struct FindingFacts {
    var clients: [ClientActivity] = []
    var servers: [IPAddress] = []
    var firstSeen: Timestamp
    var lastSeen: Timestamp
    var queries = 0
    var responses = 0
    var distinctNames = 0
    var queryTypes: [TypeCount] = []
    var bytesUp = 0
    var bytesDown = 0
    var samples: [SampleMessage] = []
    var frames: FrameRange

    /// Samples shown; more are in the capture.
    private static let shownSamples = 8

    init(firstSeen: Timestamp, lastSeen: Timestamp, frames: FrameRange) {
        self.firstSeen = firstSeen
        self.lastSeen = lastSeen
        self.frames = frames
    }

    /// The facts in the messages of a sighting; their octets are those of the messages.
    init(_ sighting: Sighting) {
        self.init(
            firstSeen: sighting.firstSeen,
            lastSeen: sighting.lastSeen,
            frames: FrameRange(
                first: sighting.firstFrame,
                last: sighting.lastFrame,
                count: sighting.messages
            )
        )
        clients = sighting.clients.sorted { $0.key < $1.key }.map { address, contact in
            ClientActivity(
                address: address,
                queries: contact.queries,
                bytesUp: contact.octetsUp,
                bytesDown: contact.octetsDown,
                firstSeen: contact.firstSeen,
                lastSeen: contact.lastSeen
            )
        }
        servers = sighting.servers.kinds
        queries = sighting.queries
        responses = sighting.responses
        distinctNames = min(sighting.names.distinctCount, sighting.queries)
        queryTypes = sighting.queryTypes.sorted.map { TypeCount(type: $0.kind.description, count: $0.count) }
        bytesUp = sighting.octetsUp
        bytesDown = sighting.octetsDown
        samples = Self.samples(of: sighting.names.records)
    }

    /// The names that appeared first.
    static func samples(of names: [NameRecord]) -> [SampleMessage] {
        names.sorted { $0.first.precedes($1.first) }.prefix(shownSamples).map(SampleMessage.init)
    }
}

extension Finding {
    /// The finding that evidence beside channels amounts to, or `nil` when it is too little to report.
    ///
    /// - Parameters:
    ///   - kind: The kind of event that it reports.
    ///   - title: One line for people.
    ///   - zone: The name or zone that it is about; the root when it is about none.
    ///   - key: The text that tells it from others of its kind and zone, such as an address.
    ///   - facts: The clients, times and amounts.
    ///   - evidence: For and against, empty places left out.
    ///   - registeredDomain: The zone's, or `nil`.
    ///   - list: The user's list that names it.
    ///   - addresses: Addresses that it is about.
    ///   - displayFilter: A Wireshark filter that shows its packets.
    ///   - nextSteps: The steps to take.
    init?(
        _ kind: FindingKind,
        title: String,
        zone: DomainName = .root,
        key: [IPAddress] = [],
        facts: FindingFacts,
        evidence: [Evidence?],
        registeredDomain: DomainName? = nil,
        list: ListEntry? = nil,
        addresses: [IPAddress] = [],
        displayFilter: String,
        nextSteps: [String]
    ) {
        let evidence = evidence.compactMap { $0 }.sorted { ($1.points, $0.feature) < ($0.points, $1.feature) }
        let score = min(max(evidence.reduce(0) { $0 + $1.points }, 0), 100)
        guard score >= Calibration.infoScore else { return nil }
        self.init(
            id: Self.id(kind: kind, zone: zone.presentation, key: key, list: list?.name),
            kind: kind,
            severity: Assessment.severity(score: score, tool: nil, payloadBytes: 0),
            score: score,
            title: title,
            zone: zone.presentation,
            registeredDomain: registeredDomain.map(\.presentation),
            zones: [zone.presentation],
            tool: nil,
            clients: facts.clients,
            servers: facts.servers,
            firstSeen: facts.firstSeen,
            lastSeen: facts.lastSeen,
            queries: facts.queries,
            responses: facts.responses,
            distinctNames: facts.distinctNames,
            queryTypes: facts.queryTypes,
            bytesUp: facts.bytesUp,
            bytesDown: facts.bytesDown,
            features: [],
            evidence: evidence,
            samples: facts.samples,
            frames: facts.frames,
            displayFilter: displayFilter,
            attack: kind.techniques,
            listCategory: list?.listCategory,
            list: list,
            addresses: addresses,
            nextSteps: nextSteps
        )
    }
}
