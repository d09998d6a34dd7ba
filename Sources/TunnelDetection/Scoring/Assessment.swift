package import Channels
package import DNSWire
package import Findings
import OrdinaryTraffic
import RecognizedServices
package import Signatures

/// The verdict on one channel with everything it rests on.
package struct Assessment {
    package private(set) var channel: Channel
    /// The zone to report: that of the channel, without labels that its tool puts before it.
    package private(set) var zone: DomainName
    package let kind: FindingKind
    package let tool: ToolIdentification?
    /// For and against, the weightiest first.
    package let evidence: [Evidence]
    /// The sum of all points, clamped to 0…100.
    package let score: Int
    package let severity: Severity
    /// From clients to the zone's server, in bytes: by the tool's layout where it is known, else estimated.
    package private(set) var bytesUp: Double
    /// The same from the zone's server to clients.
    package private(set) var bytesDown: Double
    private let layout: (any ToolLayout)?
    /// Whether the tool's layout is known and tells the payload.
    var isPayloadDecoded: Bool { layout != nil }
    /// The ordinary service that the zone was recognized as; then the severity is `info`.
    package let recognizedAs: String?

    /// Judges a channel, or gives `nil` when there is nothing to report.
    ///
    /// The detectors' evidence and that of the best signature add up. Evidence against a channel in general, such as
    /// that many clients use its zone, does not weaken a signature that validates itself.
    ///
    /// Names and answers that ordinary traffic explains are not judged. Where nothing else is left to report, the
    /// finding is the whole, under the name by which it was recognized.
    package init?(
        _ channel: Channel,
        detectors: [any Detector] = DetectorCatalog.all,
        signatures: [any ToolSignature] = SignatureCatalog.all,
        isOrdinaryResolver: Bool = false,
        ordinaryView: String? = nil,
        minimumScore: Int = Calibration.infoScore
    ) {
        let match = SignatureMatch.best(signatures.compactMap { $0.match(channel) })
        let isGuess = match?.tool.confidence == .possible
        guard match != nil && !isGuess || detectors.contains(where: { $0.mayConcern(channel.bounds) }) else {
            return nil
        }
        func assessment(_ channel: Channel, recognizedAs: String?) -> Assessment? {
            Assessment(
                judging: channel,
                match: match,
                detectors: detectors,
                isOrdinaryResolver: isOrdinaryResolver,
                recognizedAs: recognizedAs,
                minimumScore: minimumScore
            )
        }
        if let assessment = assessment(channel, recognizedAs: ordinaryView) {
            self = assessment
        } else if let explained = channel.explained,
            let assessment = assessment(
                channel.withoutExcuse,
                recognizedAs: explained.laws.joined(separator: ", ")
            )
        {
            self = assessment
        } else {
            return nil
        }
    }

    private init?(
        judging channel: Channel,
        match: SignatureMatch?,
        detectors: [any Detector],
        isOrdinaryResolver: Bool,
        recognizedAs known: String?,
        minimumScore: Int
    ) {
        let judged =
            detectors
            .compactMap { detector in
                detector.evidence(in: channel).map { (kind: detector.kind, evidence: $0) }
            }
            .max { Self.sum($0.evidence) < Self.sum($1.evidence) }
        let isGuess = match?.tool.confidence == .possible
        guard (match != nil && !isGuess) || judged != nil else { return nil }
        var evidence = judged?.evidence ?? []
        if let match {
            if match.tool.confidence == .certain { evidence.removeAll { $0.points < 0 } }
            evidence.append(match.evidence)
        }
        // A program is a program, for any number of clients that fetch it.
        if channel.features.programText.evidence != nil { evidence.removeAll { $0.points < 0 } }
        score = min(max(Self.sum(evidence), 0), 100)
        guard score >= minimumScore else { return nil }
        self.channel = channel
        zone = channel.zone.suffix(labelCount: channel.zone.labelCount - (match?.toolLabels ?? 0))
        // The purpose of a tool counts more than measured directions, unless the tool is but a guess.
        kind = (isGuess ? judged?.kind : nil) ?? match?.kind ?? judged?.kind ?? .tunnel
        self.evidence = evidence.sorted { ($1.points, $0.feature) < ($0.points, $1.feature) }
        recognizedAs =
            match == nil || isGuess
            ? known
                ?? RecognizedServiceCatalog.service(
                    of: channel,
                    isOrdinaryResolver: isOrdinaryResolver,
                    areAddressesData: channel.features.reverseSpread.evidence != nil
                )?.name
            : nil
        tool = recognizedAs == nil ? match?.tool : nil
        layout = match?.layout
        (bytesUp, bytesDown) = Self.payload(of: channel, in: layout)
        severity =
            recognizedAs != nil
            ? .info
            : Self.severity(score: score, tool: tool, payloadBytes: bytesUp + bytesDown)
    }

    private static func payload(of channel: Channel, in layout: (any ToolLayout)?) -> (
        up: Double, down: Double
    ) {
        guard let layout else { return (channel.features.bytesUp, channel.features.bytesDown) }
        let carried = CarriedPayload(of: channel, in: layout)
        return (carried.bytesUp, carried.bytesDown)
    }

    /// The same verdict on a channel that several like this one are part of.
    func ofAll(_ whole: Channel) -> Assessment {
        var assessment = self
        assessment.channel = whole
        assessment.zone = whole.zone
        (assessment.bytesUp, assessment.bytesDown) = Self.payload(of: whole, in: layout)
        return assessment
    }

    private static func sum(_ evidence: [Evidence]) -> Int {
        evidence.reduce(0) { $0 + $1.points }
    }

    /// How urgent a score is; a tool that is certain to have moved data is critical.
    package static func severity(score: Int, tool: ToolIdentification?, payloadBytes: Double) -> Severity {
        if tool?.confidence == .certain, payloadBytes >= Calibration.movedBytes {
            return .critical
        }
        return switch score {
        case Calibration.highScore...: .high
        case Calibration.mediumScore...: .medium
        case Calibration.lowScore...: .low
        default: .info
        }
    }
}
