package import Channels
import DNSWire
package import Findings
import PayloadMeasures
import ZoneProfiles

/// Takes a machine's number before `alert` or `ping.adm` for a hint at FrameworkPOS.
///
///     <machine, hexadecimal>.grp.ping.adm.zone                                        at regular intervals
///     <machine, hexadecimal>.alert.<hexadecimal>.<hexadecimal>.zone          a payment card's tracks, each octet XOR a key
///
/// Known from reports about the malware and not from source.
package struct FrameworkPOSSignature: ToolSignature {
    package let tool = "FrameworkPOS"
    package let kind = FindingKind.exfiltration
    private static let minimumNames = 4

    package init() {}

    package func match(_ channel: Channel) -> SignatureMatch? {
        let names = channel.names.filter { Self.isReport(channel.subdomain(of: $0.name)) }
        let machines = Set(names.compactMap { $0.name.lowercased.labels.first { _ in true } })
        guard let first = names.first, names.count >= Self.minimumNames,
            2 * names.count >= channel.names.count,
            machines.count * Self.minimumNames <= names.count
        else { return nil }
        return recognized(
            .possible,
            feature: "frameworkpos_names",
            value: names.count,
            threshold: Self.minimumNames,
            because:
                "\(names.count) names are alerts of \(machines.count) machines with data in hexadecimal, first in frame "
                + "\(first.first.place)."
        )
    }

    private static func isReport(_ subdomain: DomainName) -> Bool {
        let labels = Array(subdomain.labels)
        guard labels.count >= 3, labels[0].count >= 6, labels[0].hexadecimalNumber != nil,
            labels[1].isText("alert")
        else { return false }
        return labels.dropFirst(2).allSatisfy {
            $0.count >= 8 && PayloadEncoding.base16.octets(of: $0) != nil
        }
    }
}
