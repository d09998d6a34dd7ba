import DNSWire
import PayloadMeasures
import ZoneProfiles

/// The part of a record's data that its sender may choose, without names.
enum RecordPayload {
    /// The octets of a record's data that say nothing of how to read it.
    ///
    /// Source: RFC 1035 §3.3.2 (HINFO), RFC 3403 §4.1 (NAPTR), RFC 7553 §4.5 (URI), RFC 8659 §4.1 (CAA), RFC 9460 §2.2
    /// (SVCB), and for records of keys and digests those below.
    static func octets(of answer: AnswerRecord) -> [UInt8] {
        let data = answer.octets
        switch answer.type {
        case .txt, .hinfo: return CharacterStringText.joined(data)
        // Order and preference, three strings, then a name.
        case .naptr: return strings(3, in: data.dropFirst(4))
        // Flags and the length of the tag that follows.
        case .caa: return Array(data.dropFirst(2 + Int(data.dropFirst().first ?? 0)))
        // Priority and weight.
        case .uri: return Array(data.dropFirst(4))
        // Algorithm and kind of digest (RFC 4255 §3.1).
        case .sshfp: return Array(data.dropFirst(2))
        // Usage, selector, matching type (RFC 6698 §2.1, RFC 8162 §2).
        case .tlsa, .smimea: return Array(data.dropFirst(3))
        // Flags, protocol, algorithm (RFC 2535 §3.1, RFC 4034 §2.1); key tag, algorithm, kind of digest (§5.1).
        case .key, .dnskey, .cdnskey, .ds, .cds: return Array(data.dropFirst(4))
        // Type, key tag, algorithm (RFC 4398 §2).
        case .cert: return Array(data.dropFirst(5))
        case .svcb, .https: return freeParameters(in: data)
        default: return data
        }
    }

    /// The octets of so many character strings, one behind the other.
    private static func strings(_ count: Int, in data: ArraySlice<UInt8>) -> [UInt8] {
        var (rest, octets) = (data, [UInt8]())
        for _ in 0..<count {
            guard let length = rest.first else { break }
            octets += rest.dropFirst().prefix(Int(length))
            rest = rest.dropFirst(1 + Int(length))
        }
        return octets
    }

    /// The values of those parameters of a service binding that a client does not need to understand: all but alternative
    /// protocols, port and address hints.
    ///
    ///     | priority, 16 bits | target name | key, 16 | length, 16 | value … | …
    ///
    /// Source: RFC 9460 §2.2, §14.3.2.
    private static func freeParameters(in data: [UInt8]) -> [UInt8] {
        var rest = data.dropFirst(2)
        while let length = rest.first, length > 0, length < 64 { rest = rest.dropFirst(1 + Int(length)) }
        rest = rest.dropFirst()
        var values: [UInt8] = []
        while rest.count >= 4 {
            let words = rest.prefix(4).map(Int.init)
            let value = rest.dropFirst(4).prefix(words[2] << 8 | words[3])
            if !neededParameters.contains(words[0] << 8 | words[1]) { values += value }
            rest = rest.dropFirst(4 + value.count)
        }
        return values
    }

    /// mandatory, alpn, no-default-alpn, port, ipv4hint, ipv6hint.
    private static let neededParameters: Set<Int> = [0, 1, 2, 3, 4, 6]
}
