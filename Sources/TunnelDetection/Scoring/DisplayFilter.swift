import DNSWire
import NetworkTypes

/// Writes Wireshark display filters.
enum DisplayFilter {
    /// Filters with more addresses become unreadable; then the zone alone has to do.
    private static let maximumAddresses = 8

    /// A filter that shows a channel's messages.
    ///
    /// The names come from a capture: everything in them but letters, digits and hyphens is written as `\xhh`,
    /// so that nothing can end the string that it stands in.
    ///
    /// Source: wireshark-filter(4); `matches` takes PCRE2 and ignores case.
    static func text(zones: [DomainName], clients: [IPAddress], servers: [IPAddress]) -> String {
        var parts: [String] = []
        if (1...maximumAddresses).contains(clients.count) { parts.append(addresses(clients)) }
        if zones.contains(where: \.isRoot) {
            parts.append("dns")
            if (1...maximumAddresses).contains(servers.count) { parts.append(addresses(servers)) }
        } else {
            let alternatives = zones.map {
                $0.labels.map { $0.map(escaped).joined() }.joined(separator: "\\\\.")
            }
            let pattern =
                alternatives.count == 1 ? alternatives[0] : "(\(alternatives.joined(separator: "|")))"
            parts.append("dns.qry.name matches \"(^|\\\\.)\(pattern)$\"")
        }
        return parts.joined(separator: " && ")
    }

    /// A filter that shows what two addresses exchange on the ports of DNS.
    static func text(pair: PeerPair, isDNS: Bool) -> String {
        let ports = "(udp.port == 53 || tcp.port == 53)"
        return "\(addresses([pair.client])) && \(addresses([pair.server])) && \(isDNS ? "dns" : ports)"
    }

    private static func addresses(_ addresses: [IPAddress]) -> String {
        let terms = addresses.map { "\($0.isIPv4 ? "ip" : "ipv6").addr == \($0)" }
        return terms.count == 1 ? terms[0] : "(\(terms.joined(separator: " || ")))"
    }

    private static func escaped(_ octet: UInt8) -> String {
        switch octet {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"):
            String(Character(Unicode.Scalar(octet)))
        default: "\\\\x" + (octet < 16 ? "0" : "") + String(octet, radix: 16)
        }
    }
}
