package import Channels
package import DNSWire
package import Findings
import PayloadMeasures
package import ZoneProfiles

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

    /// The content of one name of a connection.
    package struct Packet: Sendable {
        let letter: UInt8
        package let connection: UInt32
        /// The packet's number, for data and requests of data.
        package let number: UInt32?
        /// Symbols of Base64; `nil` where it is no data.
        package let symbols: [UInt8]?

        /// Whether it says that all of a message is sent.
        package let endsMessage: Bool

        package init?(_ subdomain: DomainName) {
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
            let isData = letter == UInt8(ascii: "b") || letter == UInt8(ascii: "f")
            symbols = isData ? Array(before.dropLast().joined()) : nil
            endsMessage = letter == UInt8(ascii: "e") && before.first?.isText("b") == true
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
        let labels = labels(of: answer)
        return labels.count >= 2 && Array(labels[0]) == [packet.letter] && labels[1].decimalNumber == number
    }

    private static func labels(of answer: AnswerRecord) -> [ArraySlice<UInt8>] {
        switch answer.type {
        case .txt: CharacterStringText.joined(answer.octets).split(separator: UInt8(ascii: "."))
        case .cname: DomainName(rdata: answer.octets[...]).map { Array($0.labels) } ?? []
        default: []
        }
    }

    /// A piece of the server's data: the first answer of a connection, or one to a request of data.
    ///
    ///     a.<connection>.0.<data>          d.<packet, down to 0>.<data>
    ///
    /// Of a message the packets come in the order of their numbers, the highest first.
    package struct Piece: Sendable {
        /// Of the connection, where the piece is its first.
        package let connection: UInt32?
        package let number: UInt32
        /// Of Base64.
        package let symbols: [UInt8]

        package init?(_ answer: AnswerRecord) {
            let labels = DNScapySignature.labels(of: answer)
            guard labels.count >= 3, let number = labels[1].decimalNumber else { return nil }
            if labels[0].isText("a"), labels.count > 3, labels[2].isText("0") {
                connection = number
                self.number = 0
                symbols = Array(labels[3...].joined())
            } else if labels[0].isText("d") {
                connection = nil
                self.number = number
                symbols = Array(labels[2...].joined())
            } else {
                return nil
            }
        }
    }
}
