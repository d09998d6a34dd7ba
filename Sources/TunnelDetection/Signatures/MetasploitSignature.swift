import DNSWire
package import Findings

/// Takes a stager that asks for `a`, `b`, `c` and so on for a hint at Metasploit's `dns_txt_query_exec`.
///
///     a.zone, b.zone, c.zone, …          asked for as TXT, answered with 255 characters of shell code
///
/// Known from descriptions of the payload and not from its source; any loader that counts in letters looks alike.
package struct MetasploitSignature: ToolSignature {
    package let tool = "Metasploit"
    package let kind = FindingKind.infiltration
    private static let minimumNames = 4
    private static let minimumText = 200

    package init() {}

    package func match(_ channel: Channel) -> SignatureMatch? {
        let fetched = channel.exchanges.filter { exchange in
            exchange.first.type == .txt && channel.subdomain(of: exchange.name).octets.count == 2
                && exchange.response?.text.map { $0.count >= Self.minimumText } == true
        }
        let letters = fetched.compactMap { $0.name.lowercased.labels.first { _ in true }?.first }
        guard let first = fetched.first, letters.count >= Self.minimumNames,
            letters.first == UInt8(ascii: "a"), zip(letters, letters.dropFirst()).allSatisfy({ $0 + 1 == $1 })
        else { return nil }
        return recognized(
            .possible,
            feature: "metasploit_pieces",
            value: fetched.count,
            threshold: Self.minimumNames,
            unit: "answers",
            because:
                "\(fetched.count) texts are fetched from the names a, b, c and so on, first in frame \(first.first.frame)."
        )
    }
}
