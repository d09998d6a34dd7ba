package import Channels
package import Findings

/// Recognizes one tool by traits that only its traffic has.
///
/// A new signature needs a file in this folder, a line in ``SignatureCatalog``, a test file, and a capture. A
/// signature of `ToolIdentification.Confidence.certain` validates itself: its doc comment says how often chance would
/// make the same, which must be below one in a million channels.
package protocol ToolSignature: Sendable {
    /// The tool's own name.
    var tool: String { get }

    /// The purpose of the tool.
    var kind: FindingKind { get }

    /// The match that gives the tool away in a channel, or `nil`.
    func match(_ channel: Channel) -> SignatureMatch?
}

extension ToolSignature {
    /// A match whose evidence has the points of its confidence.
    ///
    /// - Parameters:
    ///   - confidence: How far the traffic rules out everything else.
    ///   - feature: The stable name of the things that were counted.
    ///   - value: How many there are.
    ///   - threshold: How many the signature needs.
    ///   - unit: The name of the things that are counted, in the plural.
    ///   - because: One sentence for a person: version, session, mode and direction where the traffic tells.
    /// - Returns: The match, of the signature's own tool and kind.
    package func recognized(
        _ confidence: ToolIdentification.Confidence = .certain,
        feature: String,
        value: Int,
        threshold: Int = 1,
        unit: String = "names",
        because: String
    ) -> SignatureMatch {
        let points =
            switch confidence {
            case .certain: Calibration.certainSignature
            case .probable: Calibration.probableSignature
            case .possible: Calibration.possibleSignature
            }
        return SignatureMatch(
            tool: ToolIdentification(name: tool, confidence: confidence, because: because),
            kind: kind,
            evidence: Evidence(
                feature: feature,
                value: Double(value),
                unit: unit,
                threshold: Double(threshold),
                points: points,
                statement: because
            )
        )
    }
}

/// The result of a signature that recognized its tool.
package struct SignatureMatch: Sendable {
    package let tool: ToolIdentification
    /// The purpose of the tool.
    package let kind: FindingKind
    package let evidence: Evidence
    /// How many labels at the left of the channel's zone are the tool's, not of its operator's zone.
    package var toolLabels = 0
    /// The layout in which the tool writes its payload, where that is known.
    package var layout: (any ToolLayout)?

    /// The match that names the tool: the most certain one, of these the one of the earlier signature.
    package static func best(_ matches: [SignatureMatch]) -> SignatureMatch? {
        matches.max { $0.evidence.points < $1.evidence.points }
    }
}

/// All signatures, those that name a single program before those that name a family or a layout.
package enum SignatureCatalog {
    package static let all: [any ToolSignature] = [
        IodineSignature(),
        DNSCat2Signature(),
        DNS2TCPSignature(),
        DNSTTSignature(.dnstt),
        DNSTTSignature(.noizDNS),
        DNSTTSignature(.vayDNS),
        DNSTTSignature(.dnsttEx),
        StormDNSSignature(.stormDNS),
        StormDNSSignature(.masterDnsVPN),
        StormDNSSignature(.either),
        GodohSignature(),
        SliverSignature(),
        DNSExfiltratorSignature(),
        DNStealSignature(),
        SaitamaSignature(),
        SlipstreamSignature(),
        OzymanDNSSignature(),
        OzymanDNSSignature(isSods: true),
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
        DNSBotNetSignature(),
        KeyloggerSignature(),
        ObviousDNSC2Signature(),
        AdaptixSignature(),
        TCPOverDNSSignature(),
        ChashellSignature(),
        Hunt3r0xSignature(),
        PythonDNSExfiltrationSignature(),
        IPv6DNSExfilSignature(),
        DNSStagerSignature(),
        SUNBURSTSignature(),
        VPNOverDNSSignature(),
        GlimpseSignature(),
        HeyokaSignature(),
        MetasploitSignature(),
        AtomicRedTeamSignature(),
        CobaltStrikeSignature(),
        FrameworkPOSSignature(),
        UDPoSSignature(),
        PisloaderSignature(),
        DNSMessengerSignature(),
        NSTXSignature(),
        TUNSSignature(),
        DNSpionageSignature(),
        ALMASignature(),
        ISMDoorSignature(),
        MULTIGRAINSignature(),
        AnchorDNSSignature(),
    ]
}
