import DNSObservation
package import DNSWire
import Findings
package import NetworkTypes
import PacketDecoding

/// The kept facts about one client while a capture is read.
struct TrackedClient: Sendable {
    private struct Answer: Hashable {
        let type: RecordType
        let octets: [UInt8]
    }

    private struct Connection: Hashable {
        let address: IPAddress
        let transport: UInt8
        let port: UInt16
    }

    /// Kinds of answers, and connections, that one client tells apart.
    private static let listed = 64
    /// Addresses answered to one client whose connections are watched for.
    private static let watchedAddresses = 1_024
    /// Types, response codes and servers told apart; far more than any honest client has.
    private static let kinds = 64
    /// Octets that are shown of an answer; one more is kept, which tells that there were more.
    private static let keptOctets = 255

    private var firstSeen: Timestamp
    private var lastSeen: Timestamp
    private var queries = 0
    private var responses = 0
    private var bytesUp = 0
    private var bytesDown = 0
    private var queryTypes: [RecordType: Int] = [:]
    private var responseCodes: [ResponseCode: Int] = [:]
    private var resolvers: [IPAddress: Int] = [:]
    private var answers: [Answer: Int] = [:]
    private var moreAnswers = 0
    /// The time at which each address was answered last.
    private var answered: [IPAddress: Timestamp] = [:]
    private var connections: [Connection: FollowUp] = [:]
    private var moreConnections = 0

    init(_ time: Timestamp) {
        firstSeen = time
        lastSeen = time
    }

    /// Answers, answered addresses and connections.
    var heldRecords: Int { answers.count + answered.count + connections.count }

    mutating func note(_ time: Timestamp) {
        firstSeen = min(firstSeen, time)
        lastSeen = max(lastSeen, time)
    }

    /// Adds one message.
    ///
    /// - Parameters:
    ///   - observation: A message from or to the client.
    ///   - isQueryKnown: Whether queries are noted as well; else a response stands for its query, which has at
    ///     least the octets of a header and its question.
    ///   - mayGrow: Whether there is room for answers.
    /// - Returns: Whether all was kept.
    mutating func note(_ observation: borrowing Observation, isQueryKnown: Bool, mayGrow: Bool) -> Bool {
        let type = observation.queryType ?? RecordType(rawValue: 0)
        var isKept = true
        if observation.isCountedElsewhere {
            // Whom else it asked for the same is worth knowing.
            let isAnotherServer = observation.role == .elsewhere && !observation.isResponse
            return !isAnotherServer || Self.count(observation.server.address, in: &resolvers)
        }
        if observation.isResponse {
            responses += 1
            bytesDown += observation.messageLength
            isKept = Self.count(observation.responseCode, in: &responseCodes)
            for record in observation.answers {
                if !note(record, of: observation, mayGrow: mayGrow) { isKept = false }
            }
        }
        if observation.beginsTransaction || !isQueryKnown && observation.isResponse {
            queries += 1
            bytesUp +=
                observation.isResponse ? 12 + observation.queryName.count + 5 : observation.messageLength
            if !Self.count(type, in: &queryTypes) { isKept = false }
            if !Self.count(observation.server.address, in: &resolvers) { isKept = false }
        }
        return isKept
    }

    private mutating func note(
        _ record: ObservedRecord,
        of observation: borrowing Observation,
        mayGrow: Bool
    ) -> Bool {
        var isKept = true
        if let address = observation.answeredAddress(in: record) {
            if answered[address] != nil || (mayGrow && answered.count < Self.watchedAddresses) {
                answered[address] = max(answered[address] ?? observation.time, observation.time)
            } else {
                isKept = false
            }
        }
        let answer = Answer(
            type: record.type,
            octets: Array(observation.answerOctets[record.octets].prefix(Self.keptOctets + 1))
        )
        if answers[answer] != nil || (mayGrow && answers.count < Self.listed) {
            answers[answer, default: 0] += 1
        } else {
            moreAnswers += 1
        }
        return isKept
    }

    private static func count<Kind: Hashable>(_ kind: Kind, in counts: inout [Kind: Int]) -> Bool {
        guard counts[kind] != nil || counts.count < kinds else { return false }
        counts[kind, default: 0] += 1
        return true
    }

    /// Adds a packet between the client and an address that was answered to it, or that is asked about.
    ///
    /// - Returns: Whether it was kept, or is not to be.
    mutating func noteFollowUp(
        _ packet: PacketHeaders,
        isUp: Bool,
        _ time: Timestamp,
        patience: Double,
        isSubject: Bool,
        mayGrow: Bool
    ) -> Bool {
        let remote = isUp ? packet.destination : packet.source
        let key = Connection(
            address: remote,
            transport: packet.transport,
            port: isUp ? packet.destinationPort : packet.sourcePort
        )
        if var known = connections[key] {
            known.lastSeen = max(known.lastSeen, time)
            known.add(packet.length, isUp: isUp)
            connections[key] = known
            note(time)
            return true
        }
        let delay = answered[remote].map { time.seconds(since: $0) }
        let isFollowing = delay.map { (0...patience).contains($0) } ?? false
        guard isFollowing || isSubject else { return true }
        guard mayGrow, connections.count < Self.listed else {
            moreConnections += 1
            return false
        }
        var connection = FollowUp(
            address: remote,
            transport: Self.name(of: packet.transport),
            port: key.port,
            firstSeen: time,
            secondsAfterAnswer: isFollowing ? delay : nil
        )
        connection.add(packet.length, isUp: isUp)
        connections[key] = connection
        note(time)
        return true
    }

    private static func name(of transport: UInt8) -> String {
        switch transport {
        case 1, 58: "icmp"
        case 6: "tcp"
        case 17: "udp"
        default: "\(transport)"
        }
    }

    // MARK: - The end

    func record(of address: IPAddress, device: DeviceHints) -> ClientRecord {
        var record = ClientRecord(address: address, time: firstSeen)
        record.lastSeen = lastSeen
        record.queries = queries
        record.responses = responses
        record.queryTypes = Self.sorted(queryTypes)
        record.responseCodes = Self.sorted(responseCodes)
        record.bytesUp = bytesUp
        record.bytesDown = bytesDown
        record.resolvers = resolvers.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
            .map { ResolverCount(address: $0.key, queries: $0.value) }
        record.answers = answers.map {
            AnswerCount(type: $0.key.type.description, value: Self.text($0.key), count: $0.value)
        }.sorted { ($1.count, $0.type, $0.value) < ($0.count, $1.type, $1.value) }
        record.moreAnswers = moreAnswers
        record.connections = connections.values.sorted {
            ($0.firstSeen.nanoseconds, $0.address, $0.transport, $0.port)
                < ($1.firstSeen.nanoseconds, $1.address, $1.transport, $1.port)
        }
        record.moreConnections = moreConnections
        record.device = device
        return record
    }

    private static func sorted<Kind: CustomStringConvertible>(_ counts: [Kind: Int]) -> [TypeCount] {
        counts.map { TypeCount(type: $0.key.description, count: $0.value) }
            .sorted { ($1.count, $0.type) < ($0.count, $1.type) }
    }

    /// The data of an answer in presentation format.
    private static func text(_ answer: Answer) -> String {
        let isCut = answer.octets.count > keptOctets
        return RecordText.text(
            of: isCut ? Array(answer.octets.prefix(keptOctets)) : answer.octets,
            type: answer.type,
            isCut: isCut
        ) { octets in
            IPAddress(octets: octets, of: octets.count == 4 ? .a : .aaaa)?.description ?? ""
        }
    }
}

extension FollowUp {
    fileprivate mutating func add(_ octets: Int, isUp: Bool) {
        packets += 1
        if isUp { bytesUp += octets } else { bytesDown += octets }
    }
}

// MARK: - Addresses in answers

extension IPAddress {
    /// The address that the data of an A or AAAA record is, or `nil` for all others.
    package init?(octets: some Collection<UInt8>, of type: RecordType) {
        func word(_ octets: some Sequence<UInt8>) -> UInt64 { octets.reduce(0) { $0 << 8 | UInt64($1) } }
        switch (type, octets.count) {
        case (.a, 4): self.init(v4: UInt32(truncatingIfNeeded: word(octets)))
        case (.aaaa, 16): self.init(v6High: word(octets.prefix(8)), low: word(octets.suffix(8)))
        default: return nil
        }
    }
}

extension Observation {
    /// The address that a record of the answer section gives.
    func answeredAddress(in record: ObservedRecord) -> IPAddress? {
        IPAddress(octets: answerOctets[record.octets], of: record.type)
    }
}
