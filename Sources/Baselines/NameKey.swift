import DNSObservation

/// A secret that makes pseudonyms of names, equal for equal names.
///
/// SipHash with the secret before and behind the name. A reader who has the baseline and not the secret cannot try
/// names. Two names get one pseudonym by a chance of 2⁻⁶⁴ for each pair.
package struct NameKey: Sendable {
    private let octets: [UInt8]

    /// A key from a text of the user's, or `nil` when it is too short to resist guessing.
    package init?(_ text: some StringProtocol) {
        var octets = Array(text.utf8)
        while let last = octets.last, last <= 0x20 { octets.removeLast() }
        guard octets.count >= 16 else { return nil }
        self.octets = octets
    }

    /// The mark that tells the key from others without telling the key: the pseudonym of no name at all.
    package var check: String { pseudonym(of: "") }

    /// Sixteen hexadecimal digits.
    package func pseudonym(of name: String) -> String {
        let digits = String(KeyedHash.hash(octets + Array(name.utf8) + octets), radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
