package import DNSWire
import PublicSuffixes

extension DomainName {
    /// The registered domain of a name, or `nil` where its suffix is not public or it is a suffix itself.
    ///
    /// - Complexity: A walk through the public suffix list; for findings, not for messages.
    package var registeredDomain: DomainName? {
        let (count, isListed) = PublicSuffixList().registeredDomain(of: lowercased.octets)
        return isListed ? lowercased.suffix(labelCount: count) : nil
    }
}
