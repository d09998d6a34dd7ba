/// A DNS message, parsed from octets that it does not keep.
///
/// A message is made to be used again: ``parse(_:)`` empties it without giving its memory back, so that in steady
/// state a message costs no allocation. Names and data are places in the octets; a reader of them lends the same
/// octets again.
///
/// Source: RFC 1035 §4.1.
package struct Message: Equatable, Sendable {
    /// `nil` before the first message and after one that is shorter than a header.
    package private(set) var header: Header?
    /// The question section, as far as it was readable.
    package private(set) var questions: [Question] = []
    /// The records of all three sections in the order of the message, OPT and TSIG among them.
    package private(set) var records: [ResourceRecord] = []
    /// The content of the first OPT record of the additional section.
    package private(set) var edns: EDNS?
    /// The options of that record, up to one that does not fit into it.
    package private(set) var ednsOptions: [EDNSOption] = []
    /// The parts of this message that the standards do not foresee, errors among them.
    package private(set) var anomalies: AnomalySet = []
    /// The number of octets behind the last record; 0 when parsing ended early.
    package private(set) var trailingOctetCount = 0

    /// An empty message, made to be parsed into.
    package init() {}

    /// The response code in all its twelve bits, or the header's four when there is no OPT record.
    ///
    /// Source: RFC 6891 §6.1.3.
    package var responseCode: ResponseCode {
        let upperBits = UInt16(edns?.extendedResponseCode ?? 0) << 4
        return ResponseCode(rawValue: upperBits | (header?.responseCode.rawValue ?? 0))
    }
}

// MARK: - Parsing

extension Message {
    /// The most octets that a message can have; the length field of DNS over TCP has two octets (RFC 1035 §4.2.2).
    ///
    /// Places in a message fit 16 bits thereby. Octets beyond it count as trailing.
    package static let maximumOctetCount = 65_535

    /// Reads a message and forgets the one before.
    ///
    /// After an error, everything that was read before it stays: header, questions, records and anomalies. The error
    /// is one of the anomalies. The counts of the header reserve no memory. The octets that are there bound the
    /// memory, as a question takes five of them and a record eleven.
    ///
    /// - Parameter octets: The message without the length field of TCP.
    /// - Throws: ``WireError/messageTooShort(offset:)``, ``WireError/countExceedsMessage(offset:)``,
    ///   ``WireError/truncated(offset:)``, or the error in a name. Data that does not fit its type is an anomaly only.
    /// - Complexity: O(octets) for messages of ordinary software; at most 255 steps for each name.
    package mutating func parse(_ octets: Span<UInt8>) throws(WireError) {
        header = nil
        questions.empty()
        records.empty()
        edns = nil
        ednsOptions.empty()
        anomalies = AnomalySet()
        trailingOctetCount = 0

        let message = octets.extracting(first: Self.maximumOctetCount)
        do throws(WireError) {
            guard message.count >= Header.octetCount else { throw .messageTooShort(offset: message.count) }
            let header = Header(of: message)
            self.header = header
            noteHeaderAnomalies(header)
            var cursor = MessageCursor()
            for _ in 0..<header.questionCount { try readQuestion(at: &cursor, in: message) }
            noteQuestionAnomalies(header)
            try readRecords(.answer, header.answerCount, at: &cursor, in: message)
            try readRecords(.authority, header.authorityCount, at: &cursor, in: message)
            try readRecords(.additional, header.additionalCount, at: &cursor, in: message)
            trailingOctetCount = octets.count - cursor.position
            if trailingOctetCount > 0 { anomalies.insert(.trailingOctets) }
        } catch {
            anomalies.insert(error.anomaly)
            throw error
        }
    }

    private mutating func readQuestion(
        at cursor: inout MessageCursor,
        in octets: Span<UInt8>
    ) throws(WireError) {
        guard cursor.position < octets.count else { throw .countExceedsMessage(offset: octets.count) }
        let name = try cursor.readName(in: octets)
        let fixed = octets.extracting(try cursor.readOctets(4, in: octets))
        let question = Question(
            name: name,
            type: RecordType(rawValue: fixed.uint16(at: 0)),
            recordClass: RecordClass(rawValue: fixed.uint16(at: 2))
        )
        questions.append(question)
        if !question.recordClass.isRegistered { anomalies.insert(.unknownClass) }
    }

    private mutating func readRecords(
        _ section: Section,
        _ count: UInt16,
        at cursor: inout MessageCursor,
        in octets: Span<UInt8>
    ) throws(WireError) {
        for _ in 0..<count {
            guard cursor.position < octets.count else { throw .countExceedsMessage(offset: octets.count) }
            let owner = try cursor.readName(in: octets)
            let fixed = octets.extracting(try cursor.readOctets(10, in: octets))
            let dataLength = fixed.uint16(at: 8)
            let data = try cursor.readOctets(Int(dataLength), in: octets)
            let record = ResourceRecord(
                section: section,
                owner: owner,
                type: RecordType(rawValue: fixed.uint16(at: 0)),
                recordClass: RecordClass(rawValue: fixed.uint16(at: 2)),
                timeToLive: fixed.uint32(at: 4),
                dataStart: UInt16(truncatingIfNeeded: data.lowerBound),  // At most `maximumOctetCount`.
                dataCount: dataLength
            )
            records.append(record)
            if record.type == .opt {
                readEDNS(record, in: octets)
            } else {
                noteAnomalies(of: record, in: octets)
            }
        }
    }

    private mutating func readEDNS(_ record: ResourceRecord, in octets: Span<UInt8>) {
        if record.section != .additional || !record.owner.isRoot { anomalies.insert(.optMisplaced) }
        guard record.section == .additional else { return }
        guard edns == nil else {
            anomalies.insert(.duplicateOPT)
            return
        }
        let edns = EDNS(record)
        self.edns = edns
        if edns.version != 0 { anomalies.insert(.unsupportedEDNSVersion) }
        var position = record.dataOffset
        let end = record.dataRange.upperBound
        while position < end {
            guard end - position >= 4, end - position - 4 >= Int(octets.uint16(at: position + 2)) else {
                anomalies.insert(.ednsOptionMalformed)
                return
            }
            let length = Int(octets.uint16(at: position + 2))
            ednsOptions.append(
                EDNSOption(code: octets.uint16(at: position), offset: position + 4, length: length)
            )
            position += 4 + length
        }
    }

    private mutating func noteAnomalies(of record: ResourceRecord, in octets: Span<UInt8>) {
        if record.timeToLive > 0x7FFF_FFFF { anomalies.insert(.timeToLiveOutOfRange) }
        if !record.recordClass.isRegistered { anomalies.insert(.unknownClass) }
        if (try? record.data(in: octets)) == nil { anomalies.insert(.rdataMalformed) }
    }

    private mutating func noteHeaderAnomalies(_ header: Header) {
        if header.reservedBit { anomalies.insert(.reservedBitSet) }
        if !header.opcode.isRegistered { anomalies.insert(.unknownOpcode) }
        guard header.opcode == .query else { return }
        let allowedCounts: ClosedRange<UInt16> = header.isResponse ? 0...1 : 1...1
        if !allowedCounts.contains(header.questionCount) { anomalies.insert(.questionCountNotOne) }
    }

    private mutating func noteQuestionAnomalies(_ header: Header) {
        guard header.opcode == .query, !header.isResponse, questions.first?.type != .ixfr else { return }
        if header.answerCount > 0 || header.authorityCount > 0 { anomalies.insert(.recordsInQuery) }
    }
}
