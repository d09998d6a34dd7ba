package import DNSObservation
package import DNSWire
package import NetworkTypes

/// All that is kept of the messages about one zone: a registered domain, or the root for names without one.
///
/// Profiles of one zone over two parts of a capture merge into the profile of the whole. Merging is associative
/// and commutative; all counts are exact. Stores have bounds, given with each; the entries that they let go are
/// counted.
package struct ZoneProfile: Sendable {
    /// Distinct names, and distinct answers, that a zone keeps once it has more than twice as many.
    package static let sampleCapacity = 256
    /// Clients that a zone tells apart.
    package static let peerCapacity = 1_024

    /// In lower case; ``DNSWire/DomainName/root`` for names under no listed public suffix that go straight to
    /// a server.
    package let zone: DomainName
    package private(set) var names = DistinctSample<NameRecord>(capacity: sampleCapacity)
    package private(set) var answers = DistinctSample<AnswerRecord>(capacity: sampleCapacity)
    package private(set) var opening = Opening()
    package private(set) var timeline = ActivityTimeline()
    package private(set) var clients = ClientTable()
    /// Messages by the server they went to or came from.
    package private(set) var servers = Tally<IPAddress>()
    /// Clients beyond ``peerCapacity``; `nil` while there are none.
    package var unlisted: UnlistedClients? { beyondCapacity.first }
    /// At most one, in memory of its own, since hardly any zone has it.
    private var beyondCapacity: [UnlistedClients] = []

    /// Queries, and responses to queries that were not captured; each event once.
    package private(set) var queries = 0
    /// All messages that were captured, retransmissions among them.
    package private(set) var messages = 0
    /// Queries without the wish for recursion (RD), as resolvers send them.
    package private(set) var iterativeQueries = 0
    package private(set) var responses = 0
    /// ``queries`` by type.
    package private(set) var queryTypes = Tally<RecordType>()
    package private(set) var responseCodes = Tally<ResponseCode>()
    /// Records in answer sections by type.
    package private(set) var answerTypes = Tally<RecordType>()
    /// The counts of types that came behind each type, of ``queryTypes``.
    package private(set) var typeSteps = TransitionTally<RecordType>()
    /// The counts of delays between the same queries that came behind each delay.
    package private(set) var delaySteps = TransitionTally<Delay>()
    private var lastQuery: Timestamp?
    /// The first of these by their names; empty for several clients.
    package private(set) var nameSequence = NameSequence()
    /// Of queries whose names have capitals; `nil` while none has.
    package private(set) var letterCase: LetterCaseStatistics?
    /// Octets of the names of all ``queries``.
    package private(set) var nameOctets = 0
    /// Octets of rdata in all answer sections.
    package private(set) var answerOctets = 0
    package private(set) var firstSeen = Timestamp(nanoseconds: .max)
    package private(set) var lastSeen = Timestamp(nanoseconds: .min)
    /// The first and last frame, each in the input given with it.
    package private(set) var firstFrame = FramePlace(input: .max, frame: .max)
    package private(set) var lastFrame = FramePlace(input: -1, frame: 0)

    /// The counts of one client in the zone.
    package struct ClientCounts: Sendable {
        package var queries = 0
        package var responses = 0
        package var nameOctets = 0
        package var answerOctets = 0
        package var firstSeen: Timestamp
        package var lastSeen: Timestamp
    }

    /// A profile of nothing yet.
    package init(zone: DomainName, sampleCapacity: Int = sampleCapacity) {
        self.zone = zone
        reduceSamples(toCapacity: sampleCapacity)
    }

    /// Makes the samples of names and answers smaller for good.
    mutating func reduceSamples(toCapacity capacity: Int) {
        names.reduce(toCapacity: capacity)
        answers.reduce(toCapacity: capacity)
        countHeldBytes()
    }

    /// How many distinct names there were, as far as the sample tells; never more than queries.
    package var distinctNames: Int { min(names.distinctCount, queries) }

    /// Whether somebody asked for a type that programs have no use for.
    package var hasRareQueries: Bool { queryTypes.contains(where: \.isRarelyAsked) }

    /// The memory that the profile holds, in bytes.
    package private(set) var heldBytes = MemoryLayout<ZoneProfile>.stride

    private mutating func countHeldBytes() {
        let tallies =
            servers.heldBytes + queryTypes.heldBytes + typeSteps.heldBytes + delaySteps.heldBytes
            + nameSequence.heldBytes
            + responseCodes.heldBytes + answerTypes.heldBytes
        heldBytes =
            MemoryLayout<ZoneProfile>.stride + MemoryCost.array(zone.octets) + tallies + names.heldBytes
            + answers.heldBytes + opening.heldBytes + timeline.heldBytes + clients.heldBytes
            + (letterCase?.heldBytes ?? 0) + MemoryCost.array(beyondCapacity)
            + (beyondCapacity.first?.heldBytes ?? 0)
    }
}

// MARK: - Observing

extension ZoneProfile {
    /// Adds one message.
    ///
    /// - Parameter observation: A message about a name in this zone.
    /// - Returns: How many bytes more than before the profile holds; fewer make it negative.
    /// - Complexity: O(octets of the message), amortized.
    package mutating func note(_ observation: borrowing Observation) -> Int {
        let heldBefore = heldBytes
        if observation.isCountedElsewhere {
            noteRepetition(observation)
        } else {
            noteEvent(observation)
        }
        countHeldBytes()
        return heldBytes - heldBefore
    }

    private mutating func noteEvent(_ observation: borrowing Observation) {
        let isResponse = observation.isResponse
        let type = observation.queryType ?? RecordType(rawValue: 0)
        let appearance = NameRecord.Appearance(
            time: observation.time,
            input: observation.input,
            frame: observation.frame,
            client: observation.client.address,
            id: observation.id,
            type: type
        )
        noteCounts(observation, type: type)
        noteName(observation, appearance: appearance)
        // A client that transfers a zone gets all that is in it; that is no payload of one answer.
        if isResponse, type != .axfr, type != .ixfr { noteAnswers(observation) }
        guard opening.takes(appearance, of: observation.queryNameHash, isResponse: isResponse) else { return }
        opening.note(
            Exchange(
                nameHash: observation.queryNameHash,
                name: keptName(of: observation),
                first: appearance,
                server: observation.server.address,
                hasQuery: !isResponse,
                response: response(of: observation, appearance: appearance)
            )
        )
    }

    /// Adds a message of a client and an event that are counted already.
    private mutating func noteRepetition(_ observation: borrowing Observation) {
        guard clients.place(of: observation.client.address) != nil else { return }
        messages += 1
        servers.count(observation.server.address)
        lastSeen = max(lastSeen, observation.time)
        lastFrame = max(lastFrame, FramePlace(input: observation.input, frame: observation.frame))
    }

    private mutating func noteCounts(_ observation: borrowing Observation, type: RecordType) {
        let isQuery = observation.beginsTransaction
        let up = isQuery ? observation.queryName.count : 0
        let down = observation.answerOctets.count
        let place = FramePlace(input: observation.input, frame: observation.frame)
        // Several questions of one message are one message.
        if !observation.isFurtherQuestion || place != lastFrame { messages += 1 }
        if isQuery {
            queries += 1
            noteQuestion(type, at: observation.time)
            if clients.count > 1 {
                nameSequence.forget()
            } else {
                nameSequence.note(observation.queryNameHash, at: observation.time)
            }
        }
        if !observation.isResponse, !observation.recursionDesired { iterativeQueries += 1 }
        if observation.isResponse {
            responses += 1
            responseCodes.count(observation.responseCode)
            for answer in observation.answers { answerTypes.count(answer.type) }
        }
        if !observation.isResponse, observation.queryNameCase != 0 {
            letterCase = letterCase ?? LetterCaseStatistics()
            letterCase?.note(observation.queryName)
        }
        nameOctets += up
        answerOctets += down
        timeline.note(observation.time, up: up, down: down)
        firstSeen = min(firstSeen, observation.time)
        lastSeen = max(lastSeen, observation.time)
        firstFrame = min(firstFrame, place)
        lastFrame = max(lastFrame, place)
        notePeers(observation, up: up, down: down)
    }

    private mutating func noteQuestion(_ type: RecordType, at time: Timestamp) {
        queryTypes.count(type)
        typeSteps.note(type)
        if let lastQuery { delaySteps.note(Delay(from: lastQuery, to: time)) }
        lastQuery = time
    }

    private mutating func notePeers(_ observation: borrowing Observation, up: Int, down: Int) {
        let time = observation.time
        let client = observation.client.address
        if let place = clients.place(of: client) {
            clients.change(at: place) { $0.note(observation, up: up, down: down) }
        } else {
            var counts = ClientCounts(firstSeen: time, lastSeen: time)
            counts.note(observation, up: up, down: down)
            if clients.count < Self.peerCapacity {
                clients.append(client, counts)
            } else {
                noteUnlisted(client, counts, messages: 1)
            }
        }
        servers.count(observation.server.address)
    }

    private mutating func noteUnlisted(_ client: IPAddress, _ counts: ClientCounts, messages: Int) {
        if beyondCapacity.isEmpty { beyondCapacity = [UnlistedClients(firstSeen: counts.firstSeen)] }
        beyondCapacity[0].note(client, counts, messages: messages)
    }

    private mutating func noteName(_ observation: borrowing Observation, appearance: NameRecord.Appearance) {
        let isResponse = observation.isResponse
        let code = observation.responseCode
        let globalAddresses =
            observation.addressScopes == .global ? AddressFamilies(askedForBy: observation.queryType) : .none
        names.note(
            observation.queryNameHash,
            new: NameRecord(
                name: observation.name,
                first: appearance,
                isResponse: isResponse,
                responseCode: code,
                letterCase: observation.queryNameCase,
                globalAddresses: globalAddresses
            ),
            seen: {
                $0.note(
                    observation.name,
                    appearance,
                    isResponse: isResponse,
                    responseCode: code,
                    letterCase: observation.queryNameCase,
                    globalAddresses: globalAddresses
                )
                if isResponse { $0.noteLifetime(of: observation.answers.first, at: observation.time) }
            }
        )
    }

    private mutating func noteAnswers(_ observation: borrowing Observation) {
        // A signature beside each answer would take the room of the answers that it signs.
        for answer in observation.answers where answer.type != .rrsig || observation.queryType == .rrsig {
            let octets = observation.answerOctets.span.extracting(answer.octets)
            let timeToLive = answer.timeToLive
            let (time, frame) = (observation.time, observation.frame)
            let queryName = observation.queryNameHash
            answers.note(
                AnswerRecord.hash(of: answer, octets),
                new: AnswerRecord(answer, queryName: queryName, octets: octets, time: time, frame: frame),
                seen: { $0.note(timeToLive: timeToLive, time: time, frame: frame, queryName: queryName) }
            )
        }
    }

    /// The name of a message, in the memory of the same one in the sample.
    private func keptName(of observation: borrowing Observation) -> DomainName {
        if let kept = names.record(of: observation.queryNameHash)?.name, kept.octets == observation.queryName
        {
            return kept
        }
        return observation.name
    }

    private func response(
        of observation: borrowing Observation,
        appearance: NameRecord.Appearance
    ) -> Exchange.Response? {
        guard observation.isResponse else { return nil }
        var answers: [AnswerRecord] = []
        answers.reserveCapacity(min(observation.answers.count, Exchange.Response.keptAnswers))
        for answer in observation.answers.prefix(Exchange.Response.keptAnswers) {
            let octets = observation.answerOctets.span.extracting(answer.octets)
            let kept = self.answers.record(of: AnswerRecord.hash(of: answer, octets))
            answers.append(
                AnswerRecord(
                    answer,
                    queryName: observation.queryNameHash,
                    octets: octets,
                    time: observation.time,
                    frame: observation.frame,
                    sharing: kept
                )
            )
        }
        return Exchange.Response(
            code: observation.responseCode,
            isAuthoritativeAnswer: observation.isAuthoritativeAnswer,
            recursionDesired: observation.recursionDesired,
            recursionAvailable: observation.recursionAvailable,
            answers: answers,
            appearance: appearance
        )
    }
}

extension ZoneProfile.ClientCounts {
    fileprivate mutating func note(_ observation: borrowing Observation, up: Int, down: Int) {
        if observation.beginsTransaction { queries += 1 }
        if observation.isResponse { responses += 1 }
        nameOctets += up
        answerOctets += down
        firstSeen = min(firstSeen, observation.time)
        lastSeen = max(lastSeen, observation.time)
    }
}

// MARK: - Merging

extension ZoneProfile {
    /// Adds the profile of the same zone over another part of the capture.
    package mutating func merge(_ other: ZoneProfile) {
        names.merge(other.names)
        answers.merge(other.answers)
        opening.merge(other.opening)
        timeline.merge(other.timeline)
        mergeClients(other.clients)
        servers.merge(other.servers)
        if let others = other.unlisted {
            if beyondCapacity.isEmpty { beyondCapacity = [others] } else { beyondCapacity[0].merge(others) }
        }
        queries += other.queries
        messages += other.messages
        iterativeQueries += other.iterativeQueries
        responses += other.responses
        queryTypes.merge(other.queryTypes)
        typeSteps.merge(other.typeSteps)
        delaySteps.merge(other.delaySteps)
        nameSequence.merge(other.nameSequence)
        if clients.count > 1 { nameSequence.forget() }
        lastQuery = nil
        responseCodes.merge(other.responseCodes)
        answerTypes.merge(other.answerTypes)
        if let other = other.letterCase {
            letterCase = letterCase ?? LetterCaseStatistics()
            letterCase?.merge(other)
        }
        nameOctets += other.nameOctets
        answerOctets += other.answerOctets
        firstSeen = min(firstSeen, other.firstSeen)
        lastSeen = max(lastSeen, other.lastSeen)
        firstFrame = min(firstFrame, other.firstFrame)
        lastFrame = max(lastFrame, other.lastFrame)
        countHeldBytes()
    }

    private mutating func mergeClients(_ others: ClientTable) {
        for (client, counts) in others.sorted(by: { $0.key < $1.key }) {
            if let place = clients.place(of: client) {
                clients.change(at: place) { $0 = $0.merged(with: counts) }
            } else if clients.count < Self.peerCapacity {
                clients.append(client, counts)
            } else {
                noteUnlisted(client, counts, messages: counts.queries + counts.responses)
            }
        }
    }
}

extension ZoneProfile.ClientCounts {
    func merged(with other: Self) -> Self {
        var sum = self
        sum.queries += other.queries
        sum.responses += other.responses
        sum.nameOctets += other.nameOctets
        sum.answerOctets += other.answerOctets
        sum.firstSeen = min(firstSeen, other.firstSeen)
        sum.lastSeen = max(lastSeen, other.lastSeen)
        return sum
    }
}

extension AddressFamilies {
    /// The family of the addresses in a response to a question of this type.
    fileprivate init(askedForBy type: RecordType?) {
        self = type == .aaaa ? .ipv6 : .ipv4
    }
}
