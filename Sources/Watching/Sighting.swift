package import DNSObservation
package import DNSWire
package import NetworkTypes
package import ZoneProfiles

/// All messages in which one thing was seen that is looked for.
///
/// Sightings of one thing in two parts of a capture merge into the sighting in the whole: associative, commutative,
/// exact but for clients beyond the bound and the sample of names.
package struct Sighting: Sendable {
    /// The messages of one client that had to do with it.
    package struct Contact: Sendable {
        package var queries = 0
        package var responses = 0
        /// Octets of the messages.
        package var octetsUp = 0
        package var octetsDown = 0
        package var firstSeen: Timestamp
        package var lastSeen: Timestamp

        package mutating func merge(_ other: Contact) {
            queries += other.queries
            responses += other.responses
            octetsUp += other.octetsUp
            octetsDown += other.octetsDown
            firstSeen = min(firstSeen, other.firstSeen)
            lastSeen = max(lastSeen, other.lastSeen)
        }
    }

    /// Clients that are told apart.
    static let clientCapacity = 256
    /// Distinct names kept at least once there are more than twice as many.
    package static let nameCapacity = 64

    package private(set) var clients: [IPAddress: Contact] = [:]
    /// Messages of clients beyond ``clientCapacity``.
    package private(set) var unlistedClients = 0
    package private(set) var servers = Tally<IPAddress>()
    package private(set) var queryTypes = Tally<RecordType>()
    /// Addresses of interest in the answers.
    package private(set) var addresses = Tally<IPAddress>()
    /// The shortest life of a record in these answers, in seconds, or `nil` without answers.
    package private(set) var timeToLive: UInt32?
    /// Records with an address of interest in responses that have one outside as well.
    package private(set) var mixedResponses = 0
    package private(set) var names: DistinctSample<NameRecord>
    /// Queries, and responses to queries that did not show the thing that is looked for.
    package private(set) var queries = 0
    package private(set) var responses = 0
    /// Messages that were captured.
    package private(set) var messages = 0
    package private(set) var octetsUp = 0
    package private(set) var octetsDown = 0
    package private(set) var firstSeen = Timestamp(nanoseconds: .max)
    package private(set) var lastSeen = Timestamp(nanoseconds: .min)
    package private(set) var firstFrame = FramePlace(input: .max, frame: .max)
    package private(set) var lastFrame = FramePlace(input: -1, frame: 0)

    package init(nameCapacity: Int = nameCapacity) {
        names = DistinctSample(capacity: nameCapacity)
    }

    /// The memory that it holds, in records of about 250 bytes.
    package var heldRecords: Int { names.heldCount + clients.count / 2 }

    /// Adds one message.
    ///
    /// - Parameters:
    ///   - observation: The message.
    ///   - standsForQuery: Whether a query is to be counted with it: the message is one, or it responds to one that did
    ///     not show the thing that is looked for.
    package mutating func note(_ observation: borrowing Observation, standsForQuery: Bool) {
        let up = observation.isResponse ? 0 : observation.messageLength
        let down = observation.isResponse ? observation.messageLength : 0
        let time = observation.time
        let contact = Contact(
            queries: standsForQuery ? 1 : 0,
            responses: observation.isResponse ? 1 : 0,
            octetsUp: up,
            octetsDown: down,
            firstSeen: time,
            lastSeen: time
        )
        note(contact, of: observation.client.address)
        servers.count(observation.server.address)
        let type = observation.queryType ?? RecordType(rawValue: 0)
        if standsForQuery { queryTypes.count(type) }
        messages += 1
        queries += contact.queries
        responses += contact.responses
        octetsUp += up
        octetsDown += down
        firstSeen = min(firstSeen, time)
        lastSeen = max(lastSeen, time)
        let place = FramePlace(input: observation.input, frame: observation.frame)
        firstFrame = min(firstFrame, place)
        lastFrame = max(lastFrame, place)
        let name = DomainName(octets: observation.queryName) ?? .root
        let appearance = NameRecord.Appearance(
            time: time,
            input: observation.input,
            frame: observation.frame,
            client: observation.client.address,
            id: observation.id,
            type: type
        )
        let (isResponse, code) = (observation.isResponse, observation.responseCode)
        names.note(
            observation.queryNameHash,
            new: NameRecord(name: name, first: appearance, isResponse: isResponse, responseCode: code),
            seen: { $0.note(name, appearance, isResponse: isResponse, responseCode: code) }
        )
    }

    /// Adds an address of interest in an answer.
    package mutating func note(_ address: IPAddress, timeToLive: UInt32, isMixed: Bool) {
        addresses.count(address)
        if isMixed { mixedResponses += 1 }
        self.timeToLive = min(self.timeToLive ?? timeToLive, timeToLive)
    }

    private mutating func note(_ contact: Contact, of client: IPAddress) {
        if let index = clients.index(forKey: client) {
            clients.values[index].merge(contact)
        } else if clients.count < Self.clientCapacity {
            clients[client] = contact
        } else {
            unlistedClients += contact.queries + contact.responses
        }
    }

    /// Adds the sighting of the same thing in another part of the capture, or of a thing that belongs to it.
    package mutating func merge(_ other: Sighting) {
        for (client, contact) in other.clients.sorted(by: { $0.key < $1.key }) { note(contact, of: client) }
        unlistedClients += other.unlistedClients
        servers.merge(other.servers)
        queryTypes.merge(other.queryTypes)
        addresses.merge(other.addresses)
        mixedResponses += other.mixedResponses
        if let life = other.timeToLive { timeToLive = min(timeToLive ?? life, life) }
        names.merge(other.names)
        queries += other.queries
        messages += other.messages
        responses += other.responses
        octetsUp += other.octetsUp
        octetsDown += other.octetsDown
        firstSeen = min(firstSeen, other.firstSeen)
        lastSeen = max(lastSeen, other.lastSeen)
        firstFrame = min(firstFrame, other.firstFrame)
        lastFrame = max(lastFrame, other.lastFrame)
    }
}
