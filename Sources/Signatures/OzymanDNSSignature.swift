package import Channels
package import DNSWire
package import Findings
import PayloadMeasures
package import ZoneProfiles

/// Recognizes OzymanDNS, dnstunnel, and sods, which speaks as they do, by their byte counters and session ids in clear.
///
///     <Base32 data>.<nonce>-<octets sent>.id-<session>.up.zone                          asked for as A
///     <octets received>-<nonce>.id-<session>.down.zone                    asked for as TXT, CNAME or NULL
///     ….id-<session>.<u or d>.<address>-<port>.x.zone                          when sods forwards, both ways
///
/// Three labels of this form follow each other in no other known software; two names of one session are taken
/// for certain, since chance would have to make the same number of up to 32 bits twice between fixed words.
///
/// OzymanDNS cuts data after 60 symbols and polls for TXT. sods cuts them after 62 and then 63, its server answers names with data with
/// 0.0.0.0, and it polls for CNAME and NULL too.
///
/// Source: splitbrain/dnstunnel, dnstunnelc; msantos/sods, sods/sods_dns.c, sdt/sdt_dns.c (`sdt_dns_A`, `sdt_dns_poll`).
package struct OzymanDNSSignature: ToolSignature, ToolLayout {
    private let isSods: Bool
    package var tool: String { isSods ? "sods" : "OzymanDNS" }
    package let kind = FindingKind.tunnel
    /// The most symbols in a label of OzymanDNS.
    private static let labelLength = 60
    private static let minimumNames = 2

    /// The content of one name.
    package struct Packet {
        package let session: UInt32
        package let isUp: Bool
        let isForwarding: Bool
        /// Octets sent or received so far.
        package let octets: UInt32
        let data: [ArraySlice<UInt8>]

        /// The octets that a name carries, or `nil` where its labels are no Base32.
        package var carried: [UInt8]? { PayloadEncoding.base32.octets(of: data.joined()) }

        package init?(_ name: DomainName) {
            let labels = Array(name.labels)
            guard
                let index = labels.indices.dropLast(2).first(where: {
                    Self.isCounter(labels[$0], before: labels[$0 + 1])
                })
            else { return nil }
            let direction = labels[index + 2]
            isUp = direction.isText("up") || direction.isText("u")
            isForwarding = direction.count == 1
            let numbers = labels[index].split(separator: UInt8(ascii: "-"))
            guard isUp || direction.isText("down") || direction.isText("d"), isUp == (index > 0),
                let session = labels[index + 1].dropFirst(3).decimalNumber,
                let octets = numbers[isUp ? 1 : 0].decimalNumber
            else { return nil }
            self.session = session
            self.octets = octets
            data = Array(labels[..<index])
        }

        private static func isCounter(_ label: ArraySlice<UInt8>, before next: ArraySlice<UInt8>) -> Bool {
            let numbers = label.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
            return numbers.count == 2 && numbers.allSatisfy { $0.decimalNumber != nil }
                && next.prefix(3).isText("id-") && next.dropFirst(3).decimalNumber != nil
        }
    }

    /// - Parameter isSods: Whether to recognize sods and not the others.
    package init(isSods: Bool = false) {
        self.isSods = isSods
    }

    package func match(_ channel: Channel) -> SignatureMatch? {
        let packets = channel.names.compactMap { record in
            Packet(record.name).map { (packet: $0, frame: record.first.place, type: record.first.type) }
        }
        let sessions = Dictionary(grouping: packets, by: \.packet.session)
        guard
            let (id, found) = sessions.max(by: { ($0.value.count, $1.key) < ($1.value.count, $0.key) }),
            found.count >= Self.minimumNames
        else { return nil }
        let answers = channel.exchanges.filter { Packet($0.name)?.isUp == true }.compactMap(
            \.response?.answers.first
        )
        let isSods =
            found.contains {
                $0.packet.isForwarding || $0.packet.data.contains { $0.count > Self.labelLength }
            }
            || found.contains { !$0.packet.isUp && $0.type != .txt }
            || answers.contains(where: \.isUnspecifiedAddress)
        guard isSods == self.isSods else { return nil }
        let sent = found.filter(\.packet.isUp).map(\.packet.octets).max() ?? 0
        let received = found.filter { !$0.packet.isUp }.map(\.packet.octets).max() ?? 0
        let variant = found.contains(where: \.packet.isForwarding) ? " (forwarding)" : ""
        var match = recognized(
            feature: "ozymandns_names",
            value: found.count,
            threshold: Self.minimumNames,
            because:
                "\(found.count) names of session \(id) count the octets carried\(variant), up to \(sent) sent and "
                + "\(received) received, first in frame \(found[0].frame)."
        )
        match.layout = self
        return match
    }

    package func piecesUp(in subdomain: DomainName) -> [CarriedPiece] {
        // The zone may be cut within the labels that the tool writes.
        let labels = subdomain.labels.prefix { !$0.contains(UInt8(ascii: "-")) }
        guard subdomain.labelCount > labels.count,
            let octets = PayloadEncoding.base32.octets(of: labels.joined()),
            let counter = Array(subdomain.labels)[labels.count].split(separator: UInt8(ascii: "-")).last?
                .decimalNumber
        else { return [] }
        return octets.isEmpty ? [] : [CarriedPiece(position: UInt64(counter), octets: octets)]
    }

    package func piecesDown(
        in answers: [AnswerRecord],
        to subdomain: DomainName?,
        below zone: DomainName
    ) -> [CarriedPiece] {
        answers.compactMap { answer in
            guard let octets = Self.octets(of: answer), octets.count > 0 else { return nil }
            return CarriedPiece(position: 0, octets: octets.kept, count: octets.count)
        }
    }

    /// The octets that an answer carries, where it was kept whole.
    package static func carried(in answer: AnswerRecord) -> [UInt8] {
        guard answer.type == .txt else { return octets(of: answer)?.kept ?? [] }
        // Each string has its own padding.
        var (octets, rest): ([UInt8], ArraySlice<UInt8>) = ([], answer.octets[...])
        while let length = rest.popFirst() {
            octets += EncodedText.octets(ofBase64: rest.prefix(Int(length)))
            rest = rest.dropFirst(Int(length))
        }
        return octets
    }

    private static func octets(of answer: AnswerRecord) -> (kept: [UInt8], count: Int)? {
        switch answer.type {
        case .txt:
            // Each string has its own padding.
            let strings = answer.octets.count { $0 == UInt8(ascii: "=") }
            let symbols = answer.length - (answer.length + 255) / 256 - strings
            return (EncodedText.octets(ofBase64: CharacterStringText.joined(answer.octets)), symbols * 3 / 4)
        case .cname:
            return PayloadEncoding.base32.octets(of: answer.labels(behind: 0).joined(), isStrict: false).map {
                ($0, $0.count)
            }
        case .null:
            return (answer.octets, answer.length)
        default:
            return nil
        }
    }
}
