package import Channels
package import Findings
import PayloadMeasures
package import SteadyFields
package import ZoneProfiles

/// Judges one kind of channel from the features of a zone.
///
/// A new detector needs a file in this folder, a line in ``DetectorCatalog``, a test file, a capture that it fires
/// on and one that it stays quiet on, and a page that names them.
package protocol Detector: Sendable {
    /// The kind of its findings.
    var kind: FindingKind { get }

    /// Whether a channel could be of its kind, told without its features; `false` saves measuring them.
    func mayConcern(_ channel: ChannelBounds) -> Bool

    /// Whether a channel is of its kind at all.
    func concerns(_ channel: Channel) -> Bool

    /// The measurements of a channel, for and against; each counts as far as it reaches its rule's thresholds.
    func measurements(in channel: Channel) -> [Measurement]
}

extension Detector {
    /// The evidence for and against, or `nil` when the channel is not of its kind at all.
    package func evidence(in channel: Channel) -> [Evidence]? {
        mayConcern(channel.bounds) && concerns(channel)
            ? measurements(in: channel).compactMap(\.evidence) : nil
    }
}

/// Judges the fields that one client sends to one server beside names and answers.
package protocol PeerDetector: Sendable {
    /// The kind of its findings.
    var kind: FindingKind { get }

    /// The evidence for a channel, or none.
    func evidence(in profile: PeerProfile) -> [Evidence]

    /// The evidence in fields that ordinary software keeps.
    func evidence(in changes: [FieldStream]) -> [Evidence]

    /// The tool that the traffic gives away, if any.
    func tool(in profile: PeerProfile) -> ToolIdentification?
}

extension PeerDetector {
    package func evidence(in changes: [FieldStream]) -> [Evidence] { [] }
}

/// All detectors, in the order in which they are asked.
package enum DetectorCatalog {
    package static let all: [any Detector] = [
        TunnelDetector(),
        ExfiltrationDetector(),
        InfiltrationDetector(),
        BeaconDetector(),
        LetterCaseDetector(),
        LifetimeDetector(),
        TimingDetector(),
        NameOrderDetector(),
    ]

    package static let ofPeers: [any PeerDetector] = [
        CovertFieldDetector(),
        CutNameDetector(),
        ProtocolAnomalyDetector(),
        NonDNSTrafficDetector(),
    ]

    package static let ofScans: [any ScanDetector] = [
        ListedDomainDetector(),
        ListedAddressDetector(),
        SinkholeDetector(),
        RebindingDetector(),
        GeneratedDomainsDetector(),
        ExploitCallbackDetector(),
        AnonymityNetworkDetector(),
        MiningDetector(),
        ResolverBypassDetector(),
        SteadyFieldDetector(),
    ]
}

// MARK: - What detectors share

/// The ways that payload can go in a channel.
enum ChannelDirection {
    case up
    case down
    case both

    /// The conditions that names must meet before detectors look at them.
    static func conditionsUp(_ features: ChannelFeatures) -> [Explanation.Condition] {
        [
            Explanation.Condition(
                direction: "up",
                name: "distinct_names",
                value: features.distinctNames,
                unit: "names",
                threshold: Calibration.minimumNames
            ),
            Explanation.Condition(
                direction: "up",
                name: "information_up",
                value: features.informationUp,
                unit: "bytes",
                threshold: Calibration.minimumInformation
            ),
        ]
    }

    /// The conditions that answers must meet before detectors look at them, unless they are addresses from
    /// everywhere.
    static func conditionsDown(_ features: ChannelFeatures) -> [Explanation.Condition] {
        [
            Explanation.Condition(
                direction: "down",
                name: "distinct_payload_answers",
                value: features.distinctPayloadAnswers,
                unit: "answers",
                threshold: Calibration.minimumAnswers
            ),
            Explanation.Condition(
                direction: "down",
                name: "information_down",
                value: features.informationDown,
                unit: "bytes",
                threshold: Calibration.minimumInformation
            ),
        ]
    }

    /// Whether a channel could carry enough to be looked at, in any direction.
    static func isPossible(_ bounds: ChannelBounds) -> Bool {
        bounds.distinctNames >= Calibration.minimumNames
            && bounds.informationUp >= Calibration.minimumInformation
            || bounds.mayHaveReadableNames || bounds.mayExchangeText || isPossible(down: bounds.answers)
    }

    /// Whether answers could carry enough by themselves.
    static func isPossible(down answers: AnswerBounds) -> Bool {
        answers.mayBeReadable || answers.hasTexts || answers.distinctPayloads >= Calibration.minimumAnswers
            || answers.distinctAddresses
                >= min(
                    Calibration.unroutableAddressCount,
                    Calibration.scatteredNetworks
                )
    }

    /// The direction in which a channel carries enough to be looked at, or `nil` for neither.
    init?(_ features: ChannelFeatures) {
        switch (features.carriesUp, features.carriesDown) {
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
    /// Whether names carry enough for detectors to look at them.
    fileprivate var carriesUp: Bool {
        ChannelDirection.conditionsUp(self).allSatisfy(\.isMet) && !isAddressLookup
            || readableText.evidence != nil
            || exchangedText.evidence != nil
    }

    /// Whether answers carry enough for detectors to look at them.
    fileprivate var carriesDown: Bool {
        ChannelDirection.isPossible(down: answerBounds)
            && (ChannelDirection.conditionsDown(self).allSatisfy(\.isMet) && !areAliases && !isDigestLookup
                && !isAddressLookup
                || scatteredAddresses.evidence != nil
                || unroutableAddresses.evidence != nil || programText.evidence != nil
                || readableAnswers.evidence != nil)
            || exchangedText.evidence != nil
    }

    /// Whether answers are aliases that lead hosts to numbered hosts of a content network or a store.
    private var areAliases: Bool {
        addressQueryRatio + httpsQueryRatio >= Calibration.hostQueries
            && informationDown <= Calibration.verdictInformation * distinctPayloadAnswers
    }

    /// The measurements for and against a channel that carries payload.
    ///
    /// Each direction that carries payload counts, whichever prevails. A file that is sent through a tunnel thus
    /// makes the tunnel an exfiltration, and the finding is no weaker.
    var payloadMeasurements: [Measurement] {
        (carriesUp
            ? upstreamMeasurements : [Calibration.counter.measured(counterRatio)] + countedMeasurements)
            + (carriesDown ? downstreamMeasurements : []) + queryTypeMeasurements + [noAddress]
            + contraryMeasurements
    }

    /// The measurements of names that carry nothing but a count, so that no cache answers.
    private var countedMeasurements: [Measurement] {
        countedNumberRatio >= Calibration.countedShare ? [singleUse, freshAddresses] : []
    }

    private var singleUse: Measurement {
        Calibration.singleUse.measured(singleUseRatio, if: distinctNames >= Calibration.singleUseNames)
    }

    /// A server that tells nothing to the one client that asks it for ever new names.
    private var noAddress: Measurement {
        Calibration.noAddresses.measured(
            noAddressRatio,
            if: clients == 1 && singleUseRatio >= 0.9 && answeredResponses >= Calibration.checkIns
        )
    }

    /// The measurements of names, for a channel from client to server.
    var upstreamMeasurements: [Measurement] {
        [
            Calibration.informationUp.measured(informationUp),
            singleUse,
            Calibration.subdomainLength.measured(meanSubdomainOctets),
            Calibration.informationPerName.measured(informationPerName),
            beyondDigest,
            readableText,
            Calibration.counter.measured(counterRatio),
            Calibration.unusualOctets.measured(unusualOctetRatio),
            reverseSpread,
            Calibration.steadyNames.measured(
                dispersion,
                if: distinctNames >= Calibration.singleUseNames && singleUseRatio >= 0.9
            ),
            freshAddresses,
            Calibration.catchAll.measured(responsesPerDistinctAnswer, if: isCatchAll),
        ]
    }

    /// The measurements of answers, for a channel from server to client.
    var downstreamMeasurements: [Measurement] {
        [
            Calibration.informationDown.measured(informationDown),
            Calibration.freshAnswers.measured(freshAnswerRatio),
            informationPerAnswer,
            Calibration.shortLived.measured(medianTimeToLive),
            changingAnswers,
            readableAnswers,
            exchangedText,
            scatteredAddresses,
            unroutableAddresses,
            programText,
            Calibration.apexRecords.measured(apexRecords),
            Calibration.bindingChanges.measured(bindingChanges),
        ]
    }

    /// Reverse look-ups of addresses that are data.
    package var reverseSpread: Measurement {
        reversePrintable.evidence != nil
            ? reversePrintable : Calibration.reverseNetworks.measured(reverseNetworkRatio)
    }

    private var reversePrintable: Measurement { Calibration.reversePrintable.measured(reversePrintableRatio) }

    private var informationPerAnswer: Measurement {
        Calibration.informationPerAnswer.measured(
            informationDown / max(1, distinctPayloadAnswers),
            if: distinctPayloadAnswers >= Calibration.minimumAnswers
        )
    }

    /// Names that are answered with ever new records.
    private var changingAnswers: Measurement {
        let ofAll = Calibration.changingAnswers.measured(
            distinctPayloadAnswers / max(1, distinctNames),
            if: distinctPayloadAnswers >= Calibration.changingAnswerCount
        )
        return ofAll.evidence != nil ? ofAll : Calibration.polledAnswers.measured(mostAnswersOfOneName)
    }

    /// The estimated payload from server to client, in bytes; addresses count where they are data.
    package var bytesDown: Double {
        let areAddressesData =
            scatteredAddresses.evidence != nil || freshAddresses.evidence != nil
            || unroutableAddresses.evidence != nil
        return recordBytesDown + (areAddressesData ? addressInformation : 0)
    }

    /// Text that answers decode to.
    package var readableAnswers: Measurement { Calibration.encodedAnswers.measured(encodedAnswers?.bits) }

    /// Text that is answered with text.
    package var exchangedText: Measurement { Calibration.textExchanges.measured(textExchanges) }

    /// Addresses that are data: each new name has new ones.
    package var freshAddresses: Measurement {
        Calibration.freshAddresses.measured(
            freshAddressRatio,
            if: singleUseRatio >= 0.9 && distinctAddresses >= Calibration.freshAddressCount
                && addressBlocks >= Calibration.freshBlockShare * distinctAddresses && !areHostsEverywhere
        )
    }

    /// Addresses that are data: few names, and addresses from everywhere.
    package var scatteredAddresses: Measurement {
        Calibration.scatteredAddresses.measured(
            addressNetworks / max(1, distinctNames),
            if: addressNetworks >= Calibration.scatteredNetworks
                && answeredResponses >= Calibration.scatteredResponses
                // A cache keeps what a seed or a pool said until it expires.
                && !(areHostsEverywhere && areAddressesKept)
        )
    }

    /// More in a name than a digest, of a zone that no crowd and no browser uses.
    private var beyondDigest: Measurement {
        Calibration.informationBeyondDigest.measured(
            informationOfLongNames,
            if: (clients <= Calibration.digestClients || crowd.isUnlikeOthers)
                // Behind a resolver many may ask for digests, of which those of SHA-2 are the longest.
                && (!crowd.isOfResolvers || informationOfLongNames >= Calibration.longestDigest)
                && (loopbackAnswerRatio < 0.5 || informationPerName >= Calibration.codedAnswerBytes)
                && Calibration.browserQueries.measured(httpsQueryRatio).evidence == nil
                && !isDigestLookup
        )
    }

    /// Whether digests of one length are answered by verdicts: by a few, each of which comes again and again, or by a
    /// number or two for those that the service knows while it denies the others.
    ///
    /// Who acknowledges payload has one answer for all, and who answers with payload ever new ones that say more.
    private var isDigestLookup: Bool {
        guard digestRatio >= Calibration.digestShare else { return false }
        let answers = distinctAddresses + distinctPayloadAnswers
        let knowsSome = answers > 0 && Calibration.knownShare.contains(1 - guesses.missRatio)
        let areFew =
            answers + (knowsSome ? 1 : 0) > 1
            && Calibration.constantAnswer.measured(responsesPerDistinctAnswer).evidence != nil
        return areFew
            || knowsSome && informationDown <= Calibration.verdictInformation * distinctPayloadAnswers
    }

    /// Scripts and programs in texts.
    var programText: Measurement { Calibration.programText.measured(programWords) }

    /// Addresses that are data: some lead nowhere.
    package var unroutableAddresses: Measurement {
        Calibration.unroutableAddresses.measured(
            unroutableAddressRatio,
            if: distinctAddresses >= Calibration.unroutableAddressCount
        )
    }

    /// Text that labels decode to.
    var readableText: Measurement {
        Calibration.encodedText.measured(encodedText?.bits)
    }

    /// The measurements of the types of queries, for a channel of any direction.
    var queryTypeMeasurements: [Measurement] {
        [
            Calibration.rareTypes.measured(rareTypeRatio),
            Calibration.nameTypes.measured(
                nameQueryRatio,
                if: singleUseRatio >= 0.9 && distinctNames >= Calibration.singleUseNames
                    || changingAnswers.evidence != nil
            ),
            Calibration.textTypes.measured(textQueryRatio),
        ]
    }

    /// Whether all names have one address that nobody connects to.
    ///
    /// Programs that reach services use the machine's own functions, which would have asked for both families. A list
    /// answers in 127.0.0.0/8.
    private var isCatchAll: Bool {
        isOfOneAddressType && zonesOfBothAddressTypes >= Calibration.zonesOfBothAddressTypes
            && loopbackAnswerRatio == 0 && singleUseRatio >= 0.9
            && distinctNames >= Calibration.singleUseNames && !crowd.isOfResolvers
    }

    /// Whether somebody tries short names to find some that exist; names that exist look no other than names that do
    /// not.
    private var isGuessed: Bool {
        reverseAddressRatio == 0 && guesses.hits >= Calibration.guessedHits
            && guesses.missRatio <= Calibration.mostMisses
            && Calibration.alikeLengths.contains(guesses.lengthRatio)
            && informationPerName <= Calibration.guessedInformation
            && meanSubdomainOctets <= Calibration.guessedOctets
            && distinctPayloadAnswers <= Calibration.minimumAnswers
    }

    /// Whether a clock of one machine asks for a new identifier or the next number each time, and finds one host.
    private var isProbe: Bool {
        guard clockRatio >= Calibration.clockShare else { return false }
        let isNew = identifierRatio >= Calibration.probeShare
        // Numbers that only rise say nothing, however exact the clock is, as long as nothing stands beside them.
        let isCounted =
            countedNumberRatio >= Calibration.probeShare
            && informationPerName <= Calibration.countedInformation
        return (isNew || isCounted) && addressQueryRatio >= Calibration.probeShare && distinctAddresses <= 2
            && distinctPayloadAnswers == 0
    }

    /// Responses for each thing that they say; that a name does not exist is one, too.
    private var responsesToProbe: Double {
        guesses.missRatio == 1 && answeredResponses == 0 ? distinctNames : responsesPerDistinctAnswer
    }

    /// Whether nearly all names are addresses written backward.
    private var isOfAddresses: Bool {
        Calibration.reverseAddresses.measured(reverseAddressRatio).evidence != nil
    }

    /// Whether names are addresses and answers say little of them, as of the network that an address is in.
    private var isAddressLookup: Bool {
        isOfAddresses && reverseSpread.evidence == nil
            // Nothing else stands beside the address.
            && Calibration.informationPerName.measured(informationPerName).evidence == nil
            && informationDown <= Calibration.verdictInformation * distinctPayloadAnswers
    }

    /// The measurements of traits that ordinary services have and channels do not.
    var contraryMeasurements: [Measurement] {
        // A service that looks hashes up gets hashes: readable text is no look-up.
        let isText = readableText.evidence != nil || reversePrintable.evidence != nil
        // A clock does not ask a service that people use; a server that only listens answers all alike.
        let isClock = dispersion ?? .infinity <= Calibration.clockDispersion
        // Many machines may fetch one file; numbered names with news in each answer are no service.
        // Neither are texts that are full of news.
        let isFullText = textQueryRatio >= 0.5 && informationPerAnswer.evidence != nil
        let isDownload =
            (Calibration.counter.measured(counterRatio).evidence != nil || isFullText)
            && informationDown >= Calibration.downloadInformation
        return [
            Calibration.crowd.measured(
                crowd.effectiveClients,
                if: crowd.layoutShare >= Calibration.crowdLayout && !isText && !isDownload
            ),
            Calibration.commonNames.measured(
                sharedNameRatio,
                if: clients >= Calibration.commonNamesClients && !isText && !isDownload
            ),
            Calibration.guessedNames.measured(guesses.missRatio, if: isGuessed && !isText),
            Calibration.probes.measured(responsesToProbe, if: isProbe && !isText),
            Calibration.sharedNames.measured(sharedNameRatio, if: !isDownload),
            Calibration.prevalence.measured(
                clientShare,
                if: clients >= Calibration.prevalenceClients && !isDownload && !crowd.isUnlikeOthers
            ),
            Calibration.reuse.measured(
                queriesPerName,
                if: singleUseRatio <= Calibration.reusedNames && distinctNames >= Calibration.singleUseNames
                    && distinctPayloadAnswers + distinctAddresses <= queriesPerName / 2 * distinctNames
                    && changingAnswers.evidence == nil && !isText && !isDownload
                    && readableAnswers.evidence == nil
            ),
            Calibration.digests.measured(digestRatio, if: isDigestLookup && !isText),
            Calibration.listAnswers.measured(
                loopbackAnswerRatio,
                if: !isText && informationPerName < Calibration.codedAnswerBytes
            ),
            Calibration.listDenials.measured(
                guesses.missRatio,
                if: Calibration.listAnswers.measured(loopbackAnswerRatio).evidence != nil && !isText
                    && informationPerName < Calibration.codedAnswerBytes
            ),
            Calibration.reverseAddresses.measured(
                reverseAddressRatio,
                if: reverseSpread.evidence == nil
                    && (informationDown <= Calibration.lookedUpInformation * distinctPayloadAnswers
                        || distinctPayloadAnswers < Calibration.minimumAnswers)
            ),
            Calibration.embeddedDomains.measured(
                // Mail servers ask several lists of one provider, about addresses and about domains.
                embeddedDomainRatio + (isOfAddresses ? 0 : reverseAddressRatio),
                if: meanSubdomainOctets <= Calibration.embeddedDomainOctets
                    && reversePrintable.evidence == nil
            ),
            Calibration.browserQueries.measured(
                httpsQueryRatio,
                // Browsers ask for addresses as well.
                if: apexRecords == 0 && addressQueryRatio >= Calibration.browserAddressShare
            ),
            Calibration.constantAnswer.measured(
                responsesPerDistinctAnswer,
                // Who numbers what it asks for has pieces of something, and no questions of their own.
                if: distinctAddresses + distinctPayloadAnswers > 0 && !isText && !isClock
                    && beyondDigest.evidence == nil
                    && Calibration.counter.measured(counterRatio).evidence == nil
                    && !isCatchAll
            ),
        ]
    }
}
