import DNSWire
import Testing

/// What holds for every message, whatever its octets are.
func checkInvariants(_ octets: [UInt8], _ note: @autoclosure () -> String) {
    let parsed = ParsedMessage(octets)
    let message = parsed.message
    var faults: [String] = []
    func check(_ holds: Bool, _ fault: String) {
        if !holds { faults.append(fault) }
    }

    let leastOctetCount = 12 + 5 * message.questions.count + 11 * message.records.count
    check(
        message.questions.isEmpty && message.records.isEmpty || leastOctetCount <= octets.count,
        "more entries than octets for them"
    )
    check(message.header != nil || octets.count < 12, "no header")
    if let header = message.header {
        check(message.questions.count <= Int(header.questionCount), "more questions than announced")
        for (section, count) in [
            (Section.answer, header.answerCount), (.authority, header.authorityCount),
            (.additional, header.additionalCount),
        ] {
            let found = message.records.count { $0.section == section }
            check(found <= Int(count), "more records than announced")
            check(found == Int(count) || parsed.error != nil, "fewer records than announced without an error")
        }
    }
    if let error = parsed.error {
        check((0...octets.count).contains(error.offset), "error outside of the message")
        check(message.anomalies.contains(error.anomaly), "error without its anomaly")
        check(message.trailingOctetCount == 0, "trailing octets behind an error")
    }
    let firstOffset = message.records.first?.offset
    check(firstOffset.map { $0 >= 12 } ?? true, "record inside the header")
    for (record, next) in zip(message.records, message.records.dropFirst()) {
        check(record.dataRange.upperBound == next.offset, "gap between records")
    }
    for name in message.questions.map(\.name) + message.records.map(\.owner) {
        let owned = name.domainName(in: octets.span)
        check(owned.octets.count == name.wireLength - 1, "wire length")
        check(owned.labelCount == name.labelCount, "label count")
        check(DomainName(octets: owned.octets) == owned, "octets are no name")
        check(DomainName(presentation: owned.presentation) == owned, "presentation does not read back")
        check(name.isEqual(to: name, in: octets.span), "unequal to itself")
        var lowercased: [UInt8] = []
        name.appendLowercasedWireOctets(in: octets.span, to: &lowercased)
        check(lowercased == owned.lowercased.octets, "lower case")
    }
    for (index, record) in message.records.enumerated() {
        check(record.offset < record.dataOffset, "data before its record")
        check(record.dataRange.upperBound <= octets.count, "data beyond the message")
        if let error = parsed.dataError(index) {
            check(
                (12...octets.count).contains(error.offset) || error.anomaly != .rdataMalformed,
                "data error outside"
            )
            check(
                record.type == .opt || message.anomalies.contains(.rdataMalformed),
                "data error without anomaly"
            )
        }
        check(
            parsed.carriedOctets(index).count <= record.dataLength + 2 * 255,
            "more carried than two names could add"
        )
    }
    for option in message.ednsOptions {
        check(option.offset + option.length <= octets.count, "option beyond the message")
    }
    check(ParsedMessage(octets).message == message, "parsed again, it differs")
    if !faults.isEmpty { Issue.record("\(faults) in \(note()): \(octets)") }
}
