package import Channels
package import DNSWire
package import Findings
import PayloadMeasures
package import ZoneProfiles

/// Recognizes dnsbotnet by its counter that rises by one from a random start.
///
///     30.<counter>.t.<id>.zone                                          asks for a task, as TXT
///     <output in hexadecimal>.<counter>.o.<id>.zone                     sends output, up to 31 octets
///
/// The counter has 64 bits, in decimal numbers. Two that follow each other are one in 2⁵⁰ where they have 15 digits or more; with the
/// letters and the constant `30`, four names are below 2⁻¹⁰⁰. A task is a text in the clear.
///
/// Source: magisterquis/dnsbotnet, dns.go (`HandleDNS`), implants/dnsbotgo/implant.go (`getTasking`).
package struct DNSBotNetSignature: ToolSignature, ToolLayout {
    package let tool = "dnsbotnet"
    package let kind = FindingKind.tunnel
    private static let minimumNames = 4
    private static let counterDigits = 15...20

    private struct Query {
        let output: [UInt8]?
        let counter: UInt64

        init?(_ labels: some Sequence<ArraySlice<UInt8>>) {
            let labels = Array(labels.prefix(3))
            guard labels.count >= 2, DNSBotNetSignature.counterDigits.contains(labels[1].count),
                labels[1].allSatisfy({ (0x30...0x39).contains($0) }),
                let counter = UInt64(String(decoding: labels[1], as: UTF8.self)),
                let octets = PayloadEncoding.base16.octets(of: labels[0])
            else { return nil }
            let isTask = labels.count > 2 ? labels[2].isText("t") : labels[0].isText("30")
            guard isTask ? labels[0].isText("30") : labels.count < 3 || labels[2].isText("o") else {
                return nil
            }
            self.counter = counter
            output = isTask ? nil : octets
        }
    }

    package init() {}

    package func match(_ channel: Channel) -> SignatureMatch? {
        let queries = channel.names.compactMap { record in
            record.name.labelCount > 4
                ? Query(record.name.labels).map { (query: $0, record: record) } : nil
        }
        let counters = Set(queries.map(\.query.counter))
        let steps = counters.count { counters.contains($0 &+ 1) }
        guard let first = queries.first, steps >= Self.minimumNames - 1,
            10 * queries.count >= 8 * channel.names.count
        else { return nil }
        var match = recognized(
            feature: "dnsbotnet_names",
            value: queries.count,
            threshold: Self.minimumNames,
            because:
                "\(queries.count) names have a counter, \(steps) of which the next one follows, and "
                + "\(queries.count { $0.query.output != nil }) of them output, first in frame \(first.record.first.place)."
        )
        match.toolLabels = max(0, channel.zone.labelCount - (first.record.name.labelCount - 4))
        match.layout = self
        return match
    }

    package func piecesUp(in subdomain: DomainName) -> [CarriedPiece] {
        guard let query = Query(subdomain.labels), let output = query.output else { return [] }
        return [CarriedPiece(position: query.counter, octets: output)]
    }

    package func piecesDown(
        in answers: [AnswerRecord],
        to subdomain: DomainName?,
        below zone: DomainName
    ) -> [CarriedPiece] {
        answers.filter { $0.type == .txt }.map {
            CarriedPiece(
                position: UInt64($0.firstFrame),
                octets: CharacterStringText.joined($0.octets),
                count: $0.length - 1
            )
        }
    }
}
