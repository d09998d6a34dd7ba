/// Whether a UDP payload on a port of no DNS service is a DNS message beyond reasonable doubt.
///
/// The decoder tests every datagram of every other protocol, so the test is strict. It takes a standard query or its
/// response, with the unassigned bit clear, one question of a known class, counts that fit, and records that end with
/// the payload. They may end a little before it, since something may be hidden there. For random octets some 50 bits
/// have to be right.
func isPlainlyDNS(_ octets: Span<UInt8>) -> Bool {
    let mostTrailingOctets = 32
    guard let header = DNSHeaderShape(octets), header.isOrdinary, header.questions == 1,
        header.isResponse || (header.answers == 0 && header.authorities == 0 && header.additionals <= 2)
    else { return false }
    guard var position = endOfQuestion(in: octets) else { return false }
    for _ in 0..<header.records {
        guard let end = endOfRecord(at: position, in: octets) else { return false }
        position = end
    }
    return octets.count - position <= mostTrailingOctets
}

/// Whether octets where a TCP message should begin can be the start of one of `length` octets.
///
/// The caller knows the framing, so the test is lenient: it refuses only octets that no DNS message can have.
/// At least a header must be at hand.
func canBeginMessage(_ octets: Span<UInt8>, length: Int) -> Bool {
    guard length >= DNSHeaderShape.length, let header = DNSHeaderShape(octets) else { return false }
    return header.fits(in: length)
}

/// Whether octets somewhere in a TCP stream are the start of a message of `length` octets, framing unknown.
///
/// The test is strict, because the decoder tests every place in a stream. It takes an ordinary header and a whole
/// question, or a whole record without a question, as in later messages of a zone transfer (RFC 5936 §2.2).
func isConvincingBeginning(_ octets: Span<UInt8>, length: Int) -> Bool {
    guard let header = DNSHeaderShape(octets), header.isOrdinary, header.fits(in: length) else {
        return false
    }
    let end: Int?
    switch header.questions {
    case 1: end = endOfQuestion(in: octets)
    case 0 where header.isResponse && header.answers > 0:
        end = endOfRecord(at: DNSHeaderShape.length, in: octets)
    default: return false
    }
    guard let end else { return false }
    return end <= length
}

/// As much of a DNS header as tells it from other octets.
///
/// Source: RFC 1035 §4.1.1.
private struct DNSHeaderShape {
    static let length = 12

    let flags: UInt16
    let questions: Int
    let answers: Int
    let authorities: Int
    let additionals: Int

    init?(_ octets: Span<UInt8>) {
        guard octets.count >= Self.length else { return nil }
        flags = octets.bigEndian16(at: 2)
        questions = Int(octets.bigEndian16(at: 4))
        answers = Int(octets.bigEndian16(at: 6))
        authorities = Int(octets.bigEndian16(at: 8))
        additionals = Int(octets.bigEndian16(at: 10))
    }

    var isResponse: Bool { flags & 0x8000 != 0 }
    var records: Int { answers + authorities + additionals }

    /// A standard query or response, the unassigned bit clear, and a response code only in a response.
    var isOrdinary: Bool {
        flags & 0x7840 == 0 && (isResponse ? flags & 0xF <= 11 : flags & 0xF == 0)
    }

    /// Whether so many questions of at least five octets and records of at least eleven have room.
    func fits(in length: Int) -> Bool {
        Self.length + questions * 5 + records * 11 <= length
    }
}

private func endOfQuestion(in octets: Span<UInt8>) -> Int? {
    guard let end = endOfName(at: DNSHeaderShape.length, in: octets), end + 4 <= octets.count else {
        return nil
    }
    switch octets.bigEndian16(at: end + 2) {
    case 1, 3, 4, 254, 255: return end + 4  // IN, CH, HS, NONE, ANY
    default: return nil
    }
}

private func endOfRecord(at start: Int, in octets: Span<UInt8>) -> Int? {
    guard let nameEnd = endOfName(at: start, in: octets), nameEnd + 10 <= octets.count else { return nil }
    let end = nameEnd + 10 + Int(octets.bigEndian16(at: nameEnd + 8))
    return end <= octets.count ? end : nil
}

/// The end of a name in place; a pointer must lead backward but is not followed.
///
/// Source: RFC 1035 §4.1.4.
private func endOfName(at start: Int, in octets: Span<UInt8>) -> Int? {
    let longestName = 255
    var position = start
    while position < octets.count, position - start < longestName {
        let length = Int(octets[position])
        switch length >> 6 {
        case 0:
            position += 1 + length
            if length == 0 { return position }
        case 3:
            guard position + 2 <= octets.count else { return nil }
            let target = Int(octets.bigEndian16(at: position) & 0x3FFF)
            return target >= DNSHeaderShape.length && target < position ? position + 2 : nil
        default:
            return nil
        }
    }
    return nil
}
