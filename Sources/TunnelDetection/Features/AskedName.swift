import DNSWire
import NetworkTypes

/// The name that an answer was given to, and what of the answer it foretells.
///
/// What an answer repeats of its question is no news: `www.example.com` is an alias of `www.example.com.cdn.example.net`,
/// and `192-0-2-1.example.com` has the address 192.0.2.1.
struct AskedName {
    /// In lower case.
    private let name: DomainName
    /// Shorter labels are in others by chance.
    private static let shortestPart = 4

    init(_ name: DomainName) {
        self.name = name.lowercased
    }

    /// Whether the name is one below which certification authorities look for a token (RFC 8555 §8.4).
    var isOfChallenge: Bool { name.labels.first { _ in true }?.elementsEqual("_acme-challenge".utf8) == true }

    /// Whether the name says a label of the answer, the label says one of the name, or they are the same.
    ///
    /// - Parameter label: Of an answer's name, in any case.
    /// - Returns: `true` where the label is no news to who asked.
    func foretells(_ label: ArraySlice<UInt8>) -> Bool {
        let label = label.map(\.asciiLowercased)
        return name.labels.contains { known in
            if known.elementsEqual(label) { return true }
            let (short, long) = known.count < label.count ? (Array(known), label) : (label, Array(known))
            return short.count >= Self.shortestPart && Self.holds(long, short)
        }
    }

    /// Whether the name spells an IPv4 address in decimal numbers, as names of dynamic hosts do.
    ///
    /// - Parameter address: Four octets in network order; others are never spelled.
    /// - Returns: `true` for numbers with dots or hyphens between.
    func spells(_ address: [UInt8]) -> Bool {
        guard address.count == 4, name.octets.count(where: { (0x30...0x39).contains($0) }) >= 4 else {
            return false
        }
        let text = Array(name.labels.joined(separator: [UInt8(ascii: ".")]))
        return [".", "-"].contains { separator in
            Self.holds(text, Array(address.map { "\($0)" }.joined(separator: separator).utf8))
        }
    }

    private static func holds(_ octets: [UInt8], _ part: [UInt8]) -> Bool {
        octets.indices.contains { octets[$0...].starts(with: part) }
    }
}
