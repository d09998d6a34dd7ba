package import NetworkTypes

/// All data for a renderer: the inputs, the gaps in the inspection, and the findings.
package struct Report: Sendable {
    package var scan: ScanSummary
    package var coverage: Coverage
    /// Most severe first: by severity, score, then zone.
    package var findings: [Finding]
    /// Zones beside which a chart shows findings: those with the most octets in names and answers, at most 2,000;
    /// empty where nobody asked for them.
    package var zoneMeasures: [ZoneMeasure] = []

    package init(scan: ScanSummary, coverage: Coverage, findings: [Finding]) {
        self.scan = scan
        self.coverage = coverage
        self.findings = findings
    }
}

/// The inputs that the scan read.
package struct ScanSummary: Sendable {
    package var inputs: [InputSummary] = []
    package var packets = 0
    /// All captured messages, retransmissions among them; a message that a capture holds twice counts once.
    package var dnsMessages = 0
    /// Queries, and responses to queries that were not captured; each event once.
    package var queries = 0
    package var responses = 0
    /// Distinct registered domains.
    package var zones = 0
    package var clients = 0
    package var services = ServiceCounts()
    /// The place where the captures were taken, or `nil` where too little tells.
    package var capturePoint: CapturePoint?
    /// The settings of the scan: the things to look for, the things to let pass, and its bounds.
    package var policy = ScanPolicy()
    /// The part of the captures that the scan judged, or `nil` for all.
    package var selection: Selection?
    /// The signal that ended the reading before all captures were read, such as `SIGINT`; `nil` for none.
    package var interruptedBy: String?
    /// Digits after the second that the capture's clock has: 6, or 9 when any packet is finer than a microsecond.
    package var fractionDigits = 6

    package init() {}
}

extension ScanSummary {
    /// The part of the captures that a user asked for; all else counts as if it had not been captured.
    package struct Selection: Hashable, Sendable {
        /// The first moment that counts.
        package let since: Timestamp?
        /// The first moment that no longer counts.
        package let until: Timestamp?
        /// Addresses and networks.
        package let clients: [String]
        /// In presentation format.
        package let zones: [String]
        /// In libpcap's language.
        package let filter: String?
        package let packetsLeftOut: Int
        /// DNS messages of packets that count.
        package let messagesLeftOut: Int

        package init(
            since: Timestamp?,
            until: Timestamp?,
            clients: [String],
            zones: [String],
            filter: String?,
            packetsLeftOut: Int,
            messagesLeftOut: Int
        ) {
            self.since = since
            self.until = until
            self.clients = clients
            self.zones = zones
            self.filter = filter
            self.packetsLeftOut = packetsLeftOut
            self.messagesLeftOut = messagesLeftOut
        }
    }
}

/// The number of DNS messages of each service that speaks their format.
package struct ServiceCounts: Hashable, Sendable {
    /// On the port of DNS.
    package var dns = 0
    /// DNS on any other port, as its content shows.
    package var dnsOnOtherPorts = 0
    package var multicastDNS = 0
    package var llmnr = 0
    /// NetBIOS name service.
    package var nbns = 0

    package init() {}
}

/// The hosts between which, on the way of a query, the captured messages travelled.
package struct CapturePoint: Hashable, Sendable {
    /// The places, from the clients' side to that of the zones.
    package enum Position: String, Hashable, Sendable, CaseIterable {
        /// One client and the resolvers that it asks.
        case client
        /// Several clients and the resolvers that they ask.
        case resolver
        /// A host that gets questions, and asks others to resolve for it.
        case forwarder
        /// A resolver and the servers of zones.
        case resolverUpstream = "resolver-upstream"
        /// Resolvers and one server of zones.
        case authoritative
        /// Several of these.
        case mixed
    }

    package let position: Position
    /// The evidence for it, in one sentence.
    package let because: String

    package init(position: Position, because: String) {
        self.position = position
        self.because = because
    }

    /// Whether the hosts that ask are resolvers, which stand for clients that do not show.
    package var hidesClients: Bool {
        switch position {
        case .client, .resolver: false
        case .forwarder, .resolverUpstream, .authoritative, .mixed: true
        }
    }
}

/// One capture of a scan.
package struct InputSummary: Sendable {
    /// As the user gave it, octets that are no UTF-8 as `\xE9`; `-` for standard input.
    package var path: String
    /// `pcap` or `pcapng`, or `nil` when it could not be opened.
    package var format: String?
    /// `gzip`, `zstd`, `lz4` or `xz`, or `nil` for none.
    package var compression: String?
    /// libpcap's names without `DLT_`, in order of appearance.
    package var linkTypes: [String] = []
    package var packets = 0
    /// Captured bytes of all packets.
    package var bytes = 0
    package var firstPacket: Timestamp?
    package var lastPacket: Timestamp?
    /// Whether the capture ends in the middle of a packet.
    package var isTruncated = false
    /// Packets that the recording says were lost.
    package var dropped = 0

    package init(path: String) {
        self.path = path
    }
}

/// The account of what the scan could and could not inspect, so that readers can trust silence.
package struct Coverage: Sendable {
    /// DNS messages that were read to their end.
    package var inspected = 0
    /// DNS messages that ended in an error; their readable part still counts.
    package var malformed = 0
    /// Packets that the capture's snap length cut short.
    package var truncatedBySnapLength = 0
    /// Packets whose link layer is not decoded.
    package var unknownLink = 0
    /// Packets that the recordings themselves say were lost.
    package var dropped = 0
    package var encryptedDNS: [EncryptedDNSEndpoint] = []
    /// Whether only queries or only responses were seen.
    package var isOneSided = false
    /// Packets that the captures hold more than once, and messages of events that are counted with other messages: a
    /// forwarder or a router passed them on, or a client asked a second server at the same time.
    package var copies = 0
    /// Messages that were sent again.
    package var retransmissions = 0
    /// The number of times that a bound made the scan drop state: streams, fragments, profiles, transactions.
    package var lostState = 0
    /// Everything above and more, by stable name; sorted by name.
    package var problems: [CoverageProblem] = []

    package init() {}
}

/// Packets of a DNS transport that hides its content.
package struct EncryptedDNSEndpoint: Hashable, Sendable {
    package let client: IPAddress
    package let server: IPAddress
    /// `DoT`, `DoQ` or `DoH`.
    package let transport: String
    package let packets: Int
    package let firstSeen: Timestamp
    package let lastSeen: Timestamp

    package init(
        client: IPAddress,
        server: IPAddress,
        transport: String,
        packets: Int,
        firstSeen: Timestamp,
        lastSeen: Timestamp
    ) {
        self.client = client
        self.server = server
        self.transport = transport
        self.packets = packets
        self.firstSeen = firstSeen
        self.lastSeen = lastSeen
    }
}

/// Something that stood in the way of inspecting a part of the capture, or was odd about it.
package struct CoverageProblem: Hashable, Sendable {
    /// A stable machine name in snake_case.
    package let kind: String
    package let count: Int
    /// The first frame it happened in, from 1; 0 where no single frame is to blame.
    ///
    /// If a problem ended the reading of a capture, it is the last frame before.
    package let firstFrame: Int
    /// The capture of that frame, from 0.
    package let input: Int
    /// One sentence for people.
    package let detail: String

    /// Whether the problem kept something from being inspected; `false` for oddities of data that was read all the same.
    package let isGap: Bool

    package init(
        kind: String,
        count: Int,
        firstFrame: Int,
        input: Int = 0,
        detail: String,
        isGap: Bool = true
    ) {
        self.kind = kind
        self.count = count
        self.firstFrame = firstFrame
        self.input = input
        self.detail = detail
        self.isGap = isGap
    }
}
