/// Hashes small keys, such as addresses, for tables in memory.
///
/// Whoever makes packets chooses the keys, so two secret numbers, drawn when the program starts, go into each
/// hash; without them nobody can make keys that collide. Nothing in a report depends on them. Ten instructions
/// instead of the 150 that the standard library's hash takes: it is worked out several times for each message.
///
/// Source: the folded product of wyhash (Wang Yi, "Modern non-cryptographic hash function and pseudorandom number
/// generator", 2019).
@usableFromInline
package enum TableHash {
    @usableFromInline
    static let secrets = (UInt64.random(in: 1 ... .max), UInt64.random(in: 1 ... .max))

    /// The hash of two words, in their order.
    @inlinable
    package static func mix(_ first: UInt64, _ second: UInt64) -> UInt64 {
        let secrets = secrets
        let product = (first ^ secrets.0).multipliedFullWidth(by: second ^ secrets.1)
        return product.high ^ product.low
    }
}
