import DNSObservation
import DNSWire
import Findings
import NetworkTypes
import PacketDecoding
import ZoneProfiles

/// The ports other than DNS's own on which DNS was found, so that a user can tell Wireshark of them.
///
/// Wireshark takes packets for DNS that have its port, or that somebody tells it to decode as such; to a display
/// filter with `dns` in it nothing else is DNS.
struct OddPorts: Sendable {
    private struct Port: Hashable, Comparable {
        let transport: TransportProtocol
        let number: UInt16

        static func < (left: Self, right: Self) -> Bool {
            (left.number, left.transport.rawValue) < (right.number, right.transport.rawValue)
        }
    }

    /// Pairs of a client and a server whose ports are kept; those of further ones are as good as unknown.
    private static let mostPairs = 4_096
    /// Ports of one pair; a filter with more could not be read.
    private static let mostPorts = 8

    private var ports: [PeerPair: Set<Port>] = [:]

    /// Takes the server's port of a message, if it is an odd one.
    mutating func note(_ observation: borrowing Observation) {
        guard observation.server.port != DNSService.dns.port, observation.client.port != DNSService.dns.port
        else { return }
        let port = Port(transport: observation.transport, number: observation.server.port)
        let pair = PeerPair(client: observation.client.address, server: observation.server.address)
        if let index = ports.index(forKey: pair) {
            if ports.values[index].count < Self.mostPorts { ports.values[index].insert(port) }
        } else if ports.count < Self.mostPairs {
            ports[pair] = [port]
        }
    }

    /// Makes the display filter of a finding show its packets on odd ports as well, and says how to see them as DNS.
    ///
    /// The filter looks for octets that every message of the finding has: the zone in wire format, in any letter
    /// case. Where there is no zone, it looks for the ports alone.
    func complete(_ finding: inout Finding) {
        guard !ports.isEmpty, finding.displayFilter.contains("dns") else { return }
        var found: Set<Port> = []
        for client in finding.clients {
            for server in finding.servers {
                found.formUnion(ports[PeerPair(client: client.address, server: server)] ?? [])
            }
        }
        let shown = found.sorted().prefix(Self.mostPorts)
        guard !shown.isEmpty else { return }
        let terms = shown.map { "\($0.transport.rawValue).port == \($0.number)" }
        var filter = terms.count == 1 ? terms[0] : "(\(terms.joined(separator: " || ")))"
        let names = finding.zones.compactMap(DomainName.init(presentation:)).filter { !$0.isRoot }
        if !names.isEmpty {
            let patterns = names.map { $0.octets.map(Self.pattern(of:)).joined() + Self.pattern(of: 0) }
            filter +=
                " && frame matches \"\(patterns.count == 1 ? patterns[0] : "(\(patterns.joined(separator: "|")))")\""
        }
        finding.displayFilter = "(\(finding.displayFilter)) || (\(filter))"
        let decoding = shown.map { "-d \($0.transport.rawValue).port==\($0.number),dns" }
        finding.nextSteps.append(
            "Have Wireshark decode these ports as DNS (Analyze, Decode As), or tshark with \(decoding.joined(separator: " "))."
        )
    }

    /// An octet as PCRE2 takes it in a string of Wireshark, of which nothing can end the string.
    private static func pattern(of octet: UInt8) -> String {
        switch octet {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: String(Character(Unicode.Scalar(octet)))
        default: "\\\\x" + (octet < 16 ? "0" : "") + String(octet, radix: 16)
        }
    }
}
