/// The digest that Ethereum names things by: Keccak as it was before NIST changed its padding.
///
/// No library at hand has it, and SHA-3's differs by one octet of padding.
///
/// Source: "The Keccak reference", version 3.0 (2011), §1.2 and §2.1; FIPS 202 §3.2 describes the same permutation.
enum Keccak256 {
    private static let digestOctets = 32
    /// Octets that the state takes up at a time.
    private static let rate = 200 - 2 * digestOctets

    /// The digest, 32 octets.
    ///
    /// - Complexity: O(octets).
    static func digest(_ octets: [UInt8]) -> [UInt8] {
        var state = [UInt64](repeating: 0, count: 25)
        var padded = octets + [UInt8](repeating: 0, count: rate - octets.count % rate)
        padded[octets.count] ^= 0x01
        padded[padded.count - 1] ^= 0x80
        for block in stride(from: 0, to: padded.count, by: rate) {
            for index in 0..<rate {
                state[index / 8] ^= UInt64(padded[block + index]) << UInt64(8 * (index % 8))
            }
            permute(&state)
        }
        return (0..<digestOctets).map { UInt8(truncatingIfNeeded: state[$0 / 8] >> UInt64(8 * ($0 % 8))) }
    }

    /// Keccak-f[1600]: 24 rounds on 5 × 5 lanes, lane (x, y) at x + 5 y.
    private static func permute(_ state: inout [UInt64]) {
        var register: UInt8 = 1
        for _ in 0..<24 {
            let (first, second) = (column(0, of: state), column(1, of: state))
            var (before, this) = (column(4, of: state), first)
            for x in 0..<5 {
                let after =
                    x == 3
                    ? column(4, of: state) : x == 4 ? first : x == 0 ? second : column(x + 1, of: state)
                let change = before ^ rotated(after, by: 1)
                (before, this) = (this, after)
                for y in 0..<5 { state[x + 5 * y] ^= change }
            }
            var (x, y) = (1, 0)
            var lane = state[1]
            for step in 1...24 {
                (x, y) = (y, (2 * x + 3 * y) % 5)
                let next = state[x + 5 * y]
                state[x + 5 * y] = rotated(lane, by: UInt64(step * (step + 1) / 2 % 64))
                lane = next
            }
            for row in stride(from: 0, to: 25, by: 5) {
                let (first, second) = (state[row], state[row + 1])
                for x in 0..<5 {
                    let next = x == 4 ? first : state[row + x + 1]
                    let afterNext = x == 4 ? second : x == 3 ? first : state[row + x + 2]
                    state[row + x] ^= ~next & afterNext
                }
            }
            for bit in 0..<7 {
                // Bit 0 of a linear feedback shift register by x⁸ + x⁶ + x⁵ + x⁴ + 1.
                if register & 1 != 0 { state[0] ^= 1 << ((1 << UInt64(bit)) - 1) }
                register = register << 1 ^ (register & 0x80 != 0 ? 0x71 : 0)
            }
        }
    }

    private static func column(_ x: Int, of state: [UInt64]) -> UInt64 {
        state[x] ^ state[x + 5] ^ state[x + 10] ^ state[x + 15] ^ state[x + 20]
    }

    private static func rotated(_ lane: UInt64, by bits: UInt64) -> UInt64 {
        bits == 0 ? lane : lane << bits | lane >> (64 - bits)
    }
}
