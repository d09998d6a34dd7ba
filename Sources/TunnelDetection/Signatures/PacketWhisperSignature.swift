import DNSWire
package import Findings

/// Recognizes PacketWhisper by names that it makes up in zones of others, or by the name it knocks with.
///
///     <2 digits><2 symbols><4 random symbols>.akstat.io        one of 68 beginnings for each Base64 symbol
///     [<title>.]John.<name>.yoyodyne.com
///     camembert.google.com                                     before and after a transfer
///
/// - `akstat.io`: the zone's own names are eight hexadecimal digits. Sixteen names that all begin with two decimal
///   digits, of which a half have other letters, and that share beginnings, are below (10 / 36)³² = 10⁻¹⁷.
/// - `yoyodyne.com`: four names with the label `John` are a list of the tool's.
/// - The knock alone makes the tool probable; nobody else is known to ask for that name.
///
/// Names below `cloudfront.net`, each a registered domain of its own, and the cipher of popular web sites
/// cannot be told from their channel.
///
/// Source: TryCatchHCF/PacketWhisper, packetWhisper.py; ciphers/subdomain_randomizer_scripts/akstat_io_prefixes;
/// ciphers/repeated_unique_fqdn/red_lectroids.
package struct PacketWhisperSignature: ToolSignature {
    package let tool = "PacketWhisper"
    package let kind = FindingKind.exfiltration
    private static let minimumRandomNames = 16
    private static let beginnings = 68
    private static let minimumListNames = 4

    package init() {}

    package func match(_ channel: Channel) -> SignatureMatch? {
        if isInside(channel, "akstat", "io") { return randomizedNames(channel) }
        if isInside(channel, "yoyodyne", "com") { return listedNames(channel) }
        if isInside(channel, "google", "com") { return knock(channel) }
        return nil
    }

    private func isInside(_ channel: Channel, _ second: String, _ top: String) -> Bool {
        let labels = Array(channel.zone.suffix(labelCount: 2).labels)
        return labels.count == 2 && labels[0].isText(second) && labels[1].isText(top)
    }

    private func randomizedNames(_ channel: Channel) -> SignatureMatch? {
        let names = zip(channel.names, channel.subdomains).compactMap { record, subdomain in
            let labels = Array(subdomain.lowercased.labels)
            return labels.count == 1 && labels[0].count == 8
                && labels[0].prefix(2).allSatisfy { (0x30...0x39).contains($0) }
                ? (label: labels[0], frame: record.first.frame) : nil
        }
        let foreign = names.count { !$0.label.allSatisfy(PayloadEncoding.base16.contains) }
        let beginnings = Set(names.map { Array($0.label.prefix(4)) }).count
        guard let first = names.first, names.count >= Self.minimumRandomNames, 2 * foreign >= names.count,
            10 * names.count >= 9 * channel.names.count, beginnings <= Self.beginnings
        else { return nil }
        return recognized(
            .certain,
            feature: "packetwhisper_names",
            value: names.count,
            threshold: Self.minimumRandomNames,
            because:
                "\(names.count) names have one of \(beginnings) beginnings and random ends that the zone does not "
                + "use, first in frame \(first.frame)."
        )
    }

    private func listedNames(_ channel: Channel) -> SignatureMatch? {
        let names = channel.names.filter { $0.name.labels.prefix(2).contains { $0.isText("john") } }
        guard let first = names.first, names.count >= Self.minimumListNames else { return nil }
        return recognized(
            .certain,
            feature: "packetwhisper_names",
            value: names.count,
            threshold: Self.minimumListNames,
            because:
                "\(names.count) names are of the tool's list of people named John, first in frame \(first.first.frame)."
        )
    }

    private func knock(_ channel: Channel) -> SignatureMatch? {
        let knock = channel.names.first { record in
            record.name.labelCount == 3 && record.name.labels.first { _ in true }?.isText("camembert") == true
        }
        guard let knock else { return nil }
        return recognized(
            .probable,
            feature: "packetwhisper_knocks",
            value: 1,
            because:
                "Frame \(knock.first.frame) asks for camembert.google.com, which the tool does before and after a "
                + "transfer."
        )
    }
}
