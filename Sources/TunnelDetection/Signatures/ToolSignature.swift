package import Findings

/// Recognizes one tool by what only its traffic does.
///
/// Adding one means: a file in this folder, a line in ``SignatureCatalog``, a test file, and a capture. A
/// signature of ``Findings/ToolIdentification/Confidence/certain`` validates itself: its doc comment says how
/// often chance would make the same, which must be below one in a million channels.
package protocol ToolSignature: Sendable {
    /// The tool's own name.
    var tool: String { get }

    /// What gives the tool away in a channel, or `nil`.
    func match(_ channel: Channel) -> SignatureMatch?
}

/// What a signature recognized.
package struct SignatureMatch: Sendable {
    package let tool: ToolIdentification
    /// What the tool is for; measured directions count where it is for several things.
    package let kind: FindingKind
    package let evidence: Evidence

    /// A match with evidence worth what the confidence is.
    init(
        tool: String,
        confidence: ToolIdentification.Confidence,
        kind: FindingKind,
        feature: String,
        value: Double,
        unit: String,
        threshold: Double,
        because: String
    ) {
        let points =
            switch confidence {
            case .certain: Calibration.certainSignature
            case .probable: Calibration.probableSignature
            case .possible: Calibration.possibleSignature
            }
        self.tool = ToolIdentification(name: tool, confidence: confidence, because: because)
        self.kind = kind
        evidence = Evidence(
            feature: feature,
            value: value,
            unit: unit,
            threshold: threshold,
            points: points,
            statement: because
        )
    }
}

/// All signatures.
///
/// The most certain match names the tool; of equal ones the first.
package enum SignatureCatalog {
    package static let all: [any ToolSignature] = [
        IodineSignature(),
        DNSCat2Signature(),
        DNS2TCPSignature(),
        DNSTTSignature(),
        GodohSignature(),
        SliverSignature(),
        DNSExfiltratorSignature(),
        DNStealSignature(),
        SaitamaSignature(),
        SlipstreamSignature(),
        OzymanDNSSignature(),
        DNScapySignature(),
        DNSCatSignature(),
        MythicSignature(),
        PupySignature(),
        WEASELSignature(),
        DNSShellSignature(),
        DETSignature(),
        PacketWhisperSignature(),
        DNSliverySignature(),
        DNSDeliverySignature(),
        PowerDNSSignature(),
        DNSExfiltrationSignature(),
        SUNBURSTSignature(),
        CobaltStrikeSignature(),
    ]
}
