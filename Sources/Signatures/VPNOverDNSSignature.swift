package import Channels
import DNSWire
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
            Self.message(in: record.name).map { (message: $0, frame: record.first.place) }
        }
        guard let first = messages.first, messages.count >= Self.minimumNames else { return nil }
        let tickets = Set(messages.map(\.message.ticket)).count
        let withData = messages.count(where: \.message.hasData)
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

    private static func message(in name: DomainName) -> (ticket: UInt32, hasData: Bool, zoneLabels: Int)? {
        let labels = Array(name.lowercased.labels)
        guard let version = labels.firstIndex(where: { $0.isText("v0") }), version >= 2 else { return nil }
        var keys: [String] = []
        var ticket: UInt32?
        for label in labels[..<version] {
            let parts = label.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
            let key = String(decoding: parts[0], as: UTF8.self)
            switch (key, parts.count) {
            case ("ac", 1): break
            case ("retry", 2):
                guard parts[1].decimalNumber != nil else { return nil }
                continue
            case ("bf", 2):
                guard PayloadEncoding.base16.octets(of: parts[1])?.isEmpty == false else { return nil }
            case (_, 2):
                guard let number = number(parts[1]) else { return nil }
                if key == "id" { ticket = number }
            default: return nil
            }
            keys.append(key)
        }
        guard let ticket, layouts.contains(keys) else { return nil }
        return (ticket, keys.first == "bf", labels.count - version - 1)
    }

    /// The number that exactly eight decimal digits write.
    private static func number(_ text: ArraySlice<UInt8>) -> UInt32? {
        guard text.count == digits, text.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return text.reduce(0) { $0 * 10 + UInt32($1 - 0x30) }
    }
}
