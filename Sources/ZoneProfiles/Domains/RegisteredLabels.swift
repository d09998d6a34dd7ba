package import DNSWire
import NetworkTypes
import PayloadMeasures
import PublicSuffixes

/// Brings together registered domains whose registered label itself is the payload.
///
/// A client may send `<60 symbols>.com` again and again, to any server or resolver.
///
/// Generated domains carry at most a digest of 16 bytes in a label (Plohmann et al., 2016), and nobody registers such
/// a name to have it typed.
package enum RegisteredLabels {
    /// In bytes: more than a digest of 128 bits.
    private static let carriedBytes = 20.0
    /// A name with hosts below it is somebody's domain.
    private static let maximumNames = 2
    private static let minimumZones = 8
    /// More are sampled anyway; merging costs time.
    private static let maximumZones = 2_048

    /// Whether a registered label can carry more than a digest, and is no words.
    package static func isPayload(_ label: ArraySlice<UInt8>) -> Bool {
        guard LetterPairs.meanCost(of: label) ?? 0 >= LetterPairs.unlikelyCost,
            !label.starts(with: "xn--".utf8)
        else { return false }
        var costs = SymbolCosts(of: [label])
        return costs.bits(of: label) { _ in true } / 8 >= carriedBytes
    }

    /// The suffixes below which names are such domains; none where a name is no such domain.
    package static func suffixes(of names: [NameRecord]) -> Set<DomainName> {
        let list = PublicSuffixList()
        var suffixes: Set<DomainName> = []
        for name in names.map(\.name) {
            let (count, isListed) = list.registeredDomain(of: name.lowercased.octets)
            let domain = name.lowercased.suffix(labelCount: count)
            guard isListed, domain.labels.first(where: { _ in true }).map(isPayload) == true else {
                return []
            }
            suffixes.insert(domain.suffix(labelCount: count - 1))
        }
        return suffixes
    }

    /// A profile of the root for each client with enough such domains.
    ///
    /// - Complexity: O(zones), and the records of the zones that are brought together.
    package static func ofOneClient(_ zones: [ZoneProfile]) -> [ZoneProfile] {
        let suffixes = PublicSuffixList()
        let payloads = zones.filter { profile in
            guard profile.clients.count == 1, profile.names.distinctCount <= maximumNames,
                let label = profile.zone.labels.first(where: { _ in true }), isPayload(label)
            else { return false }
            let (count, isListed) = suffixes.registeredDomain(of: profile.zone.octets)
            // Companies number their customers' hosts, by digests too.
            return isListed && count == profile.zone.labelCount
                && !suffixes.isSharedParent(profile.zone.suffix(labelCount: count - 1).octets)
        }
        return Dictionary(grouping: payloads) { $0.clients.keys.first }
            .filter { $0.key != nil && $0.value.count >= minimumZones }
            .values
            .map { $0.sorted { ($0.firstSeen, $0.zone) < ($1.firstSeen, $1.zone) } }
            .sorted { ($0[0].firstSeen, $0[0].zone) < ($1[0].firstSeen, $1[0].zone) }
            .map { group in
                group.prefix(maximumZones).reduce(into: ZoneProfile(zone: .root)) { $0.merge($1) }
            }
    }
}
