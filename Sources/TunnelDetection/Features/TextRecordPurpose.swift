/// Tells TXT records that the world publishes for a known purpose from those that may carry anything.
///
/// By what the text begins with. Sources: RFC 7208 (SPF), RFC 6376 (DKIM), RFC 7489 (DMARC), RFC 8461
/// (MTA-STS), RFC 8460 (TLSRPT), the BIMI draft, RFC 6763 (DNS-SD), RFC 8555 §8.4 (ACME), and the domain
/// verification strings that providers document.
package enum TextRecordPurpose {
    private static let beginnings = [
        "v=spf1", "spf2.0/", "v=dkim1", "k=rsa", "p=mi", "v=dmarc1", "v=stsv1", "v=tlsrptv1", "v=bimi1",
        "txtvers=", "ms=", "docusign=", "_globalsign-domain-verification=", "amazonses:", "v=verifydomain",
        "d365mktkey=", "keybase-site-verification",
    ]
    private static let verification = Array("-verification".utf8)

    /// Whether the text is of a kind that is published for everybody to read.
    ///
    /// - Parameter text: The character strings of one record, joined.
    /// - Returns: `false` for text that could be anything.
    package static func isKnown(_ text: some Collection<UInt8>) -> Bool {
        let beginning = text.prefix(64).map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
        if beginnings.contains(where: { beginning.starts(with: $0.utf8) }) { return true }
        guard let equalsSign = beginning.firstIndex(of: UInt8(ascii: "=")) else { return false }
        return beginning[..<equalsSign].suffix(verification.count).elementsEqual(verification)
    }
}
