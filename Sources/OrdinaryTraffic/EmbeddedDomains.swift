package import DNSWire
import PublicSuffixes

/// Finds names of other domains within subdomains: `www.example.org.list.example.net`.
///
/// Clients ask block lists that way (RFC 5782 §3). Resolvers do so with the suffixes of a search list, when they try
/// them behind a name that was complete.
package enum EmbeddedDomains {
    private static let suffixes = PublicSuffixList()
    /// Labels between the embedded domain and the cut, such as the name of one of several lists.
    private static let maximumLabelsBehind = 1

    /// The share of subdomains that hold a domain under a listed public suffix.
    ///
    /// - Returns: 0…1.
    package static func ratio(of subdomains: [DomainName]) -> Double {
        guard !subdomains.isEmpty else { return 0 }
        let embedding = subdomains.count { subdomain in
            let name = subdomain.lowercased
            return (0...maximumLabelsBehind).contains { holdsDomain(name.prefix(dropping: $0)) }
        }
        return Double(embedding) / Double(subdomains.count)
    }

    private static func holdsDomain(_ name: DomainName) -> Bool {
        guard name.labelCount >= 2 else { return false }
        return suffixes.registeredDomain(of: name.octets).isListed
    }
}
