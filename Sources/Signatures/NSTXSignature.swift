package import Channels
import DNSWire
package import Findings
import ZoneProfiles

/// Recognizes NSTX by its fragments, whose packets are numbered one after the other.
///
/// One name of any symbols is a fragment with a chance below 2⁻¹⁴ (first symbol 3/64, magic octet 1/256, a length of four
/// symbols and one 1/4), and its number follows the last one with a chance of 5/4,096; eight of them are no chance. Names
/// that begin with `cT` without that are a hint at a build with another layout: two letters in one case are 1 in 4,096 of names, and
/// eight of them are a session's constant, whichever program has it.
///
/// Source: ``NSTXLayout``; the hint is known from the rule of a detection system.
package struct NSTXSignature: ToolSignature {
    package let tool = "NSTX"
    package let kind = FindingKind.tunnel
    private static let beginning = Array("cT".utf8)
    private static let minimumNames = 8
    private static let minimumSymbols = 20

    package init() {}

    private static let largestStep = 4

    package func match(_ channel: Channel) -> SignatureMatch? { counted(in: channel) ?? hint(in: channel) }

    /// Names that are fragments, of packets in their order.
    private func counted(in channel: Channel) -> SignatureMatch? {
        let fragments = zip(channel.names, channel.subdomains).compactMap { record, subdomain in
            record.first.type == .txt
                ? NSTXLayout.Fragment(in: subdomain).map { (packet: $0.packet, frame: record.first.place) }
                : nil
        }
        let largestStep = Int((Double(Self.largestStep) * channel.namesPerSample).rounded())
        let steps = zip(fragments, fragments.dropFirst()).count { one, next in
            (0...largestStep).contains((next.packet - one.packet) & 0xFFF)
        }
        guard let first = fragments.first, fragments.count >= Self.minimumNames,
            10 * fragments.count >= 9 * channel.names.count, 10 * steps >= 9 * (fragments.count - 1),
            Set(fragments.map(\.packet)).count > 1
        else { return nil }
        return recognized(
            feature: "nstx_names",
            value: fragments.count,
            threshold: Self.minimumNames,
            because:
                "\(fragments.count) names are fragments of packets that are numbered in order, first in frame \(first.frame)."
        )
    }

    private func hint(in channel: Channel) -> SignatureMatch? {
        let names = channel.names.filter { record in
            guard record.first.type == .txt, let label = record.name.labels.first(where: { _ in true }) else {
                return false
            }
            return label.starts(with: Self.beginning) && label.count >= Self.minimumSymbols
        }
        let symbols = Set(names.flatMap { $0.name.labels.first { _ in true } ?? [] })
        guard let first = names.first, names.count >= Self.minimumNames,
            10 * names.count >= 9 * channel.names.count,
            symbols.contains(where: { (0x41...0x5A).contains($0) && $0 != UInt8(ascii: "T") })
        else { return nil }
        return recognized(
            .possible,
            feature: "nstx_names",
            value: names.count,
            threshold: Self.minimumNames,
            because:
                "\(names.count) names that ask for TXT begin with cT, first in frame \(first.first.place)."
        )
    }
}
