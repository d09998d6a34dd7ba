/// A technique of MITRE ATT&CK, by its identifier and name.
package struct AttackTechnique: Hashable, Sendable {
    package let id: String
    package let name: String

    private init(_ id: String, _ name: String) {
        self.id = id
        self.name = name
    }

    package static let dns = AttackTechnique("T1071.004", "Application Layer Protocol: DNS")
    package static let dataEncoding = AttackTechnique("T1132", "Data Encoding")
    package static let protocolTunneling = AttackTechnique("T1572", "Protocol Tunneling")
    package static let exfiltrationOverUnencryptedProtocol = AttackTechnique(
        "T1048.003",
        "Exfiltration Over Alternative Protocol: Exfiltration Over Unencrypted Non-C2 Protocol"
    )
    package static let dataObfuscation = AttackTechnique("T1001", "Data Obfuscation")
    package static let nonApplicationLayerProtocol = AttackTechnique(
        "T1095",
        "Non-Application Layer Protocol"
    )
    package static let nonStandardPort = AttackTechnique("T1571", "Non-Standard Port")
    package static let ingressToolTransfer = AttackTechnique("T1105", "Ingress Tool Transfer")
    package static let domainGenerationAlgorithms = AttackTechnique(
        "T1568.002",
        "Dynamic Resolution: Domain Generation Algorithms"
    )
    package static let exploitPublicFacingApplication = AttackTechnique(
        "T1190",
        "Exploit Public-Facing Application"
    )
    package static let multiHopProxy = AttackTechnique("T1090.003", "Proxy: Multi-hop Proxy")
    package static let resourceHijacking = AttackTechnique("T1496", "Resource Hijacking")
}
