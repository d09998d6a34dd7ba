private import CNettle

/// The block cipher that tools use with keys which everybody knows (FIPS 197), in chains of blocks.
///
/// nettle computes it, as it does the digests.
package struct AES128 {
    private static let blockSize = 16
    private var context = aes128_ctx()

    /// - Parameter key: 16 octets; `nil` for any other number.
    package init?(key: [UInt8]) {
        guard key.count == Self.blockSize else { return nil }
        // Safe: the library reads 16 octets, which are there, and fills in a structure that lives until the call is over.
        unsafe nettle_aes128_set_decrypt_key(&context, key)
    }

    /// The text of octets in cipher block chaining mode, whose first block is the initialization vector.
    ///
    /// - Returns: The text without its padding, or `nil` where the octets are no blocks or the padding is none: by another key,
    ///   one text in 255 has one.
    /// - Complexity: O(octets).
    ///
    /// Source: NIST SP 800-38A §6.2; RFC 5652 §6.3 for the padding.
    package func text(ofChained octets: [UInt8]) -> [UInt8]? {
        let size = Self.blockSize
        guard octets.count >= 2 * size, octets.count.isMultiple(of: size) else { return nil }
        var context = context
        let blocks = Array(octets.dropFirst(size))
        var text = [UInt8](repeating: 0, count: blocks.count)
        // Safe: both arrays have as many octets as the call is told, and live until it is over.
        unsafe nettle_aes128_decrypt(&context, blocks.count, &text, blocks)
        for index in text.indices { text[index] ^= octets[index] }
        guard let padding = text.last.map(Int.init), (1...size).contains(padding),
            text.suffix(padding).allSatisfy({ Int($0) == padding })
        else { return nil }
        return text.dropLast(padding)
    }
}
