/// The parameters of a service binding, as far as they tell payload from upkeep.
///
/// Source: RFC 9460 §2.2; RFC 9848 for `ech`, and RFC 9849 §4 for its content.
package enum ServiceParameters {
    private static let ipv4Hint: UInt16 = 4
    private static let encryptedClientHello: UInt16 = 5
    private static let ipv6Hint: UInt16 = 6
    /// The most that hints hold: eight addresses of IPv6, in octets.
    private static let hintOctets = 8 * 16
    /// The version of a key's frame.
    private static let keyVersion: [UInt8] = [0xFE, 0x0D]
    /// Public keys with their frames; content networks have one or two.
    private static let keyListOctets = 256

    /// The rdata less its addresses and the keys that servers exchange every hour; all of it when it is no such record.
    ///
    /// - Complexity: O(octets).
    package static func withoutKeysAndHints(_ octets: [UInt8]) -> [UInt8] {
        var position = 2
        while position < octets.count, octets[position] > 0 { position += 1 + Int(octets[position]) }
        position += 1
        guard position <= octets.count else { return octets }
        var rest = Array(octets[..<position])
        while octets.count - position >= 4 {
            let key = UInt16(octets[position]) << 8 | UInt16(octets[position + 1])
            let length = Int(octets[position + 2]) << 8 | Int(octets[position + 3])
            let end = position + 4 + length
            guard end <= octets.count else { return octets }
            let isUpkeep =
                switch key {
                case encryptedClientHello: isKeyList(octets[(position + 4)..<end])
                case ipv4Hint, ipv6Hint: length <= hintOctets
                default: false
                }
            if !isUpkeep { rest += octets[position..<end] }
            position = end
        }
        return rest + octets[position...]
    }

    /// Whether a parameter is a list of public keys: its length, and keys of one version (RFC 9849 §4).
    private static func isKeyList(_ octets: ArraySlice<UInt8>) -> Bool {
        guard octets.count <= keyListOctets, octets.count >= 4 else { return false }
        let list = Array(octets)
        return Int(list[0]) << 8 | Int(list[1]) == list.count - 2 && Array(list[2...3]) == keyVersion
    }
}
