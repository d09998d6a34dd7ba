package import Findings

import DNSWire
import NetworkTypes

extension Finding {
    /// The finding that an assessment amounts to.
    package init(_ assessment: Assessment) {
        let channel = assessment.channel
        let profile = channel.profile
        let features = channel.features
        let zone = channel.zone.presentation
        let clients = Self.clients(of: channel)
        let servers = profile.servers.keys.sorted()
        let octets = Double(max(1, profile.nameOctets + profile.answerOctets))
        let payloadShare = (features.bytesUp + features.bytesDown) / octets
        let peak = Double(profile.timeline.peakOctets) / Double(profile.timeline.windowWidth)
        self.init(
            id: Self.id(kind: assessment.kind, zone: zone, clients: clients.map(\.address)),
            kind: assessment.kind,
            severity: assessment.severity,
            score: assessment.score,
            title: Self.title(assessment, zone: zone),
            zone: zone,
            registeredDomain: profile.zone.isRoot ? nil : profile.zone.presentation,
            zones: [zone],
            tool: assessment.tool,
            clients: clients,
            servers: servers,
            firstSeen: profile.firstSeen,
            lastSeen: profile.lastSeen,
            queries: profile.queries + profile.retransmissions,
            responses: profile.responses,
            distinctNames: Int(features.distinctNames),
            queryTypes: profile.queryTypes.sorted.map { TypeCount(type: $0.kind.description, count: $0.count) },
            bytesUp: Int(features.bytesUp),
            bytesDown: Int(features.bytesDown),
            peakBytesPerSecond: peak * payloadShare,
            features: Self.values(of: features),
            evidence: assessment.evidence,
            samples: Self.samples(of: channel),
            frames: FrameRange(
                first: profile.firstFrame.frame,
                last: profile.lastFrame.frame,
                count: profile.messages
            ),
            displayFilter: DisplayFilter.text(zone: channel.zone, clients: clients.map(\.address), servers: servers),
            attack: Self.techniques(of: assessment.kind),
            nextSteps: Self.nextSteps(assessment, zone: zone)
        )
    }

    /// Equal for equal kind, zone and clients: SipHash of these, in hexadecimal.
    private static func id(kind: FindingKind, zone: String, clients: [IPAddress]) -> String {
        let key = ([kind.rawValue, zone] + clients.map(\.description)).joined(separator: " ")
        let digits = String(KeyedHash.hash(Array(key.utf8)), radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    private static func title(_ assessment: Assessment, zone: String) -> String {
        let way = assessment.channel.isDirect ? "straight to its server" : "through \(zone)"
        let what =
            switch assessment.kind {
            case .tunnel: "tunnel"
            case .exfiltration: "exfiltration"
            case .infiltration: "infiltration"
            }
        guard let tool = assessment.tool else { return "DNS \(what) \(way)" }
        return "\(tool.name) \(what) \(way)"
    }

    private static func techniques(of kind: FindingKind) -> [AttackTechnique] {
        switch kind {
        case .tunnel: [.dns, .protocolTunneling, .dataEncoding]
        case .exfiltration: [.dns, .exfiltrationOverUnencryptedProtocol, .dataEncoding]
        case .infiltration: [.dns, .ingressToolTransfer]
        }
    }

    /// The clients that asked for the channel's names, with their shares of the payload by octets.
    private static func clients(of channel: Channel) -> [ClientActivity] {
        let profile = channel.profile
        let asking = Set(channel.names.map(\.first.client))
        let involved = profile.clients.filter { asking.contains($0.key) || profile.clients.count == 1 }
        let up = Double(max(1, involved.values.reduce(0) { $0 + $1.nameOctets }))
        let down = Double(max(1, involved.values.reduce(0) { $0 + $1.answerOctets }))
        return involved.sorted { $0.key < $1.key }.map { address, counts in
            ClientActivity(
                address: address,
                queries: counts.queries,
                bytesUp: Int(channel.features.bytesUp * Double(counts.nameOctets) / up),
                bytesDown: Int(channel.features.bytesDown * Double(counts.answerOctets) / down),
                firstSeen: counts.firstSeen,
                lastSeen: counts.lastSeen
            )
        }
    }

    private static func values(of features: ChannelFeatures) -> [FeatureValue] {
        [
            ("label_entropy_bits_per_byte", features.entropy ?? 0),
            ("mean_subdomain_bytes", features.meanSubdomainOctets),
            ("single_use_ratio", features.singleUseRatio),
            ("information_up_bytes", features.informationUp),
            ("information_down_bytes", features.informationDown),
            ("information_per_name_bytes", features.informationPerName),
            ("txt_query_ratio", features.textQueryRatio),
            ("rare_type_query_ratio", features.rareTypeRatio),
            ("distinct_payload_answers", features.distinctPayloadAnswers),
            ("distinct_addresses", features.distinctAddresses),
            ("empty_response_ratio", features.emptyResponseRatio),
        ].map { FeatureValue(name: $0.0, value: $0.1) }
    }

    /// The channel's first names and two from its middle.
    private static func samples(of channel: Channel) -> [SampleMessage] {
        let names = channel.names
        let chosen = Array(names.prefix(3)) + names.dropFirst(max(3, names.count / 2)).prefix(2)
        return chosen.map { record in
            SampleMessage(
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

    private static func nextSteps(_ assessment: Assessment, zone: String) -> [String] {
        let client = assessment.channel.names.first.map(\.first.client.description) ?? "the client"
        var steps = ["Find the process on \(client) that sends these queries, and isolate the machine."]
        if !assessment.channel.isDirect { steps.append("Block or sinkhole \(zone) at the resolver.") }
        steps.append("Open the capture in Wireshark with the display filter and look at the sample frames.")
        return steps
    }
}
