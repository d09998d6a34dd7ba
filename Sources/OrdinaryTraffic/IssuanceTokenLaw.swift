import DNSWire
import PayloadMeasures
import ZoneProfiles

/// The tokens by which certification authorities see that somebody holds a domain, at an identifier that a service gives each account.
///
/// Authorities look from several places, so that somebody asks for each name again. Where a capture shows one of these
/// places alone, both must be as their makers make them: the identifier is a random UUID, and the last symbol of the
/// token says nothing of the two bits that a digest does not have. Payload in place of either fits by a chance of
/// 1 in 256.
struct IssuanceTokenLaw: ContentLaw {
    let name = "Tokens of certificate issuance"
    let source =
        "RFC 8555 §8.4, §8.1 (a SHA-256 digest in Base64url); joohoi/acme-dns, README; RFC 9562 §5.4; CA/B Forum SC-067"

    /// An account has two tokens at a time, for a name and its wildcard.
    private static let tokensOfName = 4
    /// A hoster renews some hundred certificates a day.
    private static let tokens = 1_000.0

    func explained(in traffic: NamedAnswers) -> ExplainedContent? {
        let answers = traffic.answers.indices.filter {
            let answer = traffic.answers[$0]
            return answer.type == .txt && answer.length == 44
                && answer.octets.dropFirst().allSatisfy { EncodedText.base64Value($0) != nil }
        }
        guard !answers.isEmpty, Double(answers.count) * traffic.answersPerSample <= Self.tokens else {
            return nil
        }
        var explained = ExplainedContent()
        let ofName = Dictionary(grouping: answers) { traffic.place(ofNameOf: traffic.answers[$0]) }
        for (place, tokens) in ofName {
            guard let place, tokens.count <= Self.tokensOfName else { continue }
            let record = traffic.names[place]
            guard let label = traffic.subdomains[place].labels.first(where: { _ in true }),
                Identifier.isUUID(label),
                !record.isSingleUse
                    || Identifier.isRandomUUID(label)
                        && tokens.allSatisfy({ Self.isDigest(traffic.answers[$0].octets) })
            else { continue }
            explained.names.insert(place)
            explained.answers.formUnion(tokens)
        }
        return explained.names.isEmpty ? nil : explained
    }

    /// Whether 43 symbols hold the 256 bits of a digest and no more (RFC 4648 §3.5).
    private static func isDigest(_ octets: [UInt8]) -> Bool {
        octets.last.flatMap(EncodedText.base64Value).map { $0 & 3 == 0 } ?? false
    }
}
