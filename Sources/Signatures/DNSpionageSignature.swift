package import Channels
import DNSWire
package import Findings
import PayloadMeasures
import ZoneProfiles

/// Takes texts in Base32 behind four random symbols for a hint at DNSpionage.
///
///     <4 random symbols><Base32 of digit, target, number, data; = written 0>.zone
///
/// The digit is 0 for a request, 1 for a message and 2 for results, in chunks of five octets; the target has two letters; requests and
/// chunks have an octet that counts. Known from a report with recorded names, not from source. Of labels in random Base32 of such a
/// length, one in 2,000 has a digit and two letters there and a right end; four of one target are a chance below 10⁻²⁰.
///
/// Source: Cisco Talos, "DNSpionage Campaign Targets Middle East" (2018-11-27), "DNS Mode".
package struct DNSpionageSignature: ToolSignature {
    package let tool = "DNSpionage"
    package let kind = FindingKind.tunnel
    private static let randomLength = 4
    private static let group = 8
    /// How many `=` a last group can have (RFC 4648 §6).
    private static let paddings: Set = [0, 1, 3, 4, 6]
    private static let minimumNames = 4
    private static let minimumChunks = 3

    package init() {}

    package func match(_ channel: Channel) -> SignatureMatch? {
        let messages = channel.names.compactMap { record in
            record.name.labels.first { _ in true }.flatMap(Self.text).map {
                (text: $0, frame: record.first.place)
            }
        }
        let targets = Dictionary(grouping: messages) { Array($0.text[1...2]) }
        guard
            let (target, found) = targets.max(by: {
                ($0.value.count, $1.key[0], $1.key[1]) < ($1.value.count, $0.key[0], $0.key[1])
            }),
            found.count >= Self.minimumNames, 2 * found.count >= channel.names.count
        else { return nil }
        let chunks = Set(found.filter { $0.text[0] == UInt8(ascii: "2") }.map { $0.text[3] })
        guard chunks.count >= Self.minimumChunks else { return nil }
        return recognized(
            .possible,
            feature: "dnspionage_names",
            value: found.count,
            threshold: Self.minimumNames,
            because:
                "\(found.count) names are messages of target \(target.shownText), \(chunks.count) of them chunks of results, "
                + "first in frame \(found[0].frame)."
        )
    }

    private static func text(in label: ArraySlice<UInt8>) -> [UInt8]? {
        let symbols = label.dropFirst(randomLength)
        let padding = symbols.reversed().prefix { $0 == UInt8(ascii: "0") }.count
        guard !symbols.isEmpty, symbols.count % group == 0, paddings.contains(padding),
            label.prefix(randomLength).allSatisfy({ isLetter($0) || (0x30...0x39).contains($0) }),
            let text = PayloadEncoding.base32.octets(of: symbols.dropLast(padding)), text.count >= 4,
            (0x30...0x32).contains(text[0]), isLetter(text[1]), isLetter(text[2])
        else { return nil }
        return text
    }

    private static func isLetter(_ octet: UInt8) -> Bool { (0x61...0x7A).contains(octet | 0x20) }
}
