import Channels
import Findings
import NetworkTypes

extension Finding {
    /// Findings about one channel as one.
    ///
    /// A channel whose profile had to go while it lasted is found once before and once after. The more severe finding
    /// speaks for both, with the activity of both.
    ///
    /// - Parameters:
    ///   - findings: No two of one channel.
    ///   - others: In any order.
    /// - Returns: No two of one channel; those that came first in their order, then the others.
    /// - Complexity: O(all clients of all findings).
    static func united(_ findings: [Finding], with others: [Finding]) -> [Finding] {
        guard !others.isEmpty else { return findings }
        var all = findings
        var places: [ChannelKey: Int] = [:]
        for (index, finding) in all.enumerated() {
            places[ChannelKey(finding)] = places[ChannelKey(finding)] ?? index
        }
        for other in others {
            let key = ChannelKey(other)
            if let place = places[key] {
                all[place] = all[place].united(with: other)
            } else {
                places[key] = all.count
                all.append(other)
            }
        }
        return all
    }

    /// Findings about names, each with the evidence in names of its client and server that the capture cut.
    ///
    /// A snap length cuts the long names of a channel and keeps its short ones. The channel's counts and display filter
    /// stay about names that are whole, as no filter tells the zone of the others.
    ///
    /// - Parameters:
    ///   - fields: Findings about pairs of client and server.
    ///   - channels: Findings about names.
    /// - Returns: All of both, but for those about cut names that became part of a channel.
    static func joiningCutNames(_ fields: [Finding], to channels: [Finding]) -> [Finding] {
        var channels = channels
        let others = fields.filter { field in
            guard CutNameDetector.isSource(of: field),
                let place = channels.indices.filter({ channels[$0].mayHaveCutNames(of: field) })
                    .min(by: { precedes(channels[$0], channels[$1]) })
            else { return true }
            channels[place].join(cutNames: field)
            return false
        }
        return channels + others
    }

    /// Findings without those about names of another one's channel that a resolver tried with a search suffix behind.
    ///
    /// Such names go to the suffix's server by mistake, and it denies them.
    static func withoutSearchSuffixes(_ findings: [Finding]) -> [Finding] {
        let zones = Set(findings.filter(\.kind.isOfNames).map(\.zone))
        return findings.filter { finding in
            guard finding.kind.isOfNames, finding.tool == nil,
                Double(finding.bytesUp) >= Calibration.directionRatio * Double(finding.bytesDown)
            else { return true }
            let labels = finding.zone.split(separator: ".")
            return !labels.indices.dropFirst(2).contains { end in
                let zone = labels[..<end].joined(separator: ".")
                return zones.contains(zone)
                    && findings.contains {
                        $0.zone == zone && $0.severity >= finding.severity
                            && Set($0.clients.map(\.address)).isSuperset(of: finding.clients.map(\.address))
                    }
            }
        }
    }

    private func mayHaveCutNames(of field: Finding) -> Bool {
        kind.isOfNames && recognizedAs == nil && score >= Calibration.lowScore
            && Set(servers).isSuperset(of: field.servers)
            && Set(clients.map(\.address)).isSuperset(of: field.clients.map(\.address))
    }

    private mutating func join(cutNames field: Finding) {
        evidence = (evidence + field.evidence).sorted { ($1.points, $0.feature) < ($0.points, $1.feature) }
        score = min(100, score + field.score)
        bytesUp += field.bytesUp
        unite(
            field.clients.map {
                ClientActivity(
                    address: $0.address,
                    queries: 0,
                    bytesUp: $0.bytesUp,
                    bytesDown: 0,
                    firstSeen: $0.firstSeen,
                    lastSeen: $0.lastSeen
                )
            }
        )
        severity = max(severity, Assessment.severity(score: score, tool: nil, payloadBytes: 0))
    }

    private func united(with other: Finding) -> Finding {
        var (main, lesser) = (self, other)
        if Finding.precedes(other, self) { swap(&main, &lesser) }
        main.unite(lesser.clients)
        if let others = lesser.clientsNotListed {
            main.clientsNotListed = main.clientsNotListed?.adding(others) ?? others
        }
        main.servers = Set(main.servers).union(lesser.servers).sorted()
        main.zones = Set(main.zones).union(lesser.zones).sorted()
        main.firstSeen = min(main.firstSeen, lesser.firstSeen)
        main.lastSeen = max(main.lastSeen, lesser.lastSeen)
        main.queries += lesser.queries
        main.responses += lesser.responses
        main.distinctNames += lesser.distinctNames
        main.bytesUp += lesser.bytesUp
        main.bytesDown += lesser.bytesDown
        main.activity =
            main.activity.map { activity in lesser.activity.map(activity.united) ?? activity }
            ?? lesser.activity
        main.peakBytesPerSecond = main.activity?.peakBytesPerSecond ?? 0
        var types = Dictionary(main.queryTypes.map { ($0.type, $0.count) }, uniquingKeysWith: +)
        for type in lesser.queryTypes { types[type.type, default: 0] += type.count }
        main.queryTypes = types.map { TypeCount(type: $0.key, count: $0.value) }
            .sorted { ($1.count, $0.type) < ($0.count, $1.type) }
        main.frames = FrameRange(
            first: min(main.frames.first, lesser.frames.first),
            last: max(main.frames.last, lesser.frames.last),
            count: main.frames.count + lesser.frames.count
        )
        return main
    }

    private mutating func unite(_ others: [ClientActivity]) {
        var activities = Dictionary(clients.map { ($0.address, $0) }) { $0.adding($1) }
        for activity in others {
            activities[activity.address] = activities[activity.address]?.adding(activity) ?? activity
        }
        clients = activities.values.sorted { $0.address < $1.address }
    }
}

extension FindingKind {
    /// Whether it is about a channel of names.
    fileprivate var isOfNames: Bool { [.tunnel, .exfiltration, .infiltration, .beacon].contains(self) }
}

/// The key that tells one channel from another.
private struct ChannelKey: Hashable {
    private let zone: String
    /// A channel of names is one, for any kind; the kind tells all other findings apart.
    private let kind: FindingKind?
    /// Client and server of a channel without a zone.
    private let addresses: [IPAddress]

    init(_ finding: Finding) {
        zone = finding.zone
        kind = finding.kind.isOfNames ? nil : finding.kind
        addresses = finding.zone == "." ? finding.clients.map(\.address) + finding.servers : []
    }
}
