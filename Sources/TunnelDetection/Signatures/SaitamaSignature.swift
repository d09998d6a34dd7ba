import DNSWire
package import Findings

/// Recognizes Saitama by the message counter at the end of its labels.
///
///     <message><counter>.registered domain            symbols a…z, 0…9; counter: three symbols
///
/// The counter is written in base 36 with a shuffled alphabet of its own, and rises by one with each query.
/// The tool changes its domain at random, so that a zone has every third number or so. Chance makes one symbol
/// triple in 2,916 a small step from the last one, so five names in a row are below 2⁻⁴⁴; a counter in any
/// other alphabet jumps in this one.
///
/// Source: fox-it/saitama-server, saitama/utils/encodings.py (`BASE32_ALPHABET_OF_SAMPLE`,
/// `encode_int_into_str`), data/zeek/dns.log.
package struct SaitamaSignature: ToolSignature {
    package let tool = "Saitama"
    package let kind = FindingKind.tunnel
    private static let alphabet = Array("razupgnv2w01eos4t38h7yqidxmkljc6b9f5".utf8)
    private static let minimumSteps = 4
    private static let largestStep = 16

    package init() {}

    package func match(_ channel: Channel) -> SignatureMatch? {
        var counters: [(value: Int, frame: Int)] = []
        for (record, subdomain) in zip(channel.names, channel.subdomains) {
            let labels = Array(subdomain.lowercased.labels)
            guard labels.count == 1, labels[0].count >= 5, let value = Self.counter(of: labels[0]) else {
                continue
            }
            counters.append((value, record.first.frame))
        }
        guard let first = counters.first, let last = counters.last,
            10 * counters.count >= 8 * channel.names.count
        else { return nil }
        let largestStep = Int((Double(Self.largestStep) * channel.namesPerSample).rounded())
        let pairs = counters.count - 1
        let steps = zip(counters, counters.dropFirst()).count {
            (1...largestStep).contains($1.value - $0.value)
        }
        guard steps >= Self.minimumSteps, 10 * steps >= 9 * pairs else { return nil }
        return recognized(
            feature: "saitama_counter_steps",
            value: steps,
            threshold: Self.minimumSteps,
            because:
                "The counter at the end of \(counters.count) labels rises in \(steps) of \(pairs) steps, "
                + "from \(first.value) in frame \(first.frame) to \(last.value)."
        )
    }

    /// The number that the last three symbols of a label write, or `nil` when another octet is in it.
    private static func counter(of label: ArraySlice<UInt8>) -> Int? {
        var value = 0
        for symbol in label.suffix(3) {
            guard let digit = alphabet.firstIndex(of: symbol) else { return nil }
            value = value * alphabet.count + digit
        }
        return label.allSatisfy(alphabet.contains) ? value : nil
    }
}
