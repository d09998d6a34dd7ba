package import Channels
package import Findings
import PayloadMeasures

extension ChannelFeatures {
    /// All features by stable name, in a fixed order; those that are undefined are left out.
    package var values: [FeatureValue] {
        NamedFeature.all.compactMap { feature in
            feature.value(self).map { FeatureValue(name: feature.feature.name, value: $0) }
        }
    }
}

/// A number of a channel by the name that reports give it.
///
/// `dnsscan features` documents this list, and every report names features by it.
struct NamedFeature: Sendable {
    let feature: FeatureTable.Feature
    /// `nil` where it is undefined.
    let value: @Sendable (ChannelFeatures) -> Double?

    private init(
        _ name: String,
        _ meaning: String,
        _ value: @escaping @Sendable (ChannelFeatures) -> Double?
    ) {
        feature = FeatureTable.Feature(name: name, meaning: meaning)
        self.value = value
    }

    /// In a fixed order; new ones come last.
    static let all: [NamedFeature] = [
        NamedFeature("label_entropy_bits_per_byte", "Shannon entropy of the labels that vary.") {
            $0.entropy ?? 0
        },
        NamedFeature(
            "mean_subdomain_bytes",
            "Length of a distinct name left of the zone, dots left out, on average."
        ) { $0.meanSubdomainOctets },
        NamedFeature(
            "single_use_ratio",
            "Share of distinct names that were asked for just once for each type."
        ) { $0.singleUseRatio },
        NamedFeature("information_up_bytes", "What distinct names can carry at most, by an adaptive code.") {
            $0.informationUp
        },
        NamedFeature(
            "information_down_bytes",
            "What distinct answers can carry at most, by an adaptive code; addresses are left out."
        ) { $0.informationDown },
        NamedFeature("information_per_name_bytes", "information_up_bytes for each distinct name.") {
            $0.informationPerName
        },
        NamedFeature("type_information_bytes", "What the order of the query types can carry at most.") {
            $0.typeInformation
        },
        NamedFeature("timing_information_bytes", "What the delays between queries can carry at most.") {
            $0.timingInformation
        },
        NamedFeature("txt_query_ratio", "Share of queries for TXT.") { $0.textQueryRatio },
        NamedFeature(
            "rare_type_query_ratio",
            "Share of queries for types that clients have no use for, such as NULL and KEY."
        ) { $0.rareTypeRatio },
        NamedFeature(
            "name_type_query_ratio",
            "Share of queries for types that clients seldom ask for, such as CNAME, MX and SRV."
        ) { $0.nameQueryRatio },
        NamedFeature("address_query_ratio", "Share of queries for A and AAAA.") { $0.addressQueryRatio },
        NamedFeature("https_query_ratio", "Share of queries for HTTPS and SVCB.") { $0.httpsQueryRatio },
        NamedFeature("distinct_names", "Distinct names below the zone; an estimate beyond some 500.") {
            $0.distinctNames
        },
        NamedFeature("varying_label_bytes", "Octets of the labels that vary, in all distinct names.") {
            $0.varyingOctets
        },
        NamedFeature(
            "alphabet_up_bits_per_byte",
            "Bits that a symbol of the names' alphabet stands for, such as 5 for Base32; undefined without one."
        ) { $0.alphabet?.bitsPerOctet },
        NamedFeature("unusual_byte_ratio", "Share of octets in varying labels that host names do not have.") {
            $0.unusualOctetRatio
        },
        NamedFeature(
            "encoded_text_ratio",
            "Share of printable octets in what the names decode to; undefined where they decode to nothing."
        ) { $0.encodedText?.printableRatio },
        NamedFeature(
            "encoded_text_bits",
            "By how many bits it is less likely that names are other symbols than encoded text; undefined alike."
        ) { $0.encodedText?.bits },
        NamedFeature("encoded_answer_bits", "The same of answers.") { $0.encodedAnswers?.bits },
        NamedFeature("text_exchanges", "Queries of which the name and the answer both decode to text.") {
            $0.textExchanges
        },
        NamedFeature("counter_ratio", "Share of distinct names with a label that counts.") {
            $0.counterRatio
        },
        NamedFeature("shared_name_ratio", "Share of distinct names that several clients asked for.") {
            $0.sharedNameRatio
        },
        NamedFeature("reverse_address_ratio", "Share of distinct names that are an address written backward.")
        { $0.reverseAddressRatio },
        NamedFeature("embedded_domain_ratio", "Share of distinct names that hold another domain.") {
            $0.embeddedDomainRatio
        },
        NamedFeature("clients", "Clients that ask below the zone.") { Double($0.clients) },
        NamedFeature("client_ratio", "Share of all clients of the scan that ask in the zone.") {
            $0.clientShare
        },
        NamedFeature(
            "distinct_payload_answers",
            "Distinct answers that are no addresses, signatures or well-known texts."
        ) { $0.distinctPayloadAnswers },
        NamedFeature("payload_answer_bytes", "Octets of these.") { $0.payloadAnswerOctets },
        NamedFeature("most_answers_of_one_name", "How many of these one name was answered with, at most.") {
            $0.mostAnswersOfOneName
        },
        NamedFeature(
            "alphabet_down_bits_per_byte",
            "Bits that a symbol of the answers' alphabet stands for; undefined without one."
        ) { $0.downAlphabet?.bitsPerOctet },
        NamedFeature("fresh_answer_ratio", "Distinct payload answers for each response with an answer.") {
            $0.freshAnswerRatio
        },
        NamedFeature("fresh_address_ratio", "Distinct addresses for each response with an answer.") {
            $0.freshAddressRatio
        },
        NamedFeature("distinct_addresses", "Distinct addresses in answers.") { $0.distinctAddresses },
        NamedFeature("program_words", "Words of scripts and programs in texts.") { $0.programWords },
        NamedFeature(
            "apex_records",
            "Distinct records of types that a zone has at its top, such as DNSKEY, where many names have their own."
        ) { $0.apexRecords },
        NamedFeature(
            "address_networks",
            "Networks of 16 bits (IPv4) or 48 bits (IPv6) that address answers lie in."
        ) { $0.addressNetworks },
        NamedFeature(
            "address_blocks",
            "Networks of 24 bits (IPv4) or 48 bits (IPv6) of the public Internet that address answers lie in."
        ) { $0.addressBlocks },
        NamedFeature("unroutable_address_ratio", "Share of distinct addresses that no packet can go to.") {
            $0.unroutableAddressRatio
        },
        NamedFeature(
            "loopback_answer_ratio",
            "Share of address answers in 127.0.0.0/8, where block lists answer."
        ) { $0.loopbackAnswerRatio },
        NamedFeature("responses_per_distinct_answer", "Responses with an answer for each distinct answer.") {
            $0.responsesPerDistinctAnswer
        },
        NamedFeature(
            "median_time_to_live_seconds",
            "Median time to live of the distinct payload answers, or of all answers without any; undefined without an answer."
        ) { $0.medianTimeToLive },
        NamedFeature("empty_response_ratio", "Share of responses without an answer.") {
            $0.emptyResponseRatio
        },
        NamedFeature(
            "estimated_up_bytes",
            "Estimated payload from the clients, after the encoding is taken off."
        ) { $0.bytesUp },
        NamedFeature(
            "estimated_down_bytes",
            "Estimated payload to the clients in records other than addresses."
        ) { $0.bytesDown },
    ]
}
