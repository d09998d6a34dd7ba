package import Channels
package import DNSWire
package import Findings
import PayloadMeasures
import ZoneProfiles

/// Recognizes Hunt3r0x's DNS-Exfiltration by the checksums of its chunks.
///
///     <session, 6>-<number, 4 digits>-<chunk in Base32>-<checksum, 3>.zone
///
/// The checksum is the Base32 of the lower half of the chunk's CRC-32, 15 bits. Three names of one session are below 2⁻⁸⁰.
///
/// Source: Hunt3r0x/DNS-Exfiltration, client.py, encoding_utils.py (`calculate_checksum`).
package struct Hunt3r0xSignature: ToolSignature, ToolLayout {
    package let tool = "Hunt3r0x DNS-Exfiltration"
    package let kind = FindingKind.exfiltration
    private static let minimumNames = 3

    private struct Chunk {
        let session: [UInt8]
        let number: UInt64
        let symbols: ArraySlice<UInt8>

        private static let base32 = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)

        init?(_ subdomain: DomainName) {
            guard let label = subdomain.labels.first(where: { _ in true }) else { return nil }
            let parts = label.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
            guard parts.count == 4, parts[0].count == 6, parts[1].count == 4, parts[3].count == 3,
                let number = UInt64(String(decoding: parts[1], as: UTF8.self)),
                parts[2].allSatisfy({ PayloadEncoding.base32.contains($0) })
            else { return nil }
            // Resolvers may change the case; the checksum is of capitals.
            let capitals = parts[2].map { (0x61...0x7A).contains($0) ? $0 ^ 0x20 : $0 }
            let sum = Int(CRC32.checksum(capitals) & 0xFFFF)
            let symbols = [sum >> 11, sum >> 6 & 31, sum >> 1 & 31].map { Self.base32[$0] }
            guard zip(parts[3], symbols).allSatisfy({ $0 == $1 || $0 == $1 | 0x20 }) else { return nil }
            session = Array(parts[0])
            self.number = number
            self.symbols = parts[2]
        }
    }

    package init() {}

    package func match(_ channel: Channel) -> SignatureMatch? {
        let chunks = zip(channel.names, channel.subdomains).compactMap { record, subdomain in
            Chunk(subdomain).map { (chunk: $0, frame: record.first.place) }
        }
        guard let first = chunks.first, chunks.count >= Self.minimumNames else { return nil }
        var match = recognized(
            feature: "hunt3r0x_chunks",
            value: chunks.count,
            threshold: Self.minimumNames,
            because:
                "\(chunks.count) names hold a chunk whose checksum fits, of session \(first.chunk.session.shownText), first in "
                + "frame \(first.frame)."
        )
        match.layout = self
        return match
    }

    package func piecesUp(in subdomain: DomainName) -> [CarriedPiece] {
        guard let chunk = Chunk(subdomain) else { return [] }
        // The text is cut anywhere, so that a chunk need not begin between two octets.
        return [CarriedPiece(position: chunk.number, octets: chunk.symbols)]
    }

    package func payloadOctets(in stream: [CarriedPiece]) -> Int {
        stream.reduce(0) { $0 + $1.count } * 5 / 8
    }
}
