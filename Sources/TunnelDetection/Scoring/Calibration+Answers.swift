package import Channels
package import Findings

/// Thresholds and points for lists, answers, names and the use of servers.
extension Calibration {
    // MARK: Lists

    /// The points of an entry of a user's list.
    ///
    /// The entry's score from 0 to 100 counts as the list says it, or else its category does. An entry with neither
    /// is taken as one to act on.
    package static func points(of entry: ListEntry) -> Int {
        if let score = entry.score { return score >= 70 ? listHigh : score >= 40 ? listMedium : listLow }
        if let word = entry.category?.lowercased(), unwantedWords.contains(where: word.contains) {
            return listLow
        }
        return switch entry.listCategory {
        case .mining, .suspicious, .abused: listMedium
        default: listHigh
        }
    }
    /// The words for domains that are unwanted rather than dangerous.
    private static let unwantedWords = ["track", "advert", "ads", "adult", "porn", "gambling", "social"]
    static let listHigh = 80
    static let listMedium = 55
    static let listLow = 35
    static let listedPackets = EvidenceRule(
        "listed_address_packets",
        unit: "packets",
        [1: 10],
        "%[ packet| packets] went to the address or came from it, whatever their protocol."
    )

    // MARK: Answers

    static let sinkholeAnswers = EvidenceRule(
        "sinkhole_answers",
        unit: "responses",
        [1: 60],
        "%[ response leads| responses lead] to a sinkhole: somebody has found the name malicious already."
    )
    /// The machine acts on the answer, unlike a scanner of links or of mail, which only looks the name up.
    static let sinkholePackets = EvidenceRule(
        "sinkhole_packets",
        unit: "packets",
        [1: 15],
        "%[ packet| packets] went between the machine and the sinkhole after the answer."
    )
    /// Resolvers that block advertising give such answers to thousands of names, so the finding is never more than
    /// `info`.
    static let unspecifiedAnswers = EvidenceRule(
        "unspecified_answers",
        unit: "names",
        [1: 15],
        "The server answers for %[ name| names] with no address at all, as resolvers do that block them."
    )
    static let loopbackAnswers = EvidenceRule(
        "loopback_answers",
        unit: "responses",
        [1: 20],
        "%[ response leads| responses lead] back to the client itself."
    )
    /// Clouds serve credentials at these addresses; no public name belongs to them.
    static let metadataAnswers = EvidenceRule(
        "metadata_answers",
        unit: "responses",
        [1: 80],
        "%[ response for a public name leads| responses for a public name lead] to an address where clouds serve their metadata."
    )
    static let reboundNames = EvidenceRule(
        "rebound_names",
        unit: "names",
        [1: 45],
        "%[ name has| names have] an address outside at one time and one inside at another."
    )
    /// Browsers go on to the next address when the first one does not answer any more.
    ///
    /// But nothing changed between two answers, so that the cause may as well be an owner's mistake.
    static let mixedAnswers = EvidenceRule(
        "mixed_answers",
        unit: "records",
        [1: 25],
        "%[ record leads| records lead] to the client itself beside others that lead outside."
    )
    /// Rebinding needs answers that caches forget at once; 0 and 1 second are usual in its tools.
    static let reboundLife = EvidenceRule(
        "shortest_time_to_live",
        unit: "seconds",
        countsDownward: true,
        [60: 5, 5: 15],
        "These answers may be kept for %[ second| seconds] at most."
    )
    static let rebindingService = EvidenceRule(
        "rebinding_service_queries",
        unit: "queries",
        [1: 60],
        "%[ query asks| queries ask] for names of a service that does nothing but rebinding."
    )
    /// Resolvers give their own organization other addresses than public ones do.
    static let splitView = EvidenceRule(
        "servers_with_other_view",
        unit: "servers",
        [1: -25],
        "%[ server| servers] never gave such an answer: the organization may show its own clients other addresses."
    )
    /// One name inside among public ones; many organizations have such names in their public zone.
    static let insideAnswers = EvidenceRule(
        "inside_answers",
        unit: "responses",
        [1: 15],
        "%[ response for a public name leads| responses for a public name lead] to a private address, and others in its zone outside."
    )

    // MARK: Names

    /// In seconds; families try 50 to 1,000 names at a time and wait then.
    static let burstWindow = 3_600.0
    /// Registered domains that do not exist, of one client within ``burstWindow``.
    ///
    /// Ordinary clients of the recorded networks had 4 at most, mistyped and expired ones; Conficker tries
    /// 250 to 500 a day, most families 20 to 1,000 (Plohmann et al., "A Comprehensive Measurement Study of Domain
    /// Generating Malware", 2016).
    package static let generatedDomains = EvidenceRule(
        "missing_domains_per_hour",
        unit: "domains",
        [10: 20, 20: 30, 50: 40, 100: 50],
        "Within an hour the client asks for %[ registered domain that does| registered domains that do] not exist."
    )
    static let unlikelyLabels = EvidenceRule(
        "unlikely_label_ratio",
        unit: "ratio",
        decimals: 2,
        [0.5: 10, 0.7: 25],
        "A share of % of these is no word: their letters follow each other as chance has it."
    )
    static let likelyLabels = EvidenceRule(
        "unlikely_label_ratio",
        unit: "ratio",
        decimals: 2,
        countsDownward: true,
        [0.3: -15],
        "Only a share of % of these is no word, as among mistyped and expired names."
    )
    /// Most domains exist that come of a list, of links in pages, or of people behind one address.
    static let mostlyExisting = EvidenceRule(
        "missing_domain_ratio",
        unit: "ratio",
        decimals: 2,
        countsDownward: true,
        [0.5: -20],
        "Of the registered domains that the client asks for meanwhile, only a share of % does not exist."
    )
    static let askedByResolver = EvidenceRule(
        "iterative_query_ratio",
        unit: "ratio",
        decimals: 2,
        [0.5: -10],
        "The client is a resolver that asks for many others: a share of % of its queries wants no recursion."
    )
    static let askedByMailServer = EvidenceRule(
        "mail_query_ratio",
        unit: "ratio",
        decimals: 2,
        [0.3: -25],
        "A share of % of the queries asks for MX or TXT, as mail servers do that check senders."
    )
    package static let exploitCallbacks = EvidenceRule(
        "callback_queries",
        unit: "queries",
        [1: 50],
        "%[ query tells| queries tell] an out-of-band interaction service that something was evaluated here."
    )
    static let exploitExpressions = EvidenceRule(
        "expression_names",
        unit: "names",
        [1: 60],
        "%[ name holds| names hold] what is left of an expression such as ${jndi:…}, which a vulnerable program looked up."
    )
    /// The rule says who owns the service; the queries say what it means.
    static let interactshNames = EvidenceRule(
        "interactsh_names",
        unit: "names",
        [1: 10],
        "%[ name carries| names carry] ids of interactsh."
    )
    static let leakedLabels = EvidenceRule(
        "leaked_labels",
        unit: "names",
        [1: 25],
        "%[ name carries| names carry] more than the service's session id."
    )
    static let anonymityQueries = EvidenceRule(
        "anonymity_network_queries",
        unit: "queries",
        [1: 35],
        "%[ query asks| queries ask] for names of Tor or I2P, or for a gateway into them."
    )
    static let miningQueries = EvidenceRule(
        "mining_pool_queries",
        unit: "queries",
        [1: 35],
        "%[ query asks| queries ask] for a pool that mines digital currency."
    )
    /// The pages of a pool are at its domain and www; miners connect to hosts named for currency and region.
    static let miningHosts = EvidenceRule(
        "mining_host_names",
        unit: "names",
        [1: 15],
        "%[ name is| names are] no web pages of the pool but hosts that miners connect to."
    )

    // MARK: Servers

    /// A server that so large a share of clients asks, or that gets so large a share of queries, is a usual one.
    static let usualShare = 0.2
    /// The user said which resolvers are allowed.
    static let bypassQueries = EvidenceRule(
        "bypassing_queries",
        unit: "queries",
        [1: 50],
        "%[ query goes| queries go] to servers that are none of the organization's resolvers."
    )
    /// The user did not say which resolvers are allowed, so that the finding is a remark and no more.
    static let unusualServerQueries = EvidenceRule(
        "unusual_server_queries",
        unit: "queries",
        [1: 15],
        "%[ query goes| queries go] to servers that hardly anybody else asks."
    )
    static let bypassEncrypted = EvidenceRule(
        "bypassing_encrypted_packets",
        unit: "packets",
        [1: 50],
        "%[ packet of encrypted DNS goes| packets of encrypted DNS go] past the organization's resolvers."
    )
    /// Counts beside queries that bypass the resolvers already.
    static let bypassEncryptedToo = EvidenceRule(
        "bypassing_encrypted_packets",
        unit: "packets",
        [1: 5],
        "%[ packet of encrypted DNS goes| packets of encrypted DNS go] past the organization's resolvers too."
    )
    static let unusualPort = EvidenceRule(
        "unusual_port_queries",
        unit: "queries",
        [1: 15],
        "%[ query goes| queries go] to another port than that of DNS."
    )
    static let unneededTypes = EvidenceRule(
        "unneeded_type_queries",
        unit: "queries",
        [1: 15],
        "%[ query asks| queries ask] for what clients have no use for, such as NULL, ANY, whole zones or types of private use."
    )
}
