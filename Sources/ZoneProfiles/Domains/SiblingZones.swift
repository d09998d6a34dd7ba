import DNSWire
import NetworkTypes
import PublicSuffixes

/// Brings together registered domains under one suffix that a channel may use a name at a time, such as hosts of a
/// content delivery network, which the public suffix list takes for customers' domains.
///
/// The profile of the suffix serves signatures alone: the names below a suffix belong to many parties, so averages over
/// them say nothing. Averages over the names that one client alone asks for do.
package enum SiblingZones {
    /// Fewer names say nothing; more zones would cost too much, and are then of one common suffix such as `co.uk`.
    private static let zoneCounts = 16...2_048
    /// A host has hardly more names than its own.
    private static let largestZone = 2
    /// Top-level domains are left out.
    private static let minimumSuffixLabels = 2

    /// A profile for each suffix with enough zones of a name or two.
    ///
    /// - Complexity: O(sampled names of the zones).
    package static func merged(_ zones: [ZoneProfile]) -> [ZoneProfile] {
        let small = zones.filter {
            $0.zone.labelCount > minimumSuffixLabels && $0.names.distinctCount <= largestZone
        }
        return Dictionary(grouping: small) { $0.zone.suffix(labelCount: $0.zone.labelCount - 1) }
            .filter { zoneCounts.contains($0.value.count) }
            .sorted { $0.key < $1.key }
            .map { suffix, siblings in
                siblings.reduce(into: ZoneProfile(zone: suffix)) { $0.merge($1) }
            }
    }

    // MARK: One client's siblings

    /// A day of browsing asks for fewer hosts.
    private static let minimumHosts = 64
    private static let suffixes = PublicSuffixList()

    private struct Key: Hashable, Comparable {
        let parent: DomainName
        let client: IPAddress

        static func < (left: Self, right: Self) -> Bool {
            (left.parent, left.client) < (right.parent, right.client)
        }
    }

    /// A profile for each suffix of a company, with so many zones of its customers that one client alone asks for.
    ///
    /// Below `cloudfront.net` each host is a registered domain of its own, so a tool that makes up hosts there has no
    /// zone with more than one name.
    ///
    /// - Complexity: O(zones), and the records of the zones that are brought together.
    package static func ofOneClient(_ zones: [ZoneProfile]) -> [ZoneProfile] {
        let hosts = zones.filter { $0.clients.count == 1 && $0.zone.labelCount > minimumSuffixLabels }
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
        .map { key, hosts in hosts.reduce(into: ZoneProfile(zone: key.parent)) { $0.merge($1) } }
    }
}
