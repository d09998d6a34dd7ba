import Channels
import DNSWire
package import Findings
package import NetworkTypes
import TunnelDetection
package import ZoneProfiles

extension Finding {
    /// A client whose activity is far from its baseline.
    package init(deviating client: IPAddress, _ seen: Baseline.Entry, _ evidence: [Evidence]) {
        self.init(
            deviation: evidence,
            seen,
            name: client.description,
            zone: .root,
            clients: [
                ClientActivity(
                    address: client,
                    queries: seen.queries,
                    bytesUp: seen.bytesUpPerHour.leastTotal,
                    bytesDown: seen.bytesDownPerHour.leastTotal,
                    firstSeen: seen.firstMoment,
                    lastSeen: seen.lastMoment
                )
            ],
            servers: [],
            frames: FrameRange(first: 0, last: 0, count: seen.queries + seen.responses)
        )
    }

    /// A zone whose activity is far from its baseline.
    package init(deviating profile: ZoneProfile, _ seen: Baseline.Entry, _ evidence: [Evidence]) {
        self.init(
            deviation: evidence,
            seen,
            name: profile.zone.presentation,
            zone: profile.zone,
            clients: profile.clients.map { address, counts in
                ClientActivity(
                    address: address,
                    queries: counts.queries,
                    bytesUp: counts.nameOctets,
                    bytesDown: counts.answerOctets,
                    firstSeen: counts.firstSeen,
                    lastSeen: counts.lastSeen
                )
            }.sorted { $0.address < $1.address },
            servers: profile.servers.kinds,
            frames: FrameRange(
                first: profile.firstFrame,
                last: profile.lastFrame,
                count: profile.messages
            )
        )
    }

    private init(
        deviation evidence: [Evidence],
        _ seen: Baseline.Entry,
        name: String,
        zone: DomainName,
        clients: [ClientActivity],
        servers: [IPAddress],
        frames: FrameRange
    ) {
        // How much somebody does is never urgent by itself.
        let score = min(evidence.reduce(0) { $0 + $1.points }, Calibration.highScore - 1)
        self.init(
            id: Self.id(
                kind: .baselineDeviation,
                zone: zone.presentation,
                key: zone.isRoot ? clients.map(\.address) : []
            ),
            kind: .baselineDeviation,
            severity: Assessment.severity(score: score, tool: nil, payloadBytes: 0),
            score: score,
            title: "\(name) is far from its baseline",
            zone: zone.presentation,
            registeredDomain: zone.isRoot ? nil : zone.presentation,
            zones: [zone.presentation],
            tool: nil,
            clients: clients,
            servers: servers,
            firstSeen: seen.firstMoment,
            lastSeen: seen.lastMoment,
            queries: seen.queries,
            responses: seen.responses,
            distinctNames: seen.namesPerHour.leastTotal,
            queryTypes: seen.queryTypes.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
                .map { TypeCount(type: $0.key, count: $0.value) },
            bytesUp: seen.bytesUpPerHour.leastTotal,
            bytesDown: seen.bytesDownPerHour.leastTotal,
            features: [],
            evidence: evidence.sorted { ($1.points, $0.feature) < ($0.points, $1.feature) },
            samples: [],
            frames: frames,
            displayFilter: DisplayFilter.text(
                zones: [zone],
                clients: clients.map(\.address),
                servers: servers
            ),
            attack: FindingKind.baselineDeviation.techniques,
            nextSteps: ["Ask whether something new was set up, and look at the names and types that are new."]
        )
    }
}

extension Baseline.Entry {
    fileprivate var firstMoment: Timestamp { Timestamp(nanoseconds: Int64(firstSeen) * 1_000_000_000) }
    fileprivate var lastMoment: Timestamp { Timestamp(nanoseconds: Int64(lastSeen) * 1_000_000_000) }
}

extension WindowHistogram {
    /// The sum of all sizes, short of it by a quarter at most.
    fileprivate var leastTotal: Int { counts.reduce(0) { $0 + $1.key * $1.value } }
}
