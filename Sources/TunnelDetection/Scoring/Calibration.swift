package import Channels
package import Findings

/// A feature's thresholds, the points of each, and the words for it.
package struct EvidenceRule: Sendable {
    /// The stable name of the feature.
    package let feature: String
    package let unit: String
    /// Thresholds from the weakest to the strongest with the points that reaching each is worth.
    package let steps: [Step]
    /// Whether values count from a threshold downward, not upward.
    package let countsDownward: Bool
    /// Decimals that a person needs of the value.
    private let decimals: Int
    /// One sentence, with `%` in place of the value, and `[ name has| names have]` for words that differ for 1.
    private let sentence: String

    /// A threshold and the points for reaching it.
    package struct Step: Sendable {
        package let threshold: Double
        package let points: Int
    }

    package init(
        _ feature: String,
        unit: String,
        decimals: Int = 0,
        countsDownward: Bool = false,
        _ steps: KeyValuePairs<Double, Int>,
        _ sentence: String
    ) {
        self.feature = feature
        self.unit = unit
        self.decimals = decimals
        self.countsDownward = countsDownward
        self.steps = steps.map { Step(threshold: $0.key, points: $0.value) }
        self.sentence = sentence
    }

    /// The evidence that a value is, or `nil` when it does not reach the first threshold.
    package func evidence(_ value: Double) -> Evidence? {
        let reached = steps.last { countsDownward ? value <= $0.threshold : value >= $0.threshold }
        guard let step = reached else { return nil }
        return Evidence(
            feature: feature,
            value: value,
            unit: unit,
            threshold: step.threshold,
            points: step.points,
            statement: statement(DecimalText.text(value, decimals: decimals))
        )
    }

    /// The sentence with a number as people read it.
    ///
    /// Sentences of other rules may hold `[`, as names of expressions do. So only alternatives with `|` in them
    /// count.
    private func statement(_ number: String) -> String {
        var text = ""
        var rest = sentence[...]
        while let open = rest.firstIndex(of: "["), let close = rest[open...].firstIndex(of: "]"),
            let bar = rest[open..<close].firstIndex(of: "|")
        {
            text += rest[..<open]
            let (one, many) = (rest[rest.index(after: open)..<bar], rest[rest.index(after: bar)..<close])
            text += number == "1" ? one : many
            rest = rest[rest.index(after: close)...]
        }
        return (text + rest).split(separator: "%", maxSplits: 1, omittingEmptySubsequences: false)
            .joined(separator: number)
    }

    /// The rule beside a value.
    ///
    /// - Parameters:
    ///   - value: The measured value, `nil` where the feature is undefined.
    ///   - counts: Whether the rule may count at all; the detector decides on which condition it waits.
    /// - Returns: Both, to be asked for the evidence that they are.
    package func measured(_ value: Double?, if counts: Bool = true) -> Measurement {
        Measurement(rule: self, value: value, counts: counts)
    }
}

/// Decimal numbers for people.
package enum DecimalText {
    /// The value rounded to so many decimals, thousands apart: `12,345.6`.
    package static func text(_ value: Double, decimals: Int) -> String {
        var scale = 1.0
        for _ in 0..<decimals { scale *= 10 }
        let scaled = (value.magnitude * scale).rounded()
        guard scaled < 0x1p53 else { return value < 0 ? "−∞" : "∞" }
        let whole = String(Int(scaled) / Int(scale))
        var grouped = ""
        for (index, digit) in whole.enumerated() {
            if index > 0, (whole.count - index) % 3 == 0 { grouped.append(",") }
            grouped.append(digit)
        }
        let sign = value < 0 && scaled > 0 ? "-" : ""
        guard decimals > 0 else { return sign + grouped }
        let fraction = String(Int(scaled) % Int(scale))
        return sign + grouped + "." + String(repeating: "0", count: decimals - fraction.count) + fraction
    }
}

/// Every threshold and every point of the verdict.
///
/// Two sorts are not here but stand under the same name beside the code that uses them: the limits of traffic that is
/// worth measuring, and the points of signatures.
///
/// A channel in names and answers needs several kinds of evidence: of their rules, only those about addresses that no
/// hosts have reach ``mediumScore`` alone. Rules about letter case, times to live and fields that are of no use otherwise
/// reach it alone, as data there has no innocent explanation. So do sinkholes, lists and tool signatures that validate
/// themselves. Where a rule names no paper, its threshold was set between ordinary zones and channels on recorded
/// traffic; the figures stand with it.
extension Calibration {
    /// Below it, nothing is reported.
    package static let infoScore = 15
    package static let lowScore = 30
    package static let mediumScore = 50
    package static let highScore = 75

    /// A direction of a channel is the main one when it carries so many times more than the other.
    static let directionRatio = 8.0
    package static let minimumAnswers = 6.0

    /// From here on, zones of one client and layout are taken for one channel.
    static let rotationScore = 20
    static let rotation = EvidenceRule(
        "rotating_zones",
        unit: "zones",
        [2: 10, 4: 20],
        "The client uses %[ zone| zones] with one layout of names in turn, and no name in two of them."
    )

    // MARK: Signatures

    /// A self-validating signature is critical once so many payload bytes have moved.
    static let movedBytes = 4_096.0

    // MARK: Upstream

    /// How many bytes of information distinct names carry.
    ///
    /// After Paxson et al. (2013), who look into 4,096 bytes a day for a client and domain, and the ibHH paper
    /// (Ozery et al., 2024). Ordinary zones of 4 files with 15,000 look-ups each had 107 bytes at most, look-up
    /// services up to 24 kB, iodine when idle 1 kB, and one-line scripts 2 kB.
    package static let informationUp = EvidenceRule(
        "information_up",
        unit: "bytes",
        [150: 8, 300: 12, 600: 16, 1_200: 20, 2_400: 24, 5_000: 28, 10_000: 32, 20_000: 36],
        "Distinct names carry up to %[ byte| bytes] to the zone's server."
    )
    /// Names of real channels repeat only when a client repeats a query: 0.98…1.00, against 0.05…0.7 for names that
    /// people and programs use.
    static let singleUse = EvidenceRule(
        "single_use_ratio",
        unit: "ratio",
        decimals: 2,
        [0.9: 10],
        "A share of % of the names was asked for just once."
    )
    static let singleUseNames = 8.0
    /// Octets left of the zone: ordinary names have 3…20, look-up services 12…53, channels 22…230.
    static let subdomainLength = EvidenceRule(
        "mean_subdomain_octets",
        unit: "bytes",
        decimals: 1,
        [24: 4, 50: 10, 80: 20, 120: 28],
        "The part of a name that is not the zone has %[ byte| bytes] on average."
    )
    /// Ordinary names carry 1…14 bytes each that could not be foreseen.
    package static let informationPerName = EvidenceRule(
        "information_per_name",
        unit: "bytes",
        decimals: 1,
        [12: 3, 16: 8, 40: 14],
        "Each new name carries %[ byte| bytes] that earlier ones did not foretell."
    )
    /// Look-up services are asked by a digest in each name, which measures 17 to 22 bytes (MD5, SHA-1, GUID).
    static let informationBeyondDigest = EvidenceRule(
        "information_beyond_digest",
        unit: "bytes",
        decimals: 1,
        [24: 8],
        "Eight names or more carry %[ byte| bytes] each, more than the digest by which services are asked for something."
    )
    static let digestClients = 2
    /// In bytes: the 32 of SHA-256, as measured.
    static let longestDigest = 40.0
    /// Codes answer digests of up to 32 bytes.
    static let codedAnswerBytes = 45.0
    /// Text that was written in symbols saves some two bits an octet; digests and cipher text save none.
    ///
    /// 24 bits are a chance of 1 in 16 million for a zone, after ways of reading are taken off.
    package static let encodedText = EvidenceRule(
        "encoded_text_bits",
        unit: "bits",
        [24: 25, 48: 35, 120: 45],
        "Labels decode to readable text; that they are other symbols is less likely by % bits."
    )
    package static let counter = EvidenceRule(
        "counter_ratio",
        unit: "ratio",
        decimals: 2,
        [0.8: 12],
        "A share of % of the names is numbered in sequence."
    )
    package static let unusualOctets = EvidenceRule(
        "unusual_octet_ratio",
        unit: "ratio",
        decimals: 2,
        [0.03: 15],
        "A share of % of the octets in labels is no letter, digit, hyphen or underscore."
    )

    /// Random octets are printable by 97 in 256: 48 addresses with two free octets or more have a chance below 10⁻³⁰.
    static let reversePrintable = EvidenceRule(
        "reverse_printable_ratio",
        unit: "ratio",
        decimals: 2,
        [0.95: 45],
        "The addresses of reverse look-ups spell text: a share of % of their octets is printable."
    )
    /// Look-ups of one organization's hosts come in clusters; a sweep is dense.
    static let reverseNetworks = EvidenceRule(
        "reverse_network_ratio",
        unit: "ratio",
        decimals: 2,
        [0.75: 25],
        "The addresses of reverse look-ups are spread like random ones: % of the networks that those would lie in."
    )
    /// People's names come in bursts, with a dispersion of 5 to 500; a clock's have below 0.4.
    static let steadyNames = EvidenceRule(
        "message_dispersion",
        unit: "messages",
        decimals: 2,
        countsDownward: true,
        [1: 6, 0.4: 10],
        "New names come at a steady pace: the number of messages varies by % of what chance would make it."
    )

    // MARK: Check-ins

    /// In bytes, both ways.
    static let beaconInformation = 600.0
    /// So many answers without an address are enough to look at a zone without a pace.
    static let checkIns = 8
    /// A clock of which a lossy capture kept half has a dispersion around 0.5.
    static let steadyPace = EvidenceRule(
        "message_dispersion",
        unit: "messages",
        decimals: 2,
        countsDownward: true,
        [0.7: 8, 0.4: 15],
        "Messages come at a steady pace: their number varies by % of what chance would make it."
    )
    /// Exactly timed, with a jitter of a fifth or a quarter.
    static let clockDispersion = 0.4
    static let machineLabels = EvidenceRule(
        "machine_label_ratio",
        unit: "ratio",
        decimals: 2,
        [0.9: 12],
        "A share of % of the names has a label of eight or more hexadecimal digits."
    )
    /// No host has these addresses; C2 servers give them when they have nothing to say.
    static let noAddresses = EvidenceRule(
        "no_address_ratio",
        unit: "ratio",
        decimals: 2,
        [0.8: 25],
        "A share of % of the answers is 0.0.0.0 or ::, which no host has."
    )

    // MARK: Query types

    static let rareTypes = EvidenceRule(
        "rare_type_ratio",
        unit: "ratio",
        decimals: 2,
        [0.1: 15, 0.5: 30],
        "A share of % of the queries asks for types that clients have no use for, such as NULL or KEY."
    )
    /// Resolvers follow CNAME by themselves, so clients need not ask for it; mail servers ask for MX of the
    /// registered domain, not of a long name below it.
    static let nameTypes = EvidenceRule(
        "name_type_ratio",
        unit: "ratio",
        decimals: 2,
        [0.3: 12],
        "A share of % of the queries asks for types (CNAME, MX, SRV and such) that clients seldom ask for, of ever new "
            + "names or with ever new answers."
    )
    static let textTypes = EvidenceRule(
        "text_type_ratio",
        unit: "ratio",
        decimals: 2,
        [0.5: 10],
        "A share of % of the queries asks for TXT."
    )

    // MARK: Downstream

    /// How many bytes of information distinct answers carry.
    ///
    /// Ordinary zones, published texts left out, have below 300. Stagers: 10 kB; iodine when idle: 1.4 kB.
    package static let informationDown = EvidenceRule(
        "information_down",
        unit: "bytes",
        [300: 10, 600: 15, 1_200: 20, 2_400: 24, 5_000: 28, 10_000: 32, 20_000: 36],
        "Distinct answers carry up to %[ byte| bytes] to the clients."
    )
    /// A text of one purpose or another has a few words; payload fills all the room of an answer.
    static let informationPerAnswer = EvidenceRule(
        "information_per_answer",
        unit: "bytes",
        decimals: 1,
        [100: 8],
        "Each new answer carries %[ byte| bytes] that earlier ones did not foretell."
    )
    /// The share of queries for addresses and service bindings where somebody asks for hosts.
    static let hostQueries = 0.9
    static let freshAnswers = EvidenceRule(
        "fresh_answer_ratio",
        unit: "ratio",
        decimals: 2,
        [0.7: 12],
        "Answers hardly repeat: % distinct ones for each response."
    )
    /// A name whose records change with every question; ordinary payload records stay for days.
    static let changingAnswers = EvidenceRule(
        "payload_answers_per_name",
        unit: "answers",
        decimals: 1,
        [3: 15, 6: 20],
        "The same names are answered with ever new records, % for each name."
    )
    static let changingAnswerCount = 20.0
    /// One name that is polled, however many others there are.
    static let polledAnswers = EvidenceRule(
        "most_answers_of_one_name",
        unit: "answers",
        [8: 15, 16: 20],
        "One name was answered with % different records, other than of addresses."
    )
    static let encodedAnswers = EvidenceRule(
        "encoded_answer_bits",
        unit: "bits",
        [24: 25, 48: 35, 120: 45],
        "Answers decode to readable text; that they are other symbols is less likely by % bits."
    )
    static let textExchanges = EvidenceRule(
        "text_exchanges",
        unit: "exchanges",
        [1: 40, 3: 55],
        "% names decode to text and are answered with text that was encoded too, as commands and their output are."
    )
    /// Addresses of ordinary zones come from few networks: a busy portal showed 69 addresses in under 20.
    package static let scatteredAddresses = EvidenceRule(
        "address_networks_per_name",
        unit: "networks",
        decimals: 1,
        [16: 45, 40: 55],
        "The answers' addresses lie in %[ network| networks] of 16 bits for each name, as data does and hosts do not."
    )
    static let scatteredNetworks = 48.0
    /// A seed of a peer-to-peer network gives the same number of addresses to a node that starts, and some seeds to one
    /// that starts again and again: hosts everywhere, of which none leads nowhere.
    static let scatteredResponses = 8
    /// An eighth of random IPv4 addresses lead nowhere, and six of seven random IPv6 addresses.
    package static let unroutableAddresses = EvidenceRule(
        "unroutable_address_ratio",
        unit: "ratio",
        decimals: 2,
        [0.08: 25, 0.3: 50],
        "A share of % of the answers' addresses is in networks that nobody can reach, as data is and hosts are not."
    )
    static let unroutableAddressCount = 12.0
    static let programText = EvidenceRule(
        "program_words",
        unit: "words",
        [1: 45],
        "Texts in answers are a script or a program; as they are or decoded they hold % of its words."
    )
    /// A zone has one set of keys and services; browsers find one HTTPS record for all hosts of a content network.
    package static let apexRecords = EvidenceRule(
        "apex_records",
        unit: "records",
        [24: 15],
        "%[ record| records] of types that a zone has at its top (DNSKEY, DS, HTTPS, SVCB) [belongs|belong] each to a name of its own."
    )
    /// An owner sets a service up once, and changes that seldom.
    static let bindingChanges = EvidenceRule(
        "service_binding_changes",
        unit: "changes",
        [6: 15, 12: 20],
        "Records of services (HTTPS, SVCB) change %[ time| times], keys and addresses left out."
    )
    package static let freshAddresses = EvidenceRule(
        "fresh_address_ratio",
        unit: "ratio",
        decimals: 2,
        [0.8: 15],
        "Each new name is answered with new addresses: % for each response."
    )
    static let freshAddressCount = 20.0
    /// A company's hosts share networks of 24 bits, or are private; random addresses hardly ever do.
    static let freshBlockShare = 0.2
    /// Tools set 0 (iodine), 3 (dns2tcp) or 60 (dnscat2, dnstt); published records live for minutes to days.
    static let shortLived = EvidenceRule(
        "median_time_to_live",
        unit: "seconds",
        countsDownward: true,
        [60: 4, 5: 8],
        "Half of the answers may be kept for %[ second| seconds] at most."
    )

    // MARK: Letter case and times to live

    static let judgedVariations = 24.0
    static let mixedCapitals = 0.1...0.9
    package static let letterCase = EvidenceRule(
        "letter_case_variations",
        unit: "ways",
        [24: 5],
        "Names are written in %[ other way| other ways] than their first, by the case of their letters."
    )
    /// Six standard deviations off have a chance of 2 in 10⁹ for each of 17 measures; text has 10 to 30.
    package static let letterCaseDeviation = EvidenceRule(
        "letter_case_deviation",
        unit: "standard deviations",
        decimals: 1,
        [6: 50],
        "The letter case is no throw of a fair coin, as that of resolvers is: it is %[ standard deviation| standard deviations] off."
    )
    static let steadyCase = EvidenceRule(
        "zones_of_steady_case",
        unit: "zones",
        [5: 50],
        "Only this zone is written so; %[ other always has| others always have] one letter case."
    )
    /// A resolver with several caches has a moment for each.
    static let erraticExpiries = 16.0
    /// Seventy polls within a fraction of the time to live have 60.
    package static let erraticLifetimes = EvidenceRule(
        "expiries_per_generation",
        unit: "moments",
        decimals: 1,
        [erraticExpiries: 55],
        "A name's answers would expire at % moments for each one that a cache explains: times to live go up and down."
    )

    /// As a share of the information that unforeseeable delays would carry.
    ///
    /// Coins have 0.95 and more, a poll and its repetition in turn 0.1. No zone of 164 ordinary captures with 40 delays
    /// on a few levels reaches 0.3.
    static let unforeseenDelays = 0.75
    static let judgedDelays = 100
    /// In seconds; caches keep no answer for less than that.
    static let cachedLife = 5.0
    package static let timingInformation = EvidenceRule(
        "timing_information",
        unit: "bytes",
        decimals: 0,
        [12: 55],
        "Queries wait for one of a few delays each, and none foretells the next: their order can carry %[ byte| bytes]."
    )

    /// As a share of the information that unforeseeable names would carry.
    ///
    /// Text in half octets has 0.6 and more, as every other one has few values; hosts in turn have below 0.1.
    static let unforeseenNames = 0.55
    /// As a share of the mean; machines of a fleet have 0.1…0.3, a permutation of names in each round 0.6.
    static let freeReturns = 0.4
    /// Names that hardly come again are judged as names.
    static let usesOfName = 4.0
    /// A cache asks for a name once in its time to live; some queries may cross on their way.
    static let uncachedQueries = 12.0
    package static let nameOrder = EvidenceRule(
        "name_order_information",
        unit: "bytes",
        [24: 55],
        "The same names come again by a clock, and none foretells the next: their order can carry %[ byte| bytes]."
    )

    // MARK: Fields beside names and answers

    /// A bit that some software always sets is no data; one that comes and goes is.
    static let mixedBitShare = 0.05...0.95
    static let reservedBits = EvidenceRule(
        "mixed_reserved_bits",
        unit: "queries",
        [64: 55],
        "Header bits that have no meaning there are set in some and clear in others of %[ query| queries]."
    )
    static let judgedIDs = 40
    static let judgedIDResidues = 20
    /// Octets of random ids are printable by 97 in 256; 80 octets of which 90 % are printable have a chance below
    /// 10⁻²³.
    package static let printableIDs = EvidenceRule(
        "printable_id_ratio",
        unit: "ratio",
        decimals: 2,
        [0.9: 60],
        "Transaction ids are text: a share of % of their octets is printable."
    )
    static let distinctContents = 8
    static let trailingInformation = EvidenceRule(
        "trailing_information",
        unit: "bytes",
        [128: 55, 4_000: 65],
        "Octets behind the DNS messages carry up to %[ byte| bytes]."
    )
    static let optionInformation = EvidenceRule(
        "edns_option_information",
        unit: "bytes",
        [128: 55, 4_000: 65],
        "An EDNS option without a defined content carries up to %[ byte| bytes]."
    )
    static let updateInformation = EvidenceRule(
        "update_information",
        unit: "bytes",
        [500: 50, 4_000: 60],
        "Dynamic updates add records, other than of addresses, with up to %[ byte| bytes]."
    )
    /// Additional and authority records that neither delegate, deny nor sign, and records in queries.
    static let unexpectedInformation = EvidenceRule(
        "unexpected_record_information",
        unit: "bytes",
        [128: 55, 4_000: 65],
        "Records in sections where ordinary messages have none carry up to %[ byte| bytes]."
    )
    /// IANA has registered five classes; the class of an ordinary question is IN.
    package static let classes = EvidenceRule(
        "unregistered_classes",
        unit: "classes",
        [8: 55],
        "Questions ask for %[ class that does| classes that do] not exist."
    )
    static let judgedTypes = 64
    /// Clients ask for addresses in more than half of their queries, mail servers and resolvers too.
    static let preferredTypeShare = 0.3
    static let typeSpread = EvidenceRule(
        "query_type_spread",
        unit: "types",
        [12: 40, 16: 55],
        "Queries ask for %[ type| different types and prefer none of them]."
    )
    static let freshIdentityRatio = 0.9
    /// Networks for each subnet: the clients of one forwarder are in few, random subnets in one each.
    static let scatteredSubnets = 0.5
    /// A client has one network; a forwarder that adds those of its clients repeats them.
    static let changingSubnets = EvidenceRule(
        "changing_client_subnets",
        unit: "subnets",
        [32: 55],
        "Nearly every query comes from another client subnet (EDNS option 8), % of them."
    )
    static let changingCookieCount = 24
    /// Random octets are printable by 97 in 256.
    static let printableCookies = EvidenceRule(
        "printable_cookie_ratio",
        unit: "ratio",
        decimals: 2,
        [0.9: 60],
        "Client cookies are text: a share of % of their octets is printable."
    )
    /// RFC 7873 §4.2: a server makes its cookie for the client's cookie; tools that forget their own cookie have no
    /// server's cookie to return.
    static let inventedCookies = EvidenceRule(
        "invented_server_cookies",
        unit: "cookies",
        [24: 55],
        "Queries return %[ cookie| cookies] of servers, each with another client cookie, so that no server can have sent them."
    )
    /// A server has one name, and a farm of them a few.
    static let changingServerNames = EvidenceRule(
        "changing_server_identifiers",
        unit: "identifiers",
        [32: 55],
        "Nearly every response names another server (EDNS option 3), % of them."
    )
    /// By RFC 7873 §4.1 a client keeps its cookie for a server; command-line tools forget theirs after each query.
    static let changingCookies = EvidenceRule(
        "changing_client_cookies",
        unit: "cookies",
        [64: 20],
        "Nearly every query has another client cookie, % of them, though a client keeps one for each server."
    )

    // MARK: Anomalies

    static let repeatedAnomalies = 8
    static let anomalousShare = 0.2
    static let anomalousMessages = EvidenceRule(
        "anomalous_messages",
        unit: "messages",
        [16: 35, 100: 40],
        "%[ message between the two breaks| messages between the two break] the rules of DNS in one way."
    )
    static let anomalyKinds = EvidenceRule(
        "anomaly_kinds",
        unit: "kinds",
        [2: 10, 3: 20],
        "They break them in %[ way| ways]."
    )

    /// A share of a client's queries.
    ///
    /// Services that browsers find by name have spaces and letters of all scripts in their names, some a day.
    static let hiddenShare = 0.1
    /// Chosen by judgement, not by data: a session of iodine has some 60 in its first minute.
    static let hiddenNames = EvidenceRule(
        "hidden_names",
        unit: "queries",
        [16: 35, 32: 52],
        "%[ query has a name| queries have names] with octets that this log cannot write down; names of hosts have none such."
    )

    // MARK: Names that the capture cut

    static let cutNames = EvidenceRule(
        "cut_names",
        unit: "names",
        [32: 15, 64: 20],
        "The capture holds the beginning of about %[ name| names] alone, each another one."
    )
    /// Words have 3.2 to 4.7 bits, random letters and digits 5.4 to 6.9 (``LetterPairs/meanCost(of:)``).
    static let cutNameLetters = EvidenceRule(
        "cut_name_letter_bits",
        unit: "bits",
        [4.9: 8, 5.2: 10],
        "A letter in them tells % bits beyond the one before, more than in names that people give."
    )
    static let cutNamesUsedOnce = EvidenceRule(
        "cut_names_used_once",
        unit: "ratio",
        [0.9: 5],
        "A share of % of them was asked for just once."
    )
    /// A digest of 256 bits in hexadecimal with a suffix of 50 octets stays below.
    static let cutNameLength = EvidenceRule(
        "cut_name_octets",
        unit: "bytes",
        [120: 25],
        "Had they been kept, they would have % bytes on average, more than a digest and the suffix of a service."
    )
    /// Clients of one server that ask alike.
    static let cutNameCrowd = 3

    // MARK: Other traffic

    static let nonDNSDatagrams = 6
    static let nonDNSOctets = EvidenceRule(
        "non_dns_octets",
        unit: "bytes",
        [200: 45, 2_000: 50, 20_000: 60],
        "Datagrams on a DNS port that are no DNS messages have %[ byte| bytes]."
    )
    static let nonDNSBothWays = EvidenceRule(
        "non_dns_exchanges",
        unit: "datagrams",
        [3: 10],
        "They go both ways, at least % each."
    )
    package static let nonDNSStreams = EvidenceRule(
        "non_dns_streams",
        unit: "streams",
        [1: 55],
        "TCP streams on a DNS port do not have the framing of DNS: %."
    )

    /// A scanner that looks for services on a port sends the beginnings of other protocols, and DNS servers do not
    /// answer them.
    static let unansweredStreams = EvidenceRule(
        "non_dns_streams",
        unit: "streams",
        [1: 35],
        "TCP streams on a DNS port do not have the framing of DNS, and nothing comes back: %."
    )

    // MARK: Evidence against a channel

    /// The odds that so many machines are infected alike and each sends about as much, against the odds that they run
    /// one program.
    ///
    /// No recorded channel has more than two clients, but for those behind open resolvers, which do not count.
    static let crowd = EvidenceRule(
        "effective_clients",
        unit: "clients",
        decimals: 1,
        [4: -15, 8: -30, 16: -50, 32: -75],
        "Names of one layout come from as many as % clients alike, as from a program that many machines have."
    )
    static let crowdLayout = 0.9
    /// Several of many clients ask for half of the names: data that one client sends does not make another client
    /// ask.
    static let commonNames = EvidenceRule(
        "shared_name_ratio",
        unit: "ratio",
        decimals: 2,
        [0.5: -20],
        "Many clients ask for the same names (a share of %), as they do for hosts of a service."
    )
    static let commonNamesClients = 8
    /// Lists of words that may be hosts: 2,600 names of a recorded run have 5 bytes each, and a hundredth exist.
    static let guessedNames = EvidenceRule(
        "missing_name_ratio",
        unit: "ratio",
        decimals: 2,
        [0.5: -35],
        "Somebody guesses names: a share of % does not exist, and those that do look no other."
    )
    static let guessedHits = 2
    static let mostMisses = 0.998
    static let alikeLengths = 0.6...1.6
    /// In bytes; a label of six random letters has 4.
    static let guessedInformation = 8.0
    static let guessedOctets = 20.0
    /// A check of health has a perfect clock, and no cache may answer it.
    static let probes = EvidenceRule(
        "probe_responses",
        unit: "responses",
        [50: -45],
        "A clock asks for a new identifier each time and gets one answer, % times, as checks of a service do."
    )
    /// Of the pauses; a lossy capture lacks some queries.
    static let clockShare = 0.9
    static let probeShare = 0.98
    /// From which share of numbered names on these are a count; numbers of one digit are none.
    static let countedShare = 0.8
    /// In bytes; the step of a counter or clock, and which of a few sites it is.
    static let countedInformation = 2.0
    static let downloadInformation = 1_200.0
    static let sharedNames = EvidenceRule(
        "shared_name_ratio",
        unit: "ratio",
        decimals: 2,
        [0.1: -20],
        "Several clients ask for the same names (a share of %), which one client's data would not make them do."
    )
    package static let prevalence = EvidenceRule(
        "client_share",
        unit: "ratio",
        decimals: 2,
        [0.3: -20],
        "A share of % of all clients uses this zone."
    )
    /// Three machines are soon infected together: if all of so few use a zone, that says nothing of it.
    static let prevalenceClients = 4
    /// The other side of ``constantAnswer``: a server that tells its client nothing need not have several answers.
    static let catchAll = EvidenceRule(
        "catch_all_responses",
        unit: "responses",
        [20: 8],
        "Ever new names are answered alike, %[ response| responses] for each answer, and asked for other than by the system."
    )
    /// A program that resolves names by the system's own functions asks for A and AAAA as all others of the machine.
    package static let zonesOfBothAddressTypes = 8
    static let reusedNames = 0.1
    /// Hosts are asked for again and again, for A and AAAA, and stay where they are; payload is sent once.
    static let reuse = EvidenceRule(
        "queries_per_name",
        unit: "queries",
        decimals: 1,
        [6: -20],
        "The same names come again and again, %[ query| queries] for each, and keep their answers."
    )
    static let digestShare = 0.98
    /// The share of digests that a service knows, where it denies the others.
    static let knownShare = 0.05...0.95
    /// In bytes: a date and a percentage; a network's number, country and date; the number of a content network's customer,
    /// and which part of the network it is on.
    static let verdictInformation = 12.0
    /// A gateway asks about each file and sender by a digest of up to 32 octets, and nobody else may ask beside it.
    static let digests = EvidenceRule(
        "digest_ratio",
        unit: "ratio",
        decimals: 2,
        [0.98: -40],
        "A share of % of the names is a digest of one length, and a few verdicts answer them, as of a look-up service."
    )
    /// RFC 5782 §2.1: lists answer in 127.0.0.0/8.
    static let listAnswers = EvidenceRule(
        "loopback_answer_ratio",
        unit: "ratio",
        decimals: 2,
        [0.5: -30],
        "Answers are codes in 127.0.0.0/8 (a share of %), as block lists and reputation services give."
    )
    /// A list has no name for what is not listed, and most is not (RFC 5782 §2.1).
    static let listDenials = EvidenceRule(
        "missing_name_ratio",
        unit: "ratio",
        decimals: 2,
        [0.5: -15],
        "A share of % of the names does not exist, as most of what somebody asks a list about."
    )
    /// Browsers ask for addresses beside each HTTPS record, so that a third of their queries or more is for these.
    static let browserAddressShare = 0.3
    static let browserQueries = EvidenceRule(
        "https_type_ratio",
        unit: "ratio",
        decimals: 2,
        [0.08: -15],
        "A share of % of the queries asks for HTTPS records, as browsers do before they connect."
    )
    /// In bytes: the name of a host, or a telephone's, which the question spells in part.
    static let lookedUpInformation = 24.0
    /// Four decimal labels or 32 hexadecimal digits: the layout of reverse look-ups and of lists (RFC 5782 §2.1,
    /// RFC 1035 §3.5, RFC 3596 §2.5).
    static let reverseAddresses = EvidenceRule(
        "reverse_address_ratio",
        unit: "ratio",
        decimals: 2,
        [0.9: -40],
        "A share of % of the names is an address written backward, as in reverse look-ups and block lists."
    )
    /// No longer than the names that people register; longer ones would have room for payload beside them.
    static let embeddedDomainOctets = 40.0
    static let embeddedDomains = EvidenceRule(
        "embedded_domain_ratio",
        unit: "ratio",
        decimals: 2,
        [0.8: -40],
        "A share of % of the names holds a domain of its own or an address, as questions to lists and search suffixes do."
    )
    static let constantAnswer = EvidenceRule(
        "responses_per_distinct_answer",
        unit: "responses",
        decimals: 1,
        [20: -15, 100: -20],
        "The same answer comes back for %[ response| responses] each, as of a look-up service."
    )

    // MARK: Against a baseline

    /// Hours in which a client or zone was active before its median says something.
    package static let baselineHours = 8
    /// Hours that a baseline has before a zone that it does not know is new.
    package static let baselineNoveltyHours = 24
    /// Active hours before hours of the day are told apart: five days.
    package static let baselineDailyHours = 120
    /// The least multiple of the median that an hour must have; the numbers below are its least amounts, as small
    /// numbers double by themselves.
    package static let baselineRatio = 3.0
    /// Days have busy hours: of 50 clients of a recorded office day, half have one with 3 times their median or more,
    /// and the busiest 8 times.
    package static let baselineBusiestRatio = 1.5
    package static let baselineQueries = 60.0
    package static let baselineNames = 40.0
    package static let baselineOctets = 20_000.0
    package static let baselineQueryCount = 50
    package static let baselineNameOctets = 16.0
    /// Types with a smaller share of the queries are not normal.
    package static let baselineRareShare = 0.01
    /// A burst alone stays `info` or `low`: people start to work, and machines to update.
    package static let baselineVolume = EvidenceRule(
        "baseline_volume",
        unit: "deviations",
        decimals: 1,
        [6: 15, 12: 25, 30: 35],
        "The busiest hour is %[ robust deviation| robust deviations] above the median."
    )
    package static let baselineNameLength = EvidenceRule(
        "baseline_name_octets",
        unit: "deviations",
        decimals: 1,
        [6: 20],
        "Names are longer by %[ robust deviation| robust deviations]."
    )
    package static let baselineTypes = EvidenceRule(
        "baseline_new_type_ratio",
        unit: "ratio",
        decimals: 2,
        [0.5: 20],
        "A share of % of the queries asks for types that are hardly asked for normally."
    )
    package static let baselineFailures = EvidenceRule(
        "baseline_nxdomain_rise",
        unit: "ratio",
        decimals: 2,
        [0.4: 10],
        "The share of names that do not exist rose by %."
    )
    package static let baselineUnusualHours = EvidenceRule(
        "baseline_unusual_hours",
        unit: "hours",
        [2: 5],
        "Active in %[ hour| hours] of the day in which there normally is nothing."
    )
    /// A zone in use every day is less likely a channel, though a channel may have run while the baseline was learnt.
    package static let baselineFamiliarity = EvidenceRule(
        "baseline_zone_hours",
        unit: "hours",
        [24: -8, 72: -15],
        "The zone was in use in %[ hour| hours] of the baseline."
    )
    package static let baselineNovelty = EvidenceRule(
        "baseline_without_zone",
        unit: "hours",
        [24: 8],
        "In %[ hour| hours] of the baseline nobody used the zone."
    )
}
