package import Channels
import DNSWire
package import Findings
import NetworkTypes
import PayloadMeasures
import ZoneProfiles

/// Recognizes dnstt and programs built from it by the constant client id of their names, by lengths that take exactly what
/// is left, and by the segments of KCP in their packets; ``TurboTunnelLayout`` draws the names.
///
/// Of names with one client id, a packet's length that fits has a chance of 2⁻⁸, and segments that fill a packet one of 2⁻³⁸:
/// one of four commands, and a length of 32 bits. Two packets of one conversation are below 2⁻¹⁰⁰. Padding as dnstt has it
/// adds 2⁻³ for a marker. Programs built from dnstt also put other protocols into packets; then four names of one client id of
/// which two have packets of different lengths are below 2⁻³². Eight names without packets alone could be any tokens of one
/// length with a constant beginning; they make the tool probable.
///
/// The octets that a program writes before packets, and the number of segments that it has room for, tell which
/// program it is:
///
/// - dnstt pads packets with 3 octets and has room for 64 segments.
/// - NoizDNS does not pad packets.
/// - VayDNS has short client ids; where it speaks as dnstt does, it has room for 256 segments.
/// - dnsttEx has another alphabet and its own short segments, 2⁻²⁴ each: 0xFD, the packet's length, the segment's length.
///
/// Source: bamsoftware.com/git/dnstt.git, dnstt-client/dns.go (`send`, `DNSPacketConn`), dnstt-client/main.go
/// (`SetWindowSize`); net2share/vaydns, client/client.go; anonvector/noizdns, client/stealth.go; AliRezaBeigy/dnsttEx.
package struct DNSTTSignature: ToolSignature {
    /// The programs that the signature tells apart.
    package enum Program: String, CaseIterable, Sendable {
        case dnstt
        case noizDNS = "NoizDNS"
        case vayDNS = "VayDNS"
        case dnsttEx
    }

    package let program: Program
    package var tool: String { program.rawValue }
    package let kind = FindingKind.tunnel
    private static let minimumNames = 4
    private static let minimumPolls = 8
    private static let minimumPackets = 2
    private static let clientOctets = [2, 1, 3, 4, 5, 6, 7, 8]
    /// Segments that dnstt and VayDNS have room for.
    private static let window = (dnstt: UInt16(64), vayDNS: UInt16(256))

    package init(_ program: Program = .dnstt) {
        self.program = program
    }

    package func match(_ channel: Channel) -> SignatureMatch? {
        let layout = TurboTunnelLayout(framing: program == .dnsttEx ? .sized : .padded)
        let octets = zip(channel.names, channel.subdomains).compactMap { record, subdomain in
            layout.octets(of: subdomain).map { (octets: $0, frame: record.first.place) }
        }
        guard octets.count >= Self.minimumPackets else { return nil }
        return switch program {
        case .dnsttEx: certain(Names(octets, .sized))
        case .vayDNS: certain(plainNames(octets)) ?? padded(octets)
        case .dnstt, .noizDNS: padded(octets)
        }
    }

    /// The octets of names with the frame in which each appeared.
    private typealias Octets = [(octets: [UInt8], frame: FramePlace)]

    /// The names of VayDNS with client ids of the length that its user chose, 16 bits unless told otherwise.
    private func plainNames(_ octets: Octets) -> Names? {
        Self.clientOctets.lazy.compactMap { Names(octets, .plain(clientOctets: $0)) }
            .first { $0.packetsOfConversation >= Self.minimumPackets }
    }

    private func certain(_ names: Names?) -> SignatureMatch? {
        guard let names, names.packetsOfConversation >= Self.minimumPackets else { return nil }
        return recognized(names, .certain)
    }

    private func padded(_ octets: Octets) -> SignatureMatch? {
        guard let names = Names(octets, .padded) else { return nil }
        let isKCP = names.packetsOfConversation >= Self.minimumPackets
        let isCertain = isKCP || names.count >= Self.minimumNames && names.lengths.count >= 2
        guard isCertain || names.count >= Self.minimumPolls else { return nil }
        let writer: Program =
            if isKCP, names.paddings == [0] {
                .noizDNS
            } else if isKCP, names.largestWindow == Self.window.vayDNS {
                .vayDNS
            } else {
                .dnstt
            }
        guard writer == program else { return nil }
        // Another program that speaks as dnstt does may have as much room as VayDNS has, or pad otherwise.
        let isItself =
            switch writer {
            case .dnstt:
                names.paddings == [3] && (!isKCP || names.largestWindow <= Self.window.dnstt)
            case .noizDNS: true
            case .vayDNS, .dnsttEx: false
            }
        return recognized(names, isCertain && isItself ? .certain : .probable)
    }

    private func recognized(_ names: Names, _ confidence: ToolIdentification.Confidence) -> SignatureMatch {
        let conversation = names.conversation.map {
            ", of KCP conversation \($0.hexadecimal(digits: 8)) with room for \(names.largestWindow) segments"
        }
        var match = recognized(
            confidence,
            feature: "dnstt_client_names",
            value: names.count,
            threshold: names.packets > 1 ? Self.minimumNames : Self.minimumPolls,
            because:
                "\(names.count) names begin with client id \(names.client), \(names.packets) with a packet whose "
                + "length fits\(conversation ?? "") and \(names.count - names.packets) polls, first in frame "
                + "\(names.firstFrame)."
        )
        match.layout = TurboTunnelLayout(framing: names.framing)
        return match
    }

    /// The names of the busiest client.
    private struct Names {
        let framing: TurboTunnelLayout.Framing
        let count: Int
        let client: String
        let firstFrame: FramePlace
        /// Names with a packet.
        let packets: Int
        let lengths: Set<Int>
        /// Octets of padding before packets.
        let paddings: Set<Int>
        let conversation: UInt32?
        /// Packets of this conversation.
        let packetsOfConversation: Int
        let largestWindow: UInt16

        /// - Returns: `nil` where no name fits.
        init?(_ octets: Octets, _ framing: TurboTunnelLayout.Framing) {
            let layout = TurboTunnelLayout(framing: framing)
            let queries = octets.compactMap { octets, frame in
                layout.query(in: octets).map { (query: $0, frame: frame) }
            }
            let clients = Dictionary(grouping: queries, by: \.query.client)
            guard
                let (client, names) = clients.max(by: {
                    ($0.value.count, $1.value[0].frame) < ($1.value.count, $0.value[0].frame)
                })
            else { return nil }
            self.framing = framing
            self.client = "0x" + client.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
            count = names.count
            firstFrame = names[0].frame
            let data = names.map(\.query).filter { $0.packet != nil }
            packets = data.count
            lengths = Set(data.compactMap(\.packet?.count))
            paddings = Set(data.compactMap(\.padding))
            let segments = data.compactMap(\.segments)
            let conversations = Dictionary(grouping: segments) { $0[0].conversation }
            let busiest = conversations.max { ($0.value.count, $1.key) < ($1.value.count, $0.key) }
            conversation = busiest?.key
            packetsOfConversation = busiest?.value.count ?? 0
            largestWindow = (busiest?.value ?? []).joined().map(\.window).max() ?? 0
        }
    }
}
