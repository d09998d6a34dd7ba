package import DNSWire
import NetworkTypes
package import PacketDecoding

/// Turns parsed messages into observations, reusing one buffer for all of them.
package struct ObservationBuilder: Sendable {
    private var observation: Observation
    private let keptTrailingOctets: Int

    /// - Parameter keptTrailingOctets: More octets behind a message are not kept; 256 of them show their kind well enough.
    package init(keptTrailingOctets: Int = 256) {
        self.keptTrailingOctets = keptTrailingOctets
        let nobody = Endpoint(address: IPAddress(v4: 0), port: 0)
        observation = Observation(time: Timestamp(nanoseconds: 0), frame: 0, client: nobody, server: nobody)
    }

    /// Works out the facts in a message; ``lend(_:)`` gives them.
    ///
    /// The client of a query is its sender and of a response its receiver. A message that ended in an error is
    /// observed as far as it was readable.
    ///
    /// - Parameters:
    ///   - message: The message as parsed, whole or up to its error.
    ///   - octets: The octets that it was parsed from.
    ///   - payload: The way in which they travelled.
    /// - Returns: `false` for a message without a whole header, which says nothing.
    /// - Complexity: O(octets of the question's name and of the answer section).
    package mutating func observe(
        _ message: borrowing Message,
        octets: Span<UInt8>,
        payload: DNSPayload
    ) -> Bool {
        guard let header = message.header else { return false }
        observation.time = payload.time
        observation.frame = payload.frame
        observation.input = payload.place.input
        observation.client = header.isResponse ? payload.flow.destination : payload.flow.source
        observation.server = header.isResponse ? payload.flow.source : payload.flow.destination
        observation.transport = payload.flow.transport
        observation.service = payload.service
        observation.isResponse = header.isResponse
        observation.id = header.id
        observation.opcode = header.opcode
        observation.isAuthoritativeAnswer = header.isAuthoritativeAnswer
        observation.isTruncated = header.isTruncated
        observation.reservedBit = header.reservedBit
        observation.recursionDesired = header.recursionDesired
        observation.recursionAvailable = header.recursionAvailable
        observation.responseCode = message.responseCode
        observation.role = nil
        observation.isFurtherQuestion = false
        observation.contentHash = payload.contentHash
        observation.messageLength = octets.count
        observation.trailingOctetCount = message.trailingOctetCount
        observation.ednsPayloadSize = message.edns?.requestorPayloadSize
        observation.anomalies = message.anomalies
        observation.headerFlags = header.flags
        observation.ednsFlags = message.edns?.recordFlags ?? 0
        observation.queryName.empty()
        observation.queryType = nil
        observation.queryClass = nil
        if let question = message.questions.first {
            question.name.appendWireOctets(in: octets, to: &observation.queryName)
            observation.queryType = question.type
            observation.queryClass = question.recordClass
        }
        observation.cutName.empty()
        if payload.isTruncated, message.questions.isEmpty, header.questionCount > 0 {
            Self.appendCutName(in: octets, to: &observation.cutName)
            // Behind it stand type and class, and records of eleven octets at least.
            let records = Int(header.answerCount) + Int(header.authorityCount) + Int(header.additionalCount)
            let length = octets.count + payload.missingOctets - Header.octetCount - 4 - 11 * records
            let most = DomainName.maximumOctetCount
            observation.cutNameLength = min(max(length, observation.cutName.count), most)
        }
        observation.hashQueryName()
        if payload.service != .dns, isOrdinaryDNS(payload) { observation.service = .dns }
        observeAnswers(of: message, octets: octets)
        observeExtras(of: message, header: header, octets: octets)
        observation.noteStanding(of: message, octets: octets)
        return true
    }

    /// Appends the labels behind the header as far as they were captured (RFC 1035 §4.1.2), dots between them.
    private static func appendCutName(in octets: Span<UInt8>, to name: inout [UInt8]) {
        var position = Header.octetCount
        // A length octet above 63 is that of no label, and 0 ends the name.
        while position < octets.count, (1...63).contains(octets[position]) {
            if !name.isEmpty { name.append(UInt8(ascii: ".")) }
            let end = min(octets.count, position + 1 + Int(octets[position]))
            for index in (position + 1)..<end { name.append(octets[index]) }
            position = end
        }
    }

    /// Takes over an observation that was made elsewhere, from less than a message, to be had from ``lend(_:)``.
    package mutating func take(_ other: Observation) {
        observation = other
    }

    /// Notes the role of the last message in its transaction.
    ///
    /// Neighbors on a link ask groups, which nobody pairs.
    package mutating func pair(with matcher: inout TransactionMatcher) {
        guard observation.isUnicast else { return }
        observation.role = matcher.role(of: observation)
    }

    /// The most questions of one message that are observed; servers answer none but messages with one (RFC 9619).
    package static let mostQuestions = 64

    /// Turns to another question of the message that was observed last.
    ///
    /// Its ends, time and role stay. The answers belong to the first question, and so do parts that a message has
    /// once, such as options.
    ///
    /// - Parameters:
    ///   - index: Of the message's questions, from 1.
    ///   - message: The message.
    ///   - octets: The octets that it was parsed from.
    /// - Complexity: O(octets of the question's name).
    package mutating func turnToQuestion(
        _ index: Int,
        of message: borrowing Message,
        octets: Span<UInt8>
    ) {
        let question = message.questions[index]
        observation.isFurtherQuestion = true
        observation.queryName.empty()
        question.name.appendWireOctets(in: octets, to: &observation.queryName)
        observation.queryType = question.type
        observation.queryClass = question.recordClass
        observation.hashQueryName()
        observation.messageLength = observation.queryName.count + 5
        observation.answers.empty()
        observation.answerOctets.empty()
        observation.addressScopes = .none
        observation.unexpected.empty()
        observation.options.empty()
        observation.extraOctets.empty()
        observation.trailing = 0..<0
        observation.trailingOctetCount = 0
    }

    /// Lends the facts in the last message.
    ///
    /// Changes nothing, but asks for sole access: otherwise the compiler lends a copy wherever `body` changes the
    /// value that holds the builder.
    package mutating func lend(_ body: (borrowing Observation) -> Void) {
        body(observation)
    }

    private mutating func observeExtras(of message: borrowing Message, header: Header, octets: Span<UInt8>) {
        observation.unexpected.empty()
        observation.options.empty()
        observation.extraOctets.empty()
        observation.trailing = 0..<0
        // By index: iterators of other rooms' arrays hold the arrays, which costs more than the loops.
        for index in message.ednsOptions.indices {
            let option = message.ednsOptions[index]
            let start = observation.extraOctets.count
            let end = option.offset + option.length
            observation.extraOctets.append(octetsOf: octets.extracting(option.offset..<end))
            observation.options.append(
                ObservedOption(code: option.code, octets: start..<observation.extraOctets.count)
            )
        }
        if message.trailingOctetCount > 0 {
            let start = observation.extraOctets.count
            let first = octets.count - message.trailingOctetCount
            let end = min(octets.count, first + keptTrailingOctets)
            observation.extraOctets.append(octetsOf: octets.extracting(first..<end))
            observation.trailing = start..<observation.extraOctets.count
        }
        // Answers of responses come first and are observed elsewhere.
        let firstRecord = header.isResponse ? observation.answers.count : 0
        for index in firstRecord..<max(firstRecord, message.records.count)
        where message.isUnexpected(message.records[index], header, in: octets) {
            let record = message.records[index]
            let start = observation.extraOctets.count
            record.appendCarriedOctets(in: octets, to: &observation.extraOctets)
            noteUnexpected(type: record.type, timeToLive: record.timeToLive, from: start)
        }
    }

    private mutating func noteUnexpected(type: RecordType, timeToLive: UInt32, from start: Int) {
        observation.unexpected.append(
            ObservedRecord(
                type: type,
                timeToLive: timeToLive,
                octets: start..<observation.extraOctets.count
            )
        )
    }

    /// Whether a message on the port of a service for neighbors is ordinary DNS on an odd port.
    ///
    /// Those services ask groups, or one neighbor for a name of their own kind: of one label (RFC 4795 §1, and every
    /// name of NetBIOS, RFC 1001 §14.1), below `local`, or of an address (RFC 6762 §3, §4). Messages of two hosts
    /// about any other name do not belong to these services.
    private func isOrdinaryDNS(_ payload: DNSPayload) -> Bool {
        if payload.flow.source.address.isMulticast || payload.flow.destination.address.isMulticast {
            return false
        }
        guard let name = DomainName(octets: observation.queryName)?.lowercased else { return false }
        let labels = Array(name.labels)
        guard labels.count > 1, let last = labels.last else { return false }
        if payload.service == .nbns, labels[0].count == Self.netBIOSLabel { return false }
        return !last.elementsEqual("local".utf8) && !last.elementsEqual("arpa".utf8)
    }

    /// Sixteen octets of a name, each written as two letters; a scope may follow as further labels.
    private static let netBIOSLabel = 32

    private mutating func observeAnswers(of message: borrowing Message, octets: Span<UInt8>) {
        observation.answers.empty()
        observation.answerOctets.empty()
        observation.addressScopes = .none
        for record in message.records {
            guard record.section == .answer else { break }
            let start = observation.answerOctets.count
            record.appendCarriedOctets(in: octets, to: &observation.answerOctets)
            let observed = ObservedRecord(
                type: record.type,
                timeToLive: record.timeToLive,
                octets: start..<observation.answerOctets.count
            )
            observation.answers.append(observed)
            if let address = observation.address(in: observed) {
                observation.addressScopes.formUnion(AddressScopes(AddressScope(address)))
            }
        }
    }
}

extension Message {
    /// Whether ordinary messages of this kind have no such record where this one is.
    ///
    /// In an UPDATE: the records to add or delete (RFC 2136 §2.5). In a query: all but EDNS, signatures and the SOA
    /// of an incremental transfer (RFC 1995 §3). In a response behind the answers: records that neither delegate,
    /// deny, sign, nor save the next query; texts are additional only to service discovery (RFC 6763 §12).
    fileprivate func isUnexpected(_ record: ResourceRecord, _ header: Header, in octets: Span<UInt8>) -> Bool
    {
        // Switches, because a search in a list of types allocates the list for each record.
        switch (header.opcode, record.section) {
        case (.update, let section): return section == .authority
        case (.query, let section) where !header.isResponse:
            switch record.type {
            case .opt, .sig: return false
            case .tsig: return hasLongMAC(record, in: octets)
            // RFC 2930 §3: the query offers the key.
            case .tkey: return questions.first?.type != .tkey
            default: return !(section == .authority && questions.first?.type == .ixfr)
            }
        case (.query, .authority):
            switch record.type {
            case .soa, .ds, .rrsig, .nsec, .nsec3: return false
            case .ns:
                // A resolver that answers for others refers nobody elsewhere.
                return header.recursionDesired && header.recursionAvailable && header.answerCount == 0
                    && responseCode == .noError
            default: return true
            }
        case (.query, .additional):
            switch record.type {
            case .opt, .sig, .a, .aaaa, .rrsig, .srv, .svcb, .https: return false
            case .tsig: return hasLongMAC(record, in: octets)
            case .txt: return questions.first?.type != .ptr && questions.first?.type != .srv
            case .tlsa, .sshfp: return !isKeyOfAnswer(record, in: octets)
            default: return true
            }
        default: return false
        }
    }

    /// Whether a transaction's signature has more octets than any algorithm makes: 64, as of SHA-512 (RFC 8945 §4.2, §6).
    private func hasLongMAC(_ record: ResourceRecord, in octets: Span<UInt8>) -> Bool {
        var place = record.dataRange.lowerBound
        let end = min(record.dataRange.upperBound, octets.count)
        // The algorithm's name, then the time, the fudge, and the size of what follows.
        while place < end, octets[place] != 0 { place += Int(octets[place]) + 1 }
        place += 1 + 6 + 2
        guard place + 2 <= end else { return false }
        return Int(octets[place]) << 8 | Int(octets[place + 1]) > 64
    }

    /// Whether a record is a key, or the digest of one, of a host that an answer names, or of a service there.
    ///
    /// The next query would ask for it (RFC 1034 §4.3.2, step 6; RFC 7672 §2.1.3 for mail).
    private func isKeyOfAnswer(_ record: ResourceRecord, in octets: Span<UInt8>) -> Bool {
        guard record.dataRange.upperBound <= octets.count,
            record.type.isPublishedKey(
                [UInt8](octetsOf: octets.extracting(record.dataRange)),
                length: record.dataLength
            )
        else { return false }
        var wire: [UInt8] = []
        record.owner.appendWireOctets(in: octets, to: &wire)
        guard let owner = DomainName(octets: wire)?.lowercased else { return false }
        return records.contains { answer in
            guard answer.section == .answer, let start = answer.type.hostOffset else { return false }
            var data: [UInt8] = []
            answer.appendCarriedOctets(in: octets, to: &data)
            guard data.count > start + 1,
                let host = DomainName(octets: Array(data.dropFirst(start).dropLast()))
            else { return false }
            return owner.isSubdomain(of: host.lowercased)
        }
    }
}

extension RecordType {
    /// The place in the data of the host whose addresses come as additional records, in octets, or `nil` for none.
    fileprivate var hostOffset: Int? {
        switch self {
        case .ns, .cname: 0
        case .mx: 2
        case .srv: 6
        default: nil
        }
    }
}
