package import Channels
package import DNSWire
package import Findings
import PayloadMeasures
import ZoneProfiles

/// Recognizes VPN-over-DNS by the variables that its names spell out.
///
///     sz-<8 digits>.rn-<8 digits>.id-<8 digits>.v0.zone            opens a ticket for so many octets
///     bf-<hexadecimal>.wr-<8 digits>.id-<8 digits>.v0.zone         its octets from there on
///     ck-<8 digits>.id-<8 digits>.v0.zone                          asks whether the answer is there
///     ln-<8 digits>.rd-<8 digits>.id-<8 digits>.v0.zone            fetches it, three octets in each address
///     ac.id-<8 digits>.v0.zone                                     closes the ticket
///
/// Names that are repeated have `retry-<digits>` besides. Four names with one of these sets of variables and no other, each number
/// with its zeros, are never made by chance: sixteen fixed symbols and eight digits at least are in each.
///
/// Source: toukoaozaki/vpnoverdns-reassembler, vodreassembler/protocol.py, which reads recorded traffic of the service.
package struct VPNOverDNSSignature: ToolSignature {
    package let tool = "VPN-over-DNS"
    package let kind = FindingKind.tunnel
    private static let layouts = [
        ["sz", "rn", "id"], ["bf", "wr", "id"], ["ck", "id"], ["ln", "rd", "id"], ["ac", "id"],
    ]
    private static let digits = 8
    private static let minimumNames = 4

    package init() {}

    package func match(_ channel: Channel) -> SignatureMatch? {
        let messages = channel.names.compactMap { record in
            Message(record.name).map { (message: $0, frame: record.first.place) }
        }
        guard let first = messages.first, messages.count >= Self.minimumNames else { return nil }
        let tickets = Set(messages.map(\.message.ticket)).count
        let withData = messages.count { $0.message.data != nil }
        var match = recognized(
            feature: "vpn_over_dns_names",
            value: messages.count,
            threshold: Self.minimumNames,
            because:
                "\(messages.count) names are messages of \(tickets) tickets, \(withData) with data, first in frame "
                + "\(first.frame)."
        )
        // All names of one ticket share its number, and all names the version.
        match.toolLabels = max(0, channel.zone.labelCount - first.message.zoneLabels)
        return match
    }

    /// The content of one name about a ticket.
    package struct Message: Sendable {
        /// The ticket, and all other variables that are numbers.
        package let ticket: UInt32
        private let numbers: [String: UInt32]
        /// Octets for the other side, in a request that has some.
        package let data: [UInt8]?
        /// Labels behind the version.
        let zoneLabels: Int

        /// How many octets the client has, where it opens a ticket.
        package var announced: UInt32? { numbers["sz"] }
        /// The place where ``data`` belongs.
        package var writtenAt: UInt32? { numbers["wr"] }
        /// The place where the octets of the answer belong.
        package var readAt: UInt32? { numbers["rd"] }

        package init?(_ name: DomainName) {
            let labels = Array(name.lowercased.labels)
            guard let version = labels.firstIndex(where: { $0.isText("v0") }), version >= 2 else {
                return nil
            }
            var keys: [String] = []
            var numbers: [String: UInt32] = [:]
            var data: [UInt8]?
            for label in labels[..<version] {
                let parts = label.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
                let key = String(decoding: parts[0], as: UTF8.self)
                switch (key, parts.count) {
                case ("ac", 1): break
                case ("retry", 2):
                    guard parts[1].decimalNumber != nil else { return nil }
                    continue
                case ("bf", 2):
                    data = PayloadEncoding.base16.octets(of: parts[1])
                    guard data?.isEmpty == false else { return nil }
                case (_, 2):
                    guard let number = VPNOverDNSSignature.number(parts[1]) else { return nil }
                    numbers[key] = number
                default: return nil
                }
                keys.append(key)
            }
            guard let ticket = numbers["id"], layouts.contains(keys) else { return nil }
            self.ticket = ticket
            self.numbers = numbers
            self.data = data
            zoneLabels = labels.count - version - 1
        }
    }

    /// The octets in an answer to a name that fetches some, and their place behind the one that the name states.
    ///
    ///     | count, 2 bits | place in threes, 6 bits | one to three octets, and 255 for the others |
    package static func fetched(in address: [UInt8]) -> (place: Int, octets: ArraySlice<UInt8>)? {
        guard address.count == 4, address[0] >> 6 > 0 else { return nil }
        return (Int(address[0] & 0x3F) * 3, address[1...Int(address[0] >> 6)])
    }

    /// The number that exactly eight decimal digits write.
    private static func number(_ text: ArraySlice<UInt8>) -> UInt32? {
        guard text.count == digits, text.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return text.reduce(0) { $0 * 10 + UInt32($1 - 0x30) }
    }
}
