import DNSWire

/// Takes octets for a DNS message and reads all that it offers, so that no offset it hands out stays untried.
struct MessageTarget {
    /// Reused, as the program reuses its message.
    private var message = Message()
    private var octets: [UInt8] = []

    mutating func run(_ span: Span<UInt8>) {
        let error = failure(of: span)
        octets.removeAll(keepingCapacity: true)
        precondition(error.map { message.anomalies.contains($0.anomaly) } ?? true)
        precondition(error.map { (0...span.count).contains($0.offset) } ?? true)
        precondition(12 + 5 * message.questions.count + 11 * message.records.count <= max(12, span.count))
        for question in message.questions {
            Self.read(question.name, in: span)
            let name = question.name.domainName(in: span)
            precondition(DomainName(presentation: name.presentation) == name)
        }
        for record in message.records {
            Self.read(record.owner, in: span)
            let before = octets.count
            record.appendCarriedOctets(in: span, to: &octets)
            precondition(octets.count - before <= record.dataLength + 2 * 255)
            guard let data = try? record.data(in: span) else {
                precondition(message.anomalies.contains(.rdataMalformed))
                continue
            }
            switch data {
            case .txt(let strings):
                strings.appendContent(in: span, to: &octets)
                for range in strings.ranges(in: span) { Self.read(range, of: record) }
            case .nsec(let nsec): _ = nsec.types.types(in: span)
            case .nsec3(let nsec3): _ = nsec3.types.types(in: span)
            case .svcb(let svcb), .https(let svcb):
                Self.read(svcb.target, in: span)
                for parameter in svcb.parameters(in: span) { Self.read(parameter.value, of: record) }
            case .soa(let soa):
                Self.read(soa.primaryServer, in: span)
                Self.read(soa.responsibleMailbox, in: span)
            case .tsig(let tsig): Self.read(tsig.otherData, of: record)
            default: break
            }
        }
        for option in message.ednsOptions { precondition(option.offset + option.length <= span.count) }
    }

    private mutating func failure(of span: Span<UInt8>) -> WireError? {
        do throws(WireError) {
            try message.parse(span)
            return nil
        } catch {
            return error
        }
    }

    private static func read(_ name: ParsedName, in span: Span<UInt8>) {
        let owned = name.domainName(in: span)
        precondition(owned.octets.count == name.wireLength - 1)
        precondition(DomainName(octets: owned.octets) == owned)
        precondition(name.isEqual(to: name, in: span))
    }

    private static func read(_ range: Range<Int>, of record: ResourceRecord) {
        let data = record.dataRange
        precondition(data.lowerBound <= range.lowerBound && range.upperBound <= data.upperBound)
    }
}
