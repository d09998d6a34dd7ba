import Findings

extension FindingKind {
    /// What it is called in a title.
    var noun: String {
        switch self {
        case .tunnel: "tunnel"
        case .exfiltration: "exfiltration"
        case .infiltration: "infiltration"
        case .covertField: "covert channel in message fields"
        case .nonDNSTraffic: "other traffic on a DNS port"
        }
    }

    /// The techniques of ATT&CK that fit, T1071.004 first.
    var techniques: [AttackTechnique] {
        switch self {
        case .tunnel: [.dns, .protocolTunneling, .dataEncoding]
        case .exfiltration: [.dns, .exfiltrationOverUnencryptedProtocol, .dataEncoding]
        case .infiltration: [.dns, .ingressToolTransfer]
        case .covertField: [.dns, .dataObfuscation]
        case .nonDNSTraffic: [.dns, .nonApplicationLayerProtocol, .nonStandardPort]
        }
    }
}
