package import Channels
package import DNSWire
package import Findings
import PayloadMeasures
package import ZoneProfiles

/// Recognizes the DNS beacon of AdaptixC2 by its masked counters.
///
///     <agent, 8 digits>.<what>.<sequence, 8>.<index, 8>.<data in Base32>.….zone              hexadecimal digits
///
/// `<what>` is `www` or `hi` to sign on, `cdn` or `put` for data, `api` or `get` for tasks, `hb` to be heard. Sequence and index
/// are masked with 0x39913991 (XOR); the index is small, 16 bits that are zero for each name, the sequence has 12 bits and a signal
/// above them. Four names of one agent are below 2⁻¹⁰⁰.
///
/// Source: Adaptix-Framework/AdaptixC2, AdaptixServer/extenders/beacon_agent/src_beacon/beacon/DnsCodec.cpp (`BuildQName`), DnsCodec.h,
/// AdaptixServer/extenders/beacon_listener_dns/pl_transport.go.
package struct AdaptixSignature: ToolSignature, ToolLayout {
    package let tool = "AdaptixC2"
    package let kind = FindingKind.tunnel
    private static let minimumNames = 4
    private static let mask: UInt32 = 0x3991_3991
    private static let largestIndex: UInt32 = 0xFFFF
    private static let operations = ["www", "hi", "cdn", "put", "api", "get", "hb"]
    /// Octets before the data: the acknowledgment, and the place in the whole.
    private static let headerLength = 8 + 8

    private struct Query {
        let agent: UInt32
        let operation: String
        let sequence: UInt32
        let data: [UInt8]

        init?(_ subdomain: DomainName) {
            let labels = Array(subdomain.labels)
            guard labels.count >= 5, labels[0].count == 8, labels[2].count == 8, labels[3].count == 8,
                let agent = labels[0].hexadecimalNumber, let sequence = labels[2].hexadecimalNumber,
                let index = labels[3].hexadecimalNumber,
                index ^ AdaptixSignature.mask <= AdaptixSignature.largestIndex,
                let operation = AdaptixSignature.operations.first(where: { labels[1].isText($0) })
            else { return nil }
            self.agent = agent
            self.operation = operation
            self.sequence = sequence ^ AdaptixSignature.mask
            data = PayloadEncoding.base32.octets(of: labels[4...].joined()) ?? []
        }
    }

    package init() {}

    package func match(_ channel: Channel) -> SignatureMatch? {
        let queries = zip(channel.names, channel.subdomains).compactMap { record, subdomain in
            Query(subdomain).map { (query: $0, frame: record.first.place) }
        }
        let agents = Dictionary(grouping: queries, by: \.query.agent)
        guard
            let (agent, names) = agents.max(by: { ($0.value.count, $1.key) < ($1.value.count, $0.key) }),
            names.count >= Self.minimumNames
        else { return nil }
        let operations = Set(names.map(\.query.operation)).sorted()
        var match = recognized(
            feature: "adaptix_names",
            value: names.count,
            threshold: Self.minimumNames,
            because:
                "\(names.count) names are of agent \(agent.hexadecimal(digits: 8)) with masked counters and "
                + "\(operations.joined(separator: ", ")), first in frame \(names[0].frame)."
        )
        match.layout = self
        return match
    }

    package func piecesUp(in subdomain: DomainName) -> [CarriedPiece] {
        guard let query = Query(subdomain), ["cdn", "put"].contains(query.operation),
            query.data.count > Self.headerLength
        else { return [] }
        return [
            CarriedPiece(
                stream: UInt64(query.agent),
                position: UInt64(query.sequence),
                octets: query.data.dropFirst(Self.headerLength)
            )
        ]
    }

    package func piecesDown(
        in answers: [AnswerRecord],
        to subdomain: DomainName?,
        below zone: DomainName
    ) -> [CarriedPiece] {
        guard subdomain.flatMap(Query.init).map({ ["api", "get"].contains($0.operation) }) ?? true else {
            return []
        }
        return answers.compactMap { answer in
            guard answer.type == .txt else { return nil }
            let octets = EncodedText.octets(ofBase64: CharacterStringText.joined(answer.octets))
            let lost = max(0, answer.length - answer.octets.count) * 3 / 4
            guard octets.count > 8 else { return nil }
            return CarriedPiece(
                position: UInt64(answer.firstFrame),
                octets: octets.dropFirst(8),
                count: octets.count - 8 + lost
            )
        }
    }
}
