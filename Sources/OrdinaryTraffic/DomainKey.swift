import PayloadMeasures

/// Tells public keys in DKIM records from anything else in Base64.
///
/// An RSA key is a DER sequence that holds another one, the algorithm's, or the modulus at once; an Ed25519 key has 32
/// octets. Source: RFC 6376 §3.6.1, RFC 8463 §4, RFC 8017 appendix A.1.1.
package enum DomainKey {
    private static let ed25519Symbols = 43...44
    /// Enough to see how the outer and the inner sequence begin.
    private static let keySymbols = 16

    /// Whether the tag `p` of a record holds a public key, or is empty for one that was taken back.
    ///
    /// - Parameter text: The character strings of one record, joined; may be cut at its end.
    /// - Returns: `false` for data in place of a key.
    package static func isIn(_ text: some Collection<UInt8>) -> Bool {
        isKey(tags(of: text)) ?? false
    }

    /// Whether a record has the tag `p` with something else than a public key in it.
    package static func isForged(_ text: some Collection<UInt8>) -> Bool {
        let tags = tags(of: text)
        // The tag is a policy in records of other versions, such as DMARC's.
        let isOfKeys = tags.first { $0.starts(with: "v=".utf8) }?.elementsEqual("v=DKIM1".utf8) ?? true
        return isOfKeys && isKey(tags) == false
    }

    private static func tags(of text: some Collection<UInt8>) -> [[UInt8]] {
        text.split(separator: UInt8(ascii: ";")).map { $0.filter { $0 > 0x20 } }
    }

    /// Whether the first tag `p` holds a public key; `nil` without such a tag.
    private static func isKey(_ tags: [[UInt8]]) -> Bool? {
        guard let tag = tags.first(where: { $0.starts(with: "p=".utf8) }) else { return nil }
        let symbols = tag.dropFirst(2)
        if symbols.isEmpty { return true }
        if tags.contains(where: { $0.elementsEqual("k=ed25519".utf8) }) {
            return ed25519Symbols.contains(symbols.count)
        }
        guard
            let octets = PayloadEncoding.base64.octets(of: symbols.prefix(keySymbols)),
            octets.count >= 5, octets[0] == 0x30, octets[1] & 0x80 != 0
        else { return false }
        let contents = octets.dropFirst(2 + Int(octets[1] & 0x7F))
        return contents.first == 0x30 || contents.first == 0x02
    }
}
