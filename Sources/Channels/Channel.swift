package import DNSWire
package import NetworkTypes
package import OrdinaryTraffic
package import ZoneProfiles

/// The names below one cut of a zone with their answers, at which detectors and signatures look.
///
/// Signatures look at names and answers themselves, and most zones have too few of these for any detector. So features are
/// measured when somebody asks for them first.
package struct Channel {
    private let content: Content
    /// Whether the content counts that ordinary traffic explains.
    private var isWithoutExcuse = false

    /// The name at which the zone is cut, in lower case.
    package var zone: DomainName { content.zone }
    package var profile: ZoneProfile { content.profile }
    /// The part of the profile that belongs to it.
    package var scope: ChannelScope { content.scope }
    /// The labels left of the cut in each of `names`, in original case.
    package var subdomains: [DomainName] { content.subdomains }
    /// The first exchanges below the cut.
    package var exchanges: [Exchange] { content.exchanges }
    /// Of the content that ordinary traffic does not explain.
    ///
    /// - Complexity: O(octets of the sampled names and answers) for the first time.
    package var features: ChannelFeatures {
        isWithoutExcuse ? content.measured.featuresOfAll : content.measured.features
    }
    /// The most that ``features`` can be, told in little time.
    package var bounds: ChannelBounds { content.bounds }
    /// The content that ordinary traffic explains, or `nil` for nothing.
    package var explained: ExplainedContent? { content.measured.explained }
    /// The sampled names strictly below the cut, by their first appearance.
    package var names: [NameRecord] { content.scope.names }
    /// How many distinct names below the cut stand for each one in `names`, at least 1.
    package var namesPerSample: Double { content.scope.namesPerSample }
    /// Whether the zone is the root and the channel thus known by client and server alone.
    package var isDirect: Bool { zone.isRoot }

    /// The channel below a cut of a profile's zone.
    ///
    /// - Parameters:
    ///   - profile: The profile of the zone or of one that it lies in.
    ///   - zone: The name at which to cut.
    ///   - client: The client whose names count, or `nil` for all.
    ///   - surroundings: The rest of the scan.
    /// - Complexity: O(sampled names and answers).
    package init(
        profile: ZoneProfile,
        zone: DomainName,
        client: IPAddress? = nil,
        surroundings: ScanSurroundings
    ) {
        content = Content(profile: profile, zone: zone, client: client, surroundings: surroundings)
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
        channel.isWithoutExcuse = true
        return channel
    }

    /// The labels left of the cut in a name below it.
    package func subdomain(of name: DomainName) -> DomainName {
        name.prefix(dropping: zone.labelCount)
    }
}

/// What a channel consists of, in one place for all copies of it.
private final class Content {
    let zone: DomainName
    let profile: ZoneProfile
    let scope: ChannelScope
    let subdomains: [DomainName]
    let exchanges: [Exchange]
    let bounds: ChannelBounds
    /// Whether it is what one client did.
    private let isPart: Bool
    private let surroundings: ScanSurroundings
    private(set) lazy var measured = measure()

    /// Most channels are not measured, so that features are in memory of their own.
    final class Measured {
        let explained: ExplainedContent?
        let features: ChannelFeatures
        /// The features of all content.
        let featuresOfAll: ChannelFeatures

        init(explained: ExplainedContent?, features: ChannelFeatures, featuresOfAll: ChannelFeatures) {
            self.explained = explained
            self.features = features
            self.featuresOfAll = featuresOfAll
        }
    }

    init(profile: ZoneProfile, zone: DomainName, client: IPAddress?, surroundings: ScanSurroundings) {
        self.zone = zone
        self.profile = profile
        self.surroundings = surroundings
        isPart = client != nil
        scope = ChannelScope(profile, zone: zone, client: client)
        subdomains = scope.names.map { $0.name.prefix(dropping: zone.labelCount) }
        exchanges = profile.opening.exchanges.filter {
            $0.name.labelCount > zone.labelCount && $0.name.isSubdomain(of: zone)
                && (client == nil || $0.first.client == client)
        }
        bounds = ChannelBounds(scope, subdomains: subdomains, profile: profile, exchanges: exchanges)
    }

    private func measure() -> Measured {
        let explained = ExplainedContent(
            NamedAnswers(
                names: scope.names,
                answers: scope.answers,
                namesPerSample: scope.namesPerSample,
                answersPerSample: scope.answersPerSample,
                zone: zone,
                isPart: isPart,
                receivesMail: profile.queryTypes[.mx] > 0
            )
        )
        let featuresOfAll = features(of: scope)
        return Measured(
            explained: explained,
            features: explained.map { features(of: ChannelScope(scope, without: $0)) } ?? featuresOfAll,
            featuresOfAll: featuresOfAll
        )
    }

    private func features(of scope: ChannelScope) -> ChannelFeatures {
        ChannelFeatures(
            scope,
            subdomains: scope.names.map { $0.name.prefix(dropping: zone.labelCount) },
            profile: profile,
            zone: zone,
            exchanges: exchanges,
            surroundings: surroundings
        )
    }
}
