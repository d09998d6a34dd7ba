/// Identifiers in the form of UUIDs (RFC 9562) that follow from a text, so that equal reports give equal rules.
///
/// Version 8, which RFC 9562 §5.8 leaves to whoever makes it: twice FNV-1a with 64 bits. Not for secrets.
enum DeterministicUUID {
    /// The identifier of a text, 36 characters in lower case.
    static func text(of text: String) -> String {
        let high = hash(text.utf8, from: 0xcbf2_9ce4_8422_2325)
        let low = hash(text.utf8, from: high ^ 0x9e37_79b9_7f4a_7c15)
        // The version in bits 48 to 51 and the variant in bits 64 and 65.
        let words = [high & ~0xF000 | 0x8000, low & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000]
        let digits = words.map { word in
            let text = String(word, radix: 16)
            return String(repeating: "0", count: 16 - text.count) + text
        }.joined()
        var parts: [Substring] = []
        var rest = digits[...]
        for length in [8, 4, 4, 4, 12] {
            parts.append(rest.prefix(length))
            rest = rest.dropFirst(length)
        }
        return parts.joined(separator: "-")
    }

    private static func hash(_ octets: String.UTF8View, from start: UInt64) -> UInt64 {
        octets.reduce(start) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
    }
}
