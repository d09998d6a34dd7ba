import DNSWire
import PayloadMeasures
import PublicSuffixes
import ZoneProfiles

/// Complete names that a resolver tried behind the suffixes of a search list first, and that do not exist there.
///
/// A stub with `ndots:5` tries `www.example.com` behind each suffix of its cluster or company: `www.example.com.prod.svc`
/// below `cluster.local`. What is left of the suffix is a domain that people registered, with a host or two. Payload in
/// place of it is no words, in most names a domain of its own, or answered.
struct SearchListLaw: ContentLaw {
    let name = "Names tried behind a search list"
    let source = "resolv.conf(5), search and ndots; kubernetes.io, DNS for Services and Pods"

    private static let suffixes = PublicSuffixList()
    /// A namespace, `svc` and the name of a cluster.
    private static let mostLabelsBehind = 3
    /// Fewer say nothing of what their labels have in common.
    private static let fewestNames = 8
    private static let longestLabel = 24
    /// Names of content networks' hosts are no words either.
    private static let unlikelyShare = 0.3

    func explained(in traffic: NamedAnswers) -> ExplainedContent? {
        var tried: [(place: Int, host: [ArraySlice<UInt8>])] = []
        for (place, record) in traffic.names.enumerated() where record.responseCode == .nxDomain {
            if let host = Self.host(in: traffic.subdomains[place]) { tried.append((place, host)) }
        }
        guard tried.count >= Self.fewestNames else { return nil }
        let labels = Set(tried.joinedLabels)
        let unlikely = labels.count { LetterPairs.meanCost(of: $0) ?? 0 >= LetterPairs.unlikelyCost }
        guard labels.allSatisfy({ $0.count <= Self.longestLabel }),
            Double(unlikely) <= Self.unlikelyShare * Double(labels.count)
        else { return nil }
        var explained = ExplainedContent()
        explained.names = Set(tried.map(\.place))
        return explained
    }

    /// The labels of a complete name, its public suffix left out, that stand before the suffix of a search list.
    private static func host(in subdomain: DomainName) -> [ArraySlice<UInt8>]? {
        for behind in 0...min(mostLabelsBehind, max(0, subdomain.labelCount - 2)) {
            let name = subdomain.prefix(dropping: behind)
            let (count, isListed) = suffixes.registeredDomain(of: name.octets)
            if isListed, count >= 2 { return Array(name.labels.prefix(name.labelCount - count + 1)) }
        }
        return nil
    }
}

extension [(place: Int, host: [ArraySlice<UInt8>])] {
    fileprivate var joinedLabels: [ArraySlice<UInt8>] { flatMap(\.host) }
}
