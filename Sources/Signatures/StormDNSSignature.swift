package import Channels
package import Findings
import NetworkTypes
import ZoneProfiles

/// Recognizes MasterDnsVPN and StormDNS, which was made from it, by the check octet of their packets and by their pongs.
///
/// ``StormDNSLayout`` draws packets. A pong goes on with `PO:` and four random octets: a type, a check octet and three letters are
/// below 2⁻³⁹ for one answer. Other answers fit with a chance of 2⁻¹⁰, one of 56 types and the check octet; four that differ before
/// it are below 2⁻⁴⁰. Names of ordinary words are mostly no Base36 in blocks; eight must be.
///
/// The two speak alike. StormDNS asks whether answers of 1,000 octets arrive where larger ones do not, and pings every 200
/// milliseconds while there is something to do; MasterDnsVPN asks for 200 octets and pings every 100. Users can change both, which
/// makes the name probable; without either mark it stays open which of the two programs it is.
///
/// Source: masterking32/MasterDnsVPN and nullroute1970/StormDNS, internal/vpnproto/parser.go, internal/client/mtu.go,
/// internal/udpserver/server_session.go, client_config.toml.simple (`MIN_DOWNLOAD_MTU`,
/// `PING_AGGRESSIVE_INTERVAL_SECONDS`).
package struct StormDNSSignature: ToolSignature {
    /// The two programs that the signature tells apart.
    package enum Program: String, CaseIterable, Sendable {
        case stormDNS = "StormDNS"
        case masterDnsVPN = "MasterDnsVPN"
        case either = "StormDNS/MasterDnsVPN"
    }

    private let program: Program
    package var tool: String { program.rawValue }
    package let kind = FindingKind.tunnel
    private static let minimumNames = 8
    private static let minimumHeaders = 4
    private static let pong = Array("PO:".utf8)
    /// Octets of a ping: its header, three letters and four random ones.
    private static let pingOctets = 11
    private static let firstSizes: [UInt64: Program] = [1_000: .stormDNS, 200: .masterDnsVPN]

    package init(_ program: Program = .either) {
        self.program = program
    }

    package func match(_ channel: Channel) -> SignatureMatch? {
        let names = channel.subdomains.compactMap(StormDNSLayout.octets)
        guard names.count >= Self.minimumNames, 10 * names.count >= 9 * channel.subdomains.count else {
            return nil
        }
        let packets = channel.scope.answers.compactMap {
            if case .packet(let packet) = StormDNSLayout.record($0) { packet } else { nil }
        }
        let pongs = packets.count {
            $0.type == StormDNSLayout.Packet.pong && $0.payload.starts(with: Self.pong)
        }
        let headers = Set(packets.map { [UInt64($0.session), UInt64($0.type), $0.stream, $0.number] })
        guard pongs > 0 || headers.count >= Self.minimumHeaders else { return nil }
        let sizes = packets.filter { $0.type == StormDNSLayout.Packet.answerSize }.map {
            $0.payload.prefix(2).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        }
        let told = sizes.lazy.compactMap { Self.firstSizes[$0] }.first ?? Self.program(pingingAs: channel)
        guard told == program else { return nil }
        var match = recognized(
            program == .either ? .certain : .probable,
            feature: "stormdns_packets",
            value: packets.count,
            threshold: pongs > 0 ? 1 : Self.minimumHeaders,
            unit: "answers",
            because:
                "\(packets.count) answers have a header whose check octet fits, \(pongs) of them pongs; "
                + "\(names.count) names are Base36 in blocks of seven octets."
        )
        match.layout = StormDNSLayout(typeKey: typeKey(names))
        return match
    }

    /// The program of the two that pings as often as the names of pings do.
    private static func program(pingingAs channel: Channel) -> Program {
        guard channel.namesPerSample == 1 else { return .either }
        let times = zip(channel.names, channel.subdomains).compactMap { record, subdomain in
            StormDNSLayout.octets(of: subdomain)?.count == pingOctets
                ? record.first.time.nanoseconds / 1_000_000 : nil
        }
        let gaps = zip(times, times.dropFirst()).map { $1 - $0 }
        let storm = gaps.count { (195...230).contains($0) }
        let master = gaps.count { (95...130).contains($0) }
        guard max(storm, master) >= minimumGaps, max(storm, master) >= 4 * min(storm, master) else {
            return .either
        }
        return storm > master ? .stormDNS : .masterDnsVPN
    }

    private static let minimumGaps = 8

    /// The key that is added to the type in names: pings have one length and one beginning.
    private func typeKey(_ names: [[UInt8]]) -> UInt8? {
        let pings = Dictionary(grouping: names.filter { $0.count == Self.pingOctets }) { $0.prefix(7) }
        let inOrder = pings.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map(\.value)
        guard let most = inOrder.max(by: { $0.count < $1.count }), most.count > 1 else { return nil }
        return most[0][1] ^ StormDNSLayout.Packet.ping
    }
}
