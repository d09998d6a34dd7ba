package import Findings

extension FindingKind {
    /// Its name in a title.
    var noun: String {
        switch self {
        case .tunnel: "tunnel"
        case .exfiltration: "exfiltration"
        case .infiltration: "infiltration"
        case .covertField: "covert channel in message fields"
        case .beacon: "beacon"
        case .nonDNSTraffic: "other traffic on a DNS port"
        case .protocolAnomaly: "protocol anomalies"
        case .listedDomain: "listed domain"
        case .listedAddress: "listed address"
        case .sinkholed: "sinkholed domain"
        case .generatedDomains: "generated domains"
        case .exploitCallback: "exploit callback"
        case .rebinding: "rebinding"
        case .resolverBypass: "DNS past the resolvers"
        case .baselineDeviation: "deviation from the baseline"
        case .anonymityNetwork: "anonymity network"
        case .mining: "mining pool"
        }
    }

    /// The techniques of ATT&CK that fit, T1071.004 first.
    package var techniques: [AttackTechnique] {
        switch self {
        case .tunnel: [.dns, .protocolTunneling, .dataEncoding]
        case .exfiltration: [.dns, .exfiltrationOverUnencryptedProtocol, .dataEncoding]
        case .infiltration: [.dns, .ingressToolTransfer]
        case .covertField: [.dns, .dataObfuscation]
        case .beacon: [.dns, .dataEncoding]
        case .nonDNSTraffic: [.dns, .nonApplicationLayerProtocol, .nonStandardPort]
        case .generatedDomains: [.dns, .domainGenerationAlgorithms]
        case .exploitCallback: [.dns, .exploitPublicFacingApplication]
        case .anonymityNetwork: [.dns, .multiHopProxy]
        case .mining: [.dns, .resourceHijacking]
        case .protocolAnomaly, .listedDomain, .listedAddress, .sinkholed, .rebinding, .resolverBypass,
            .baselineDeviation:
            [.dns]
        }
    }
}
