/// The text of a record made of character strings, each with its length before it (RFC 1035 §3.3).
package enum CharacterStringText {
    /// All strings one after the other; a last one that is cut short counts as far as it goes.
    package static func joined(_ octets: [UInt8]) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(octets.count)
        var position = 0
        while position < octets.count {
            let end = min(position + 1 + Int(octets[position]), octets.count)
            text += octets[(position + 1)..<end]
            position = end
        }
        return text
    }
}
