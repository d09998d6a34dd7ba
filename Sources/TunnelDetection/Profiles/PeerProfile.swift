import DNSObservation
import DNSWire
package import NetworkTypes

/// What one client sends to one server, apart from names and answers: the fields that nobody looks at.
///
/// Profiles of one pair over two parts of a capture merge into the profile of the whole, exactly within the
/// bounds of the samples.
package struct PeerProfile: Sendable {
    package let pair: PeerPair
    package private(set) var queries = 0
    /// Queries whose Z bit is set.
    package private(set) var reservedBits = 0
    /// Octets of transaction ids of queries that are printable characters; each query has two.
    package private(set) var printableIDOctets = 0
    /// Distinct transaction ids of queries, a bit for each residue modulo 1,024.
    private var seenIDs = [UInt64](repeating: 0, count: 16)
    package private(set) var trailing = CarriedSample()
    /// The contents of EDNS options that have no defined content, by their code.
    package private(set) var options: [UInt16: CarriedSample] = [:]
    /// Codes that are told apart.
    static let optionCapacity = 16
    /// The rdata that dynamic updates add, addresses and pointers left out.
    package private(set) var updates = CarriedSample()
    /// Datagrams that are no DNS messages, from the client and from the server.
    package private(set) var nonDNSUp = CarriedSample()
    package private(set) var nonDNSDown = CarriedSample()
    /// TCP streams on a DNS port that are no DNS.
    package private(set) var nonDNSStreams = 0
    package private(set) var firstSeen = Timestamp(nanoseconds: .max)
    package private(set) var lastSeen = Timestamp(nanoseconds: .min)
    package private(set) var firstFrame = FramePlace(input: .max, frame: .max)
    package private(set) var lastFrame = FramePlace(input: -1, frame: 0)
    /// The first datagram that is no DNS message.
    package private(set) var firstNonDNSFrame = FramePlace(input: .max, frame: .max)

    package init(pair: PeerPair) {
        self.pair = pair
    }

    /// How many of 1,024 residues the transaction ids of queries have.
    package var idResidues: Int { seenIDs.reduce(0) { $0 + $1.nonzeroBitCount } }
}

// MARK: - Observing

extension PeerProfile {
    /// What it holds in memory beside itself, in bytes.
    var heldBytes: Int {
        let samples = [trailing, updates, nonDNSUp, nonDNSDown] + options.values
        return samples.reduce(MemoryCost.table(options)) { $0 + $1.contents.heldBytes }
    }

    /// Adds one query.
    ///
    /// - Parameters:
    ///   - observation: A query between the two.
    ///   - keepsContents: Whether there is room to keep what its fields carry.
    mutating func note(_ observation: borrowing Observation, keepsContents: Bool) {
        note(time: observation.time, input: observation.input, frame: observation.frame)
        queries += 1
        if observation.reservedBit { reservedBits += 1 }
        for octet in [UInt8(observation.id >> 8), UInt8(truncatingIfNeeded: observation.id)]
        where EncodedText.isPrintable(octet) {
            printableIDOctets += 1
        }
        let residue = Int(observation.id % 1_024)
        seenIDs[residue / 64] |= 1 << UInt64(residue % 64)
        guard keepsContents, !observation.extraOctets.isEmpty else { return }
        if !observation.trailing.isEmpty {
            trailing.note(observation.extraOctets.span.extracting(observation.trailing))
        }
        for option in observation.options { note(option, of: observation) }
        for record in observation.updates
        where ![.a, .aaaa, .ptr, .any].contains(record.type) && !record.octets.isEmpty {
            updates.note(observation.extraOctets.span.extracting(record.octets))
        }
    }

    private mutating func note(_ option: ObservedOption, of observation: borrowing Observation) {
        let content = observation.extraOctets[option.octets]
        guard EDNSOptionContent.isFree(code: option.code, content: content) else { return }
        if options[option.code] == nil, options.count >= Self.optionCapacity { return }
        options[option.code, default: CarriedSample()]
            .note(observation.extraOctets.span.extracting(option.octets))
    }

    /// Adds one datagram on a DNS port that is no DNS message.
    mutating func noteNonDNS(_ octets: [UInt8], isFromClient: Bool, time: Timestamp, input: Int, frame: Int) {
        note(time: time, input: input, frame: frame)
        firstNonDNSFrame = min(firstNonDNSFrame, FramePlace(input: input, frame: frame))
        if isFromClient { nonDNSUp.note(octets.span) } else { nonDNSDown.note(octets.span) }
    }

    /// Adds one TCP stream on a DNS port that is no DNS.
    mutating func noteNonDNSStream(time: Timestamp, input: Int, frame: Int) {
        note(time: time, input: input, frame: frame)
        firstNonDNSFrame = min(firstNonDNSFrame, FramePlace(input: input, frame: frame))
        nonDNSStreams += 1
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
        reservedBits += other.reservedBits
        printableIDOctets += other.printableIDOctets
        for index in seenIDs.indices { seenIDs[index] |= other.seenIDs[index] }
        trailing.merge(other.trailing)
        options.merge(other.options) { one, other in
            var sum = one
            sum.merge(other)
            return sum
        }
        updates.merge(other.updates)
        nonDNSUp.merge(other.nonDNSUp)
        nonDNSDown.merge(other.nonDNSDown)
        nonDNSStreams += other.nonDNSStreams
        firstSeen = min(firstSeen, other.firstSeen)
        lastSeen = max(lastSeen, other.lastSeen)
        firstFrame = min(firstFrame, other.firstFrame)
        lastFrame = max(lastFrame, other.lastFrame)
        firstNonDNSFrame = min(firstNonDNSFrame, other.firstNonDNSFrame)
    }
}
