/// SipHash-1-3 over octets, the identity of names and answers in the profiles.
///
/// Two parts of a capture must choose the same samples, so the key is fixed and not Swift's per-process one.
/// SipHash keeps an attacker from making many names collide cheaply; the full 64 bits are compared.
///
/// Source: Aumasson and Bernstein, "SipHash: a fast short-input PRF" (2012), with 1 and 3 rounds.
package struct KeyedHash {
    private var v0: UInt64 = 0x736f_6d65_7073_6575 ^ key0
    private var v1: UInt64 = 0x646f_7261_6e64_6f6d ^ key1
    private var v2: UInt64 = 0x6c79_6765_6e65_7261 ^ key0
    private var v3: UInt64 = 0x7465_6462_7974_6573 ^ key1

    private static let key0: UInt64 = 0x646e_7373_6361_6e2f
    private static let key1: UInt64 = 0x7072_6f66_696c_6573

    /// The hash of octets.
    ///
    /// - Complexity: O(octets), about one nanosecond each.
    package static func hash(_ octets: [UInt8]) -> UInt64 {
        hash(octets.span, seed: 0)
    }

    /// The hash of octets together with a number, such as the type of the record they are from.
    package static func hash(_ octets: Span<UInt8>, seed: UInt64) -> UInt64 {
        var state = KeyedHash()
        state.absorb(seed)
        var position = 0
        let end = octets.count & ~7
        while position < end {
            var word: UInt64 = 0
            for index in 0..<8 { word |= UInt64(octets[position + index]) << (8 * UInt64(index)) }
            state.absorb(word)
            position += 8
        }
        var last = UInt64(truncatingIfNeeded: octets.count) << 56
        for index in position..<octets.count {
            last |= UInt64(octets[index]) << (8 * UInt64(index - position))
        }
        state.absorb(last)
        return state.finish()
    }

    private mutating func absorb(_ word: UInt64) {
        v3 ^= word
        round()
        v0 ^= word
    }

    private mutating func finish() -> UInt64 {
        v2 ^= 0xFF
        round()
        round()
        round()
        return v0 ^ v1 ^ v2 ^ v3
    }

    private mutating func round() {
        v0 &+= v1
        v2 &+= v3
        v1 = v1 << 13 | v1 >> 51
        v3 = v3 << 16 | v3 >> 48
        v1 ^= v0
        v3 ^= v2
        v0 = v0 << 32 | v0 >> 32
        v2 &+= v1
        v0 &+= v3
        v1 = v1 << 17 | v1 >> 47
        v3 = v3 << 21 | v3 >> 43
        v1 ^= v2
        v3 ^= v0
        v2 = v2 << 32 | v2 >> 32
    }
}
