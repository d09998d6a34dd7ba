/// The form of the data of a record in zone files.
///
/// Each type is a list of fields, read one behind the other, as its RFC draws them. Names come without the final dot, as
/// everywhere in reports. Types without a list, and data that does not fit its type, come in the form for unknown types,
/// `\# 4 C0000201` (RFC 3597 §5).
///
/// Source: RFC 1035 §5.1 for names, numbers and character strings; the RFC of each type for its order of fields.
package struct RecordText {
    /// One field of a record's data, or all of the same kind that follow.
    private enum Field {
        /// A number of so many octets.
        case number(Int)
        /// The mnemonic of a type.
        case type
        /// Seconds since 1970 as `YYYYMMDDHHmmSS` (RFC 4034 §3.2).
        case time
        case name
        case address(Int)
        /// A character string in quotes, or, as the tag of CAA, without.
        case string
        case tag
        /// Hexadecimal digits of a character string, `-` for none; digits of RFC 4648 base32hex.
        case salt
        case hashedName
        /// The rest of the data: character strings, one text in quotes, digits, types, parameters.
        case strings
        case text
        case hexadecimal
        case base64
        case types
        case parameters
        /// Octets in hexadecimal with hyphens between (RFC 7043 §3.2).
        case hardwareAddress
    }

    /// Writes an address of 4 or 16 octets, which this room does not know how to.
    package typealias AddressText = (ArraySlice<UInt8>) -> String

    private var rest: ArraySlice<UInt8>
    private let isCut: Bool
    private let address: AddressText

    /// The data in presentation format.
    ///
    /// - Parameters:
    ///   - octets: The data, names not compressed.
    ///   - type: The type of its record.
    ///   - isCut: Whether the data goes on behind these octets; the text then ends with `…`.
    ///   - address: Writes an address of 4 or 16 octets.
    /// - Returns: One line of printable ASCII, beside `…`.
    package static func text(
        of octets: [UInt8],
        type: RecordType,
        isCut: Bool = false,
        address: @escaping AddressText
    ) -> String {
        var reader = RecordText(rest: octets[...], isCut: isCut, address: address)
        var words: [String] = []
        let fields = fields(of: type)
        for field in fields {
            guard let word = reader.word(field) else {
                return isCut && !words.isEmpty
                    ? (words + ["…"]).joined(separator: " ") : unknown(octets, isCut)
            }
            words.append(word)
        }
        if fields.isEmpty || !reader.rest.isEmpty { return unknown(octets, isCut) }
        // Types without names and no type at all leave an empty word.
        return (words.filter { !$0.isEmpty } + (isCut ? ["…"] : [])).joined(separator: " ")
    }

    private static func unknown(_ octets: [UInt8], _ isCut: Bool) -> String {
        let digits = hexadecimal(octets[...])
        return (["\\#", "\(octets.count)", digits].filter { !$0.isEmpty } + (isCut ? ["…"] : []))
            .joined(separator: " ")
    }

    // MARK: - Fields

    private static func fields(of type: RecordType) -> [Field] {
        switch type {
        case .a: [.address(4)]
        case .aaaa: [.address(16)]
        case .ns, .md, .mf, .cname, .mb, .mg, .mr, .ptr, .nsapPTR, .dname: [.name]
        case .soa: [.name, .name, .number(4), .number(4), .number(4), .number(4), .number(4)]
        case .mx, .afsdb, .rt, .kx, .lp: [.number(2), .name]
        case .px: [.number(2), .name, .name]
        case .minfo, .rp, .talink: [.name, .name]
        case .hinfo: [.string, .string]
        case .gpos: [.string, .string, .string]
        case .x25: [.string]
        case .txt, .spf, .avc, .ninfo, .isdn, .resinfo, .wallet, .cla: [.strings]
        case .srv: [.number(2), .number(2), .number(2), .name]
        case .naptr: [.number(2), .number(2), .string, .string, .string, .name]
        case .ds, .cds, .dlv, .ta: [.number(2), .number(1), .number(1), .hexadecimal]
        case .sshfp: [.number(1), .number(1), .hexadecimal]
        case .tlsa, .smimea: [.number(1), .number(1), .number(1), .hexadecimal]
        case .dnskey, .cdnskey, .key, .rkey: [.number(2), .number(1), .number(1), .base64]
        case .rrsig, .sig:
            [.type, .number(1), .number(1), .number(4), .time, .time, .number(2), .name, .base64]
        case .nsec: [.name, .types]
        case .nsec3: [.number(1), .number(1), .number(2), .salt, .hashedName, .types]
        case .nsec3param: [.number(1), .number(1), .number(2), .salt]
        case .csync: [.number(4), .number(2), .types]
        case .zonemd: [.number(4), .number(1), .number(1), .hexadecimal]
        case .caa: [.number(1), .tag, .text]
        case .uri: [.number(2), .number(2), .text]
        case .openpgpKey, .dhcid: [.base64]
        case .cert: [.number(2), .number(2), .number(1), .base64]
        case .l32: [.number(2), .address(4)]
        case .eui48, .eui64: [.hardwareAddress]
        case .svcb, .https: [.number(2), .name, .parameters]
        default: []
        }
    }

    /// The next field as text, or `nil` where the data does not hold one.
    private mutating func word(_ field: Field) -> String? {
        switch field {
        case .number(let octets): number(octets).map { "\($0)" }
        case .type: number(2).map { RecordType(rawValue: UInt16($0)).description }
        case .time: number(4).map(Self.time)
        case .name: name()
        case .address(let octets): take(octets).map(address)
        case .string: string().map(Self.quoted)
        case .tag: string().map { DomainName.presentation(ofLabel: $0) }
        case .salt: string().map { $0.isEmpty ? "-" : Self.hexadecimal($0) }
        case .hashedName: string().map(Self.base32hex)
        case .strings: strings()
        case .text: Self.quoted(takeRest())
        case .hexadecimal: Self.hexadecimal(takeRest())
        case .base64: Self.base64(takeRest())
        case .types: types()
        case .parameters: parameters()
        case .hardwareAddress: takeRest().map { Self.hexadecimal([$0]) }.joined(separator: "-")
        }
    }

    // MARK: - Reading

    private mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
        guard count <= rest.count else { return nil }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }

    private mutating func takeRest() -> ArraySlice<UInt8> {
        defer { rest = [] }
        return rest
    }

    private mutating func number(_ octets: Int) -> Int? {
        take(octets)?.reduce(0) { $0 << 8 | Int($1) }
    }

    private mutating func string() -> ArraySlice<UInt8>? {
        guard let length = number(1) else { return nil }
        return isCut && length > rest.count ? takeRest() : take(length)
    }

    /// A name that ends with the root's octet.
    private mutating func name() -> String? {
        let start = rest
        var length = 0
        while let label = number(1), label > 0 {
            guard label < 64, take(label) != nil else { return nil }
            length += 1 + label
        }
        // Behind the last label stands the root's octet.
        guard start.count - rest.count == length + 1 else { return nil }
        return DomainName.presentation(ofOctets: start.prefix(length))
    }

    private mutating func strings() -> String? {
        var words: [String] = []
        while !rest.isEmpty {
            guard let string = string() else { return nil }
            words.append(Self.quoted(string))
        }
        return words.isEmpty ? nil : words.joined(separator: " ")
    }

    /// Type bitmaps (RFC 4034 §4.1.2).
    private mutating func types() -> String? {
        var types: [String] = []
        while !rest.isEmpty {
            guard let window = number(1), let bitmap = string(), (1...32).contains(bitmap.count) else {
                return nil
            }
            for (index, octet) in bitmap.enumerated() {
                for bit in 0..<8 where octet & 0x80 >> bit != 0 {
                    types.append(RecordType(rawValue: UInt16(window << 8 | 8 * index + bit)).description)
                }
            }
        }
        return types.joined(separator: " ")
    }

    // MARK: - Service parameters

    /// Keys and values (RFC 9460 §2.1, §7, appendix A; RFC 9461 §5).
    private mutating func parameters() -> String? {
        var words: [String] = []
        while !rest.isEmpty {
            guard let key = number(2), let length = number(2), let value = take(length) else { return nil }
            words.append(parameter(key, value))
        }
        return words.joined(separator: " ")
    }

    private func parameter(_ key: Int, _ value: ArraySlice<UInt8>) -> String {
        var reader = RecordText(rest: value, isCut: false, address: address)
        var items: [String] = []
        let name = Self.parameterNames.indices.contains(key) ? Self.parameterNames[key] : "key\(key)"
        while !reader.rest.isEmpty {
            let item: String? =
                switch key {
                case 0:
                    reader.number(2).map {
                        Self.parameterNames.indices.contains($0) ? Self.parameterNames[$0] : "key\($0)"
                    }
                case 1: reader.string().map { DomainName.presentation(ofLabel: $0) }
                case 3: reader.number(2).map { "\($0)" }
                case 4: reader.take(4).map(address)
                case 5: Self.base64(reader.takeRest())
                case 6: reader.take(16).map(address)
                default: nil
                }
            guard let item else { return "\(name)=\(Self.quoted(value))" }
            items.append(item)
        }
        if items.isEmpty { return name }
        let list = items.joined(separator: ",")
        return "\(name)=\"\(list)\""
    }

    private static let parameterNames = [
        "mandatory", "alpn", "no-default-alpn", "port", "ipv4hint", "ech", "ipv6hint", "dohpath", "ohttp",
    ]

    // MARK: - Writing

    /// A character string in quotes: spaces stand for themselves in them.
    private static func quoted(_ octets: ArraySlice<UInt8>) -> String {
        var text = "\""
        for octet in octets {
            switch octet {
            case 0x22, 0x5C: text += "\\" + String(Character(Unicode.Scalar(octet)))
            case 0x20...0x7E: text.append(Character(Unicode.Scalar(octet)))
            default:
                let digits = String(octet)
                text += "\\" + String(repeating: "0", count: 3 - digits.count) + digits
            }
        }
        return text + "\""
    }

    private static func hexadecimal(_ octets: ArraySlice<UInt8>) -> String {
        octets.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    private static func base64(_ octets: ArraySlice<UInt8>) -> String {
        let text = digits(of: octets, bits: 6, from: base64Alphabet)
        return text + String(repeating: "=", count: (4 - text.count % 4) % 4)
    }

    private static func base32hex(_ octets: ArraySlice<UInt8>) -> String {
        digits(of: octets, bits: 5, from: base32hexAlphabet)
    }

    private static let base64Alphabet = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    )
    private static let base32hexAlphabet = Array("0123456789abcdefghijklmnopqrstuv")

    /// Octets as digits of so many bits each, the last one filled up with zeros (RFC 4648 §4, §7).
    private static func digits(of octets: ArraySlice<UInt8>, bits: Int, from alphabet: [Character]) -> String
    {
        var text = ""
        var (pending, count) = (0, 0)
        for octet in octets {
            pending = pending << 8 | Int(octet)
            count += 8
            while count >= bits {
                count -= bits
                text.append(alphabet[pending >> count & (1 << bits - 1)])
            }
            pending &= 1 << count - 1
        }
        if count > 0 { text.append(alphabet[pending << (bits - count) & (1 << bits - 1)]) }
        return text
    }

    /// Days since 1970 as a date of the proleptic Gregorian calendar.
    ///
    /// Source: H. Hinnant, "chrono-Compatible Low-Level Date Algorithms" (2013), `civil_from_days`.
    private static func time(_ seconds: Int) -> String {
        let days = seconds / 86_400 + 719_468
        let era = days / 146_097
        let day = days % 146_097
        let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365
        let dayOfYear = day - (365 * year + year / 4 - year / 100)
        let month = (5 * dayOfYear + 2) / 153
        let parts = [
            (year + 400 * era + (month < 10 ? 0 : 1), 4), (month < 10 ? month + 3 : month - 9, 2),
            (dayOfYear - (153 * month + 2) / 5 + 1, 2), (seconds / 3_600 % 24, 2), (seconds / 60 % 60, 2),
            (seconds % 60, 2),
        ]
        return parts.map { value, width in
            let digits = String(value)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }.joined()
    }
}
