package import DNSWire
package import Findings
package import NetworkTypes

/// The subject of a sighting.
package struct Subject: Hashable, Comparable, Sendable {
    /// The kind of finding that it may become.
    package let kind: FindingKind
    /// The name or zone that was seen, in lower case; the root when it does not matter.
    package let name: DomainName
    /// The address that was seen, when that is the point.
    package let address: IPAddress?
    /// The watchlist's entry, when there is one.
    package let entry: Int32?

    package init(
        _ kind: FindingKind,
        name: DomainName = .root,
        address: IPAddress? = nil,
        entry: Int32? = nil
    ) {
        self.kind = kind
        self.name = name
        self.address = address
        self.entry = entry
    }

    package static func < (left: Self, right: Self) -> Bool {
        if left.kind != right.kind { return left.kind.rawValue < right.kind.rawValue }
        if left.name != right.name { return left.name < right.name }
        if left.entry != right.entry { return left.entry ?? -1 < right.entry ?? -1 }
        guard let leftAddress = left.address, let rightAddress = right.address else {
            return left.address == nil && right.address != nil
        }
        return leftAddress < rightAddress
    }
}
