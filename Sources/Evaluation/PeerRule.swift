import DNSWire
import NetworkTypes
import PayloadMeasures
import ZoneProfiles

/// The published rules of other systems, restated on the profile of a registered domain, to compare their results with dnsscan's.
enum PeerRule: String, CaseIterable, Sendable {
    /// dns_tunnel rules of the kind `strlen(query) > 70`.
    case name70
    /// jbaggs/anomalous-dns: `query > 90`.
    case name90
    /// Shannon entropy of the queried name above 4 bits an octet, as Suricata's `entropy` keyword is used.
    case entropy4
    /// jbaggs/anomalous-dns: more than 8 distinct names below a registered domain within 60 minutes, for a client.
    case names8
    /// Splunk ESCU, `detection_of_dns_tunnels`: more than 10,000 octets of names and answers of a client.
    case volume
    /// RITA: 100 distinct subdomains and more; of those 200, which no ordinary zone of a small site has.
    case subdomains200

    /// Its name in the table.
    var title: String {
        switch self {
        case .name70: "name > 70"
        case .name90: "name > 90"
        case .entropy4: "entropy > 4"
        case .names8: "8 names an hour"
        case .volume: "10 kB a client"
        case .subdomains200: "200 subdomains"
        }
    }

    /// Whether the rule reports the domain.
    ///
    /// - Complexity: O(octets of the sampled names).
    func reports(_ profile: ZoneProfile) -> Bool {
        let names = profile.names.records
        switch self {
        case .name70: return names.contains { $0.name.octets.count - 1 > 70 }
        case .name90: return names.contains { $0.name.octets.count - 1 > 90 }
        case .entropy4:
            return names.contains { record in
                let labels = record.name.labels.dropLast(profile.zone.labelCount)
                return OctetHistogram(labels.joined()).entropy ?? 0 > 4
            }
        case .names8:
            return Dictionary(grouping: names, by: \.first.client).values.contains { names in
                let times = names.map(\.first.time).sorted()
                return zip(times, times.dropFirst(8)).contains { $1.seconds(since: $0) <= 3_600 }
            }
        case .volume: return profile.clients.contains { $0.value.nameOctets + $0.value.answerOctets > 10_000 }
        case .subdomains200: return profile.names.distinctCount > 200
        }
    }
}

/// The reports of the peers' rules in one capture.
struct PeerFindings: Sendable {
    /// Rules that report the labeled channel's domain.
    private(set) var channel: Set<PeerRule> = []
    /// Other domains that a rule reports.
    private(set) var others: [PeerRule: Int] = [:]

    init(in table: ProfileTable, of capture: LabeledCapture) {
        for profile in table.zones {
            let zone = profile.zone.presentation
            let isLabeled =
                capture.hasChannel
                && capture.zones.contains {
                    $0 == zone || $0.hasSuffix("." + zone) || zone.hasSuffix("." + $0)
                }
            for rule in PeerRule.allCases where rule.reports(profile) {
                if isLabeled { channel.insert(rule) } else { others[rule, default: 0] += 1 }
            }
        }
    }
}
