import DNSWire
package import Findings

/// Recognizes SUNBURST by its zone and layout.
///
///     <16 symbols of id and counter, then of the victim's domain>.appsync-api.<region>.avsvmcloud.com
///
/// The zone belonged to the operators and has been sinkholed since; the layout imitates a cloud provider's. Four
/// fixed labels with one of four regions are made by nothing else.
///
/// Source: RedDrip7/SunBurst_DGA_Decode, decode.py.
package struct SUNBURSTSignature: ToolSignature {
    package let tool = "SUNBURST"
    package let kind = FindingKind.exfiltration
    private static let regions = ["eu-west-1", "us-west-2", "us-east-1", "us-east-2"]
    private static let idLength = 16

    package init() {}

    package func match(_ channel: Channel) -> SignatureMatch? {
        let names = channel.names.filter { record in
            let labels = Array(record.name.labels)
            return labels.count == 5 && labels[0].count >= Self.idLength && labels[1].isText("appsync-api")
                && Self.regions.contains { labels[2].isText($0) } && labels[3].isText("avsvmcloud")
                && labels[4].isText("com")
        }
        guard let first = names.first else { return nil }
        let withDomain = names.count { ($0.name.labels.first { _ in true }?.count ?? 0) > Self.idLength }
        return recognized(
            feature: "sunburst_names",
            value: names.count,
            because:
                "\(names.count) names of the backdoor's zone, \(withDomain) with a part of the victim's domain, "
                + "first in frame \(first.first.frame)."
        )
    }
}
