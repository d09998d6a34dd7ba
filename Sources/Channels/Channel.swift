package import DNSWire
package import NetworkTypes
package import OrdinaryTraffic
package import ZoneProfiles

/// The names below one cut of a zone with their answers, at which detectors and signatures look.
package struct Channel: Sendable {
    /// The name at which the zone is cut, in lower case.
    package let zone: DomainName
    package let profile: ZoneProfile
    /// The part of the profile that belongs to it.
    package let scope: ChannelScope
    /// The labels left of the cut in each of `names`, in original case.
    package let subdomains: [DomainName]
    /// The first exchanges below the cut.
    package let exchanges: [Exchange]
    /// Of the content that ordinary traffic does not explain.
    package private(set) var features: ChannelFeatures
    /// The content that ordinary traffic explains, or `nil` for nothing.
    package let explained: ExplainedContent?
    /// The features of all content, where ordinary traffic explains some.
    private let featuresOfAll: ChannelFeatures?
    /// The sampled names strictly below the cut, by their first appearance.
    package var names: [NameRecord] { scope.names }
    /// How many distinct names below the cut stand for each one in `names`, at least 1.
    package var namesPerSample: Double { scope.namesPerSample }
    /// Whether the zone is the root and the channel thus known by client and server alone.
    package var isDirect: Bool { zone.isRoot }

    /// The channel below a cut of a profile's zone.
    ///
    /// - Parameters:
    ///   - profile: The profile of the zone or of one that it lies in.
    ///   - zone: The name at which to cut.
    ///   - client: The client whose names count, or `nil` for all.
    ///   - surroundings: The rest of the scan.
    /// - Complexity: O(octets of the sampled names and answers).
    package init(
        profile: ZoneProfile,
        zone: DomainName,
        client: IPAddress? = nil,
        surroundings: ScanSurroundings
    ) {
        self.zone = zone
        self.profile = profile
        scope = ChannelScope(profile, zone: zone, client: client)
        subdomains = scope.names.map { $0.name.prefix(dropping: zone.labelCount) }
        let exchanges = profile.opening.exchanges.filter {
            $0.name.labelCount > zone.labelCount && $0.name.isSubdomain(of: zone)
                && (client == nil || $0.first.client == client)
        }
        self.exchanges = exchanges
        func features(_ scope: ChannelScope) -> ChannelFeatures {
            ChannelFeatures(
                scope,
                subdomains: scope.names.map { $0.name.prefix(dropping: zone.labelCount) },
                profile: profile,
                zone: zone,
                exchanges: exchanges,
                surroundings: surroundings
            )
        }
        explained = ExplainedContent(
            NamedAnswers(
                names: scope.names,
                answers: scope.answers,
                namesPerSample: scope.namesPerSample,
                answersPerSample: scope.answersPerSample,
                zone: zone,
                isPart: client != nil,
                receivesMail: profile.queryTypes[.mx] > 0
            )
        )
        if let explained {
            self.features = features(ChannelScope(scope, without: explained))
            featuresOfAll = features(scope)
        } else {
            self.features = features(scope)
            featuresOfAll = nil
        }
    }

    /// The times at which its names and answers travelled: all of them, or of a part of a profile the first of each
    /// that is kept.
    package var timeline: ActivityTimeline {
        guard !scope.isWhole else { return profile.timeline }
        var timeline = ActivityTimeline()
        for name in scope.names { timeline.note(name.first.time, up: name.name.octets.count, down: 0) }
        for answer in scope.answers { timeline.note(answer.firstTime, up: 0, down: answer.length) }
        return timeline
    }

    /// The same channel measured as if ordinary traffic explained nothing of it.
    package var withoutExcuse: Channel {
        var channel = self
        channel.features = featuresOfAll ?? features
        return channel
    }

    /// The labels left of the cut in a name below it.
    package func subdomain(of name: DomainName) -> DomainName {
        name.prefix(dropping: zone.labelCount)
    }
}
