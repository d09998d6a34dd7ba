package import DNSWire
package import NetworkTypes
package import ZoneProfiles

/// Writes Wireshark display filters.
package enum DisplayFilter {
    /// Filters with more addresses become unreadable; then the zone alone has to do.
    private static let maximumAddresses = 8

    /// A filter that shows a channel's messages.
    ///
    /// The names come from a capture: everything in them but letters, digits and hyphens is written as `\xhh`,
    /// so that nothing can end the string that it stands in.
    ///
    /// Wireshark keeps a name as text, with escapes in place of octets that are not printed. For zones with such
    /// octets, the filter looks in the message itself, in wire format.
    ///
    /// Source: wireshark-filter(4); `matches` takes PCRE2 and ignores case.
    ///
    /// Of registered `names` that are payload themselves, it looks for the length and the suffix.
    package static func text(
        zones: [DomainName],
        clients: [IPAddress],
        servers: [IPAddress],
        registered names: [NameRecord] = []
    ) -> String {
        var parts: [String] = []
        if (1...maximumAddresses).contains(clients.count) { parts.append(addresses(clients)) }
        let suffixes = RegisteredLabels.suffixes(of: names).sorted()
        if !suffixes.isEmpty {
            let shortest = names.compactMap { $0.name.labels.first { _ in true }?.count }.min() ?? 1
            let pattern = alternatives(suffixes.map(text))
            parts.append("dns.qry.name matches \"^[^.]{\(shortest),63}\\\\.\(pattern)$\"")
        } else if zones.contains(where: \.isRoot) {
            parts.append("dns")
            if (1...maximumAddresses).contains(servers.count) { parts.append(addresses(servers)) }
        } else {
            let printed = zones.filter(isPrinted)
            let others = zones.filter { !isPrinted($0) }
            var terms: [String] = []
            if !printed.isEmpty {
                let pattern = alternatives(printed.map(text))
                terms.append("dns.qry.name matches \"(^|\\\\.)\(pattern)$\"")
            }
            if !others.isEmpty {
                let pattern = alternatives(others.map { ($0.octets + [0]).map(escaped).joined() })
                terms.append("dns matches \"\(pattern)\"")
            }
            parts.append(terms.count == 1 ? terms[0] : "(\(terms.joined(separator: " || ")))")
        }
        return parts.joined(separator: " && ")
    }

    private static func isPrinted(_ zone: DomainName) -> Bool {
        zone.labels.allSatisfy { $0.allSatisfy { 0x20..<0x7F ~= $0 } }
    }

    private static func text(_ zone: DomainName) -> String {
        zone.labels.map { $0.map(escaped).joined() }.joined(separator: "\\\\.")
    }

    private static func alternatives(_ patterns: [String]) -> String {
        patterns.count == 1 ? patterns[0] : "(\(patterns.joined(separator: "|")))"
    }

    /// A filter that shows the packets between two addresses on the ports of DNS.
    package static func text(pair: PeerPair, isDNS: Bool) -> String {
        let ports = "(udp.port == 53 || tcp.port == 53)"
        return "\(addresses([pair.client])) && \(addresses([pair.server])) && \(isDNS ? "dns" : ports)"
    }

    /// A filter that shows answers with one of these addresses, or all answers with any when they are many.
    package static func text(answers: [IPAddress]) -> String {
        guard (1...maximumAddresses).contains(answers.count) else { return "dns.a || dns.aaaa" }
        return answers.map { "dns.\($0.isIPv4 ? "a" : "aaaa") == \($0)" }.joined(separator: " || ")
    }

    /// A filter that shows all packets of these addresses.
    package static func text(packetsOf addresses: [IPAddress]) -> String {
        (1...maximumAddresses).contains(addresses.count) ? Self.addresses(addresses) : "ip || ipv6"
    }

    /// A filter that shows DNS between these clients and servers, on any port.
    package static func text(clients: [IPAddress], servers: [IPAddress]) -> String {
        [clients, servers].filter { (1...maximumAddresses).contains($0.count) }
            .reduce("dns") { "\($0) && \(addresses($1))" }
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
