package import Channels
import DNSWire
package import Findings
import PayloadMeasures
import ZoneProfiles

/// Recognizes the script dns-exfiltration by the part numbers in its Base64 labels.
///
///     | part, 32 bits, little-endian | [zero, 32 bits] | 8 octets of the file |        in Base64 with padding
///
/// Parts are numbered from 0. A 64-bit Python writes the number in 64 bits, which makes 24 symbols, any other one
/// 16 symbols. Numbers that rise by steps of 1 to 64 are one in 2²⁶ each; four are below 2⁻¹⁰⁰.
///
/// Source: krmaxwell/dns-exfiltration, exfiltrate.py (`break_file`).
package struct DNSExfiltrationSignature: ToolSignature {
    package let tool = "dns-exfiltration"
    package let kind = FindingKind.exfiltration
    private static let minimumSteps = 4
    private static let largestStep = 64.0

    package init() {}

    package func match(_ channel: Channel) -> SignatureMatch? {
        let parts = zip(channel.names, channel.subdomains).compactMap { record, subdomain in
            Self.part(in: subdomain).map { (number: $0, frame: record.first.place) }
        }
        guard let first = parts.first, let last = parts.last, 10 * parts.count >= 8 * channel.names.count
        else { return nil }
        let largestStep = UInt32(Self.largestStep * min(channel.namesPerSample, 1_024))
        let steps = zip(parts, parts.dropFirst()).count { early, late in
            (1...largestStep).contains(late.number &- early.number)
        }
        guard steps >= Self.minimumSteps, 10 * steps >= 8 * (parts.count - 1) else { return nil }
        return recognized(
            feature: "dns_exfiltration_parts",
            value: steps,
            threshold: Self.minimumSteps,
            because: "Labels of \(parts.count) names are parts of a file, numbered \(first.number) in frame "
                + "\(first.frame) to \(last.number)."
        )
    }

    private static func part(in subdomain: DomainName) -> UInt32? {
        let labels = Array(subdomain.labels)
        guard labels.count == 1, labels[0].count == 16 || labels[0].count == 24,
            let octets = PayloadEncoding.base64.octets(of: labels[0].prefix { $0 != UInt8(ascii: "=") }),
            octets.count == 12 || (octets.count == 16 && octets[4..<8].allSatisfy { $0 == 0 })
        else { return nil }
        return octets.prefix(4).reversed().reduce(0) { $0 << 8 | UInt32($1) }
    }
}
