extension DomainName {
    /// Writes wire-format octets as a name in text, so that nothing in it can move a cursor or forge a line.
    ///
    /// Dots and the characters that zone files give a meaning get a backslash, everything outside printable
    /// ASCII becomes `\DDD`. There is no final dot, and the root is `.` alone.
    ///
    /// The octets are labels with their length octets, without the root's. Where a length goes beyond
    /// the end or is above 63, the text ends with the label before.
    ///
    /// Source: RFC 1035 §5.1.
    package static func presentation(ofOctets octets: ArraySlice<UInt8>) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(octets.count)
        var rest = octets
        while let length = rest.popFirst(), (1...63).contains(length), Int(length) <= rest.count {
            if !text.isEmpty { text.append(UInt8(ascii: ".")) }
            for octet in rest.prefix(Int(length)) { appendEscaped(octet, to: &text) }
            rest = rest.dropFirst(Int(length))
        }
        return text.isEmpty ? "." : String(decoding: text, as: UTF8.self)
    }

    /// Writes the octets of one label, or any other ones, as text with the escapes of names.
    ///
    /// Source: RFC 1035 §5.1.
    package static func presentation(ofLabel octets: ArraySlice<UInt8>) -> String {
        var text: [UInt8] = []
        for octet in octets { appendEscaped(octet, to: &text) }
        return String(decoding: text, as: UTF8.self)
    }
}

private func appendEscaped(_ octet: UInt8, to text: inout [UInt8]) {
    switch octet {
    case UInt8(ascii: "."), UInt8(ascii: "\\"), UInt8(ascii: "\""), UInt8(ascii: "("), UInt8(ascii: ")"),
        UInt8(ascii: ";"), UInt8(ascii: "@"), UInt8(ascii: "$"):
        text.append(UInt8(ascii: "\\"))
        text.append(octet)
    case 0x21...0x7E:
        text.append(octet)
    default:
        let zero = UInt8(ascii: "0")
        text.append(UInt8(ascii: "\\"))
        text.append(zero + octet / 100)
        text.append(zero + octet / 10 % 10)
        text.append(zero + octet % 10)
    }
}

// MARK: - DomainName

extension DomainName: CustomStringConvertible {
    /// The name in presentation format, without the final dot; `.` for the root.
    package var presentation: String { Self.presentation(ofOctets: octets[...]) }

    package var description: String { presentation }

    /// Reads a name in presentation format, with or without the final dot.
    ///
    /// Characters outside ASCII stand for their UTF-8 octets. `nil` for an empty text, an empty label, one of more
    /// than 63 octets, a name of more than 254, and an unfinished or impossible escape.
    ///
    /// Source: RFC 1035 §5.1.
    package init?(presentation text: String) {
        if text == "." {
            self = .root
            return
        }
        var octets: [UInt8] = [0]
        var lengthIndex = 0
        var rest = text.utf8[...]
        func closeLabel() -> Bool {
            let length = octets.count - lengthIndex - 1
            guard (1...63).contains(length) else { return false }
            octets[lengthIndex] = UInt8(length)
            return true
        }
        while let character = rest.popFirst() {
            switch character {
            case UInt8(ascii: "."):
                guard closeLabel() else { return nil }
                if rest.isEmpty {
                    self.init(octets: octets)
                    return
                }
                lengthIndex = octets.count
                octets.append(0)
            case UInt8(ascii: "\\"):
                guard let octet = Self.escapedOctet(&rest) else { return nil }
                octets.append(octet)
            default:
                octets.append(character)
            }
        }
        guard closeLabel() else { return nil }
        self.init(octets: octets)
    }

    /// The text of one octet behind a backslash: three digits up to 255, or a character that is no digit.
    private static func escapedOctet(_ rest: inout Substring.UTF8View) -> UInt8? {
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        guard let first = rest.first else { return nil }
        guard digits.contains(first) else { return rest.popFirst() }
        guard rest.prefix(3).count == 3, rest.prefix(3).allSatisfy(digits.contains) else { return nil }
        let value = rest.prefix(3).reduce(0) { $0 * 10 + Int($1 - digits.lowerBound) }
        rest = rest.dropFirst(3)
        return UInt8(exactly: value)
    }
}

// MARK: - ParsedName

extension ParsedName {
    /// The name in presentation format, without the final dot; `.` for the root.
    package func presentation(in message: Span<UInt8>) -> String {
        domainName(in: message).presentation
    }
}
