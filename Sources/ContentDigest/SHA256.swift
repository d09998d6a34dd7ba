import CNettle

/// The digest by which people and programs compare files (FIPS 180-4).
///
/// nettle computes it: a small library of Debian's that uses the processor's own instructions.
package struct SHA256: Sendable {
    private var state = sha256_ctx()

    package init() {
        // Safe: the library fills in a structure that lives until the call is over, here and below.
        unsafe nettle_sha256_init(&state)
    }

    /// The digest of octets that are all there.
    ///
    /// - Returns: 64 hexadecimal digits in lower case.
    /// - Complexity: O(octets).
    package static func hexadecimal(of octets: [UInt8]) -> String {
        var digest = SHA256()
        digest.absorb(octets)
        return digest.hexadecimal()
    }

    /// Takes in the next octets.
    package mutating func absorb(_ octets: [UInt8]) {
        unsafe nettle_sha256_update(&state, octets.count, octets)
    }

    /// The digest of all octets so far, as 64 hexadecimal digits in lower case; then it begins anew.
    package mutating func hexadecimal() -> String {
        octets().reduce(into: "") { text, octet in
            text += (octet < 0x10 ? "0" : "") + String(octet, radix: 16)
        }
    }

    /// The digest of all octets so far, as 32 octets; then it begins anew.
    package mutating func octets() -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_SIZE))
        unsafe nettle_sha256_digest(&state, digest.count, &digest)
        return digest
    }
}
