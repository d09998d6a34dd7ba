import Channels
import DNSObservation
import DNSWire
import Findings
import NetworkTypes
import TestSupport
import TunnelDetection
import Watching
import ZoneProfiles

/// Observations made by hand, in the order in which a capture would show them.
struct Traffic: Sendable {
    var observations: [Observation] = []

    /// One record of an answer, rdata as it stands in a message without compression.
    struct Answer: Sendable {
        var type: RecordType
        var timeToLive: UInt32 = 60
        var octets: [UInt8]

        /// A TXT record of as many strings as the text needs (RFC 1035 §3.3.14).
        static func text(_ text: some Sequence<UInt8>, timeToLive: UInt32 = 60) -> Answer {
            var octets: [UInt8] = []
            var rest = Array(text)[...]
            repeat {
                let piece = rest.prefix(255)
                octets += [UInt8(piece.count)] + piece
                rest = rest.dropFirst(255)
            } while !rest.isEmpty
            return Answer(type: .txt, timeToLive: timeToLive, octets: octets)
        }

        static func address(_ bits: UInt32, timeToLive: UInt32 = 300) -> Answer {
            let octets = (0..<4).map { UInt8(truncatingIfNeeded: bits >> (24 - 8 * UInt32($0))) }
            return Answer(type: .a, timeToLive: timeToLive, octets: octets)
        }

        static func name(_ type: RecordType, _ name: String, timeToLive: UInt32 = 60) -> Answer {
            Answer(
                type: type,
                timeToLive: timeToLive,
                octets: (type == .mx ? [0, 10] : []) + MessageBuilder.name(name)
            )
        }
    }

    static let resolver: UInt32 = 0x0A00_0035

    /// Adds a query, and its response unless `answers` is `nil`.
    mutating func exchange(
        at seconds: Double,
        labels: [[UInt8]],
        type: RecordType = .a,
        client: UInt32 = 0x0A00_0011,
        server: UInt32 = resolver,
        id: UInt16 = 0,
        answers: [Answer]? = [],
        code: ResponseCode = .noError,
        delay: Double = 0.02
    ) {
        let name = labels.flatMap { [UInt8($0.count)] + $0 }
        var query = Observation(
            time: Timestamp(nanoseconds: Int64(seconds * 1e9)),
            frame: 0,
            client: Endpoint(address: IPAddress(v4: client), port: 40_000),
            server: Endpoint(address: IPAddress(v4: server), port: 53)
        )
        query.id = id
        query.recursionDesired = true
        query.setQuestion(name: name, type: type)
        query.messageLength = 17 + name.count
        observations.append(query)
        guard let answers else { return }
        var response = query
        response.time = Timestamp(nanoseconds: Int64((seconds + delay) * 1e9))
        response.isResponse = true
        response.recursionAvailable = true
        response.responseCode = code
        for answer in answers {
            let start = response.answerOctets.count
            response.answerOctets += answer.octets
            let record = ObservedRecord(
                type: answer.type,
                timeToLive: answer.timeToLive,
                octets: start..<response.answerOctets.count
            )
            response.answers.append(record)
            if let address = response.address(in: record) {
                response.addressScopes.formUnion(AddressScopes(AddressScope(address)))
            }
        }
        response.messageLength = 17 + name.count + response.answerOctets.count + 12 * answers.count
        observations.append(response)
    }

    /// The same with a name whose labels are the text between the dots.
    mutating func exchange(
        at seconds: Double,
        _ name: String,
        type: RecordType = .a,
        client: UInt32 = 0x0A00_0011,
        server: UInt32 = resolver,
        id: UInt16 = 0,
        answers: [Answer]? = [],
        code: ResponseCode = .noError,
        delay: Double = 0.02
    ) {
        exchange(
            at: seconds,
            labels: MessageBuilder.labels(name),
            type: type,
            client: client,
            server: server,
            id: id,
            answers: answers,
            code: code,
            delay: delay
        )
    }

    /// Both together in the order of time.
    static func + (left: Traffic, right: Traffic) -> Traffic {
        Traffic(observations: left.observations + right.observations).inOrderOfTime
    }

    /// Sorted by time; equal times keep their order.
    var inOrderOfTime: Traffic {
        let order = observations.indices.sorted {
            (observations[$0].time, $0) < (observations[$1].time, $1)
        }
        return Traffic(observations: order.map { observations[$0] })
    }
}

// MARK: - Judging

extension Traffic {
    /// The messages in this order with frames from 1, each with its role in the whole.
    var messages: [Observation] {
        var matcher = TransactionMatcher()
        return observations.enumerated().map { index, observation in
            var observation = observation
            observation.frame = index + 1
            observation.role = matcher.role(of: observation)
            return observation
        }
    }

    func table(limits: ProfileTable.Limits = ProfileTable.Limits()) -> ProfileTable {
        ProfileTable(messages, limits: limits)
    }

    /// What the program would report.
    var findings: [Finding] { findings() }

    /// What the program would report with lists, resolvers and packets of other protocols.
    func findings(
        _ watchlist: Watchlist = Watchlist(),
        flows: [WatchedFlow] = [],
        encryptedDNS: [EncryptedDNSEndpoint] = []
    ) -> [Finding] {
        var peers = PeerTable()
        var sightings = SightingTable(watchlist: watchlist)
        for message in messages {
            peers.note(message)
            sightings.note(message)
        }
        return TunnelAnalyzer().findings(
            in: GatheredTraffic(
                profiles: table(),
                peers: peers,
                sightings: sightings,
                flows: flows,
                encryptedDNS: encryptedDNS
            )
        )
    }

    /// The findings of one kind.
    func findings(_ kind: FindingKind, _ watchlist: Watchlist = Watchlist()) -> [Finding] {
        findings(watchlist).filter { $0.kind == kind }
    }

    /// The channel of a zone whose names end in `zone`.
    func channel(_ zone: String, cut: String? = nil) -> Channel? {
        let zone = DomainName(zone)
        guard let profile = table().zones.first(where: { $0.zone == zone }) else { return nil }
        return Channel(
            profile: profile,
            zone: cut.map { DomainName($0) } ?? zone,
            surroundings: ScanSurroundings(clients: 1)
        )
    }
}

extension ProfileTable {
    /// The table of these messages.
    init(_ messages: some Sequence<Observation>, limits: Limits = Limits()) {
        self.init(limits: limits)
        for message in messages { note(message) }
    }
}

extension DomainName {
    /// The name whose labels are the text between the dots.
    init(_ text: String) {
        self = DomainName(octets: MessageBuilder.labels(text).flatMap { [UInt8($0.count)] + $0 }) ?? .root
    }
}
