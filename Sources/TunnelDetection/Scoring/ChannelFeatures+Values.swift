package import Channels
package import Findings
import PayloadMeasures

extension ChannelFeatures {
    /// All features by stable name, in a fixed order; those that are undefined are left out.
    package var values: [FeatureValue] {
        let named: [(String, Double?)] = [
            ("label_entropy_bits_per_byte", entropy ?? 0),
            ("mean_subdomain_bytes", meanSubdomainOctets),
            ("single_use_ratio", singleUseRatio),
            ("information_up_bytes", informationUp),
            ("information_down_bytes", informationDown),
            ("information_per_name_bytes", informationPerName),
            ("type_information_bytes", typeInformation),
            ("timing_information_bytes", timingInformation),
            ("txt_query_ratio", textQueryRatio),
            ("rare_type_query_ratio", rareTypeRatio),
            ("name_type_query_ratio", nameQueryRatio),
            ("address_query_ratio", addressQueryRatio),
            ("https_query_ratio", httpsQueryRatio),
            ("distinct_names", distinctNames),
            ("varying_label_bytes", varyingOctets),
            ("alphabet_up_bits_per_byte", alphabet?.bitsPerOctet),
            ("unusual_byte_ratio", unusualOctetRatio),
            ("encoded_text_ratio", encodedText?.printableRatio),
            ("encoded_text_bits", encodedText?.bits),
            ("encoded_answer_bits", encodedAnswers?.bits),
            ("text_exchanges", textExchanges),
            ("counter_ratio", counterRatio),
            ("shared_name_ratio", sharedNameRatio),
            ("reverse_address_ratio", reverseAddressRatio),
            ("embedded_domain_ratio", embeddedDomainRatio),
            ("clients", Double(clients)),
            ("client_ratio", clientShare),
            ("distinct_payload_answers", distinctPayloadAnswers),
            ("payload_answer_bytes", payloadAnswerOctets),
            ("most_answers_of_one_name", mostAnswersOfOneName),
            ("alphabet_down_bits_per_byte", downAlphabet?.bitsPerOctet),
            ("fresh_answer_ratio", freshAnswerRatio),
            ("fresh_address_ratio", freshAddressRatio),
            ("distinct_addresses", distinctAddresses),
            ("program_words", programWords),
            ("apex_records", apexRecords),
            ("address_networks", addressNetworks),
            ("address_blocks", addressBlocks),
            ("unroutable_address_ratio", unroutableAddressRatio),
            ("loopback_answer_ratio", loopbackAnswerRatio),
            ("responses_per_distinct_answer", responsesPerDistinctAnswer),
            ("median_time_to_live_seconds", medianTimeToLive),
            ("empty_response_ratio", emptyResponseRatio),
            ("estimated_up_bytes", bytesUp),
            ("estimated_down_bytes", bytesDown),
        ]
        return named.compactMap { name, value in value.map { FeatureValue(name: name, value: $0) } }
    }
}
