package import DNSWire
import NetworkTypes
import OrdinaryTraffic
package import PayloadMeasures
package import ZoneProfiles

/// The numbers that detectors judge a channel by.
///
/// Features of names are about those below the zone cut, estimated from the sample where it is not complete. Features
/// of answers are about all answers of the zone.
package struct ChannelFeatures: Sendable {
    // MARK: Names

    /// Distinct names below the cut.
    package let distinctNames: Double
    /// The share of distinct names that were asked for just once for each type, 0…1.
    package let singleUseRatio: Double
    /// Octets left of the cut in a distinct name, dots left out, on average.
    package let meanSubdomainOctets: Double
    /// The most that distinct names can carry, in bytes.
    package let informationUp: Double
    /// Bytes; ``informationUp`` for each distinct name.
    package let informationPerName: Double
    /// Bytes in the eighth of the longest names, by its length; polls, which are many and short, do not hide them.
    package let informationOfLongNames: Double
    /// Of the labels that vary, in bits per byte; `nil` when none do.
    package let entropy: Double?
    package let alphabet: PayloadAlphabet?
    /// The share of octets in varying labels that host names do not have: no letter, digit, `-`, `_`.
    package let unusualOctetRatio: Double
    package let encodedText: EncodedText.Reading?
    /// The same of answers other than addresses.
    package let encodedAnswers: EncodedText.Reading?
    /// Exchanges in which both the name and the answer decode to text.
    package let textExchanges: Double
    /// The share of distinct names that more than one client asked for, 0…1.
    package let sharedNameRatio: Double
    /// The share of distinct names with a label that counts, 0…1.
    package let counterRatio: Double
    /// The share of distinct names with a number that only rises, by steps or with time, 0…1.
    package let countedNumberRatio: Double
    /// Queries for each distinct name.
    package let queriesPerName: Double
    /// The share of distinct names that differ in a digest of one length, 0…1.
    package let digestRatio: Double
    /// Labels in reading order that differ between names, for payload estimates: octets of all distinct names.
    package let varyingOctets: Double

    /// The share of distinct names with a label of eight or more hexadecimal digits, 0…1.
    package let machineLabelRatio: Double
    /// The number of ways in which queries write the letters of names that they write in four or more.
    package let letterCaseVariations: Double
    /// The share of capitals among the letters of names that have both, 0…1.
    package let capitalRatio: Double
    /// How many standard deviations the letter case is off throws of a fair coin.
    package let letterCaseDeviation: Double
    package let zonesOfSteadyCase: Int
    /// The share of octets that are printable in the addresses of reverse look-ups below the cut, 0…1.
    package let reversePrintableRatio: Double
    /// Networks of these addresses for each one that random addresses would lie in, 0…1.
    package let reverseNetworkRatio: Double

    // MARK: Queries

    /// The variance of the messages in a window over their mean, for a zone that one client uses; `nil` where there
    /// are too few to tell.
    package let dispersion: Double?
    /// The share of the pauses between queries that a clock makes, 0…1, for a zone that one client uses; else 0.
    package let clockRatio: Double
    /// The share of queries by the data that their type can bring back, 0…1.
    package let textQueryRatio: Double
    /// CNAME, MX, SRV and others that clients seldom ask for.
    package let nameQueryRatio: Double
    /// NULL, KEY, private use and others that clients have no use for.
    package let rareTypeRatio: Double
    package let httpsQueryRatio: Double
    package let addressQueryRatio: Double
    /// Whether nearly all queries ask for addresses of one family.
    package let isOfOneAddressType: Bool
    /// Other zones in which its clients ask for both families of addresses, if they do so nearly always.
    package let zonesOfBothAddressTypes: Int
    /// The share of the scan's clients that asked in this zone, 0…1.
    package let clientShare: Double
    package let clients: Int
    /// How many clients ask for names of its layout, each for about as many.
    package let crowd: Crowd
    /// The traits that names that do not exist have in common with those that do.
    package let guesses: Guesses
    /// The share of distinct names whose first label is a UUID, 0…1.
    package let identifierRatio: Double

    // MARK: Answers

    /// Distinct answers that are no addresses, signatures or well-known texts.
    package let distinctPayloadAnswers: Double
    /// The most of these that one name had as answers.
    package let mostAnswersOfOneName: Double
    /// Octets of these.
    package let payloadAnswerOctets: Double
    /// The most that distinct payload answers can carry, in bytes.
    package let informationDown: Double
    package let downAlphabet: PayloadAlphabet?
    /// Distinct records of types that a zone has at its top, such as DNSKEY, where many names have their own.
    package let apexRecords: Double
    /// Changes of service bindings, keys and addresses left out.
    package let bindingChanges: Double
    /// Words of scripts and programs in texts.
    package let programWords: Double
    /// Distinct payload answers for each response with any answer.
    package let freshAnswerRatio: Double
    /// Distinct addresses for each response with any answer.
    package let freshAddressRatio: Double
    package let distinctAddresses: Double
    /// Responses with any answer.
    package let answeredResponses: Int
    /// Networks of 16 (IPv4) or 48 bits (IPv6) that address answers lie in.
    package let addressNetworks: Double
    /// Networks of 24 bits (IPv4) or 48 bits (IPv6) of the public Internet that address answers lie in.
    package let addressBlocks: Double
    /// Whether address answers lie wherever hosts of the Internet are, and nowhere else.
    package let areHostsEverywhere: Bool
    /// Whether names get further addresses only once a cache has forgotten the ones before.
    package let areAddressesKept: Bool
    /// The share of distinct names that are an address written backward, 0…1.
    package let reverseAddressRatio: Double
    /// The share of distinct names that hold a domain under a public suffix of its own, 0…1.
    package let embeddedDomainRatio: Double
    /// Responses with any answer for each distinct answer of any type; 0 without any.
    package let responsesPerDistinctAnswer: Double
    /// The share of address answers in 127.0.0.0/8, where block lists answer (RFC 5782 §2.1), the host's own address
    /// left out, which lists must not use (§5).
    package let loopbackAnswerRatio: Double
    /// The share of address answers that are 0.0.0.0 or `::`, 0…1; 0 where the resolver answers many zones so.
    package let noAddressRatio: Double
    /// The share of distinct addresses that no packet can go to, 0…1.
    package let unroutableAddressRatio: Double
    /// The most moments at which a name's answers would expire for each one that a cache explains; 0 without
    /// names whose times to live go up and down at will.
    package let erraticLifetimes: Double
    /// The median of the distinct payload answers' time to live, in seconds, or of all answers without any.
    package let medianTimeToLive: Double?
    /// The median of the addresses' times to live, in seconds; aliases to them may live longer.
    package let medianAddressLife: Double?
    /// Responses that have no answer record, 0…1.
    package let emptyResponseRatio: Double

    // MARK: Sequence

    /// The most that the order of the types of all queries of the zone can carry, in bytes.
    package let typeInformation: Double
    /// The most that the delays between all queries of the zone can carry, in bytes.
    package let timingInformation: Double
    /// The delays between the zone's queries when they are but a few.
    package let delayLevels: DelayLevels?
    /// The order of the zone's names, if there are steps enough to tell.
    package let nameOrder: NameOrder?
    /// Queries that a cache would have answered; all of them where answers are not to be kept.
    package let uncachedQueries: Double

    // MARK: Payload

    /// The estimated payload from client to server after the encoding's overhead is taken off, in bytes.
    package let bytesUp: Double
    /// The same from server to client, in records other than of addresses.
    package let recordBytesDown: Double
    /// The most that distinct addresses can carry, in bytes; detectors say whether they are data.
    package let addressInformation: Double
}

// MARK: - Measuring

extension ChannelFeatures {
    package init(
        _ scope: ChannelScope,
        subdomains: [DomainName],
        profile: ZoneProfile,
        zone: DomainName,
        exchanges: [Exchange],
        surroundings: ScanSurroundings
    ) {
        let names = scope.names
        let namesPerSample = scope.namesPerSample
        let sampled = Double(max(1, names.count))
        distinctNames = Double(names.count) * namesPerSample
        singleUseRatio = Double(names.count(where: \.isSingleUse)) / sampled
        let octetCounts = subdomains.map { $0.octets.count - $0.labelCount }
        meanSubdomainOctets = Double(octetCounts.reduce(0, +)) / sampled
        let codedOctets = Self.areWorthCoding(subdomains)
        // Where a resolver throws coins for the case of all names, it says nothing.
        let isCaseRandom = surroundings.zonesOfRandomCase >= Self.zonesOfCoins
        let counted = CountedNumbers(
            codedOctets ? isCaseRandom ? subdomains.map(\.lowercased) : subdomains : [],
            seconds: names.map { $0.first.time.seconds(since: scope.firstSeen) }
        )
        countedNumberRatio = counted.ratio
        informationUp =
            codedOctets
            ? (CodeLength.bytes(of: counted.rests) + counted.bits / 8) * namesPerSample : 0
        informationPerName = distinctNames > 0 ? informationUp / distinctNames : 0
        informationOfLongNames =
            octetCounts.count >= Self.longNames
            ? Double(octetCounts.sorted(by: >)[Self.longNames - 1]) * informationUp / namesPerSample
                / Double(max(1, octetCounts.reduce(0, +)))
            : informationPerName

        let varying = VaryingLabels(subdomains)
        entropy = varying.histogram.entropy
        let upAlphabet = PayloadAlphabet(varying.histogram)
        alphabet = upAlphabet
        textExchanges = Double(TextExchange.count(in: exchanges, below: zone))
        unusualOctetRatio = varying.unusualOctetRatio
        // Digits of a count or a time may be those of printable octets.
        let readable = counted.ratio > 0 ? VaryingLabels(counted.rests) : varying
        encodedText =
            codedOctets ? EncodedText.reading(of: Self.readableLabels(readable)) : nil
        varyingOctets = Double(varying.histogram.total) * namesPerSample
        queriesPerName = distinctNames > 0 ? Double(scope.queries) / distinctNames : 0
        digestRatio = WrittenDigest.ratio(of: varying.labelsOfNames)
        sharedNameRatio = Double(names.count { $0.hasSeveralClients }) / sampled

        let types = scope.queryTypes
        let asked = Double(max(1, types.total))
        let counts = types.sorted
        func share(_ isCounted: (RecordType) -> Bool) -> Double {
            Double(counts.reduce(0) { isCounted($1.kind) ? $0 + $1.count : $0 }) / asked
        }
        textQueryRatio = share { $0 == .txt }
        nameQueryRatio = share(\.isSeldomAsked)
        rareTypeRatio = share(\.isRarelyAsked)
        httpsQueryRatio = share { $0 == .https || $0 == .svcb }
        addressQueryRatio = share { $0 == .a || $0 == .aaaa }
        let areHosts = addressQueryRatio >= Self.hostShare
        counterRatio = max(
            LabelCounter.ratio(of: subdomains, areHosts: areHosts),
            areHosts ? 0 : counted.ratio
        )
        isOfOneAddressType =
            types.total >= Self.typedQueries
            && Double(max(types[.a], types[.aaaa])) >= Self.oneTypeShare * Double(types.total)
        zonesOfBothAddressTypes =
            scope.clients.map { surroundings.zonesOfBothAddressTypes[$0] ?? 0 }.min() ?? 0
        clients = scope.clients.count
        clientShare = Double(clients) / Double(max(1, surroundings.clients, clients))
        crowd = scope.crowd
        guesses = Guesses(names, octetCounts: octetCounts)
        identifierRatio =
            Double(subdomains.count { $0.labels.first { _ in true }.map(Identifier.isUUID) ?? false })
            / sampled
        dispersion = scope.isWhole && scope.clients.count == 1 ? profile.timeline.dispersion : nil
        clockRatio = dispersion == nil ? 0 : profile.delaySteps.clockRatio
        machineLabelRatio = Double(subdomains.count(where: ZoneCut.hasIdentifier)) / sampled
        letterCaseVariations = Self.letterCaseVariations(of: names)
        capitalRatio = profile.letterCase?.capitalRatio ?? 0
        letterCaseDeviation = profile.letterCase?.deviation ?? 0
        // Many caches that answer in turn do so for all zones.
        erraticLifetimes =
            surroundings.zonesOfErraticLifetimes < Self.resolverZones ? Self.erraticLifetimes(of: names) : 0
        // One client of several may write all names so.
        zonesOfSteadyCase = surroundings.zonesOfMixedCase <= 1 ? surroundings.zonesOfSteadyCase : 0
        let spread = ReverseAddressSpread(names.map(\.name), below: zone)
        reversePrintableRatio = spread.printableRatio
        let answers = AnswerMeasures(
            scope,
            zone: zone,
            exchanges: exchanges,
            textPurposes: surroundings.textPurposes
        )
        // A client that looks up all of the Internet's hosts has a part of them in each zone.
        let others = (
            count: surroundings.reverseZones.count - 1,
            names: surroundings.reverseZones.names - Double(profile.names.distinctCount)
        )
        let isOneOfMany =
            others.count >= Self.reverseZones
            && distinctNames * Double(others.count) < Self.reverseExcess * others.names
        let hostsHaveNames = Double(answers.pointers) >= Self.namedHosts * sampled
        reverseNetworkRatio = isOneOfMany || hostsHaveNames ? 0 : spread.networkRatio

        distinctPayloadAnswers = answers.distinctPayloads
        payloadAnswerOctets = answers.payloadOctets
        informationDown = answers.information
        encodedAnswers = answers.encodedText
        mostAnswersOfOneName = answers.mostOfOneName
        downAlphabet = answers.alphabet
        apexRecords = answers.apexRecords
        bindingChanges = answers.bindingChanges
        programWords = Double(answers.programWords)
        freshAnswerRatio = answers.distinctPayloads / Double(max(1, scope.answeredResponses))
        freshAddressRatio = answers.distinctAddresses / Double(max(1, scope.answeredResponses))
        distinctAddresses = answers.distinctAddresses
        answeredResponses = scope.answeredResponses
        addressNetworks = answers.addressNetworks
        addressBlocks = answers.addressBlocks
        areHostsEverywhere = answers.areHostsEverywhere
        areAddressesKept = answers.areKeptByCaches
        embeddedDomainRatio =
            informationUp >= Calibration.minimumInformation && distinctNames >= Calibration.minimumNames
            ? EmbeddedDomains.ratio(of: subdomains) : 0
        reverseAddressRatio = ReverseAddressLayout.ratio(of: subdomains, in: zone)
        responsesPerDistinctAnswer =
            scope.answers.isEmpty
            ? 0
            : Double(scope.answeredResponses)
                / (Double(Self.distinctAnswers(scope.answers)) * scope.answersPerSample)
        loopbackAnswerRatio = answers.loopbackRatio
        unroutableAddressRatio = answers.unroutableRatio
        medianTimeToLive = answers.medianTimeToLive
        medianAddressLife = answers.medianAddressLife
        emptyResponseRatio = 1 - Double(scope.answeredResponses) / Double(max(1, scope.responses))
        // A resolver that blocks names gives this answer for many zones.
        noAddressRatio = surroundings.blockedZones < Self.resolverZones ? answers.noAddressRatio : 0

        typeInformation = CodeLength.bytes(of: profile.typeSteps)
        timingInformation = CodeLength.bytes(of: profile.delaySteps)
        delayLevels = DelayLevels(profile.delaySteps)
        nameOrder = NameOrder(profile)
        uncachedQueries = Self.uncachedQueries(scope, timeToLive: answers.medianTimeToLive ?? 0)

        let overheadUp = 1 - (upAlphabet?.bitsPerOctet ?? 0) / 8
        // Labels of one or two symbols are the same in many names, though names as a whole are not.
        let labels = subdomains.reduce(0) { $0 + $1.labelCount }
        let areLabelsSymbols = octetCounts.reduce(0, +) <= Self.symbolOctets * labels
        bytesUp =
            varying.histogram.total > 0 && !areLabelsSymbols
            ? varyingOctets * (1 - overheadUp) : informationUp
        recordBytesDown = answers.payloadOctets * (answers.alphabet?.bitsPerOctet ?? 0) / 8
        addressInformation = answers.addressInformation
    }

    /// Answers that differ in more than the case of a name, which servers repeat from the question.
    private static func distinctAnswers(_ answers: [AnswerRecord]) -> Int {
        Set(answers.map { $0.type == .txt ? $0.octets : $0.octets.map(\.asciiLowercased) }).count
    }

    private static func uncachedQueries(_ scope: ChannelScope, timeToLive: Double) -> Double {
        guard timeToLive >= shortestLife else { return Double(scope.queries) }
        let seconds = scope.lastSeen.seconds(since: scope.firstSeen)
        // Of each type there is an answer to keep.
        let lives = Double(scope.queryTypes.kindCount) * (1 + seconds / timeToLive)
        return scope.names.reduce(0) { $0 + max(0, Double($1.queries) - lives) } * scope.namesPerSample
    }

    /// Whether the labels left of a cut have octets enough to measure what they say.
    static func areWorthCoding(_ subdomains: [DomainName]) -> Bool {
        subdomains.reduce(0) { $0 + $1.octets.count - $1.labelCount } >= codedOctets
    }

    /// The labels in which text is looked for.
    static func readableLabels(_ varying: VaryingLabels) -> [[ArraySlice<UInt8>]] {
        varying.labelsOfNames.map { $0.map(Identifier.digits(of:)) }
    }

    /// The number of ways in which queries write the letters of names that they write in many.
    static func letterCaseVariations(of names: [NameRecord]) -> Double {
        Double(names.reduce(0) { $1.letterCaseCount >= manyCases ? $0 + $1.letterCaseCount : $0 })
    }

    /// The most moments at which the answers of one name would expire for each one that a cache explains.
    package static func erraticLifetimes(of names: [NameRecord]) -> Double {
        names.reduce(0) { most, name in
            guard name.lifetimes.answers >= manyAnswers, !name.hasSeveralClients,
                name.lifetimes.riseRatio >= erraticRises
            else { return most }
            return max(most, name.lifetimes.expiriesPerGeneration)
        }
    }

    /// A resolver that treats so many zones alike treats all zones so.
    private static let resolverZones = 4
    /// A tool that rotates its domains writes Base64 in fewer.
    private static let zonesOfCoins = 12
    private static let namedHosts = 0.3
    private static let typedQueries = 16
    private static let oneTypeShare = 0.95
    private static let reverseZones = 8
    /// Times as many names as the other reverse zones have on average.
    private static let reverseExcess = 4.0
    /// People and programs write a name in one to three ways.
    package static let manyCases = 4
    private static let manyAnswers = 24
    /// Half of the steps between independent numbers lead up; the steps of one cache lead up only to the server's own
    /// time.
    private static let erraticRises = 0.3

    private static let hostShare = 0.1
    /// In seconds; resolvers keep no answer for less than that.
    private static let shortestLife = 5.0
    /// Octets of a label that is but a symbol.
    private static let symbolOctets = 2
    private static let longNames = 8
    /// A code of fewer octets of names is not worth measuring.
    private static let codedOctets = 24
}

extension RecordType {
    /// Whether clients ask for the type now and then, but not for ever new names.
    fileprivate var isSeldomAsked: Bool {
        switch self {
        case .a, .aaaa, .https, .svcb, .txt, .ptr, .soa, .ds, .dnskey, .rrsig, .nsec, .nsec3, .nsec3param,
            .opt, .axfr, .ixfr, .any:
            false
        default: !isRarelyAsked
        }
    }
}
