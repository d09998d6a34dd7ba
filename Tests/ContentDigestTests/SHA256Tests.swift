import ContentDigest
import Testing

@Suite struct SHA256Tests {
    /// Source: FIPS 180-2, appendix B, and NIST's test vector of no octets.
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
    ])
    func `digests of the standard`(text: String, digest: String) {
        #expect(SHA256.hexadecimal(of: Array(text.utf8)) == digest)
    }

    @Test func `parts give the digest of the whole`() {
        var digest = SHA256()
        for _ in 0..<1_000 { digest.absorb([UInt8](repeating: UInt8(ascii: "a"), count: 1_000)) }
        // FIPS 180-2, appendix B.3: a million times `a`.
        #expect(digest.hexadecimal() == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
    }
}
