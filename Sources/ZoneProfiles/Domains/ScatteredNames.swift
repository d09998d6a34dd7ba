package import DNSWire
import NetworkTypes
import PayloadMeasures

/// Brings together the few names that one client asks for below each of many domains, where all look alike.
///
/// A client may spread its payload over so many domains that none has enough of it. Hosts that companies name at random
/// are of one company, names of keys and tokens begin with an underscore (RFC 8552), and lists are asked about one
/// subject each.
package struct ScatteredNames {
    /// Fewer domains are each judged alone.
    private static let minimumZones = 8
    /// More names of one domain are judged alone.
    private static let mostNames = 7
    /// One odd name in each of many domains may be a token that a service wants there.
    private static let namesOfZone = 2.0
    /// More are sampled anyway; merging costs time.
    private static let maximumZones = 2_048

    /// The domains, in order.
    package let zones: [DomainName]
    /// The names of them all, in a profile of the root.
    package let profile: ZoneProfile

    private struct Layout: Hashable, Comparable {
        let client: IPAddress
        /// Of the first label.
        let octets: Int
        let labels: Int

        static func < (left: Self, right: Self) -> Bool {
            (left.client, left.octets, left.labels) < (right.client, right.octets, right.labels)
        }
    }

    /// The names of each client and layout with enough domains.
    ///
    /// - Complexity: O(zones), and the records of the zones that are brought together.
    package static func ofOneClient(_ zones: [ZoneProfile]) -> [ScatteredNames] {
        var groups: [Layout: [ZoneProfile]] = [:]
        for zone in zones {
            if let layout = layout(of: zone) { groups[layout, default: []].append(zone) }
        }
        return groups.sorted { $0.key < $1.key }.compactMap { _, group in
            let names = group.flatMap { $0.names.records.map { $0.name.prefix(1) } }
            guard group.count >= minimumZones,
                Double(names.count) >= namesOfZone * Double(group.count),
                // A subject that somebody asks several lists about comes again.
                Set(names).count == names.count
            else { return nil }
            let first = group.sorted { ($0.firstSeen, $0.zone) < ($1.firstSeen, $1.zone) }.prefix(
                maximumZones
            )
            return ScatteredNames(
                zones: first.map(\.zone).sorted(),
                profile: first.reduce(into: ZoneProfile(zone: .root)) { $0.merge($1) }
            )
        }
    }

    /// The layout that all names of a domain have, if each begins with a label that can carry more than a digest.
    private static func layout(of zone: ZoneProfile) -> Layout? {
        guard zone.clients.count == 1, let client = zone.clients.keys.first,
            (1...mostNames).contains(zone.names.distinctCount),
            let first = zone.names.records.first?.name
        else { return nil }
        let octets = Int(first.octets.first ?? 0)
        let labels = first.labelCount - zone.zone.labelCount
        let areAlike = zone.names.records.allSatisfy { record in
            guard record.name.labelCount == first.labelCount, labels > 0,
                let label = record.name.labels.first(where: { _ in true }), label.count == octets
            else { return false }
            return !record.name.octets.contains(UInt8(ascii: "_")) && RegisteredLabels.isPayload(label)
        }
        return areAlike ? Layout(client: client, octets: octets, labels: labels) : nil
    }
}

extension DomainName {
    /// Its first labels, in lower case.
    fileprivate func prefix(_ count: Int) -> DomainName {
        lowercased.prefix(dropping: max(0, labelCount - count))
    }
}
