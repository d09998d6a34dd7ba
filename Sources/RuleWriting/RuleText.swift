import DNSWire

/// Names in the languages of rules, so that nothing in a name can end the text around it.
///
/// In all of them letters, digits, hyphens and underscores stand for themselves and every other octet is a number.
enum RuleText {
    private static func isPlain(_ octet: UInt8) -> Bool {
        switch octet {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "_"): true
        default: false
        }
    }

    /// Whether a name has no octet but letters, digits, hyphens and underscores.
    static func isPlain(_ name: DomainName) -> Bool {
        name.labels.allSatisfy { $0.allSatisfy(isPlain) }
    }

    private static func character(_ octet: UInt8) -> String { String(Character(Unicode.Scalar(octet))) }

    private static func padded(_ number: UInt8, radix: Int, to width: Int) -> String {
        let digits = String(number, radix: radix, uppercase: true)
        return String(repeating: "0", count: width - digits.count) + digits
    }

    /// A name for zone files and Unbound, without the final dot: `\DDD` for an octet that is not plain (RFC 1035 §5.1).
    static func owner(_ name: DomainName) -> String {
        name.labels.map { label in
            label.map { isPlain($0) ? character($0) : "\\" + padded($0, radix: 10, to: 3) }.joined()
        }.joined(separator: ".")
    }

    /// A name with a dot before it as the content of Suricata's rules: `|XX|` for an octet that is not plain.
    ///
    /// Suricata's buffer has the labels with dots between them, and a dot within a label like one between two.
    static func content(_ name: DomainName) -> String {
        var text = ""
        var isHexadecimal = false
        for label in name.labels {
            if isHexadecimal { text += "|" }
            isHexadecimal = false
            text += "."
            for octet in label {
                if isPlain(octet) == isHexadecimal { text += "|" } else if isHexadecimal { text += " " }
                isHexadecimal = !isPlain(octet)
                text += isHexadecimal ? padded(octet, radix: 16, to: 2) : character(octet)
            }
        }
        return isHexadecimal ? text + "|" : text
    }

    /// A name for people within a quoted text: `?` for an octet that is not plain.
    static func message(_ name: DomainName) -> String {
        name.labels.map { $0.map { isPlain($0) ? character($0) : "?" }.joined() }.joined(separator: ".")
    }

    /// A number that follows from a name alone: FNV-1a of its octets.
    ///
    /// Source: draft-eastlake-fnv, 64 bits.
    static func hash(_ name: DomainName) -> UInt64 {
        name.octets.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
    }
}
