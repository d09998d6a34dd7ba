package import Channels
import DNSWire
package import Findings
import PayloadMeasures
import ZoneProfiles

/// Recognizes DNScapy by its message letters, connection numbers, and answers that repeat the packet number.
///
///     a.<random>.zone                                                    connect
///     c.<connection>.<random>.zone                                       what do you want?
///     <packet>.d.<connection>.<random>.zone                              talk to me
///     <data>.….<packet>.b.<connection>.<random>.zone                     data, f in place of b for fast data
///     b.e.<connection>.<random>.zone                                     done, d in place of b for the other way
///
/// Random numbers are below 65,536; the answer to b and d, as TXT or CNAME, begins with the same letter and packet
/// number. Eight names of one connection have a layout that no other known software has. Four such answers make
/// the tool certain: letter and number of the query, each time at the same place.
///
/// Source: FedericoCeratto/dnscapy, dnscapy_client.py (`forge_packet`, `TTM`, `DATA`), dnscapy_server.py.
package struct DNScapySignature: ToolSignature {
    package let tool = "DNScapy"
    package let kind = FindingKind.tunnel
    private static let minimumNames = 8
    private static let minimumEchoes = 4

    private struct Packet {
        let letter: UInt8
        let connection: UInt32
        /// The packet's number, for data and requests of data.
        let number: UInt32?

        init?(_ subdomain: DomainName) {
            let labels = Array(subdomain.labels)
            guard labels.count >= 3, let random = labels[labels.count - 1].decimalNumber, random < 65_536,
                let connection = labels[labels.count - 2].decimalNumber,
                labels[labels.count - 3].count == 1, let letter = labels[labels.count - 3].first
            else { return nil }
            let before = labels.dropLast(3)
            switch letter {
            case UInt8(ascii: "c"):
                guard before.isEmpty else { return nil }
                number = nil
            case UInt8(ascii: "e"):
                guard before.count == 1, before[0].isText("b") || before[0].isText("d") else { return nil }
                number = nil
            case UInt8(ascii: "d"):
                guard before.count == 1, let packet = before[0].decimalNumber else { return nil }
                number = packet
            case UInt8(ascii: "b"), UInt8(ascii: "f"):
                guard before.count >= 2, let packet = before.last?.decimalNumber else { return nil }
                number = packet
            default: return nil
            }
            self.letter = letter
            self.connection = connection
        }
    }

    package init() {}

    package func match(_ channel: Channel) -> SignatureMatch? {
        let packets = zip(channel.names, channel.subdomains).compactMap { record, subdomain in
            Packet(subdomain).map { (connection: $0.connection, frame: record.first.place) }
        }
        let connections = Dictionary(grouping: packets, by: \.connection)
        guard
            let (id, found) = connections.max(by: { ($0.value.count, $1.key) < ($1.value.count, $0.key) }),
            found.count >= Self.minimumNames, 10 * packets.count >= 8 * channel.names.count
        else { return nil }
        let echoes = channel.exchanges.count { Self.isEcho($0, in: channel) }
        let isCertain = echoes >= Self.minimumEchoes
        return recognized(
            isCertain ? .certain : .probable,
            feature: "dnscapy_names",
            value: found.count,
            threshold: Self.minimumNames,
            because:
                "\(found.count) names are packets of connection \(id), first in frame \(found[0].frame), and "
                + "\(echoes) answers begin with letter and number of the packet."
        )
    }

    private static func isEcho(_ exchange: Exchange, in channel: Channel) -> Bool {
        guard let packet = Packet(channel.subdomain(of: exchange.name)), let number = packet.number,
            let answer = exchange.response?.answers.first
        else { return false }
        let labels: [ArraySlice<UInt8>]
        switch answer.type {
        case .txt:
            labels = CharacterStringText.joined(answer.octets).split(separator: UInt8(ascii: "."))
        case .cname:
            labels =
                DomainName(octets: answer.octets.last == 0 ? answer.octets.dropLast() : answer.octets)
                .map { Array($0.labels) } ?? []
        default:
            return false
        }
        return labels.count >= 2 && Array(labels[0]) == [packet.letter] && labels[1].decimalNumber == number
    }
}
