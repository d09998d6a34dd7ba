package import DNSObservation
package import DNSWire
package import NetworkTypes
import PayloadMeasures

/// The fields that one client sends to one server, apart from names and answers, and at which nobody looks.
///
/// Profiles of one pair over two parts of a capture merge into the profile of the whole, exactly within the
/// bounds of the samples.
package struct PeerProfile: Sendable {
    package let pair: PeerPair
    package private(set) var queries = 0
    package private(set) var responses = 0
    /// Queries that want recursion (RD).
    package private(set) var recursiveQueries = 0
    /// Whether it asks for recursion, of messages of the opcode QUERY.
    package private(set) var recursion = RecursionCounts()
    /// Queries to another port than that of DNS.
    package private(set) var offPortQueries = 0
    /// Octets of transaction ids of queries that are printable characters; each query has two.
    package private(set) var printableIDOctets = 0
    /// Distinct transaction ids of queries, a bit for each residue modulo 1,024.
    private var seenIDs = [UInt64](repeating: 0, count: 16)
    /// Queries by type.
    package private(set) var types = Tally<RecordType>()
    package private(set) var firstSeen = Timestamp(nanoseconds: .max)
    package private(set) var lastSeen = Timestamp(nanoseconds: .min)
    package private(set) var firstFrame = FramePlace(input: .max, frame: .max)
    package private(set) var lastFrame = FramePlace(input: -1, frame: 0)
    // What every message changes stands before this; the rest is nothing for most pairs.
    /// The fields of queries beside their names.
    package private(set) var up = CarriedFields()
    /// The fields of responses beside their answers.
    package private(set) var down = CarriedFields()
    /// The rdata that dynamic updates add, addresses and pointers left out.
    package private(set) var updates = CarriedSample()
    /// The zone of the first update, with its frame.
    package private(set) var firstUpdate: (frame: FramePlace, zone: DomainName)?
    /// Datagrams that are no DNS messages, from the client and from the server.
    package private(set) var nonDNSUp = CarriedSample()
    package private(set) var nonDNSDown = CarriedSample()
    /// TCP streams on a DNS port that are no DNS, each direction of a connection one.
    package private(set) var nonDNSStreams = 0
    /// The streams among them that the server sent.
    package private(set) var nonDNSReplies = 0
    /// The octets of these streams, from the client and from the server.
    package private(set) var nonDNSStreamOctets = (up: 0, down: 0)
    /// The beginnings of names whose ends the capture does not hold.
    package private(set) var cutNames = CarriedSample()
    /// Octets of all these names together, had they been whole.
    package private(set) var cutNameOctets = 0
    /// Queries whose names, or parts of them, the recording does not show.
    package private(set) var hiddenNames = 0
    /// The first datagram that is no DNS message.
    package private(set) var firstNonDNSFrame = FramePlace(input: .max, frame: .max)

    package init(pair: PeerPair) {
        self.pair = pair
    }

    /// How many of 1,024 residues the transaction ids of queries have.
    package var idResidues: Int { seenIDs.reduce(0) { $0 + $1.nonzeroBitCount } }

    /// Whether the transaction ids of all queries may be this one.
    package func hasNoID(but id: UInt16) -> Bool {
        let residue = Int(id % 1_024)
        return idResidues == 1 && seenIDs[residue / 64] == 1 << UInt64(residue % 64)
    }
}

// MARK: - Observing

extension PeerProfile {
    /// The memory that the contents hold which it keeps, in bytes.
    ///
    /// It is nothing for a profile without contents: the bound on the number of pairs limits the cost that every pair
    /// has.
    package var heldBytes: Int {
        up.heldBytes + down.heldBytes + updates.contents.heldBytes + cutNames.contents.heldBytes
            + nonDNSUp.contents.heldBytes + nonDNSDown.contents.heldBytes
    }

    /// Adds one message.
    ///
    /// - Parameters:
    ///   - observation: A message between the two.
    ///   - keepsContents: Whether there is room to keep the contents of its fields.
    package mutating func note(_ observation: borrowing Observation, keepsContents: Bool) {
        note(time: observation.time, input: observation.input, frame: observation.frame)
        recursion.note(observation)
        guard !observation.isResponse else {
            responses += 1
            down.note(observation, keepsContents: keepsContents)
            return
        }
        queries += 1
        up.note(observation, keepsContents: keepsContents)
        if let type = observation.queryType { types.count(type) }
        if observation.recursionDesired { recursiveQueries += 1 }
        if observation.isOffPort { offPortQueries += 1 }
        for octet in [UInt8(observation.id >> 8), UInt8(truncatingIfNeeded: observation.id)]
        where EncodedText.isPrintable(octet) {
            printableIDOctets += 1
        }
        if keepsContents, !observation.cutName.isEmpty {
            cutNames.note(observation.cutName.span, place: observation.place)
            cutNameOctets += observation.cutNameLength
        }
        let residue = Int(observation.id % 1_024)
        seenIDs[residue / 64] |= 1 << UInt64(residue % 64)
        guard keepsContents, observation.opcode == .update, !observation.unexpected.isEmpty else { return }
        let place = FramePlace(input: observation.input, frame: observation.frame)
        noteUpdate((place, DomainName(octets: observation.queryName)?.lowercased ?? .root))
        for record in observation.unexpected
        where !record.type.isOfHosts && !record.octets.isEmpty {
            updates.note(record.octets, of: observation)
        }
    }

    private mutating func noteUpdate(_ update: (frame: FramePlace, zone: DomainName)) {
        if update.frame < firstUpdate?.frame ?? FramePlace(input: .max, frame: .max) {
            firstUpdate = update
        }
    }

    /// Adds one datagram on a DNS port that is no DNS message.
    package mutating func noteNonDNS(
        _ octets: [UInt8],
        isFromClient: Bool,
        time: Timestamp,
        input: Int,
        frame: Int
    ) {
        note(time: time, input: input, frame: frame)
        firstNonDNSFrame = min(firstNonDNSFrame, FramePlace(input: input, frame: frame))
        if isFromClient {
            nonDNSUp.note(octets.span, place: FramePlace(input: input, frame: frame))
        } else {
            nonDNSDown.note(octets.span, place: FramePlace(input: input, frame: frame))
        }
    }

    /// Adds one TCP stream on a DNS port that is no DNS.
    package mutating func noteNonDNSStream(
        isFromClient: Bool,
        octets: Int,
        time: Timestamp,
        input: Int,
        frame: Int
    ) {
        note(time: time, input: input, frame: frame)
        firstNonDNSFrame = min(firstNonDNSFrame, FramePlace(input: input, frame: frame))
        nonDNSStreams += 1
        if isFromClient {
            nonDNSStreamOctets.up += octets
        } else {
            nonDNSReplies += 1
            nonDNSStreamOctets.down += octets
        }
    }

    /// Adds one query whose name the recording hides.
    package mutating func noteHiddenName(_ time: Timestamp, _ place: FramePlace) {
        note(time: time, input: place.input, frame: place.frame)
        hiddenNames += 1
    }

    private mutating func note(time: Timestamp, input: Int, frame: Int) {
        firstSeen = min(firstSeen, time)
        lastSeen = max(lastSeen, time)
        let place = FramePlace(input: input, frame: frame)
        firstFrame = min(firstFrame, place)
        lastFrame = max(lastFrame, place)
    }

    /// Adds the profile of the same pair over another part of the capture.
    package mutating func merge(_ other: PeerProfile) {
        queries += other.queries
        responses += other.responses
        up.merge(other.up)
        down.merge(other.down)
        types.merge(other.types)
        if let update = other.firstUpdate { noteUpdate(update) }
        recursion.merge(other.recursion)
        recursiveQueries += other.recursiveQueries
        offPortQueries += other.offPortQueries
        printableIDOctets += other.printableIDOctets
        for index in seenIDs.indices { seenIDs[index] |= other.seenIDs[index] }
        updates.merge(other.updates)
        nonDNSUp.merge(other.nonDNSUp)
        nonDNSDown.merge(other.nonDNSDown)
        nonDNSStreams += other.nonDNSStreams
        nonDNSReplies += other.nonDNSReplies
        nonDNSStreamOctets.up += other.nonDNSStreamOctets.up
        nonDNSStreamOctets.down += other.nonDNSStreamOctets.down
        hiddenNames += other.hiddenNames
        cutNames.merge(other.cutNames)
        cutNameOctets += other.cutNameOctets
        firstSeen = min(firstSeen, other.firstSeen)
        lastSeen = max(lastSeen, other.lastSeen)
        firstFrame = min(firstFrame, other.firstFrame)
        lastFrame = max(lastFrame, other.lastFrame)
        firstNonDNSFrame = min(firstNonDNSFrame, other.firstNonDNSFrame)
    }
}

extension RecordType {
    /// Whether updates of hosts' addresses add or delete it, DHCP servers' digests of clients (RFC 4701) among them.
    fileprivate var isOfHosts: Bool { [.a, .aaaa, .ptr, .any, .dhcid].contains(self) }
}
