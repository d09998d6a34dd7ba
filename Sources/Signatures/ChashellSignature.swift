package import Channels
package import DNSWire
package import Findings
import PayloadMeasures
package import ZoneProfiles

/// Recognizes chashell by the length of its polls and the answer to them.
///
///     | nonce, 192 bits | tag, 128 | encrypted: identifier of 96 bits in a field, poll, chunk or host name in a field |
///
/// Names are this in hexadecimal, labels cut after 63 digits, and ask for TXT. A poll is 56 octets, so 63 and 49 digits; the server
/// answers `-` when it has nothing to say. Eight names with such labels and answers of `-` have a chance below 2⁻²⁴: a cut within
/// an octet, one length among a hundred, one text among those of one character. Nothing in clear tells more.
///
/// Source: sysdream/chashell, lib/transport/encoding.go, lib/transport/polling.go, proto/chacomm.proto, cmd/server/chaserv.go.
package struct ChashellSignature: ToolSignature, ToolLayout {
    package let tool = "chashell"
    package let kind = FindingKind.tunnel
    private static let minimumNames = 8
    /// Nonce, tag, and the field of the identifier.
    private static let overhead = 24 + 16 + 2 + 12
    /// Of a chunk of data: its field, its number among chunks and within one, the field of the data.
    private static let chunkOverhead = 2 + 2 + 2 + 2
    private static let poll = 56

    package init() {}

    package func match(_ channel: Channel) -> SignatureMatch? {
        let names = channel.subdomains.compactMap(Self.octets)
        let polls = names.count { $0.count == Self.poll }
        guard polls >= Self.minimumNames, 10 * names.count >= 9 * channel.subdomains.count,
            channel.scope.queryTypes[.txt] > 0
        else { return nil }
        let answers = channel.exchanges.compactMap { $0.response?.text }
        guard !answers.isEmpty, 2 * answers.count(where: { $0 == Array("-".utf8) }) >= answers.count else {
            return nil
        }
        var match = recognized(
            .probable,
            feature: "chashell_polls",
            value: polls,
            threshold: Self.minimumNames,
            because:
                "\(polls) names are 56 octets in hexadecimal, cut after 63 digits, and the answers are \"-\"."
        )
        match.layout = self
        return match
    }

    private static func octets(_ subdomain: DomainName) -> [UInt8]? {
        let labels = Array(subdomain.labels)
        guard labels.count >= 2, labels.dropLast().allSatisfy({ $0.count == 63 }) else { return nil }
        return PayloadEncoding.base16.octets(of: labels.joined())
    }

    package func piecesUp(in subdomain: DomainName) -> [CarriedPiece] {
        Self.octets(subdomain).map { piece($0.prefix(24), count: $0.count) } ?? []
    }

    package func piecesDown(
        in answers: [AnswerRecord],
        to subdomain: DomainName?,
        below zone: DomainName
    ) -> [CarriedPiece] {
        answers.flatMap { answer -> [CarriedPiece] in
            guard answer.type == .txt else { return [] }
            let digits = answer.length - (answer.length + 255) / 256
            let nonce = EncodedText.octets(ofBase16: CharacterStringText.joined(answer.octets).prefix(48))
            return nonce.count < 24 ? [] : piece(nonce[...], count: digits / 2)
        }
    }

    private func piece(_ nonce: ArraySlice<UInt8>, count: Int) -> [CarriedPiece] {
        let payload = count - Self.overhead - Self.chunkOverhead
        return payload > 0 ? [CarriedPiece(position: 0, octets: nonce, count: payload)] : []
    }
}
