package import Channels
import DNSWire
package import Findings
import ZoneProfiles

/// Takes names that all begin with `cT` for a hint at NSTX.
///
///     cT<64 symbols of letters, digits, - and _>….zone          asked for as TXT
///
/// Known from the rule of a detection system and not from source. Two letters in one case are 1 in 4,096 of names;
/// eight of them are a session's constant, whichever program has it.
package struct NSTXSignature: ToolSignature {
    package let tool = "NSTX"
    package let kind = FindingKind.tunnel
    private static let beginning = Array("cT".utf8)
    private static let minimumNames = 8
    private static let minimumSymbols = 20

    package init() {}

    package func match(_ channel: Channel) -> SignatureMatch? {
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
