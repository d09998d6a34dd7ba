/// How payload is written in octets, as far as the octets tell.
package enum PayloadAlphabet: String, Sendable {
    case decimal
    /// Digits up to 7, of which three write an octet.
    case octal
    case base16
    /// One letter case with digits: Base32 and Base36.
    case base32
    /// Both letter cases with digits: Base62 and Base64.
    case base64
    /// Printable ASCII but for a few; its symbols alone never tell it from Base64.
    case base85
    /// Half of the octets have their top bit set: iodine's Base128.
    case base128
    /// Any octets.
    case rawOctets

    /// Payload bits in one octet.
    package var bitsPerOctet: Double {
        switch self {
        case .decimal: 3.32
        case .octal: 3
        case .base16: 4
        case .base32: 5
        case .base64: 6
        case .base85: 6.41
        case .base128: 7
        case .rawOctets: 8
        }
    }

    /// The narrowest alphabet that all but one in a hundred of the octets fit into; `nil` for no octets.
    ///
    /// Separators (`-`, `_`) count as part of every alphabet, because encoders use them as fillers.
    package init?(_ histogram: OctetHistogram) {
        guard histogram.total > 0 else { return nil }
        let tolerated = histogram.total / 100
        func misfits(_ fits: (UInt8) -> Bool) -> Int {
            histogram.total
                - histogram.count { fits($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") }
        }
        let isDigit = { (octet: UInt8) in (0x30...0x39).contains(octet) }
        let isLower = { (octet: UInt8) in (0x61...0x7A).contains(octet) }
        let isUpper = { (octet: UInt8) in (0x41...0x5A).contains(octet) }
        let isHexLower = { (octet: UInt8) in isDigit(octet) || (0x61...0x66).contains(octet) }
        let isHexUpper = { (octet: UInt8) in isDigit(octet) || (0x41...0x46).contains(octet) }
        let isText = { (octet: UInt8) in (0x21...0x7E).contains(octet) }
        if misfits(isDigit) <= tolerated {
            self = .decimal
        } else if min(misfits(isHexLower), misfits(isHexUpper)) <= tolerated {
            self = .base16
        } else if min(misfits { isDigit($0) || isLower($0) }, misfits { isDigit($0) || isUpper($0) })
            <= tolerated
        {
            self = .base32
        } else if misfits(isText) <= tolerated {
            self = .base64
        } else {
            self = histogram.distinctCount <= 140 ? .base128 : .rawOctets
        }
    }
}
