package import Channels
import DNSWire
package import Findings
import PayloadMeasures
import ZoneProfiles

/// Recognizes PacketWhisper by names that it makes up in zones of others, or by the name it knocks with.
///
///     <2 digits><2 symbols><4 random symbols>.akstat.io        one of 68 beginnings for each Base64 symbol
///     <d and 5 symbols><7 random symbols>.cloudfront.net        one of 68 beginnings, each name a registered domain
///     <a and 4 digits><4 random digits>.cdn.optimizely.com
///     [<title>.]John.<name>.yoyodyne.com
///     camembert.google.com                                     before and after a transfer
///
/// - `akstat.io`: the zone's own names are eight hexadecimal digits. Sixteen names that all begin with two decimal
///   digits, of which a half have other letters, and that share beginnings, are below (10 / 36)³² = 10⁻¹⁷.
/// - `cloudfront.net`, `optimizely.com`: hosts of a length whose beginnings come again with other ends. Of n names of
///   other making, n² / 2 pairs share a beginning of 5 free symbols of 36 with a chance of 36⁻⁵ each, and of 4 digits with
///   10⁻⁴. A quarter of 16 names or more of one client, six at least, is below 10⁻¹⁰.
/// - `yoyodyne.com`: four names with the label `John` are a list of the tool's.
/// - The knock alone makes the tool probable; nobody else is known to ask for that name.
///
/// The cipher of popular web sites, without a knock, cannot be told from looking at these sites.
///
/// Source: TryCatchHCF/PacketWhisper, packetWhisper.py; ciphers/subdomain_randomizer_scripts/akstat_io_prefixes,
/// cloudfront_prefixes, cdn_optimizely_prefixes; ciphers/repeated_unique_fqdn/red_lectroids.
package struct PacketWhisperSignature: ToolSignature {
    package let tool = "PacketWhisper"
    package let kind = FindingKind.exfiltration
    private static let minimumRandomNames = 16
    private static let minimumRepeated = 6
    private static let beginnings = 68
    private static let minimumListNames = 4

    package init() {}

    package func match(_ channel: Channel) -> SignatureMatch? {
        if isInside(channel, "akstat", "io") { return randomizedNames(channel) }
        if isInside(channel, "cloudfront", "net") {
            return repeatedBeginnings(channel, length: 13, beginning: 6)
        }
        if isInside(channel, "optimizely", "com") {
            return repeatedBeginnings(channel, length: 9, beginning: 5)
        }
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
                ? (label: labels[0], frame: record.first.place) : nil
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

    /// Labels of one length of which many share a beginning with another one and none is another one.
    private func repeatedBeginnings(_ channel: Channel, length: Int, beginning: Int) -> SignatureMatch? {
        let hosts = channel.names.compactMap { record in
            record.name.lowercased.labels.first { _ in true }.flatMap { label in
                (length...length + 1).contains(label.count)
                    ? (
                        client: record.first.client, beginning: label.prefix(beginning),
                        frame: record.first.place
                    ) : nil
            }
        }
        for (_, sent) in Dictionary(grouping: hosts, by: \.client).sorted(by: { $0.key < $1.key }) {
            let repeated = Dictionary(grouping: sent, by: \.beginning).values.reduce(0) {
                $1.count > 1 ? $0 + $1.count : $0
            }
            guard sent.count >= Self.minimumRandomNames, repeated >= max(Self.minimumRepeated, sent.count / 4)
            else { continue }
            return recognized(
                feature: "packetwhisper_names",
                value: sent.count,
                threshold: Self.minimumRandomNames,
                because:
                    "\(repeated) of \(sent.count) host names share a beginning with another one and have random ends, first in "
                    + "frame \(sent[0].frame)."
            )
        }
        return nil
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
                "\(names.count) names are of the tool's list of people named John, first in frame \(first.first.place)."
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
                "Frame \(knock.first.place) asks for camembert.google.com, which the tool does before and after a "
                + "transfer."
        )
    }
}
