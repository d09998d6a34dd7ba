import DNSWire

extension Observation {
    /// The most records of these kinds that are kept of one message.
    private static let standingCapacity = 16

    /// Works out the facts in records behind the question that servers seldom change, and the way in which owners are
    /// written.
    ///
    /// - Complexity: O(records), and O(octets) of those that are kept.
    mutating func noteStanding(of message: borrowing Message, octets: Span<UInt8>) {
        standing.empty()
        standingRecords.empty()
        standingOwners.empty()
        standingOctets.empty()
        ownerLayout = 0
        guard isResponse else { return }
        noteOwnerLayout(of: message, octets: octets)
        for index in message.records.indices {
            guard standing.count < Self.standingCapacity else { return }
            let record = message.records[index]
            switch (record.section, record.type) {
            case (.answer, .soa), (.authority, .soa): noteSerial(of: record, octets)
            case (.authority, .nsec), (.authority, .nsec3): noteDenial(record, octets)
            case (.additional, .a) where record.dataLength == 4: noteAddress(record, networkOctets: 3, octets)
            case (.additional, .aaaa) where record.dataLength == 16:
                noteAddress(record, networkOctets: 6, octets)
            default: break
            }
        }
    }

    /// The way in which the owners of answers are written, in order: as a pointer to the question, as another
    /// pointer, or with labels.
    ///
    /// Equal ones in a row count once, so that it does not depend on the number of records.
    private mutating func noteOwnerLayout(of message: borrowing Message, octets: Span<UInt8>) {
        var last: UInt32 = 0
        for index in message.records.indices {
            let record = message.records[index]
            guard record.section == .answer, ownerLayout >> 28 == 0 else { return }
            let start = record.owner.start
            let isPointer = start + 1 < octets.count && octets[start] >= 0xC0
            let isQuestion = isPointer && octets[start] == 0xC0 && Int(octets[start + 1]) == Header.octetCount
            let way: UInt32 = isQuestion ? 1 : isPointer ? 2 : 3
            if way != last { ownerLayout = ownerLayout << 2 | way }
            last = way
        }
    }

    /// Notes the serial of an SOA record, and the rest of it: two names, the serial, four intervals (RFC 1035 §3.3.13).
    private mutating func noteSerial(of record: ResourceRecord, _ octets: Span<UInt8>) {
        var position = record.dataOffset
        let end = record.dataRange.upperBound
        guard let server = try? ParsedName(parsing: &position, in: octets),
            let mailbox = try? ParsedName(parsing: &position, in: octets),
            position + 4 <= end, end <= octets.count
        else { return }
        let serial = (0..<4).reduce(UInt32(0)) { $0 << 8 | UInt32(octets[position + $1]) }
        let owner = hash(of: record, octets)
        standing.append(
            StandingRecord(
                kind: .serial,
                owner: owner,
                ownerLabels: record.owner.labelCount,
                value: serial,
                bits: 32
            )
        )
        ownerOctets.empty()
        server.appendWireOctets(in: octets, to: &ownerOctets)
        mailbox.appendWireOctets(in: octets, to: &ownerOctets)
        ownerOctets.append(octetsOf: octets.extracting(position + 4..<end))
        standing.append(
            StandingRecord(
                kind: .authority,
                owner: owner,
                ownerLabels: record.owner.labelCount,
                value: UInt32(truncatingIfNeeded: KeyedHash.hash(lowercasing: ownerOctets.span)),
                bits: 8 * ownerOctets.count
            )
        )
    }

    private mutating func noteDenial(_ record: ResourceRecord, _ octets: Span<UInt8>) {
        guard record.dataRange.upperBound <= octets.count else { return }
        let data = octets.extracting(record.dataRange)
        let owner = hash(of: record, octets)
        keep(record, of: owner, data)
        // Number and length of the first window of types.
        let windowHeader = 2
        var position = record.dataOffset
        if record.type == .nsec {
            _ = try? ParsedName(parsing: &position, in: octets)
        }
        let value = UInt32(truncatingIfNeeded: KeyedHash.hash(data, seed: 0))
        standing.append(
            StandingRecord(
                kind: .denial,
                owner: owner,
                ownerLabels: record.owner.labelCount,
                value: value,
                bits: 8 * max(0, record.dataRange.upperBound - position - windowHeader)
            )
        )
    }

    /// Sums, so that the order of records does not matter.
    private mutating func noteAddress(
        _ record: ResourceRecord,
        networkOctets: Int,
        _ octets: Span<UInt8>
    ) {
        guard record.dataRange.upperBound <= octets.count else { return }
        let owner = hash(of: record, octets)
        keep(record, of: owner, octets.extracting(record.dataRange))
        let network = octets.extracting(record.dataOffset..<record.dataOffset + networkOctets)
        let value = UInt32(truncatingIfNeeded: KeyedHash.hash(network, seed: 0))
        let bits = 8 * record.dataLength
        if let index = standing.firstIndex(where: { $0.owner == owner && $0.kind == .additionalAddresses }) {
            standing[index].value &+= value
            standing[index].bits += bits
        } else {
            standing.append(
                StandingRecord(
                    kind: .additionalAddresses,
                    owner: owner,
                    ownerLabels: record.owner.labelCount,
                    value: value,
                    bits: bits
                )
            )
        }
    }

    /// Keeps the data of a record.
    ///
    /// - Parameters:
    ///   - record: The record.
    ///   - owner: The hash of its owner, mixed with its type.
    ///   - data: Its octets.
    private mutating func keep(_ record: ResourceRecord, of owner: UInt64, _ data: Span<UInt8>) {
        standingOwners.append(owner &- UInt64(record.type.rawValue))
        let start = standingOctets.count
        standingOctets.append(octetsOf: data)
        standingRecords.append(
            ObservedRecord(
                type: record.type,
                timeToLive: record.timeToLive,
                octets: start..<standingOctets.count
            )
        )
    }

    private mutating func hash(of record: ResourceRecord, _ octets: Span<UInt8>) -> UInt64 {
        ownerOctets.empty()
        record.owner.appendWireOctets(in: octets, to: &ownerOctets)
        return KeyedHash.hash(lowercasing: ownerOctets.span) &+ UInt64(record.type.rawValue)
    }
}
