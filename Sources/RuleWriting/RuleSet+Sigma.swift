import ContentDigest
import DNSWire
import Findings

extension RuleSet {
    /// The zones as Sigma rules for logs of DNS queries, one for each kind and severity: YAML documents.
    ///
    /// Every value is in single quotes: bare, YAML 1.1 reads `no` as false and `0x1f` as 31. Names are matched whole and as
    /// endings behind a dot, so `xt.example.net` is not `t.example.net`.
    ///
    /// Source: Sigma specification 2.0, "Rules" and "Taxonomy" (category `dns`, field `query`).
    package var sigmaRules: String {
        let groups = Dictionary(grouping: zones.zones) { Group(kind: $0.kind, severity: $0.severity) }
        return groups.sorted { $0.key.order < $1.key.order }.map {
            Self.rule($0.key, $0.value, date: zones.date)
        }
        .joined(separator: "---\n")
    }

    /// The facts that the zones of one rule have in common.
    private struct Group: Hashable {
        let kind: FindingKind
        let severity: Severity

        var order: String { "\(kind.rawValue) \(severity.rawValue)" }
    }

    private static func rule(_ group: Group, _ zones: [ReportedZones.Zone], date: String) -> String {
        let names = zones.map { RuleText.owner($0.name.lowercased) }
        let techniques = Set(zones.flatMap(\.techniques)).sorted().map { "    - 'attack.\($0.lowercased())'" }
        func list(_ values: [String]) -> String { values.map { "            - '\($0)'\n" }.joined() }
        let id = NamedUUID.text(of: (["sigma", group.order] + names).joined(separator: " "))
        return """
            title: 'DNS query for a zone found by dnsscan (\(group.kind.rawValue), \(group.severity.rawValue))'
            id: '\(id)'
            status: 'experimental'
            description: '\(group.kind.summary)'
            author: 'dnsscan'
            date: '\(date.prefix(4))-\(date.dropFirst(4).prefix(2))-\(date.suffix(2))'
            tags:
                - 'attack.command-and-control'
            \(techniques.map { $0 + "\n" }.joined())logsource:
                category: 'dns'
            detection:
                zone:
                    query:
            \(list(names))    below:
                    query|endswith:
            \(list(names.map { "." + $0 }))    condition: '1 of zone or 1 of below'
            falsepositives:
                - 'none known'
            level: '\(group.severity == .info ? "informational" : group.severity.rawValue)'

            """
    }
}
