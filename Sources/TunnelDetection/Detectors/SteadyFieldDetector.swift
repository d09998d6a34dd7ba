import Channels
import DNSWire
package import Findings
import NetworkTypes
import SteadyFields
import ZoneProfiles

/// Finds data in fields that stay the same in ordinary traffic.
///
/// These are the fields that a zone's server keeps for each question: how many records there are, how they are
/// written, header bits, response codes, serials, addresses of name servers, denials. The types that a client asks
/// for belong to them too.
///
/// Fires on a zone whose names have such a field change again and again, when neither the query, nor the value
/// before, nor turns explain it.
///
/// <doc:SteadyFields> describes its measures, its limits and captures of both sorts.
package struct SteadyFieldDetector: ScanDetector {
    package let kind = FindingKind.covertField

    /// A server that does so in more zones does it by itself, and a client that does so goes through a list.
    private static let mostZones = 3

    /// Fewer changes of one name are a change of mind, however many names have them.
    private static let fewestChanges = 3

    package init() {}

    package func findings(in traffic: GatheredTraffic) -> [Finding] {
        let streams = traffic.fields.streams.filter {
            $0.field.isAboutNames && $0.changes >= Self.fewestChanges && $0.field.habit.decibans($0.best) > 0
        }
        let byHabit = Dictionary(grouping: streams) { Habit(field: $0.field, owner: Self.owner(of: $0)) }
        var byZone: [DomainName: [FieldStream]] = [:]
        var ofServers: [IPAddress: [FieldStream]] = [:]
        for (habit, streams) in byHabit.sorted(by: { $0.key < $1.key }) {
            let zones = Dictionary(grouping: streams, by: Self.zone)
            if zones.count <= Self.mostZones {
                byZone.merge(zones) { $0 + $1 }
            } else if !habit.field.isUpstream {
                ofServers[habit.owner, default: []] += streams
            }
        }
        return byZone.sorted { $0.key.octets.lexicographicallyPrecedes($1.key.octets) }
            .compactMap { finding(in: $0.key, $0.value, traffic) }
            + ofServers.filter { Self.hasReader($0.value) }.sorted { $0.key < $1.key }
            .compactMap { finding(in: .root, $0.value, traffic) }
    }

    /// Whether some client gets half of the changes or more: what a server says to everybody a little of, nobody reads.
    private static func hasReader(_ streams: [FieldStream]) -> Bool {
        let streamsOfClient = Dictionary(streams.flatMap(\.clients).map { ($0, 1) }, uniquingKeysWith: +)
        return 2 * (streamsOfClient.values.max() ?? 0) >= streams.count
    }

    /// A field with the host that decides its value.
    private struct Habit: Hashable, Comparable {
        let field: SteadyField
        let owner: IPAddress

        static func < (left: Self, right: Self) -> Bool {
            (left.field.rawValue, left.owner) < (right.field.rawValue, right.owner)
        }
    }

    private static func owner(of stream: FieldStream) -> IPAddress {
        stream.field.isUpstream ? stream.client : stream.server
    }

    private static func zone(of stream: FieldStream) -> DomainName {
        stream.name.registeredDomain ?? stream.name.suffix(labelCount: min(2, stream.name.labelCount))
    }

    private func finding(in zone: DomainName, _ streams: [FieldStream], _ traffic: GatheredTraffic)
        -> Finding?
    {
        let byField = Dictionary(grouping: streams, by: \.field).sorted { $0.key.rawValue < $1.key.rawValue }
        let evidence = byField.compactMap { field, streams in
            FieldEvidence.evidence(
                of: field,
                counts: Self.counts(streams),
                values: "for \(streams.count) names, "
                    + (streams.max { $0.valueCount < $1.valueCount }?.valuesText ?? "")
            )
        }
        guard var facts = facts(of: zone, streams, traffic) else { return nil }
        facts.bytesUp = Self.bytes(streams.filter(\.field.isUpstream))
        facts.bytesDown = Self.bytes(streams.filter { !$0.field.isUpstream })
        facts.shareBytes()
        return Finding(
            kind,
            title: "\(kind.noun) in what is said of \(zone.isRoot ? "many zones" : zone.presentation)",
            zone: zone,
            key: facts.servers,
            facts: facts,
            evidence: evidence,
            registeredDomain: zone.registeredDomain,
            displayFilter: DisplayFilter.text(
                zones: [zone],
                clients: [],
                servers: zone.isRoot ? facts.servers : []
            ),
            nextSteps: [
                "Find the process on the clients that asks for these names, and isolate the machine.",
                zone.isRoot
                    ? "Let clients reach no DNS server but the organization's resolvers."
                    : "Block or sinkhole \(zone.presentation) at the resolver.",
                "Open the capture in Wireshark with the display filter, from \(facts.frames.firstPlace.text) on.",
            ]
        )
    }

    /// The clients, times and counts of the whole zone, which the display filter shows.
    ///
    /// Where no profile of the zone is left, they are those that the fields' own streams tell.
    private func facts(of zone: DomainName, _ streams: [FieldStream], _ traffic: GatheredTraffic)
        -> FindingFacts?
    {
        if let index = traffic.profiles.index(of: zone) { return FindingFacts(traffic.profiles.zones[index]) }
        guard let first = streams.map(\.firstFrame).min(), let last = streams.map(\.lastFrame).max(),
            let firstSeen = streams.map(\.firstSeen).min(), let lastSeen = streams.map(\.lastSeen).max()
        else { return nil }
        let messages =
            Dictionary(grouping: streams, by: \.field).values.map { Self.counts($0).all + $0.count }.max()
            ?? 0
        var facts = FindingFacts(
            firstSeen: firstSeen,
            lastSeen: lastSeen,
            frames: FrameRange(first: first, last: last, count: 2 * messages)
        )
        facts.servers = Set(streams.map(\.server)).sorted()
        facts.queries = messages
        facts.responses = messages
        facts.distinctNames = Set(streams.map(\.name)).count
        let clients = Set(streams.flatMap(\.clients)).sorted()
        facts.clients = clients.map { client in
            ClientActivity(
                address: client,
                queries: messages / max(1, clients.count),
                bytesUp: 0,
                bytesDown: 0,
                firstSeen: firstSeen,
                lastSeen: lastSeen
            )
        }
        return facts
    }

    /// The counts of all names together; values are those of the name that has most.
    private static func counts(_ streams: [FieldStream]) -> ChangeCounts {
        let sum = streams.reduce(ChangeCounts()) { $0 + $1.best }
        guard let field = streams.first?.field, field.habit.remembered == 0 else { return sum }
        let new = streams.map(\.best.new).max() ?? 0
        return ChangeCounts(same: sum.same, known: sum.known + sum.new - new, new: new)
    }

    private static func bytes(_ streams: [FieldStream]) -> Int {
        Int(streams.reduce(0) { $0 + $1.capacityBits } / 8)
    }
}
