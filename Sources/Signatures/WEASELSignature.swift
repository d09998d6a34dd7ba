package import Channels
import DNSWire
package import Findings
import NetworkTypes
import ZoneProfiles

/// Recognizes WEASEL by its own Base32, in which `w` is padding and nothing else, and its stream labels.
///
///     <Base32 data>.<stream, 4 hex digits>.<session>.zone                asked for as AAAA
///
/// Base32 with `-` in place of `w` and then `w` in place of `=`: a `w` can only end a label. Eight names with 200
/// symbols and no other `w` are below 0.2 % in ordinary Base32, and with a hyphen among them, a stream label and
/// one session a layout that no other known software has.
///
/// Source: facebookincubator/WEASEL.
package struct WEASELSignature: ToolSignature {
    package let tool = "WEASEL"
    package let kind = FindingKind.tunnel
    private static let minimumNames = 8
    private static let minimumSymbols = 200
    private static let symbols = Set("abcdefghijklmnopqrstuvxyz234567-".utf8)

    package init() {}

    package func match(_ channel: Channel) -> SignatureMatch? {
        var found = 0
        var symbols = 0
        var padded = 0
        var hyphens = 0
        var firstFrame = FramePlace(frame: 0)
        var sessions: Set<[UInt8]> = []
        for record in channel.names where record.first.type == .aaaa {
            let labels = Array(record.name.lowercased.labels.prefix(3))
            guard labels.count == 3, labels[0].count <= 52, labels[1].count == 4,
                labels[1].hexadecimalNumber != nil
            else { continue }
            let data = labels[0].dropLast(labels[0].reversed().prefix { $0 == UInt8(ascii: "w") }.count)
            guard data.allSatisfy(Self.symbols.contains) else { continue }
            if found == 0 { firstFrame = record.first.place }
            found += 1
            symbols += data.count
            padded += data.count < labels[0].count ? 1 : 0
            hyphens += data.count { $0 == UInt8(ascii: "-") }
            sessions.insert(Array(labels[2]))
        }
        guard found >= Self.minimumNames, 10 * found >= 9 * channel.names.count,
            symbols >= Self.minimumSymbols,
            padded >= Self.minimumNames / 2, hyphens > 0, sessions.count * Self.minimumNames <= found
        else { return nil }
        return recognized(
            .probable,
            feature: "weasel_names",
            value: found,
            threshold: Self.minimumNames,
            because:
                "\(found) names have \(symbols) symbols of Base32 in which w is padding alone, before a stream "
                + "label and a session, first in frame \(firstFrame)."
        )
    }
}
