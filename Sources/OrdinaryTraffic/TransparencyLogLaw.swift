import DNSWire
import PayloadMeasures
import ZoneProfiles

/// Proofs of certificate transparency logs.
///
/// A client asks with a certificate's digest for its number, and with the number for the digests that lead from it to
/// the signed root.
///
/// Source of the layout: Google's description of certificate transparency over DNS, `docs/DnsServer.md` of
/// google/certificate-transparency.
struct TransparencyLogLaw: ContentLaw {
    let name = "Proofs of certificate transparency logs"
    let source = "google/certificate-transparency, docs/DnsServer.md; RFC 6962 §2.1"

    /// A SHA-256 digest in Base32.
    private static let digestSymbols = 52
    /// Certificates that the machines of a recording see.
    private static let certificates = 500.0
    private static let nodeOctets = 32

    func explained(in traffic: NamedAnswers) -> ExplainedContent? {
        var explained = ExplainedContent()
        for (place, subdomain) in traffic.subdomains.enumerated()
        where traffic.names[place].first.type == .txt {
            let labels = Array(subdomain.labels)
            if labels.count >= 2, labels[0].count == Self.digestSymbols,
                labels[1].elementsEqual("hash".utf8)
                    || Self.isProof(labels)
            {
                explained.names.insert(place)
            }
        }
        guard !explained.names.isEmpty,
            Double(explained.names.count) * traffic.namesPerSample <= Self.certificates
        else { return nil }
        for (index, answer) in traffic.answers.enumerated() {
            guard let place = traffic.place(ofNameOf: answer), explained.names.contains(place) else {
                continue
            }
            let text = CharacterStringText.joined(answer.octets)
            let isWhole = answer.length == answer.octets.count
            let isNumber = text.count <= 20 && text.allSatisfy { (0x30...0x39).contains($0) }
            let isProof = Self.isProof(Array(traffic.subdomains[place].labels))
            guard answer.type == .txt, isNumber || isProof && (!isWhole || text.count % Self.nodeOctets == 0)
            else {
                return nil
            }
            explained.answers.insert(index)
        }
        return explained
    }

    /// Level, number and size of the tree, all decimal.
    private static func isProof(_ labels: [ArraySlice<UInt8>]) -> Bool {
        labels.count >= 4 && labels[3].elementsEqual("tree".utf8)
            && labels.prefix(3).allSatisfy { $0.allSatisfy { (0x30...0x39).contains($0) } }
    }
}
