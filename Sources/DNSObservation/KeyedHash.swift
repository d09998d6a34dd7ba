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
    /// - Complexity: O(octets), about a quarter of a nanosecond each.
    package static func hash(_ octets: [UInt8]) -> UInt64 {
        hash(octets.span, seed: 0)
    }

    /// The hash of octets together with a number, such as the type of the record they are from.
    package static func hash(_ octets: Span<UInt8>, seed: UInt64) -> UInt64 {
        hash(octets, seed: seed) { $0 }
    }

    /// The hash of one word.
    package static func hash(_ word: UInt64) -> UInt64 {
        var state = KeyedHash()
        state.absorb(word)
        return state.finish()
    }

    /// The hash of a name in wire format as if its letters A…Z were a…z.
    ///
    /// Length octets lie below the letters, so they stay as they are.
    package static func hash(lowercasing octets: Span<UInt8>) -> UInt64 {
        hash(octets, seed: 0, changing: lowercased)
    }

    @inline(__always)
    private static func hash(
        _ octets: Span<UInt8>,
        seed: UInt64,
        changing change: (UInt64) -> UInt64
    ) -> UInt64 {
        var state = KeyedHash()
        state.absorb(seed)
        var position = 0
        while octets.count - position >= 8 {
            state.absorb(change(word(octets.extracting(position..<position &+ 8))))
            position &+= 8
        }
        let rest = change(lastOctets(octets, count: octets.count &- position))
        state.absorb(rest | UInt64(truncatingIfNeeded: octets.count) << 56)
        return state.finish()
    }

    /// The last octets, fewer than eight, as the low ones of a number.
    @inline(__always)
    private static func lastOctets(_ octets: Span<UInt8>, count: Int) -> UInt64 {
        let end = octets.count
        // Shifting by 64 gives 0, as it should for none.
        if end >= 8 { return word(octets.extracting((end &- 8)..<end)) >> (64 - 8 * UInt64(count)) }
        return octets.indices.reduce(0) { $0 | UInt64(octets[$1]) << (8 * UInt64($1)) }
    }

    /// Eight octets as one number, the first one lowest.
    ///
    /// Written out, because the compiler makes one load of it: a quarter of the cost of a loop.
    @inline(__always)
    private static func word(_ octets: Span<UInt8>) -> UInt64 {
        UInt64(octets[0]) | UInt64(octets[1]) << 8 | UInt64(octets[2]) << 16 | UInt64(octets[3]) << 24
            | UInt64(octets[4]) << 32 | UInt64(octets[5]) << 40 | UInt64(octets[6]) << 48
            | UInt64(octets[7]) << 56
    }

    /// A word of eight octets with A…Z made a…z in each.
    private static func lowercased(_ word: UInt64) -> UInt64 {
        // The sums of seven bits each and less than 0x80 cannot carry into the next octet.
        let sevenBits = word & 0x7F7F_7F7F_7F7F_7F7F
        let fromA = sevenBits &+ 0x3F3F_3F3F_3F3F_3F3F  // top bit: 0x41 and above
        let beyondZ = sevenBits &+ 0x2525_2525_2525_2525  // top bit: 0x5B and above
        let isUpper = fromA & ~beyondZ & ~word & 0x8080_8080_8080_8080
        return word | isUpper >> 2
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
