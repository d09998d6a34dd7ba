package import Channels
package import DNSWire
package import Findings
import PayloadMeasures
import ZoneProfiles

/// Recognizes DNS-Tunnel-Keylogger by numbered names and by answers that give their result.
///
///     a.1.1.1.zone                                     opens a connection; the answer's last octet is its number
///     b.<number>.<connection>.<keys in hexadecimal>.zone         the answer's first octet is 200, 201 or 202
///
/// Numbers rise by one. A first octet of 200 to 202 has a chance of 2⁻⁶ for each answer; with the letters, the order and the
/// digits, four such names are below 2⁻⁴⁰.
///
/// Source: Geeoon/DNS-Tunnel-Keylogger, client/linux/connection.sh, server/main.py.
package struct KeyloggerSignature: ToolSignature, ToolLayout {
    package let tool = "DNS-Tunnel-Keylogger"
    package let kind = FindingKind.exfiltration
    private static let minimumNames = 4
    private static let results: ClosedRange<UInt8> = 200...202

    private struct Packet {
        let number: UInt32
        let connection: UInt32
        let keys: [UInt8]

        init?(_ subdomain: DomainName) {
            let labels = Array(subdomain.labels)
            guard labels.count == 4, labels[0].isText("b"), let number = labels[1].decimalNumber,
                let connection = labels[2].decimalNumber, connection < 256,
                let keys = PayloadEncoding.base16.octets(of: labels[3])
            else { return nil }
            self.number = number
            self.connection = connection
            self.keys = keys
        }
    }

    package init() {}

    package func match(_ channel: Channel) -> SignatureMatch? {
        let exchanges = channel.exchanges.compactMap { exchange in
            Packet(channel.subdomain(of: exchange.name)).map { (packet: $0, exchange: exchange) }
        }
        let answered = exchanges.filter { _, exchange in
            exchange.response?.answers.first.map {
                $0.type == .a && Self.results.contains($0.octets.first ?? 0)
            } ?? false
        }
        let numbers = Set(exchanges.map(\.packet.number))
        let steps = numbers.count { numbers.contains($0 &+ 1) }
        guard answered.count >= Self.minimumNames, 10 * answered.count >= 9 * exchanges.count,
            2 * steps >= numbers.count
        else { return nil }
        var match = recognized(
            feature: "keylogger_names",
            value: answered.count,
            threshold: Self.minimumNames,
            because:
                "\(answered.count) names hold a number and keys, which the answers confirm, first in frame "
                + "\(answered[0].exchange.first.place)."
        )
        match.layout = self
        return match
    }

    package func piecesUp(in subdomain: DomainName) -> [CarriedPiece] {
        guard let packet = Packet(subdomain) else { return [] }
        return [
            CarriedPiece(
                stream: UInt64(packet.connection),
                position: UInt64(packet.number),
                octets: packet.keys
            )
        ]
    }
}
