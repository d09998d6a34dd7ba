package import Channels
package import DNSWire
package import Findings
import PayloadMeasures
import ZoneProfiles

/// Recognizes python-dns-exfiltration by its key exchange, and by the same client and total in all names.
///
///     <client, 8 digits>-0-0-<Base32 of version 1, kind 1, length 32, public key …>.….zone               asked for as TXT
///     <client>-<number>-<total>-<Base32 of an encrypted file>.zone                                         asked for as A
///
/// The client's digits are hexadecimal. The exchange alone has 32 bits that are constant. Eight names of one client and one total with
/// ever new numbers below it are below 2⁻²⁰⁰, as what they repeat goes.
///
/// Source: bufo333/python-dns-exfiltration-client-server, client.py (`chunk_payload`, `perform_key_exchange`), crypto_utils.py.
package struct PythonDNSExfiltrationSignature: ToolSignature, ToolLayout {
    package let tool = "python-dns-exfiltration"
    package let kind = FindingKind.exfiltration
    private static let minimumNames = 8

    private struct Chunk {
        let client: UInt32
        let number: UInt32
        let total: UInt32
        let symbols: [UInt8]

        init?(_ subdomain: DomainName) {
            let text = Array(subdomain.labels.joined())
            let parts = text.split(
                separator: UInt8(ascii: "-"),
                maxSplits: 3,
                omittingEmptySubsequences: false
            )
            guard parts.count == 4, parts[0].count == 8, let client = parts[0].hexadecimalNumber,
                let number = parts[1].decimalNumber, let total = parts[2].decimalNumber,
                number < total || total == 0,
                parts[3].allSatisfy({ PayloadEncoding.base32.contains($0) })
            else { return nil }
            self.client = client
            self.number = number
            self.total = total
            symbols = Array(parts[3])
        }

        var isKeyExchange: Bool {
            total == 0
                && PayloadEncoding.base32.octets(of: symbols, isStrict: false)?.starts(with: [1, 1, 0, 32])
                    == true
        }
    }

    package init() {}

    package func match(_ channel: Channel) -> SignatureMatch? {
        let chunks = zip(channel.names, channel.subdomains).compactMap { record, subdomain in
            Chunk(subdomain).map { (chunk: $0, frame: record.first.place) }
        }
        let clients = Dictionary(grouping: chunks, by: \.chunk.client)
        guard
            let (client, names) = clients.max(by: { ($0.value.count, $1.key) < ($1.value.count, $0.key) }),
            Set(names.map(\.chunk.total)).subtracting([0]).count == 1,
            Set(names.map(\.chunk.number)).count >= Self.minimumNames
        else { return nil }
        let hasExchange = names.contains { $0.chunk.isKeyExchange }
        var match = recognized(
            hasExchange ? .certain : .probable,
            feature: "python_dns_exfiltration_names",
            value: names.count,
            threshold: Self.minimumNames,
            because:
                "\(names.count) names are numbered chunks of client \(client.hexadecimal(digits: 8))"
                + (hasExchange ? " after an exchange of keys" : "") + ", first in frame \(names[0].frame)."
        )
        match.layout = self
        return match
    }

    package func piecesUp(in subdomain: DomainName) -> [CarriedPiece] {
        guard let chunk = Chunk(subdomain), chunk.total > 0 else { return [] }
        return [
            CarriedPiece(stream: UInt64(chunk.client), position: UInt64(chunk.number), octets: chunk.symbols)
        ]
    }

    /// Of the encrypted file, a nonce and a tag are no payload.
    private static let overhead = 12 + 16

    package func payloadOctets(in stream: [CarriedPiece]) -> Int {
        stream.reduce(0) { $0 + $1.count } * 5 / 8 - Self.overhead
    }
}
