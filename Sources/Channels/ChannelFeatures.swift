package import DNSWire
import NetworkTypes
import OrdinaryTraffic
package import PayloadMeasures
package import ZoneProfiles

/// The numbers that detectors judge a channel by.
///
/// Features of names are about those below the zone cut, estimated from the sample where it is not complete. Features
/// of answers are about all answers of the zone.
///
/// Each is measured when a rule asks for it first: a few of them tell most channels to be ordinary.
package final class ChannelFeatures {
    private let scope: ChannelScope
    private let subdomains: [DomainName]
    private let profile: ZoneProfile
    private let zone: DomainName
    private let exchanges: [Exchange]
    private let surroundings: ScanSurroundings

    package init(
        _ scope: ChannelScope,
        subdomains: [DomainName],
        profile: ZoneProfile,
        zone: DomainName,
        exchanges: [Exchange],
        surroundings: ScanSurroundings
    ) {
        self.scope = scope
        self.subdomains = subdomains
        self.profile = profile
        self.zone = zone
        self.exchanges = exchanges
        self.surroundings = surroundings
    }

    // MARK: Names

    /// Distinct names below the cut.
    package var distinctNames: Double { Double(names.count) * namesPerSample }
    /// The share of distinct names that were asked for just once for each type, 0…1.
    package private(set) lazy var singleUseRatio: Double = Double(names.count(where: \.isSingleUse)) / sampled
    /// Octets left of the cut in a distinct name, dots left out, on average.
    package private(set) lazy var meanSubdomainOctets: Double = Double(octetCounts.reduce(0, +)) / sampled
    /// The most that distinct names can carry, in bytes.
    package private(set) lazy var informationUp: Double =
        isWorthCoding
        ? (CodeLength.bytes(of: counted.rests) + counted.bits / 8) * namesPerSample : 0
    /// Bytes; ``informationUp`` for each distinct name.
    package var informationPerName: Double { distinctNames > 0 ? informationUp / distinctNames : 0 }
    /// Bytes in the eighth of the longest names, by its length; polls, which are many and short, do not hide them.
    package private(set) lazy var informationOfLongNames: Double =
        octetCounts.count >= Self.longNames
        ? Double(octetCounts.sorted(by: >)[Self.longNames - 1]) * informationUp / namesPerSample
            / Double(max(1, octetCounts.reduce(0, +)))
        : informationPerName
    /// Of the labels that vary, in bits per byte; `nil` when none do.
    package private(set) lazy var entropy: Double? = varying.histogram.entropy
    package private(set) lazy var alphabet: PayloadAlphabet? = PayloadAlphabet(varying.histogram)
    /// The share of octets in varying labels that host names do not have: no letter, digit, `-`, `_`.
    package private(set) lazy var unusualOctetRatio: Double = varying.unusualOctetRatio
    /// The text that labels decode to, if any.
    package private(set) lazy var encodedText: EncodedText.Reading? = isWorthCoding ? readText() : nil
    /// The same of answers other than addresses.
    package private(set) lazy var encodedAnswers: EncodedText.Reading? = answers.readText()
    /// Exchanges in which both the name and the answer decode to text.
    package private(set) lazy var textExchanges: Double =
        Double(TextExchange.count(in: exchanges, below: zone))
    /// The share of distinct names that more than one client asked for, 0…1.
    package private(set) lazy var sharedNameRatio: Double =
        Double(names.count { $0.hasSeveralClients }) / sampled
    /// The share of distinct names with a label that counts, 0…1.
    package private(set) lazy var counterRatio: Double =
        max(
            LabelCounter.ratio(of: subdomains, areHosts: areHosts),
            areHosts ? 0 : counted.ratio
        )
    /// The share of distinct names with a number that only rises, by steps or with time, 0…1.
    package var countedNumberRatio: Double { counted.ratio }
    /// Queries for each distinct name.
    package var queriesPerName: Double { distinctNames > 0 ? Double(scope.queries) / distinctNames : 0 }
    /// The share of distinct names that differ in a digest of one length, 0…1.
    package private(set) lazy var digestRatio: Double = WrittenDigest.ratio(of: varying.labelsOfNames)
    /// Labels in reading order that differ between names, for payload estimates: octets of all distinct names.
    package var varyingOctets: Double { Double(varying.histogram.total) * namesPerSample }

    /// The share of distinct names with a label of eight or more hexadecimal digits, 0…1.
    package private(set) lazy var machineLabelRatio: Double =
        Double(subdomains.count(where: ZoneCut.hasIdentifier)) / sampled
    /// The number of ways in which queries write the letters of names that they write in four or more.
    package private(set) lazy var letterCaseVariations: Double = Self.letterCaseVariations(of: names)
    /// The share of capitals among the letters of names that have both, 0…1.
    package var capitalRatio: Double { profile.letterCase?.capitalRatio ?? 0 }
    /// How many standard deviations the letter case is off throws of a fair coin.
    package var letterCaseDeviation: Double { profile.letterCase?.deviation ?? 0 }
    package var zonesOfSteadyCase: Int {
        surroundings.zonesOfMixedCase <= 1
            ? surroundings.zonesOfSteadyCase : 0
    }
    /// The share of octets that are printable in the addresses of reverse look-ups below the cut, 0…1.
    package var reversePrintableRatio: Double { reverseSpread.printableRatio }
    /// Networks of these addresses for each one that random addresses would lie in, 0…1.
    package private(set) lazy var reverseNetworkRatio: Double =
        isOneOfManyReverseZones || haveHostsNames
        ? 0 : reverseSpread.networkRatio

    // MARK: Queries

    /// The variance of the messages in a window over their mean, for a zone that one client uses; `nil` where there
    /// are too few to tell.
    package var dispersion: Double? {
        scope.isWhole && scope.clients.count == 1
            ? profile.timeline.dispersion : nil
    }
    /// The share of the pauses between queries that a clock makes, 0…1, for a zone that one client uses; else 0.
    package var clockRatio: Double { dispersion == nil ? 0 : profile.delaySteps.clockRatio }
    /// The share of queries by the data that their type can bring back, 0…1.
    package var textQueryRatio: Double { queryShare { $0 == .txt } }
    /// CNAME, MX, SRV and others that clients seldom ask for.
    package var nameQueryRatio: Double { queryShare(\.isSeldomAsked) }
    /// NULL, KEY, private use and others that clients have no use for.
    package var rareTypeRatio: Double { queryShare(\.isRarelyAsked) }
    package var httpsQueryRatio: Double { queryShare { $0 == .https || $0 == .svcb } }
    package var addressQueryRatio: Double { queryShare { $0 == .a || $0 == .aaaa } }
    /// Whether nearly all queries ask for addresses of one family.
    package var isOfOneAddressType: Bool {
        scope.queryTypes.total >= Self.typedQueries
            && Double(max(scope.queryTypes[.a], scope.queryTypes[.aaaa]))
                >= Self.oneTypeShare * Double(scope.queryTypes.total)
    }
    /// Other zones in which its clients ask for both families of addresses, if they do so nearly always.
    package private(set) lazy var zonesOfBothAddressTypes: Int =
        scope.clients.map { surroundings.zonesOfBothAddressTypes[$0] ?? 0 }.min() ?? 0
    /// The share of the scan's clients that asked in this zone, 0…1.
    package var clientShare: Double { Double(clients) / Double(max(1, surroundings.clients, clients)) }
    package var clients: Int { scope.clients.count }
    /// How many clients ask for names of its layout, each for about as many.
    package var crowd: Crowd { scope.crowd }
    /// The traits that names that do not exist have in common with those that do.
    package private(set) lazy var guesses: Guesses = Guesses(names, octetCounts: octetCounts)
    /// The share of distinct names whose first label is a UUID, 0…1.
    package private(set) lazy var identifierRatio: Double =
        Double(
            subdomains.count { $0.labels.first { _ in true }.map(Identifier.isUUID) ?? false }
        ) / sampled

    // MARK: Answers

    /// The most that features of answers can be.
    package private(set) lazy var answerBounds = AnswerBounds(scope)

    /// Distinct answers that are no addresses, signatures or well-known texts.
    package var distinctPayloadAnswers: Double { answers.distinctPayloads }
    /// The most of these that one name had as answers.
    package private(set) lazy var mostAnswersOfOneName: Double = answers.mostOfOneName
    /// Octets of these.
    package var payloadAnswerOctets: Double { answers.payloadOctets }
    /// The most that distinct payload answers can carry, in bytes.
    package private(set) lazy var informationDown: Double = answers.information()
    package var downAlphabet: PayloadAlphabet? { answers.alphabet }
    /// Distinct records of types that a zone has at its top, such as DNSKEY, where many names have their own.
    package var apexRecords: Double { answers.apexRecords }
    /// Changes of service bindings, keys and addresses left out.
    package var bindingChanges: Double { answers.bindingChanges }
    /// Words of scripts and programs in texts.
    package private(set) lazy var programWords: Double = Double(answers.programWords)
    /// Distinct payload answers for each response with any answer.
    package var freshAnswerRatio: Double {
        answers.distinctPayloads / Double(max(1, scope.answeredResponses))
    }
    /// Distinct addresses for each response with any answer.
    package var freshAddressRatio: Double {
        answers.distinctAddresses / Double(max(1, scope.answeredResponses))
    }
    package var distinctAddresses: Double { answers.distinctAddresses }
    /// Responses with any answer.
    package var answeredResponses: Int { scope.answeredResponses }
    /// Networks of 16 (IPv4) or 48 bits (IPv6) that address answers lie in.
    package var addressNetworks: Double { answers.addressNetworks }
    /// Networks of 24 bits (IPv4) or 48 bits (IPv6) of the public Internet that address answers lie in.
    package var addressBlocks: Double { answers.addressBlocks }
    /// Whether address answers lie wherever hosts of the Internet are, and nowhere else.
    package private(set) lazy var areHostsEverywhere: Bool = answers.areHostsEverywhere
    /// Whether names get further addresses only once a cache has forgotten the ones before.
    package private(set) lazy var areAddressesKept: Bool = AnswerMeasures.areKeptByCaches(scope.answers)
    /// The share of distinct names that are an address written backward, 0…1.
    package private(set) lazy var reverseAddressRatio: Double =
        ReverseAddressLayout.ratio(of: subdomains, in: zone)
    /// The share of distinct names that hold a domain under a public suffix of its own, 0…1.
    package private(set) lazy var embeddedDomainRatio: Double =
        informationUp >= Calibration.minimumInformation && distinctNames >= Calibration.minimumNames
        ? EmbeddedDomains.ratio(of: subdomains) : 0
    /// Responses with any answer for each distinct answer of any type; 0 without any.
    package private(set) lazy var responsesPerDistinctAnswer: Double =
        scope.answers.isEmpty
        ? 0
        : Double(scope.answeredResponses)
            / (Double(Self.distinctAnswers(scope.answers)) * scope.answersPerSample)
    /// The share of address answers in 127.0.0.0/8, where block lists answer (RFC 5782 §2.1), the host's own address
    /// left out, which lists must not use (§5).
    package var loopbackAnswerRatio: Double { answers.loopbackRatio }
    /// The share of address answers that are 0.0.0.0 or `::`, 0…1; 0 where the resolver answers many zones so.
    package var noAddressRatio: Double {
        surroundings.blockedZones < Self.resolverZones
            ? answers.noAddressRatio : 0
    }
    /// The share of distinct addresses that no packet can go to, 0…1.
    package var unroutableAddressRatio: Double { answers.unroutableRatio }
    /// The most moments at which a name's answers would expire for each one that a cache explains; 0 without
    /// names whose times to live go up and down at will.
    package private(set) lazy var erraticLifetimes: Double =
        surroundings.zonesOfErraticLifetimes < Self.resolverZones
        ? Self.erraticLifetimes(of: names) : 0
    /// The median of the distinct payload answers' time to live, in seconds, or of all answers without any.
    package private(set) lazy var medianTimeToLive: Double? = answers.medianTimeToLive
    /// The median of the addresses' times to live, in seconds; aliases to them may live longer.
    package private(set) lazy var medianAddressLife: Double? = answers.medianAddressLife
    /// Responses that have no answer record, 0…1.
    package var emptyResponseRatio: Double {
        1 - Double(scope.answeredResponses) / Double(max(1, scope.responses))
    }

    // MARK: Sequence

    /// The most that the order of the types of all queries of the zone can carry, in bytes.
    package private(set) lazy var typeInformation: Double = CodeLength.bytes(of: profile.typeSteps)
    /// The most that the delays between all queries of the zone can carry, in bytes.
    package private(set) lazy var timingInformation: Double = CodeLength.bytes(of: profile.delaySteps)
    /// The delays between the zone's queries when they are but a few.
    package private(set) lazy var delayLevels: DelayLevels? = DelayLevels(profile.delaySteps)
    /// The order of the zone's names, if there are steps enough to tell.
    package private(set) lazy var nameOrder: NameOrder? = NameOrder(profile)
    /// Queries that a cache would have answered; all of them where answers are not to be kept.
    package private(set) lazy var uncachedQueries: Double =
        Self.uncachedQueries(scope, timeToLive: answers.medianTimeToLive ?? 0)

    // MARK: Payload

    /// The estimated payload from client to server after the encoding's overhead is taken off, in bytes.
    package private(set) lazy var bytesUp: Double =
        varying.histogram.total > 0 && !areLabelsSymbols
        ? varyingOctets * (alphabet?.bitsPerOctet ?? 0) / 8 : informationUp
    /// The same from server to client, in records other than of addresses.
    package var recordBytesDown: Double { answers.payloadOctets * (answers.alphabet?.bitsPerOctet ?? 0) / 8 }
    /// The most that distinct addresses can carry, in bytes; detectors say whether they are data.
    package private(set) lazy var addressInformation: Double = answers.addressInformation()

    // MARK: What features share

    private var names: [NameRecord] { scope.names }
    private var namesPerSample: Double { scope.namesPerSample }
    private var sampled: Double { Double(max(1, names.count)) }
    private lazy var octetCounts = subdomains.map { $0.octets.count - $0.labelCount }
    private lazy var isWorthCoding = Self.areWorthCoding(subdomains)
    private lazy var varying = VaryingLabels(subdomains)
    private lazy var answers = AnswerMeasures(
        scope,
        zone: zone,
        exchanges: exchanges,
        textPurposes: surroundings.textPurposes
    )
    private lazy var reverseSpread = ReverseAddressSpread(names.map(\.name), below: zone)
    private lazy var sortedTypes = scope.queryTypes.sorted
    private var areHosts: Bool { addressQueryRatio >= Self.hostShare }

    private lazy var counted: CountedNumbers = {
        // Where a resolver throws coins for the case of all names, it says nothing.
        let isCaseRandom = surroundings.zonesOfRandomCase >= Self.zonesOfCoins
        return CountedNumbers(
            isWorthCoding ? isCaseRandom ? subdomains.map(\.lowercased) : subdomains : [],
            seconds: names.map { $0.first.time.seconds(since: scope.firstSeen) }
        )
    }()

    /// The text that labels decode to; digits of a count or a time may be those of printable octets.
    private func readText() -> EncodedText.Reading? {
        let readable = counted.ratio > 0 ? VaryingLabels(counted.rests) : varying
        return EncodedText.reading(of: Self.readableLabels(readable))
    }

    private func queryShare(_ isCounted: (RecordType) -> Bool) -> Double {
        let count = sortedTypes.reduce(0) { isCounted($1.kind) ? $0 + $1.count : $0 }
        return Double(count) / Double(max(1, scope.queryTypes.total))
    }

    /// Whether a client that looks up all of the Internet's hosts has a part of them in each zone.
    private var isOneOfManyReverseZones: Bool {
        let others = (
            count: surroundings.reverseZones.count - 1,
            names: surroundings.reverseZones.names - Double(profile.names.distinctCount)
        )
        return others.count >= Self.reverseZones
            && distinctNames * Double(others.count) < Self.reverseExcess * others.names
    }

    private var haveHostsNames: Bool { Double(answers.pointers) >= Self.namedHosts * sampled }

    /// Labels of one or two symbols are the same in many names, though names as a whole are not.
    private var areLabelsSymbols: Bool {
        octetCounts.reduce(0, +) <= Self.symbolOctets * subdomains.reduce(0) { $0 + $1.labelCount }
    }
}

// MARK: - Measuring

extension ChannelFeatures {
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
