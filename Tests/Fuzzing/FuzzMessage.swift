/// Feeds octets to the parser the way libFuzzer makes them up.
///
/// Reads all that a message offers, so that no offset it hands out stays untried. Built by `run` together
/// with the sources of DNSWire.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzMessage(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let buffer = unsafe UnsafeBufferPointer(start: start, count: count)
    // libFuzzer owns these octets and keeps them until this function returns.
    fuzz(unsafe buffer.span)
    return 0
}

/// Reused, as the program reuses its message; libFuzzer calls from one thread only.
nonisolated(unsafe) private var message = Message()
nonisolated(unsafe) private var octets: [UInt8] = []

private func fuzz(_ span: Span<UInt8>) {
    let error = unsafe failure(of: span)
    let message = unsafe message
    unsafe octets.removeAll(keepingCapacity: true)
    precondition(error.map { message.anomalies.contains($0.anomaly) } ?? true)
    precondition(error.map { (0...span.count).contains($0.offset) } ?? true)
    precondition(12 + 5 * message.questions.count + 11 * message.records.count <= max(12, span.count))
    for question in message.questions {
        read(question.name, in: span)
        let name = question.name.domainName(in: span)
        precondition(DomainName(presentation: name.presentation) == name)
    }
    for record in message.records {
        read(record.owner, in: span)
        let before = unsafe octets.count
        unsafe record.appendCarriedOctets(in: span, to: &octets)
        precondition(unsafe octets.count - before <= record.dataLength + 2 * 255)
        guard let data = try? record.data(in: span) else {
            precondition(message.anomalies.contains(.rdataMalformed))
            continue
        }
        switch data {
        case .txt(let strings):
            unsafe strings.appendContent(in: span, to: &octets)
            for range in strings.ranges(in: span) { read(range, of: record) }
        case .nsec(let nsec): _ = nsec.types.types(in: span)
        case .nsec3(let nsec3): _ = nsec3.types.types(in: span)
        case .svcb(let svcb), .https(let svcb):
            read(svcb.target, in: span)
            for parameter in svcb.parameters(in: span) { read(parameter.value, of: record) }
        case .soa(let soa):
            read(soa.primaryServer, in: span)
            read(soa.responsibleMailbox, in: span)
        case .tsig(let tsig): read(tsig.otherData, of: record)
        default: break
        }
    }
    for option in message.ednsOptions { precondition(option.offset + option.length <= span.count) }
}

private func failure(of span: Span<UInt8>) -> WireError? {
    do throws(WireError) {
        try unsafe message.parse(span)
        return nil
    } catch {
        return error
    }
}

private func read(_ name: ParsedName, in span: Span<UInt8>) {
    let owned = name.domainName(in: span)
    precondition(owned.octets.count == name.wireLength - 1)
    precondition(DomainName(octets: owned.octets) == owned)
    precondition(name.isEqual(to: name, in: span))
}

private func read(_ range: Range<Int>, of record: ResourceRecord) {
    let data = record.dataRange
    precondition(data.lowerBound <= range.lowerBound && range.upperBound <= data.upperBound)
}
