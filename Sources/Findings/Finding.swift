package import NetworkTypes

/// One suspected channel: its kind, its clients, its zone, its amount, its beginning, and the reasons.
///
/// All text is in presentation format (RFC 1035 §5.1 escapes), so that it can be printed as it is.
package struct Finding: Sendable {
    /// Equal for equal channels: it comes from kind and zone, or from the two ends where there is no zone.
    ///
    /// It never depends on time of day, on hash order, or on the number of clients.
    package var id: String
    package var kind: FindingKind
    package var severity: Severity
    /// The sum of all evidence's points, clamped to 0…100.
    package var score: Int
    /// One line for people, such as `iodine tunnel through t.example.net`.
    package var title: String
    /// The deepest name under which the channel's names fan out, without the final dot; `.` for the root.
    package var zone: String
    /// The name just below the public suffix, or `nil` where the zone has none.
    package var registeredDomain: String?
    /// All zones of the channel, sorted; `[zone]` unless the channel rotates.
    package var zones: [String]
    package var tool: ToolIdentification?
    /// Sorted by address.
    package var clients: [ClientActivity]
    /// The servers that the clients asked, sorted.
    package var servers: [IPAddress]
    package var firstSeen: Timestamp
    package var lastSeen: Timestamp
    package var queries: Int
    package var responses: Int
    package var distinctNames: Int
    /// Queries by the mnemonic of their type; sorted by count, then by name.
    package var queryTypes: [TypeCount]
    /// Estimated payload from the clients to the zone, in bytes; for kinds that carry none, see
    /// ``FindingKind/carriesPayload``, the bytes of the messages or packets themselves.
    package var bytesUp: Int
    /// The same from the zone to the clients.
    package var bytesDown: Int
    /// Whether both were decoded by the layout of a known tool, and not estimated.
    package var isPayloadDecoded = false
    /// The largest estimated payload of any window in both directions, in bytes per second.
    ///
    /// Windows are ten seconds wide, and wider for channels that are active for long. Where no windows were measured, it is
    /// the mean over all of the time, ten seconds at least.
    package var peakBytesPerSecond: Double
    /// Features by stable name, in a fixed order.
    package var features: [FeatureValue]
    package var evidence: [Evidence]
    package var samples: [SampleMessage]
    package var frames: FrameRange
    /// A Wireshark display filter that shows these packets.
    package var displayFilter: String
    package var attack: [AttackTechnique]
    /// The ordinary service that this was recognized as, or `nil`.
    package var recognizedAs: String?
    /// The line of an allow list that lets it pass, and the reason, as `FILE:LINE: REASON`, or `nil`.
    package var allowedBy: String?
    /// The category of the list that names the zone or address, or `nil` when none is involved or it does not say.
    package var listCategory: ListCategory?
    /// The user's list that names the finding's zone or address, or `nil`.
    package var list: ListEntry?
    /// Addresses that this is about, in answers or contacted; sorted, empty when it is about none.
    package var addresses: [IPAddress]
    package var nextSteps: [String]
    /// Clients that ``clients`` does not name because there were too many, or `nil` when it names all.
    package var clientsNotListed: UnlistedActivity?
    /// The contents that the channel carried, as far as they were read back, in the order in which they began.
    package var recovered: [Recovered] = []
    /// Messages of the channel that a bound kept from being read back.
    package var unrecordedMessages = 0
    /// Contents of the channel that were read back and are left out of ``recovered`` by a bound.
    package var omittedContents = 0
    /// The traffic by time, or `nil` where that was not measured.
    package var activity: Activity?

    /// In seconds.
    private static let narrowestWindow = 10.0

    package init(
        id: String,
        kind: FindingKind,
        severity: Severity,
        score: Int,
        title: String,
        zone: String,
        registeredDomain: String?,
        zones: [String],
        tool: ToolIdentification?,
        clients: [ClientActivity],
        servers: [IPAddress],
        firstSeen: Timestamp,
        lastSeen: Timestamp,
        queries: Int,
        responses: Int,
        distinctNames: Int,
        queryTypes: [TypeCount],
        bytesUp: Int,
        bytesDown: Int,
        peakBytesPerSecond: Double? = nil,
        features: [FeatureValue],
        evidence: [Evidence],
        samples: [SampleMessage],
        frames: FrameRange,
        displayFilter: String,
        attack: [AttackTechnique],
        recognizedAs: String? = nil,
        listCategory: ListCategory? = nil,
        list: ListEntry? = nil,
        addresses: [IPAddress] = [],
        nextSteps: [String]
    ) {
        self.id = id
        self.kind = kind
        self.severity = severity
        self.score = score
        self.title = title
        self.zone = zone
        self.registeredDomain = registeredDomain
        self.zones = zones
        self.tool = tool
        self.clients = clients
        self.servers = servers
        self.firstSeen = firstSeen
        self.lastSeen = lastSeen
        self.queries = queries
        self.responses = responses
        self.distinctNames = distinctNames
        self.queryTypes = queryTypes
        self.bytesUp = bytesUp
        self.bytesDown = bytesDown
        self.peakBytesPerSecond =
            peakBytesPerSecond ?? (Double(bytesUp) + Double(bytesDown))
            / max(Self.narrowestWindow, lastSeen.seconds(since: firstSeen))
        self.features = features
        self.evidence = evidence
        self.samples = samples
        self.frames = frames
        self.displayFilter = displayFilter
        self.attack = attack
        self.recognizedAs = recognizedAs
        self.listCategory = listCategory
        self.list = list
        self.addresses = addresses
        self.nextSteps = nextSteps
    }

    /// Whether `left` stands before `right` in a report: by severity, score, then zone.
    package static func precedes(_ left: Finding, _ right: Finding) -> Bool {
        if left.severity != right.severity { return left.severity > right.severity }
        if left.score != right.score { return left.score > right.score }
        return (left.zone, left.id) < (right.zone, right.id)
    }
}

/// The program that speaks, and how sure that is.
package struct ToolIdentification: Hashable, Sendable {
    /// The strength of the evidence for the name.
    package enum Confidence: String, Sendable {
        /// The traffic validates itself: checksums, id arithmetic or session echoes that chance cannot make.
        case certain
        /// A layout that no other known software has.
        case probable
        /// Fits, among other explanations.
        case possible
    }

    package let name: String
    package let confidence: Confidence
    /// The observation that names the tool, with its numbers.
    package let because: String

    package init(name: String, confidence: Confidence, because: String) {
        self.name = name
        self.confidence = confidence
        self.because = because
    }
}

/// The activity of one client in a channel.
package struct ClientActivity: Hashable, Sendable {
    package let address: IPAddress
    package let queries: Int
    /// Estimated payload sent, in bytes.
    package let bytesUp: Int
    /// Estimated payload received, in bytes.
    package let bytesDown: Int
    package let firstSeen: Timestamp
    package let lastSeen: Timestamp

    /// The originators behind it, where it forwards for others and says so: addresses, hardware addresses or names, sorted.
    package var behind: [String] = []

    package init(
        address: IPAddress,
        queries: Int,
        bytesUp: Int,
        bytesDown: Int,
        firstSeen: Timestamp,
        lastSeen: Timestamp
    ) {
        self.address = address
        self.queries = queries
        self.bytesUp = bytesUp
        self.bytesDown = bytesDown
        self.firstSeen = firstSeen
        self.lastSeen = lastSeen
    }
}

/// The activity of all the clients together that a finding does not name.
package struct UnlistedActivity: Hashable, Sendable {
    /// The number of these clients; beyond 16,384 an estimate.
    package let clients: Int
    package let queries: Int
    /// Estimated payload sent, in bytes.
    package let bytesUp: Int
    /// Estimated payload received, in bytes.
    package let bytesDown: Int

    package init(clients: Int, queries: Int, bytesUp: Int, bytesDown: Int) {
        self.clients = clients
        self.queries = queries
        self.bytesUp = bytesUp
        self.bytesDown = bytesDown
    }

    /// These and others, none of which is among both.
    package func adding(_ other: Self) -> Self {
        Self(
            clients: clients + other.clients,
            queries: queries + other.queries,
            bytesUp: bytesUp + other.bytesUp,
            bytesDown: bytesDown + other.bytesDown
        )
    }
}

/// The number of queries for one record type.
package struct TypeCount: Hashable, Sendable {
    /// The mnemonic, or `TYPE65280` (RFC 3597 §5) where there is none.
    package let type: String
    package let count: Int

    package init(type: String, count: Int) {
        self.type = type
        self.count = count
    }
}

/// A named number of a profile; the unit is part of the name.
package struct FeatureValue: Hashable, Sendable {
    package let name: String
    package let value: Double

    package init(name: String, value: Double) {
        self.name = name
        self.value = value
    }
}

/// One message of a channel that an analyst can look up in the capture.
package struct SampleMessage: Hashable, Sendable {
    /// The frame's number in its capture, from 1, as Wireshark counts.
    package let frame: Int
    /// The place of the input among the scan's inputs, from 0.
    package let input: Int
    package let time: Timestamp
    package let client: IPAddress
    /// Presentation format, original case.
    package let queryName: String
    package let queryType: String
    /// The mnemonic of the answer's response code, or `nil` when no answer was seen.
    package let responseCode: String?

    package init(
        frame: Int,
        input: Int,
        time: Timestamp,
        client: IPAddress,
        queryName: String,
        queryType: String,
        responseCode: String?
    ) {
        self.frame = frame
        self.input = input
        self.time = time
        self.client = client
        self.queryName = queryName
        self.queryType = queryType
        self.responseCode = responseCode
    }
}

/// The place of a channel's messages in the captures.
package struct FrameRange: Hashable, Sendable {
    /// The first and the last frame, each in the capture given with it.
    package let firstPlace: FramePlace
    package let lastPlace: FramePlace
    /// The number of messages, queries and responses.
    package let count: Int

    /// The number of the first frame in its capture.
    package var first: Int { firstPlace.frame }
    /// The number of the last frame in its capture.
    package var last: Int { lastPlace.frame }

    package init(first: FramePlace, last: FramePlace, count: Int) {
        firstPlace = first
        lastPlace = last
        self.count = count
    }

    /// A range in the first capture.
    package init(first: Int, last: Int, count: Int) {
        self.init(first: FramePlace(frame: first), last: FramePlace(frame: last), count: count)
    }
}
