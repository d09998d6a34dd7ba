package import Findings

/// Judges one kind of channel from the features of a zone.
///
/// Adding one means: a file in this folder, a line in ``DetectorCatalog``, a test file, a capture that it fires
/// on and one that it stays quiet on.
package protocol Detector: Sendable {
    /// What it finds.
    var kind: FindingKind { get }

    /// The evidence for and against, or `nil` when the channel is not of its kind at all.
    func evidence(in channel: Channel) -> [Evidence]?
}

/// Judges what one client sends to one server beside names and answers.
package protocol PeerDetector: Sendable {
    /// What it finds.
    var kind: FindingKind { get }

    /// The evidence for a channel, or none.
    func evidence(in profile: PeerProfile) -> [Evidence]

    /// The tool that the traffic gives away, if any.
    func tool(in profile: PeerProfile) -> ToolIdentification?
}

/// All detectors, in the order in which they are asked.
package enum DetectorCatalog {
    package static let all: [any Detector] = [
        TunnelDetector(),
        ExfiltrationDetector(),
        InfiltrationDetector(),
    ]

    package static let ofPeers: [any PeerDetector] = [
        CovertFieldDetector(),
        NonDNSTrafficDetector(),
    ]
}

// MARK: - What detectors share

/// The ways that payload can go in a channel.
enum ChannelDirection {
    case up
    case down
    case both

    /// The direction in which a channel carries enough to be looked at, or `nil` for neither.
    init?(_ features: ChannelFeatures) {
        let up =
            features.distinctNames >= Calibration.minimumNames
            && features.informationUp >= Calibration.minimumInformation
        let carriesAnswers =
            features.distinctPayloadAnswers >= Calibration.minimumAnswers
            && features.informationDown >= Calibration.minimumInformation
        let carriesAddresses = features.scatteredAddressEvidence != nil
        let down = carriesAnswers || carriesAddresses
        switch (up, down) {
        case (false, false): return nil
        case (true, false): self = .up
        case (false, true): self = .down
        case (true, true):
            if features.bytesUp >= Calibration.directionRatio * features.bytesDown {
                self = .up
            } else if features.bytesDown >= Calibration.directionRatio * features.bytesUp {
                self = .down
            } else {
                self = .both
            }
        }
    }
}

extension ChannelFeatures {
    /// What names say for a channel from client to server.
    var upstreamEvidence: [Evidence?] {
        [
            Calibration.informationUp.evidence(informationUp),
            distinctNames >= Calibration.singleUseNames
                ? Calibration.singleUse.evidence(singleUseRatio) : nil,
            Calibration.subdomainLength.evidence(meanSubdomainOctets),
            Calibration.informationPerName.evidence(informationPerName),
            encodedText.flatMap { Calibration.encodedText.evidence($0.printableRatio) },
            Calibration.counter.evidence(counterRatio),
            Calibration.unusualOctets.evidence(unusualOctetRatio),
            singleUseRatio >= 0.9 && distinctAddresses >= Calibration.freshAddressCount
                ? Calibration.freshAddresses.evidence(freshAddressRatio) : nil,
        ]
    }

    /// What answers say for a channel from server to client.
    var downstreamEvidence: [Evidence?] {
        [
            Calibration.informationDown.evidence(informationDown),
            Calibration.freshAnswers.evidence(freshAnswerRatio),
            medianTimeToLive.flatMap(Calibration.shortLived.evidence),
            distinctPayloadAnswers >= Calibration.changingAnswerCount
                ? Calibration.changingAnswers.evidence(distinctPayloadAnswers / max(1, distinctNames)) : nil,
            scatteredAddressEvidence,
        ]
    }

    /// Addresses that are data: few names, and addresses from everywhere.
    var scatteredAddressEvidence: Evidence? {
        guard addressNetworks >= Calibration.scatteredNetworks else { return nil }
        return Calibration.scatteredAddresses.evidence(addressNetworks / max(1, distinctNames))
    }

    /// What the types of queries say for a channel of any direction.
    var queryTypeEvidence: [Evidence?] {
        [
            Calibration.rareTypes.evidence(rareTypeRatio),
            singleUseRatio >= 0.9 && distinctNames >= Calibration.singleUseNames
                ? Calibration.nameTypes.evidence(nameQueryRatio) : nil,
            Calibration.textTypes.evidence(textQueryRatio),
        ]
    }

    /// What ordinary services have and channels do not.
    var contraryEvidence: [Evidence?] {
        let distinctAnswers = distinctAddresses + distinctPayloadAnswers
        // Services that are asked about hashes get hashes: readable text is no look-up.
        let isText = encodedText.flatMap { Calibration.encodedText.evidence($0.printableRatio) } != nil
        return [
            Calibration.sharedNames.evidence(sharedNameRatio),
            clients >= Calibration.prevalenceClients ? Calibration.prevalence.evidence(clientShare) : nil,
            isText ? nil : Calibration.listAnswers.evidence(loopbackAnswerRatio),
            Calibration.reverseAddresses.evidence(reverseAddressRatio),
            meanSubdomainOctets <= Calibration.embeddedDomainOctets
                ? Calibration.embeddedDomains.evidence(embeddedDomainRatio) : nil,
            Calibration.browserQueries.evidence(httpsQueryRatio),
            distinctAnswers > 0 && !isText
                ? Calibration.constantAnswer.evidence(responsesPerDistinctAnswer) : nil,
        ]
    }
}
