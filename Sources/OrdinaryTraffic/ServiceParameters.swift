/// The parameters of a service binding, as far as they tell payload from upkeep.
///
/// Source: RFC 9460 §2.2; RFC 9848 for `ech`, and RFC 9849 §4 for its content.
package struct ServiceParameters {
    private static let ipv4Hint: UInt16 = 4
    private static let encryptedClientHello: UInt16 = 5
    private static let ipv6Hint: UInt16 = 6
    /// The most that hints hold: eight addresses of IPv6, in octets.
    private static let hintOctets = 8 * 16
    /// The version of a key's frame.
    private static let keyVersion: [UInt8] = [0xFE, 0x0D]
    /// Public keys with their frames; content networks have one or two.
    private static let keyListOctets = 256

    /// The rdata less the parts below; all of it when it is no such record.
    package private(set) var rest: [UInt8]
    /// The addresses that hints name.
    package private(set) var addresses: [[UInt8]] = []
    /// The list of keys that servers exchange every hour; empty for none.
    package private(set) var keys: [UInt8] = []

    /// The parts of a record's rdata.
    ///
    /// - Complexity: O(octets).
    package init(_ octets: [UInt8]) {
        rest = octets
        var position = 2
        while position < octets.count, octets[position] > 0 { position += 1 + Int(octets[position]) }
        position += 1
        guard position <= octets.count else { return }
        var others = Array(octets[..<position])
        var found: (addresses: [[UInt8]], keys: [UInt8]) = ([], [])
        while octets.count - position >= 4 {
            let key = UInt16(octets[position]) << 8 | UInt16(octets[position + 1])
            let length = Int(octets[position + 2]) << 8 | Int(octets[position + 3])
            let end = position + 4 + length
            guard end <= octets.count else { return }
            let value = octets[(position + 4)..<end]
            switch key {
            case Self.encryptedClientHello where Self.isKeyList(value): found.keys = Array(value)
            case Self.ipv4Hint where length <= Self.hintOctets:
                found.addresses += Self.addresses(in: value, 4)
            case Self.ipv6Hint where length <= Self.hintOctets:
                found.addresses += Self.addresses(in: value, 16)
            default: others += octets[position..<end]
            }
            position = end
        }
        rest = others + octets[position...]
        (addresses, keys) = found
    }

    private static func addresses(in octets: ArraySlice<UInt8>, _ size: Int) -> [[UInt8]] {
        stride(from: octets.startIndex, through: octets.endIndex - size, by: size).map {
            Array(octets[$0..<($0 + size)])
        }
    }

    /// Whether a parameter is a list of public keys: its length, and keys of one version (RFC 9849 §4).
    private static func isKeyList(_ octets: ArraySlice<UInt8>) -> Bool {
        guard octets.count <= keyListOctets, octets.count >= 4 else { return false }
        let list = Array(octets)
        return Int(list[0]) << 8 | Int(list[1]) == list.count - 2 && Array(list[2...3]) == keyVersion
    }
}
