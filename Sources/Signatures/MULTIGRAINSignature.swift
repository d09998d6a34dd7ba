package import Channels
import DNSWire
package import Findings
import ZoneProfiles

/// Takes records of the length of an RSA block behind `log` for a hint at MULTIGRAIN.
///
///     log.<205 symbols of its own Base32, in labels>.zone
///
/// Each record of a payment card is encrypted with RSA of 1,024 bits, and 128 octets are 205 symbols, or 208 with padding. Known from
/// a report about the malware and not from source. Four such names that have 26 to 33 symbols in all, so that they are no
/// hexadecimal, are Base32 of 128 octets each; random text of letters and digits, which has 36, has so few with a chance of
/// 10⁻²⁷.
///
/// Source: FireEye, "MULTIGRAIN – Point of Sale Attackers Make an Unhealthy Addition to the Pantry" (2016-04-19).
package struct MULTIGRAINSignature: ToolSignature {
    package let tool = "MULTIGRAIN"
    package let kind = FindingKind.exfiltration
    private static let recordLengths: Set = [205, 208]
    /// At most those of Base32 and one for padding.
    private static let symbols = 26...33
    private static let minimumNames = 4

    package init() {}

    package func match(_ channel: Channel) -> SignatureMatch? {
        let records = zip(channel.names, channel.subdomains).compactMap { record, subdomain in
            Self.record(in: subdomain).map { (symbols: $0, frame: record.first.place) }
        }
        guard let first = records.first, records.count >= Self.minimumNames,
            2 * records.count >= channel.names.count,
            Set(records.map(\.symbols.count)).count == 1,
            Self.symbols.contains(Set(records.flatMap(\.symbols)).count)
        else { return nil }
        return recognized(
            .possible,
            feature: "multigrain_records",
            value: records.count,
            threshold: Self.minimumNames,
            because:
                "\(records.count) names are log and 128 octets in Base32, as of an RSA block, first in frame \(first.frame)."
        )
    }

    private static func record(in subdomain: DomainName) -> [UInt8]? {
        let labels = Array(subdomain.lowercased.labels)
        guard labels.first?.isText("log") == true else { return nil }
        let symbols = Array(labels.dropFirst().joined())
        guard recordLengths.contains(symbols.count),
            symbols.allSatisfy({
                (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "=")
            })
        else { return nil }
        return symbols
    }
}
