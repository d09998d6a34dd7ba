package import DNSWire
import NetworkTypes
import PayloadMeasures

/// The name that an answer was given to, and the parts of the answer that it foretells.
///
/// The parts of its question that an answer repeats are no news: `www.example.com` is an alias of
/// `www.example.com.cdn.example.net`,
/// and `192-0-2-1.example.com` has the address 192.0.2.1.
package struct AskedName {
    /// In lower case.
    private let name: DomainName
    /// Shorter labels are in others by chance.
    private static let shortestPart = 4

    package init(_ name: DomainName) {
        self.name = name.lowercased
    }

    /// Whether the name is one below which certification authorities look for a token (RFC 8555 §8.4).
    package var isOfChallenge: Bool {
        name.labels.first { _ in true }?.elementsEqual("_acme-challenge".utf8) == true
    }

    /// The part of a label that the name does not say.
    ///
    /// - Parameter label: Of an answer's name, in any case.
    /// - Returns: Nothing where the label is one of the name's or a part of one; else the label without the first of the
    ///   name's labels that it holds.
    package func news(in label: ArraySlice<UInt8>) -> [UInt8] {
        let lowercased = label.map(\.asciiLowercased)
        var rest = Array(label)
        for known in name.labels {
            if known.elementsEqual(lowercased) { return [] }
            if lowercased.count >= Self.shortestPart, Self.place(of: lowercased, in: Array(known)) != nil {
                return []
            }
            if rest.count == label.count, known.count >= Self.shortestPart,
                let start = Self.place(of: Array(known), in: lowercased)
            {
                rest.removeSubrange(start..<(start + known.count))
            }
        }
        return rest
    }

    /// Octets without the telephone number that the name's first labels spell backward, a digit each (RFC 6116 §3.2).
    package func withoutNumber(_ octets: [UInt8]) -> [UInt8] {
        let digits = name.labels.prefix { label in
            label.count == 1 && label.allSatisfy { (0x30...0x39).contains($0) }
        }
        let number = Array(digits.joined().reversed())
        guard number.count >= Self.shortestPart, let start = Self.place(of: number, in: octets) else {
            return octets
        }
        return Array(octets[..<start] + octets[(start + number.count)...])
    }

    /// Octets without the network of the address that the name's first labels write backward: at least two of its octets.
    package func withoutNetwork(_ octets: [UInt8]) -> [UInt8] {
        let labels = name.labels.prefix(4).reversed()
        guard labels.count == 4, labels.allSatisfy({ $0.allSatisfy { (0x30...0x39).contains($0) } }) else {
            return octets
        }
        for count in [4, 3, 2] {
            let network = Array(labels.prefix(count).joined(separator: [UInt8(ascii: ".")]))
            guard let start = Self.place(of: network, in: octets) else { continue }
            return Array(octets[..<start] + octets[(start + network.count)...])
        }
        return octets
    }

    /// Whether the name spells an IPv4 address, as names of dynamic hosts do.
    ///
    /// - Parameter address: Four octets in network order; others are never spelled.
    /// - Returns: `true` for decimal numbers with dots or hyphens between, or eight hexadecimal digits.
    package func spells(_ address: [UInt8]) -> Bool { withoutAddress(address) != nil }

    /// The name's text without an IPv4 address that it spells, or `nil` when it spells none.
    package func withoutAddress(_ address: [UInt8]) -> [UInt8]? {
        guard address.count == 4, maySpellAddresses else { return nil }
        let text = Array(name.labels.joined(separator: [UInt8(ascii: ".")]))
        let decimals = address.map { "\($0)" }
        let hexadecimals = address.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
        let spellings = [
            decimals.joined(separator: "."), decimals.joined(separator: "-"), hexadecimals.joined(),
        ]
        for spelled in spellings.map({ Array($0.utf8) }) {
            if let start = Self.place(of: spelled, in: text) {
                return Array(text[..<start] + text[(start + spelled.count)...])
            }
        }
        return nil
    }

    /// Whether there are digits enough: four decimal ones, or eight hexadecimal ones together.
    private var maySpellAddresses: Bool {
        var (decimals, together) = (0, 0)
        for octet in name.octets {
            if (0x30...0x39).contains(octet) { decimals += 1 }
            together = EncodedText.hexadecimalValue(octet) == nil ? 0 : together + 1
            if decimals >= 4 || together >= 8 { return true }
        }
        return false
    }

    private static func place(of part: [UInt8], in octets: [UInt8]) -> Int? {
        octets.indices.first { octets[$0...].starts(with: part) }
    }
}
