import DNSWire
import NetworkTypes

extension LoggedMessage.Answer {
    /// The record that a log shows as text, or `nil` for types whose data cannot be restored from it.
    ///
    /// - Parameters:
    ///   - type: Of the record.
    ///   - text: An address, a name, a preference and a name, or the content of a text, in quotation marks or without.
    ///   - timeToLive: In seconds.
    init?(_ type: RecordType, _ text: String, timeToLive: UInt32 = 0) {
        switch type {
        case .a, .aaaa:
            guard let address = IPAddress(text), address.isIPv4 == (type == .a) else { return nil }
            data = address.networkOctets
        case .cname, .ns, .ptr:
            guard let name = DomainName(presentation: text) else { return nil }
            data = name.octets + [0]
        case .mx:
            let parts = text.split(separator: " ")
            guard parts.count == 2, let preference = UInt16(parts[0]),
                let name = DomainName(presentation: String(parts[1]))
            else { return nil }
            data = [UInt8(preference >> 8), UInt8(truncatingIfNeeded: preference)] + name.octets + [0]
        case .txt:
            data = Self.characterStrings(Array(text.utf8)[...])
        default:
            return nil
        }
        self.type = type
        self.timeToLive = timeToLive
    }

    /// Texts as on the wire, none longer than 255 octets (RFC 1035 §3.3.14).
    private static func characterStrings(_ text: ArraySlice<UInt8>) -> [UInt8] {
        var data: [UInt8] = []
        let quote = UInt8(ascii: "\"")
        let isQuoted = text.count >= 2 && text.first == quote && text.last == quote
        var content = (isQuoted ? text.dropFirst().dropLast() : text).hexadecimalUnescaped[...]
        while !content.isEmpty {
            let string = content.prefix(255)
            data += [UInt8(string.count)] + string
            content = content.dropFirst(255)
        }
        return data
    }
}

extension IPAddress {
    /// Its 4 or 16 octets in network order.
    fileprivate var networkOctets: [UInt8] {
        let octets = [high, low].flatMap { word in
            (0..<8).map { UInt8(truncatingIfNeeded: word >> (56 - 8 * UInt64($0))) }
        }
        return isIPv4 ? octets.suffix(4) : octets
    }
}

extension ArraySlice<UInt8> {
    /// The octets with each `\x` and two hexadecimal digits as the octet that they stand for.
    var hexadecimalUnescaped: [UInt8] {
        guard contains(UInt8(ascii: "\\")) else { return Array(self) }
        var octets: [UInt8] = []
        var rest = self
        while let first = rest.popFirst() {
            if first == UInt8(ascii: "\\"), rest.first == UInt8(ascii: "x"),
                let value = UInt8(String(rest.dropFirst().prefix(2)), radix: 16), rest.count >= 3
            {
                octets.append(value)
                rest = rest.dropFirst(3)
            } else {
                octets.append(first)
            }
        }
        return octets
    }
}
