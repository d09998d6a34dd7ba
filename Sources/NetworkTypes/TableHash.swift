/// Hashes small keys, such as addresses, for tables in memory.
///
/// Whoever makes packets chooses the keys, so two secret numbers, drawn when the program starts, go into each
/// hash; without them nobody can make keys that collide. Nothing in a report depends on them. A fifth of the
/// instructions that the standard library's hash takes: it is worked out several times for each message.
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

    /// What a table takes as the key's hash.
    @inlinable
    package var value: Int { Int(truncatingIfNeeded: state) }
}
