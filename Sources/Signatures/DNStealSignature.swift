package import Channels
package import DNSWire
package import Findings
import NetworkTypes
import PayloadMeasures
import ZoneProfiles

/// Recognizes dnsteal by labels of Base64 that end in a hyphen, before the name of a file.
///
///     <Base64>-.<Base64>-.<Base64>-.<Base64>-.<file name>         + written as *
///
/// No host name has a label that ends in a hyphen (RFC 952). Six labels that do, one in each name with 20 symbols
/// or more, before the same end of the name are below 64⁻⁶ = 2⁻³⁶ in text of 64 symbols. Other software could
/// still end its labels so; a `*`, `/` or `=` among the symbols, which 100 symbols lack with a chance of 4 %, rules
/// out all but Base64 that was made for no host name, and makes the tool certain. So does one name with two such labels
/// that begins as a gzip file, 24 bits and 12 for the hyphens.
///
/// The first version of the tool writes plain hexadecimal, which has no mark of its own.
///
/// Source: m57/dnsteal, dnsteal.py (`p_cmds`, version 2).
package struct DNStealSignature: ToolSignature {
    package let tool = "dnsteal"
    package let kind = FindingKind.exfiltration
    private static let minimumLabels = 6
    private static let minimumNames = 2
    private static let longLabel = 21
    /// Base64 of 1F 8B 08, how a gzip file begins.
    private static let gzip = Array("H4sI".utf8)
    private static let marks = Array("*/=".utf8)

    package init() {}

    package func match(_ channel: Channel) -> SignatureMatch? {
        var labels = 0
        var names = 0
        var hasMark = false
        var hasGzip = false
        var firstFrame = FramePlace(frame: 0)
        var ends: [DomainName: Int] = [:]
        for record in channel.names {
            let data = record.name.labels.prefix { Self.isData($0) }
            guard data.contains(where: { $0.count >= Self.longLabel }) else { continue }
            if names == 0 { firstFrame = record.first.place }
            names += 1
            labels += data.count
            hasMark = hasMark || data.contains { label in Self.marks.contains { label.contains($0) } }
            hasGzip = hasGzip || (data.count >= 2 && data[0].starts(with: Self.gzip))
            let file = record.name.suffix(labelCount: record.name.labelCount - data.count).lowercased
            ends[file, default: 0] += 1
        }
        guard hasGzip || (labels >= Self.minimumLabels && names >= Self.minimumNames),
            let (file, count) = ends.max(by: { ($0.value, $1.key) < ($1.value, $0.key) }), 2 * count >= names
        else { return nil }
        return recognized(
            hasGzip || hasMark ? .certain : .probable,
            feature: "dnsteal_labels",
            value: labels,
            threshold: Self.minimumLabels,
            unit: "labels",
            because:
                "\(labels) labels in \(names) \(names == 1 ? "name" : "names") are Base64 with a hyphen at the end, before the file name "
                + "\"\(file.presentation)\", first in frame \(firstFrame)."
        )
    }

    /// The symbols of Base64 in the labels that a name begins with, and the file that it is about, or `nil`.
    package static func piece(in name: DomainName) -> (symbols: ArraySlice<UInt8>, file: DomainName)? {
        let data = name.labels.prefix { isData($0) }
        guard !data.isEmpty else { return nil }
        let symbols = data.flatMap { $0.dropLast() }.map { $0 == UInt8(ascii: "*") ? UInt8(ascii: "+") : $0 }
        return (symbols[...], name.suffix(labelCount: name.labelCount - data.count))
    }

    private static func isData(_ label: ArraySlice<UInt8>) -> Bool {
        label.count > 1 && label.last == UInt8(ascii: "-")
            && label.dropLast().allSatisfy { PayloadEncoding.base64.contains($0) || marks.contains($0) }
    }
}
