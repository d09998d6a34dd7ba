import DNSWire
import NetworkTypes
import PublicSuffixes
package import ZoneProfiles

/// The view of a root server: names that leak out of private networks and devices, under top-level domains that
/// nobody registered, from resolvers all over the Internet.
///
/// It denies them all, for many resolvers and under many top-level domains. A server that a tool asks straight has one
/// client, and answers.
///
/// Source: RFC 8499 §5 (root zone), RFC 7686 §2 and RFC 6762 appendix G (names that leak); Wessels and Fomenkov, "Wow, That's a
/// Lot of Packets" (2003), on what root servers get.
package struct RootServerView {
    package static let name = "Names that leak to a root server"
    private static let clients = 12
    private static let topLevelDomains = 8

    private let servers: Set<IPAddress>

    /// - Complexity: O(zones), and a look into the list of suffixes for each that resolvers ask for in vain.
    package init(_ zones: [ZoneProfile]) {
        let suffixes = PublicSuffixList()
        var seen: [IPAddress: (clients: Set<IPAddress>, tops: Set<DomainName>)] = [:]
        for zone in zones
        where Self.isDenied(zone) && !suffixes.registeredDomain(of: zone.zone.octets).isListed {
            for server in zone.servers.kinds {
                seen[server, default: ([], [])].clients.formUnion(zone.clients.keys)
                seen[server, default: ([], [])].tops.insert(zone.zone.suffix(labelCount: 1))
            }
        }
        servers = Set(
            seen.filter {
                $0.value.clients.count >= Self.clients && $0.value.tops.count >= Self.topLevelDomains
            }.keys
        )
    }

    /// Whether only root servers were asked for names of a zone, by resolvers, and denied them.
    package func shows(_ zone: ZoneProfile) -> Bool {
        !servers.isEmpty && Self.isDenied(zone) && zone.servers.kinds.allSatisfy(servers.contains)
    }

    /// Whether resolvers ask for names that are all denied.
    private static func isDenied(_ zone: ZoneProfile) -> Bool {
        10 * zone.iterativeQueries >= 9 * zone.queries && zone.queries > 0
            && 100 * zone.responseCodes[.nxDomain] >= 99 * zone.responses && zone.responses > 0
    }
}
