package import Channels
import DNSWire
package import Findings
import ZoneProfiles

/// Recognizes SUNBURST by its zone and layout.
///
///     <16 symbols of id and counter, then of the victim's domain>.appsync-api.<region>.avsvmcloud.com
///
/// The zone belonged to the operators and has been sinkholed since; there one name is certain. The layout imitates the
/// hosts of a cloud provider, which are in that provider's own zone: under any other one, names of different lengths
/// with both fixed labels are an imitation, and make the tool probable. Behind the provider's zone a search suffix may stand.
///
/// Source: RedDrip7/SunBurst_DGA_Decode, decode.py.
package struct SUNBURSTSignature: ToolSignature {
    package let tool = "SUNBURST"
    package let kind = FindingKind.exfiltration
    private static let regions = ["eu-west-1", "us-west-2", "us-east-1", "us-east-2"]
    private static let idLength = 16
    private static let minimumImitations = 4
    private static let minimumLengths = 2

    package init() {}

    package func match(_ channel: Channel) -> SignatureMatch? {
        let names = channel.names.compactMap { record in
            Self.victim(in: record.name).map {
                (length: $0.length, isOriginal: $0.isOriginal, frame: record.first.place)
            }
        }
        let isOriginal = names.contains(where: \.isOriginal)
        let lengths = Set(names.map(\.length)).count
        guard let first = names.first,
            isOriginal || (names.count >= Self.minimumImitations && lengths >= Self.minimumLengths)
        else { return nil }
        let withDomain = names.count { $0.length > Self.idLength }
        let place =
            isOriginal
            ? "of the backdoor's zone"
            : "with the backdoor's labels in a zone that is not the cloud provider's"
        var match = recognized(
            isOriginal ? .certain : .probable,
            feature: "sunburst_names",
            value: names.count,
            threshold: isOriginal ? 1 : Self.minimumImitations,
            because:
                "\(names.count) names \(place), \(withDomain) with a part of the victim's domain, first in frame "
                + "\(first.frame)."
        )
        if channel.zone.labels.first(where: { _ in true })?.isText("appsync-api") == true {
            match.toolLabels = 2
        }
        return match
    }

    /// The length of the first label, and whether the zone is the backdoor's own, or `nil` for another layout.
    private static func victim(in name: DomainName) -> (length: Int, isOriginal: Bool)? {
        let labels = Array(name.lowercased.labels)
        guard labels.count >= 5, labels[0].count >= idLength, labels[0].allSatisfy(isSymbol),
            labels[1].isText("appsync-api"), regions.contains(where: { labels[2].isText($0) }),
            !labels.contains(where: { $0.isText("amazonaws") })
        else { return nil }
        return (
            labels[0].count, labels.count == 5 && labels[3].isText("avsvmcloud") && labels[4].isText("com")
        )
    }

    private static func isSymbol(_ octet: UInt8) -> Bool {
        (0x61...0x7A).contains(octet) || (0x30...0x39).contains(octet)
    }
}
