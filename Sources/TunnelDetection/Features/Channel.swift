package import DNSWire
package import NetworkTypes

/// The names below one cut of a zone with their answers: what detectors and signatures look at.
package struct Channel: Sendable {
    /// Where the zone is cut, in lower case.
    package let zone: DomainName
    package let profile: ZoneProfile
    /// The sampled names strictly below the cut, by their first appearance.
    package let names: [NameRecord]
    /// What stands left of the cut in each of `names`, in original case.
    package let subdomains: [DomainName]
    /// The first exchanges below the cut.
    package let exchanges: [Exchange]
    /// How many distinct names below the cut stand for each one in `names`, at least 1.
    package let namesPerSample: Double
    package let features: ChannelFeatures
    /// Whether the zone is the root and the channel thus known by client and server alone.
    package var isDirect: Bool { zone.isRoot }

    /// The channel below a cut of a profile's zone.
    ///
    /// - Parameters:
    ///   - profile: The profile of the zone or of one that it lies in.
    ///   - zone: Where to cut.
    ///   - client: The client whose names count, or `nil` for all.
    ///   - scanClients: How many clients the whole scan saw.
    /// - Complexity: O(octets of the sampled names and answers).
    package init(profile: ZoneProfile, zone: DomainName, client: IPAddress? = nil, scanClients: Int) {
        let records = profile.names.records
        let below =
            records
            .filter { $0.name.labelCount > zone.labelCount && $0.name.isSubdomain(of: zone) }
            .filter { client == nil || $0.first.client == client }
            .sorted { $0.first.precedes($1.first) }
        self.zone = zone
        self.profile = profile
        names = below
        subdomains = below.map { $0.name.prefix(dropping: zone.labelCount) }
        exchanges = profile.opening.exchanges.filter {
            $0.name.labelCount > zone.labelCount && $0.name.isSubdomain(of: zone)
                && (client == nil || $0.first.client == client)
        }
        namesPerSample = max(1, Double(profile.names.distinctCount) / Double(max(1, records.count)))
        features = ChannelFeatures(
            names: names,
            subdomains: subdomains,
            namesPerSample: namesPerSample,
            profile: profile,
            zone: zone,
            scanClients: scanClients
        )
    }

    /// What stands left of the cut in a name below it.
    package func subdomain(of name: DomainName) -> DomainName {
        name.prefix(dropping: zone.labelCount)
    }
}
