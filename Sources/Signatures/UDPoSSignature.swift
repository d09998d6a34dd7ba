package import Channels
import DNSWire
package import Findings
import NetworkTypes
import PayloadMeasures
import ZoneProfiles

/// Takes a machine's number before one of five words for a hint at UDPoS.
///
///     <machine, 15 hexadecimal digits>.<bin, info, ping, trp or note>.<hexadecimal>.….zone
///
/// Known from reports about the malware and not from source.
package struct UDPoSSignature: ToolSignature {
    package let tool = "UDPoS"
    package let kind = FindingKind.exfiltration
    private static let words = ["bin", "info", "ping", "trp", "note"]
    private static let machineLength = 15
    private static let minimumNames = 4
    private static let minimumWords = 2

    package init() {}

    package func match(_ channel: Channel) -> SignatureMatch? {
        var words: Set<String> = []
        var machines: Set<[UInt8]> = []
        var frames: [FramePlace] = []
        for record in channel.names {
            let labels = Array(record.name.lowercased.labels.prefix(2))
            guard labels.count == 2, labels[0].count == Self.machineLength,
                labels[0].allSatisfy(PayloadEncoding.base16.contains),
                let word = Self.words.first(where: { labels[1].isText($0) })
            else { continue }
            words.insert(word)
            machines.insert(Array(labels[0]))
            frames.append(record.first.place)
        }
        guard let first = frames.first, frames.count >= Self.minimumNames, words.count >= Self.minimumWords,
            10 * frames.count >= 8 * channel.names.count, machines.count * Self.minimumNames <= frames.count
        else { return nil }
        return recognized(
            .possible,
            feature: "udpos_names",
            value: frames.count,
            threshold: Self.minimumNames,
            because:
                "\(frames.count) names begin with one of \(machines.count) machine numbers and \(words.sorted().joined(separator: ", ")), "
                + "first in frame \(first)."
        )
    }
}
