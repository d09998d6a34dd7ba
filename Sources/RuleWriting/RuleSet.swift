import Findings

/// Rules for other programs that act on the zones of a report.
package struct RuleSet: Sendable {
    /// The program that reads the rules; the raw values are the names on the command line.
    package enum Format: String, CaseIterable, Sendable {
        /// Suricata, and firewalls that take its rules.
        case suricata
        /// A response policy zone, as BIND, Unbound, Knot Resolver and PowerDNS load it.
        case rpz
        /// Local zones of Unbound.
        case unbound
        /// Zeek's Intelligence Framework.
        case zeekIntel = "zeek-intel"
        /// Sigma, for programs that search logs of DNS queries.
        case sigma
        /// A bundle of STIX 2.1 indicators.
        case stix

        /// Whether logs and indicators hold names as text, in which an odd octet has no spelling that all agree on.
        package var needsPlainNames: Bool {
            switch self {
            case .suricata, .rpz, .unbound: false
            case .zeekIntel, .sigma, .stix: true
            }
        }
    }

    /// The action of Suricata on a query.
    package enum Action: String, CaseIterable, Sendable {
        case alert, drop, pass
    }

    /// The range of the numbers of Suricata's rules.
    package struct Numbers: Sendable {
        package let base: Int
        package let count: Int

        /// A range of numbers, or `nil` when Suricata does not take all of them.
        ///
        /// A signature's number has 32 bits.
        package init?(base: Int, count: Int) {
            guard base > 0, count > 0, base <= Int(UInt32.max) - count else { return nil }
            self.base = base
            self.count = count
        }
    }

    let zones: ReportedZones

    package init(_ zones: ReportedZones) {
        self.zones = zones
    }

    /// The rules as a policy zone: a query for a name or one below it has no answer (NXDOMAIN).
    ///
    /// Source: draft-vixie-dnsop-dns-rpz §2, §3.1, §4.1.1.
    package var responsePolicyZone: String {
        var text = """
            ; \(zones.zones.count) zones that dnsscan found
            $TTL 60
            @ IN SOA localhost. root.localhost. (\(zones.date)00 3600 600 86400 60)
            @ IN NS localhost.

            """
        for zone in zones.zones {
            let name = RuleText.owner(zone.name)
            text += "\(name) IN CNAME .\n*.\(name) IN CNAME .\n"
        }
        return text
    }

    /// The rules as a part of Unbound's configuration: NXDOMAIN for the names and all below.
    ///
    /// Source: unbound.conf(5), `local-zone`, `always_nxdomain`.
    package var unboundConfiguration: String {
        zones.zones.reduce(into: "# \(zones.zones.count) zones that dnsscan found\nserver:\n") { text, zone in
            text += "    local-zone: \"\(RuleText.owner(zone.name)).\" always_nxdomain\n"
        }
    }

    /// The rules as Suricata's, one for each zone: names that end in it, at a label.
    ///
    /// A rule's number follows from its zone, so that it stays when other zones come and go; two zones that want
    /// one number take the next free one, in their order. `nil` when there are more zones than numbers.
    ///
    /// Source: Suricata User Guide, "DNS Keywords", "Transformations" (dotprefix), "Payload Keywords".
    package func suricataRules(_ action: Action, numbers: Numbers) -> String? {
        guard zones.zones.count <= numbers.count else { return nil }
        var taken: Set<Int> = []
        var text = "# \(zones.zones.count) zones that dnsscan found\n"
        for zone in zones.zones {
            var place = Int(RuleText.hash(zone.name) % UInt64(numbers.count))
            while !taken.insert(place).inserted { place = (place + 1) % numbers.count }
            let metadata =
                ["dnsscan_kind \(zone.kind.rawValue)", "dnsscan_severity \(zone.severity.rawValue)"]
                + zone.techniques.map { "mitre_technique_id \($0)" }
            let options = [
                "msg:\"dnsscan \(zone.kind.rawValue) \(RuleText.message(zone.name))\"", "dns.query",
                "dotprefix",
                "content:\"\(RuleText.content(zone.name))\"", "nocase", "endswith",
                "metadata:\(metadata.joined(separator: ", "))", "sid:\(numbers.base + place)", "rev:1",
            ]
            text +=
                "\(action.rawValue) dns $HOME_NET any -> any any (\(options.map { $0 + ";" }.joined(separator: " ")))\n"
        }
        return text
    }
}
