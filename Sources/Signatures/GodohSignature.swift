package import Channels
package import DNSWire
package import Findings
import PayloadMeasures
import ZoneProfiles

/// Recognizes goDoH by data that its checksums verify, or by the fixed words of its server.
///
///     <stream, 4 hex digits>.<be, ef or ca>.<number>.<CRC-32>.<protocol>.<labels n>.<data>.<data>.<data>.zone
///     <agent in hexadecimal>.<0…2>.<4 letters or digits>.zone                                 asked for as TXT
///
/// - Data: `be` opens a stream, `ca` ends it, `ef` carries n labels of data, whose CRC-32 stands before them.
///   Chance verifies one name in 2³².
/// - Poll: the server answers with `v=B2B3FE1C` (nothing to do), `v=D31CFAA4`, `v=A9F466E8,…` or `v=H34FERKL,…`;
///   chance makes one of four such texts in 2³⁰.
///
/// Source: sensepost/godoh, protocol/utils.go (`ARequestify`), protocol/constants.go, cmd/agent.go.
package struct GodohSignature: ToolSignature {
    package let tool = "godoh"
    package let kind = FindingKind.tunnel
    private static let streamStates = ["be", "ef", "ca"]
    private static let words = ["v=B2B3FE1C", "v=D31CFAA4", "v=A9F466E8,", "v=H34FERKL,"].map {
        Array($0.utf8)
    }

    package init() {}

    package func match(_ channel: Channel) -> SignatureMatch? {
        data(channel) ?? polls(channel)
    }

    private func data(_ channel: Channel) -> SignatureMatch? {
        let verified = channel.names.compactMap { record in
            Part(record.name).map { (stream: $0.stream, frame: record.first.place) }
        }
        guard let first = verified.first else { return nil }
        let streams = Set(verified.map(\.stream))
        return recognized(
            feature: "godoh_verified_names",
            value: verified.count,
            because: "The CRC-32 in \(verified.count) names verifies their data, in \(streams.count) "
                + "\(streams.count == 1 ? "stream" : "streams") "
                + "(\(first.stream.hexadecimal(digits: 4)) first), first in frame \(first.frame)."
        )
    }

    /// A part of a stream whose checksum fits.
    package struct Part: Sendable {
        package let stream: UInt32
        package let number: UInt32
        package let octets: [UInt8]

        package init?(_ name: DomainName) {
            let labels = Array(name.labels)
            guard labels.count > 9, labels[0].count == 4, let stream = labels[0].hexadecimalNumber,
                labels[1].isText("ef"), let number = labels[2].decimalNumber,
                let checksum = labels[3].hexadecimalNumber, labels[4].hexadecimalNumber != nil,
                let count = labels[5].decimalNumber, (1...3).contains(count),
                let octets = PayloadEncoding.base16.octets(of: labels[6..<6 + Int(count)].joined()),
                !octets.isEmpty,
                CRC32.checksum(octets) == checksum
            else { return nil }
            self.stream = stream
            self.number = number
            self.octets = octets
        }
    }

    private func polls(_ channel: Channel) -> SignatureMatch? {
        let polls = channel.exchanges.filter { exchange in
            guard let text = exchange.response?.text else { return false }
            let labels = Array(exchange.name.labels.prefix(3))
            return labels.count == 3 && labels[0].count.isMultiple(of: 2)
                && labels[0].allSatisfy(PayloadEncoding.base16.contains)
                && labels[1].count == 1 && labels[2].count == 4
                && Self.words.contains { text.starts(with: $0) }
        }
        guard let first = polls.first else { return nil }
        let agent =
            first.name.labels.first { _ in true }.flatMap { PayloadEncoding.base16.octets(of: $0) } ?? []
        return recognized(
            feature: "godoh_polls",
            value: polls.count,
            because:
                "\(polls.count) polls of agent \"\(agent.shownText)\" get one of goDoH's fixed words for an answer, "
                + "first in frame \(first.first.place)."
        )
    }
}
