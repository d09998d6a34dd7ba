import Findings

/// The page of a kind of finding: its signs, its limits, and the way to check it.
enum KindPage {
    /// The page that `dnsscan help KIND` asks for, or `nil` for every other command line.
    static func requested(by arguments: [String]) -> String? {
        guard arguments.count == 2, arguments[0] == "help", let kind = FindingKind(rawValue: arguments[1])
        else {
            return nil
        }
        return text(of: kind)
    }

    /// The page without the marks of a documentation catalog.
    private static func text(of kind: FindingKind) -> String {
        guard let octets = octets(of: kind) else {
            return "\(kind.summary)\nSee 'dnsscan help baseline'.\n"
        }
        // Of blocks the marks stay; two marks around a symbol's name are one.
        let lines = String(decoding: octets, as: UTF8.self).split(
            separator: "\n",
            omittingEmptySubsequences: false
        )
        let text = lines.map { $0.hasPrefix("```") ? String($0) : String($0).replacing("``", with: "`") }
            .joined(separator: "\n")
        let parts = text.split(separator: "<doc:", omittingEmptySubsequences: false)
        return parts.enumerated().reduce(into: "") { text, part in
            guard part.offset > 0, let end = part.element.firstIndex(of: ">") else {
                text += part.element
                return
            }
            text += part.element[..<end]
            text += part.element[part.element.index(after: end)...]
        }
    }

    /// The page of the detectors' documentation that the build embedded; `nil` for a kind that no detector finds.
    private static func octets(of kind: FindingKind) -> [UInt8]? {
        switch kind {
        case .tunnel: PackageResources.tunnel_md
        case .exfiltration: PackageResources.exfiltration_md
        case .infiltration: PackageResources.infiltration_md
        case .beacon: PackageResources.beacon_md
        case .covertField: PackageResources.covert_field_md
        case .nonDNSTraffic: PackageResources.non_dns_traffic_md
        case .protocolAnomaly: PackageResources.protocol_anomaly_md
        case .listedDomain: PackageResources.listed_domain_md
        case .listedAddress: PackageResources.listed_address_md
        case .sinkholed: PackageResources.sinkholed_md
        case .generatedDomains: PackageResources.generated_domains_md
        case .exploitCallback: PackageResources.exploit_callback_md
        case .rebinding: PackageResources.rebinding_md
        case .resolverBypass: PackageResources.resolver_bypass_md
        case .anonymityNetwork: PackageResources.anonymity_network_md
        case .mining: PackageResources.mining_md
        case .baselineDeviation: nil
        }
    }
}
