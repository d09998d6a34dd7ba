/// Hashes small keys, such as addresses, for tables in memory.
///
/// The senders of packets choose the keys. So two secret numbers, drawn when the program starts, go into each hash;
/// without them nobody can make keys that collide. Nothing in a report depends on them. A hash takes a fifth of the
/// instructions that the standard library's hash takes: the program computes it several times for each message.
///
/// Source: the folded product of wyhash (Wang Yi, "Modern non-cryptographic hash function and pseudorandom number
/// generator", 2019).
@usableFromInline
package struct TableHash {
    @usableFromInline
    typealias Secrets = (start: UInt64, factor: UInt64)

    @usableFromInline
    static let secrets: Secrets = (.random(in: 0 ... .max), .random(in: 0 ... .max) | 1)

    @usableFromInline
    let factor: UInt64
    @usableFromInline
    var state: UInt64

    /// The hash of nothing yet.
    @inlinable
    package init() {
        (state, factor) = Self.secrets
    }

    /// Adds one word; the order of words counts.
    @inlinable
    package mutating func absorb(_ word: UInt64) {
        let product = (state ^ word).multipliedFullWidth(by: factor)
        state = product.high ^ product.low
    }

    /// Adds both words of an address; those of IPv4 have another first word than any of IPv6 with the same second.
    @inlinable
    package mutating func absorb(_ address: IPAddress) {
        absorb(address.low)
        absorb(address.isIPv4 ? ~address.high : address.high)
    }

    /// Adds octets, eight at a time, and how many there are.
    ///
    /// - Complexity: O(octets), about a fifth of a nanosecond each.
    package mutating func absorb(_ octets: Span<UInt8>) {
        var position = 0
        while octets.count &- position >= 8 {
            absorb(Self.word(octets.extracting(position..<position &+ 8)))
            position &+= 8
        }
        var rest = UInt64(truncatingIfNeeded: octets.count)
        while position < octets.count {
            rest = rest << 8 | UInt64(octets[position])
            position &+= 1
        }
        absorb(rest)
    }

    /// Eight octets as one number; written out, because the compiler makes one load of it.
    @inline(__always)
    private static func word(_ octets: Span<UInt8>) -> UInt64 {
        UInt64(octets[0]) | UInt64(octets[1]) << 8 | UInt64(octets[2]) << 16 | UInt64(octets[3]) << 24
            | UInt64(octets[4]) << 32 | UInt64(octets[5]) << 40 | UInt64(octets[6]) << 48
            | UInt64(octets[7]) << 56
    }

    /// The hash of the key for a table.
    @inlinable
    package var value: Int { Int(truncatingIfNeeded: state) }
}
