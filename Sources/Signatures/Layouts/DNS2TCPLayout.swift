import Channels
package import DNSWire
import PayloadMeasures
package import ZoneProfiles

/// How dns2tcp writes packets into names and answers.
///
///     | session id, 16 bits | acknowledged, 16 | sequence, 16 | type, 8 | data …     in Base64 without padding
///
/// Names with a control label, such as `=auth`, open a session. An answer, TXT or KEY, begins with its letter among those of
/// its response, `A` for the first, and only that one has the header.
///
/// Source: alex-sector/dns2tcp, common/includes/dns.h, common/includes/base64.h, server/rr.c.
package struct DNS2TCPLayout: ToolLayout {
    static let controlLabels = ["=auth", "=connect", "=resource"]
    private static let headerLength = 7
    /// The type's bit for data.
    private static let data: UInt8 = 8

    /// The content of one name or answer.
    package struct Packet: Sendable {
        package let session: UInt16
        let acknowledged: UInt16
        package let sequence: UInt16
        let type: UInt8
        let data: ArraySlice<UInt8>

        /// The octets of a stream that the packet carries; none in packets that poll, acknowledge or open a session.
        package var carried: ArraySlice<UInt8> { type & DNS2TCPLayout.data == 0 ? [] : data }

        /// The packet that Base64 symbols write, or `nil` when they are too few or others are among them.
        init?(_ symbols: some Collection<UInt8>) {
            var octets: [UInt8] = []
            var (bits, bitCount) = (UInt32(0), 0)
            for symbol in symbols {
                guard let value = EncodedText.base64Value(symbol) else { return nil }
                bits = bits << 6 | UInt32(value)
                bitCount += 6
                if bitCount >= 8 {
                    bitCount -= 8
                    octets.append(UInt8(truncatingIfNeeded: bits >> UInt32(bitCount)))
                }
            }
            guard octets.count >= DNS2TCPLayout.headerLength else { return nil }
            func number(_ offset: Int) -> UInt16 { UInt16(octets[offset]) << 8 | UInt16(octets[offset + 1]) }
            session = number(0)
            acknowledged = number(2)
            sequence = number(4)
            type = octets[6]
            data = octets.dropFirst(DNS2TCPLayout.headerLength)
        }
    }

    /// The label that says the purpose of a packet that carries none of a stream, such as `=auth`.
    package static func control(in subdomain: DomainName) -> ArraySlice<UInt8>? {
        subdomain.labels.first { $0.first == UInt8(ascii: "=") }
    }

    /// The packet in a name, without control label.
    package static func packet(in subdomain: DomainName) -> Packet? {
        Packet(Array(subdomain.labels.joined()))
    }

    /// The session that a name connects, and the name of the service that it connects to.
    package static func connect(in subdomain: DomainName) -> (session: UInt16, resource: [UInt8])? {
        guard let control = control(in: subdomain), control.isText("=connect"),
            let packet = Packet(
                Array(subdomain.labels.prefix(while: { $0.first != UInt8(ascii: "=") }).joined())
            )
        else { return nil }
        return (packet.session, Array(packet.data))
    }

    /// The packets in the answers of one response, each answer whole.
    ///
    /// The octets behind the first answer's packet go on in the answers with the next letters.
    package static func packets(in answers: [AnswerRecord]) -> [Packet] {
        let texts = answers.map { $0.type == .txt ? CharacterStringText.joined($0.octets) : $0.octets }
            .filter { !$0.isEmpty }
            .sorted { $0[0] < $1[0] }
        guard texts.first?.first == UInt8(ascii: "A") else { return [] }
        return Packet(texts.flatMap { $0.dropFirst() }).map { [$0] } ?? []
    }

    package func piecesUp(in subdomain: DomainName) -> [CarriedPiece] {
        guard Self.control(in: subdomain) == nil else { return [] }
        return piece(of: subdomain.labels.joined())
    }

    package func piecesDown(
        in answers: [AnswerRecord],
        to subdomain: DomainName?,
        below zone: DomainName
    ) -> [CarriedPiece] {
        if let subdomain, subdomain.labels.contains(where: { $0.first == UInt8(ascii: "=") }) { return [] }
        let texts = answers.map { $0.type == .txt ? CharacterStringText.joined($0.octets) : $0.octets }
        // The part of a long text that was not kept is data all the same.
        return zip(answers, texts).flatMap { answer, text in
            let whole = answer.type == .txt ? answer.length - (answer.length + 63) / 64 - 1 : answer.length
            let lost = max(0, whole - text.count) * 6 / 8
            guard text.first == UInt8(ascii: "A") else {
                let symbols = text.dropFirst().count * 6 / 8 + lost
                return [CarriedPiece(position: 0, octets: text, count: symbols)]
            }
            return piece(of: text.dropFirst(), lost: answer.length > answer.octets.count ? lost : 0)
        }
    }

    private func piece(of symbols: some Sequence<UInt8>, lost: Int = 0) -> [CarriedPiece] {
        guard let packet = Packet(Array(symbols)), packet.type & Self.data != 0, !packet.data.isEmpty else {
            return []
        }
        return [
            CarriedPiece(
                stream: UInt64(packet.session),
                position: UInt64(packet.sequence),
                octets: packet.data,
                count: packet.data.count + lost
            )
        ]
    }
}
