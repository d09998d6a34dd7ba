package import Channels
import DNSWire
package import Findings
import ZoneProfiles

/// Recognizes Saitama by the message counter at the end of its labels.
///
///     <message><counter>.registered domain            symbols a…z, 0…9; counter: three symbols
///
/// The counter is written in base 36 with a shuffled alphabet of its own, and rises by one with each query.
/// The tool changes its domain at random, so that a zone has every third number or so. Chance makes one symbol
/// triple in 2,916 a small step from the last one, so five names in a row are below 2⁻⁴⁴; a counter in any
/// other alphabet jumps in this one.
///
/// Builds may shuffle otherwise. A counter in an ordinary alphabet makes the tool probable where the messages before it
/// are all unlike each other, which the numbered hosts of a network are not.
///
/// Source: fox-it/saitama-server, saitama/utils/encodings.py (`BASE32_ALPHABET_OF_SAMPLE`,
/// `encode_int_into_str`), data/zeek/dns.log.
package struct SaitamaSignature: ToolSignature {
    package let tool = "Saitama"
    package let kind = FindingKind.tunnel
    private static let ordinaryAlphabets = [
        "abcdefghijklmnopqrstuvwxyz0123456789", "0123456789abcdefghijklmnopqrstuvwxyz",
    ].map { Array($0.utf8) }
    private static let minimumSteps = 4
    private static let largestStep = 16
    private static let minimumOrdinarySteps = 7
    private static let minimumMessageLength = 5

    package init() {}

    package func match(_ channel: Channel) -> SignatureMatch? {
        let labels = zip(channel.names, channel.subdomains).compactMap { record, subdomain in
            let labels = Array(subdomain.lowercased.labels)
            return labels.count == 1 && labels[0].count >= 5
                && labels[0].allSatisfy(SaitamaLayout.counterAlphabet.contains)
                ? (text: labels[0], frame: record.first.place) : nil
        }
        guard let first = labels.first, 10 * labels.count >= 8 * channel.names.count else { return nil }
        let largestStep = Int((Double(Self.largestStep) * channel.namesPerSample).rounded())
        func match(
            _ confidence: ToolIdentification.Confidence,
            _ alphabet: [UInt8],
            _ minimumSteps: Int
        ) -> SignatureMatch? {
            let counters = labels.map { SaitamaLayout.counter(of: $0.text, alphabet) }
            let pairs = counters.count - 1
            let steps = zip(counters, counters.dropFirst()).count { (1...largestStep).contains($1 - $0) }
            guard steps >= minimumSteps, 10 * steps >= 9 * pairs else { return nil }
            return recognized(
                confidence,
                feature: "saitama_counter_steps",
                value: steps,
                threshold: minimumSteps,
                because:
                    "The counter at the end of \(labels.count) labels rises in \(steps) of \(pairs) steps, from "
                    + "\(counters.first ?? 0) in frame \(first.frame) to \(counters.last ?? 0)."
            )
        }
        if let own = match(.certain, SaitamaLayout.counterAlphabet, Self.minimumSteps) { return own }
        guard Self.areMessages(labels.map(\.text)) else { return nil }
        return Self.ordinaryAlphabets.lazy.compactMap { match(.probable, $0, Self.minimumOrdinarySteps) }
            .first
    }

    /// Whether the text before the counters is long enough and hardly ever begins alike.
    private static func areMessages(_ labels: [ArraySlice<UInt8>]) -> Bool {
        let messages = labels.map { $0.dropLast(SaitamaLayout.counterLength) }
        return messages.allSatisfy { $0.count >= minimumMessageLength }
            && 4 * Set(messages.map { $0.prefix(2) }).count >= 3 * messages.count
            && 2 * messages.count { $0.contains { (0x30...0x39).contains($0) } } >= messages.count
    }
}
