package import Channels
import DNSObservation
package import DNSWire
package import Findings
package import NetworkTypes
package import ZoneProfiles

extension Finding {
    /// The finding that the assessments of one channel amount to.
    ///
    /// - Parameters:
    ///   - assessments: One, or one for each zone of a rotation, the weightiest first; not empty.
    ///   - suspects: The hosts that ask for others.
    ///   - scattered: The domains that a single assessment of the root is about; empty for none.
    package init?(_ assessments: [Assessment], _ suspects: Suspects, over scattered: [DomainName] = []) {
        guard let main = assessments.first else { return nil }
        let channels = assessments.map(\.channel)
        let profiles = channels.map(\.profile)
        let zones = scattered.isEmpty ? assessments.map(\.zone).sorted() : scattered
        let isDirect = scattered.isEmpty && main.channel.isDirect
        let clients = Self.clients(of: assessments)
        let servers = Set(profiles.flatMap(\.servers.kinds)).sorted()
        let rotation = zones.count > 1 ? Calibration.rotation.evidence(Double(zones.count)) : nil
        // A service has one domain: who changes it looks nothing up.
        let evidence = main.evidence.filter {
            rotation == nil || $0.feature != Calibration.constantAnswer.feature
        }
        let regained = main.evidence.reduce(0) { $0 + $1.points } - evidence.reduce(0) { $0 + $1.points }
        let score = min(100, main.score - regained + (rotation?.points ?? 0))
        let frames = Self.frames(of: channels)
        let bytesUp = assessments.reduce(0) { $0 + $1.bytesUp }
        let bytesDown = assessments.reduce(0) { $0 + $1.bytesDown }
        let zone = (scattered.first ?? main.zone).presentation
        let queries = channels.reduce(0) { $0 + $1.scope.queries }
        let activity = Self.activity(of: assessments)
        var queryTypes = Tally<RecordType>()
        for channel in channels { queryTypes.merge(channel.scope.queryTypes) }
        self.init(
            id: Self.id(
                kind: main.kind,
                zone: zone,
                // A zone tells channels apart; without one, the two ends do. A further client makes no other channel.
                key: isDirect ? clients.map(\.address) + servers : []
            ),
            kind: main.kind,
            severity: main.recognizedAs != nil
                ? .info
                : Assessment.severity(score: score, tool: main.tool, payloadBytes: bytesUp + bytesDown),
            score: score,
            title: Self.title(main, zone: zone, zoneCount: zones.count, isDirect: isDirect),
            zone: zone,
            registeredDomain: scattered.first?.presentation
                ?? (main.channel.profile.zone.isRoot ? nil : main.channel.profile.zone.presentation),
            zones: zones.map(\.presentation),
            tool: main.tool,
            clients: clients,
            servers: servers,
            firstSeen: channels.map(\.scope.firstSeen).min() ?? main.channel.profile.firstSeen,
            lastSeen: channels.map(\.scope.lastSeen).max() ?? main.channel.profile.lastSeen,
            queries: queries,
            responses: channels.reduce(0) { $0 + $1.scope.responses },
            distinctNames: min(Int(channels.reduce(0) { $0 + $1.features.distinctNames }), queries),
            queryTypes: queryTypes.sorted.map { TypeCount(type: $0.kind.description, count: $0.count) },
            bytesUp: Int(bytesUp),
            bytesDown: Int(bytesDown),
            peakBytesPerSecond: activity?.peakBytesPerSecond,
            features: main.channel.features.values,
            evidence: (evidence + [rotation].compactMap { $0 }).sorted { $0.points > $1.points },
            samples: Self.samples(of: channels),
            frames: FrameRange(
                first: frames.first,
                last: frames.last,
                count: channels.reduce(0) { $0 + $1.scope.messages }
            ),
            displayFilter: DisplayFilter.text(
                zones: zones,
                clients: clients.map(\.address),
                servers: servers,
                registered: isDirect ? main.channel.names : []
            ),
            attack: main.kind.techniques,
            recognizedAs: main.recognizedAs,
            nextSteps: main.recognizedAs != nil
                ? []
                : Self.nextSteps(
                    zones: isDirect ? [] : zones.map(\.presentation),
                    suspects.step(clients, deed: "sends these queries", zone: zone, isolates: true)
                )
        )
        clientsNotListed = assessments.compactMap(Self.clientsNotListed).reduce(nil) { sum, next in
            sum?.adding(next) ?? next
        }
        isPayloadDecoded = assessments.allSatisfy(\.isPayloadDecoded)
        self.activity = activity
    }

    /// The first and last frame of the channels, of parts those of their names' first appearances.
    private static func frames(of channels: [Channel]) -> (first: FramePlace, last: FramePlace) {
        let places = channels.flatMap { channel in
            channel.scope.isWhole
                ? [channel.profile.firstFrame, channel.profile.lastFrame]
                : [channel.names.first, channel.names.last].compactMap { $0 }.map {
                    FramePlace(input: $0.first.input, frame: $0.first.frame)
                }
        }
        return (places.min() ?? FramePlace(frame: 0), places.max() ?? FramePlace(frame: 0))
    }

    /// The times at which the assessments' channels carried their payload.
    private static func activity(of assessments: [Assessment]) -> Activity? {
        let activities = assessments.map {
            Activity($0.channel.timeline, bytesUp: $0.bytesUp, bytesDown: $0.bytesDown)
        }
        return activities.dropFirst().reduce(activities.first) { $0?.united(with: $1) }
    }

    /// Equal for equal kind, zone, key and list: SipHash of these, in hexadecimal.
    package static func id(kind: FindingKind, zone: String, key: [IPAddress], list: String? = nil) -> String {
        let key = ([kind.rawValue, zone] + key.map(\.description) + (list.map { [$0] } ?? [])).joined(
            separator: " "
        )
        let digits = String(KeyedHash.hash(Array(key.utf8)), radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    private static func title(_ assessment: Assessment, zone: String, zoneCount: Int, isDirect: Bool)
        -> String
    {
        let others = zoneCount > 1 ? " and \(zoneCount - 1) more" : ""
        let suffixes = isDirect ? RegisteredLabels.suffixes(of: assessment.channel.names) : []
        let way =
            !suffixes.isEmpty
            ? "in domains made up below \(suffixes.map(\.presentation).sorted().prefix(4).joined(separator: ", "))"
            : isDirect ? "straight to its server" : "through \(zone)\(others)"
        return "\(assessment.tool?.name ?? "DNS") \(assessment.kind.noun) \(way)"
    }

    /// The clients that asked for the channels' names, with their shares of the payload by octets; as many as a profile
    /// tells apart.
    private static func clients(of assessments: [Assessment]) -> [ClientActivity] {
        var activities: [IPAddress: ClientActivity] = [:]
        for assessment in assessments {
            for activity in clients(of: assessment) {
                activities[activity.address] = activities[activity.address]?.adding(activity) ?? activity
            }
        }
        return activities.values.sorted { $0.address < $1.address }
    }

    private static func clients(of assessment: Assessment) -> [ClientActivity] {
        let channel = assessment.channel
        let profile = channel.profile
        let asking = Set(channel.names.map(\.first.client))
        let areAllInvolved = channel.scope.isWhole || profile.clients.count == 1
        let involved = profile.clients.filter { areAllInvolved || asking.contains($0.key) }
        // Of a part, the profile knows nothing but the names.
        let askedQueries = Dictionary(grouping: channel.names, by: \.first.client).mapValues {
            Int(Double($0.reduce(0) { $0 + $1.queries }) * channel.namesPerSample)
        }
        let unlisted = channel.scope.isWhole ? profile.unlisted?.counts : nil
        let up = Double(max(1, involved.reduce(unlisted?.nameOctets ?? 0) { $0 + $1.value.nameOctets }))
        let down = Double(
            max(1, involved.reduce(unlisted?.answerOctets ?? 0) { $0 + $1.value.answerOctets })
        )
        return involved.map { address, counts in
            ClientActivity(
                address: address,
                queries: channel.scope.isWhole ? counts.queries : askedQueries[address] ?? 0,
                bytesUp: Int(assessment.bytesUp * Double(counts.nameOctets) / up),
                bytesDown: Int(assessment.bytesDown * Double(counts.answerOctets) / down),
                firstSeen: counts.firstSeen,
                lastSeen: counts.lastSeen
            )
        }
    }

    /// The activity of the clients that the profile does not tell apart, with their share of the payload by octets.
    ///
    /// Of a part of a zone nothing is known of them.
    private static func clientsNotListed(of assessment: Assessment) -> UnlistedActivity? {
        let profile = assessment.channel.profile
        guard assessment.channel.scope.isWhole, let unlisted = profile.unlisted else { return nil }
        let counts = unlisted.counts
        return UnlistedActivity(
            clients: unlisted.count,
            queries: counts.queries,
            bytesUp: Int(assessment.bytesUp * Double(counts.nameOctets) / Double(max(1, profile.nameOctets))),
            bytesDown: Int(
                assessment.bytesDown * Double(counts.answerOctets) / Double(max(1, profile.answerOctets))
            )
        )
    }

    /// The first names of each channel, and two from the middle of the first one.
    package static func samples(of channels: [Channel]) -> [SampleMessage] {
        let share = max(1, 3 / channels.count)
        var chosen = channels.prefix(5).flatMap { $0.names.prefix(share) }
        if let names = channels.first?.names {
            chosen += names.dropFirst(max(share, names.count / 2)).prefix(2)
        }
        return chosen.sorted { $0.first.precedes($1.first) }.map(SampleMessage.init)
    }

    private static func nextSteps(zones: [String], _ pursuit: String) -> [String] {
        var steps = [pursuit]
        if !zones.isEmpty {
            steps.append("Block or sinkhole \(zones.joined(separator: ", ")) at the resolver.")
        }
        steps.append("Open the capture in Wireshark with the display filter and look at the sample frames.")
        return steps
    }
}

extension ClientActivity {
    /// The same client's activity in two channels.
    package func adding(_ other: ClientActivity) -> ClientActivity {
        ClientActivity(
            address: address,
            queries: queries + other.queries,
            bytesUp: bytesUp + other.bytesUp,
            bytesDown: bytesDown + other.bytesDown,
            firstSeen: min(firstSeen, other.firstSeen),
            lastSeen: max(lastSeen, other.lastSeen)
        )
    }
}

extension SampleMessage {
    /// The message in which a name appeared first.
    package init(_ record: NameRecord) {
        self.init(
            frame: record.first.frame,
            input: record.first.input,
            time: record.first.time,
            client: record.first.client,
            queryName: record.name.presentation,
            queryType: record.first.type.description,
            responseCode: record.responseCode?.description
        )
    }
}

extension Activity {
    /// A channel's payload, spread over its timeline by the octets that carried it.
    ///
    /// The windows add up to the payload in whole bytes.
    init(_ timeline: ActivityTimeline, bytesUp: Double, bytesDown: Double) {
        var up = Share(of: bytesUp, among: timeline.windows.map(\.octetsUp))
        var down = Share(of: bytesDown, among: timeline.windows.map(\.octetsDown))
        self.init(
            windowSeconds: Int(timeline.windowWidth),
            windows: timeline.windows.map {
                Window(
                    start: timeline.start(of: $0),
                    bytesUp: up.next($0.octetsUp),
                    bytesDown: down.next($0.octetsDown)
                )
            }
        )
    }

    /// Shares of a payload in whole bytes, of which none is lost to rounding.
    private struct Share {
        private let bytesPerOctet: Double
        private var octets = 0
        private var given = 0

        init(of bytes: Double, among octets: [Int]) {
            bytesPerOctet = bytes / Double(max(1, octets.reduce(0, +)))
        }

        /// The share that the next octets carried, in bytes.
        mutating func next(_ octets: Int) -> Int {
            self.octets += octets
            let bytes = Int((Double(self.octets) * bytesPerOctet).rounded(.down))
            defer { given = bytes }
            return bytes - given
        }
    }
}
