package import Channels
import DNSWire
package import Findings
import NetworkTypes
import PayloadMeasures
import ZoneProfiles

/// Takes the frame of a request in hexadecimal, combined with 0xB9, for a hint at Anchor_DNS.
///
///     88<38 hexadecimal digits>b9.zone
///
/// With the key, the 21 octets are the digit 1, which asks whether there is data, nineteen octets, and the zero that ends a
/// string. Known from a rule for the malware and not from source. Three different labels of 42 hexadecimal digits have both octets
/// with a chance of 2⁻⁴⁸; of zones whose labels have this length and constant ends, one in 2¹⁶ has these.
///
/// Source: Emerging Threats, SID 2028881 (2019-10-21), after NTT Security, "TrickBot variant 'Anchor_DNS' communicating
/// over DNS".
package struct AnchorDNSSignature: ToolSignature {
    package let tool = "Anchor_DNS"
    package let kind = FindingKind.tunnel
    private static let labelLength = 42
    private static let minimumNames = 3

    package init() {}

    package func match(_ channel: Channel) -> SignatureMatch? {
        var labels: Set<[UInt8]> = []
        var firstFrame: FramePlace?
        for record in channel.names {
            guard let label = record.name.lowercased.labels.first(where: { _ in true }),
                label.count == Self.labelLength, label.prefix(2).isText("88"), label.suffix(2).isText("b9"),
                label.allSatisfy(PayloadEncoding.base16.contains)
            else { continue }
            labels.insert(Array(label))
            firstFrame = firstFrame ?? record.first.place
        }
        guard let firstFrame, labels.count >= Self.minimumNames else { return nil }
        return recognized(
            .possible,
            feature: "anchor_dns_names",
            value: labels.count,
            threshold: Self.minimumNames,
            because:
                "\(labels.count) names are requests of 21 octets, combined with 0xB9, first in frame \(firstFrame)."
        )
    }
}
