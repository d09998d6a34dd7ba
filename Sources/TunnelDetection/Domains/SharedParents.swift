import DNSWire
import NetworkTypes
import PublicSuffixes

/// Brings together the hosts that one client asks for below a parent that many customers share.
///
/// Below `cloudfront.net` each host is a registered domain of its own, so a tool that makes up hosts there has no
/// zone with more than one name.
enum SharedParents {
    /// Fewer hosts are what a day of browsing asks for.
    private static let minimumHosts = 64
    private static let suffixes = PublicSuffixList()

    private struct Key: Hashable, Comparable {
        let parent: DomainName
        let client: IPAddress

        static func < (left: Self, right: Self) -> Bool {
            (left.parent, left.client) < (right.parent, right.client)
        }
    }

    /// The profiles of parents with so many hosts that one client alone asks for, as one zone each.
    ///
    /// - Complexity: O(zones), and the records of the zones that are brought together.
    static func profiles(of zones: [ZoneProfile]) -> [ZoneProfile] {
        let hosts = zones.filter { $0.clients.count == 1 && $0.zone.labelCount >= 3 }
        let groups = Dictionary(grouping: hosts) { host in
            host.clients.keys.first.map { client in
                Key(parent: host.zone.suffix(labelCount: host.zone.labelCount - 1), client: client)
            }
        }
        return groups.compactMap { key, hosts -> (key: Key, hosts: [ZoneProfile])? in
            guard let key, hosts.count >= minimumHosts, suffixes.isSharedParent(key.parent.octets) else {
                return nil
            }
            return (key, hosts.sorted { $0.zone < $1.zone })
        }
        .sorted { $0.key < $1.key }
        .map { key, hosts in
            var profile = ZoneProfile(zone: key.parent)
            for host in hosts { profile.merge(host) }
            return profile
        }
    }
}
