import CNettle

/// Identifiers that follow from a name, so that equal reports give equal rules: UUIDs of version 5 (RFC 9562 §5.5).
///
/// STIX takes the versions of RFC 4122 alone, 1 to 5, so that the freer version 8 is none for its readers.
package enum NamedUUID {
    /// The namespace of names that are no URL, object identifier or host: RFC 9562 §6.6's for URLs, under which a name of
    /// dnsscan's begins with its own word.
    private static let namespace: [UInt8] = [
        0x6B, 0xA7, 0xB8, 0x11, 0x9D, 0xAD, 0x11, 0xD1, 0x80, 0xB4, 0x00, 0xC0, 0x4F, 0xD4, 0x30, 0xC8,
    ]

    /// The identifier of a name, 36 characters in lower case.
    ///
    /// - Complexity: O(octets of the name).
    package static func text(of name: String) -> String {
        let octets = namespace + Array(name.utf8)
        var state = sha1_ctx()
        var digest = [UInt8](repeating: 0, count: 16)
        // Safe: the library fills in a structure and as many octets as it is told, which live until the calls are over.
        unsafe nettle_sha1_init(&state)
        unsafe nettle_sha1_update(&state, octets.count, octets)
        unsafe nettle_sha1_digest(&state, digest.count, &digest)
        digest[6] = digest[6] & 0x0F | 0x50
        digest[8] = digest[8] & 0x3F | 0x80
        return digest.enumerated().reduce(into: "") { text, octet in
            if [4, 6, 8, 10].contains(octet.offset) { text += "-" }
            text += (octet.element < 0x10 ? "0" : "") + String(octet.element, radix: 16)
        }
    }
}
