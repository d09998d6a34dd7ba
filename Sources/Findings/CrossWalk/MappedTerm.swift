/// The name of a finding of some kind in one of the mapped systems.
package struct MappedTerm: Sendable {
    /// The property that a finding must have beside its kind for the term to fit.
    package enum Condition: Sendable {
        case always
        /// Listed under one of these.
        case category(Set<ListCategory>)
        /// Listed without a category, or as bad without saying how.
        case noOtherCategory
        /// A tool was named.
        case namedTool
        /// Names of the network itself, below `onion` or `i2p`, and not of a gateway to it.
        case ownNames
        case gateway
        /// With evidence of this name.
        case evidence(String)
    }

    package let system: MappedSystem
    /// The identifier that findings carry, or `nil` where the system has no word for it.
    package let name: String?
    package let condition: Condition

    /// A term that holds under a condition.
    package init(_ system: MappedSystem, _ name: String?, when condition: Condition = .always) {
        self.system = system
        self.name = name
        self.condition = condition
    }
}

// MARK: - Fitting

extension MappedTerm {
    /// Whether a finding of the term's kind meets the condition.
    package func fits(_ finding: Finding) -> Bool {
        switch condition {
        case .always: true
        case .category(let categories): finding.listCategory.map(categories.contains) ?? false
        case .noOtherCategory: finding.listCategory.map { [.malicious, .sinkhole].contains($0) } ?? true
        case .namedTool: finding.tool != nil
        case .ownNames: Self.isInNetwork(finding.zone)
        case .gateway: !Self.isInNetwork(finding.zone)
        case .evidence(let feature): finding.evidence.contains { $0.feature == feature }
        }
    }

    private static func isInNetwork(_ zone: String) -> Bool {
        ["onion", "i2p"].contains(zone.split(separator: ".").last?.lowercased())
    }
}

extension MappedTerm.Condition: CustomStringConvertible {
    /// For people, empty when there is no condition.
    package var description: String {
        switch self {
        case .always: ""
        case .category(let categories):
            "listed as " + categories.map(\.rawValue).sorted().joined(separator: " or ")
        case .noOtherCategory: "listed as malicious or without a category"
        case .namedTool: "with a tool named"
        case .ownNames: "names below onion or i2p"
        case .gateway: "names of gateways"
        case .evidence(let feature): "with \(feature) as evidence"
        }
    }
}
