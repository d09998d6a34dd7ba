package import Channels
import DNSWire
package import Findings
import PayloadMeasures
import ZoneProfiles

/// Takes four digits and a system's id before numbers and data in one label for a hint at ALMA Communicator.
///
///     <4 random digits>ID<8 hexadecimal digits>-<names needed>-<hexadecimal data>-<hexadecimal file name>.zone
///     <4 random digits>ID<8 hexadecimal digits>-0-2D-2D.zone                                     asks for commands
///
/// Known from a report about the malware and not from source. Four names of one id in this layout have no known other meaning.
///
/// Source: Unit 42, "OilRig Deploys 'ALMA Communicator' – DNS Tunneling Trojan" (2017-11-08).
package struct ALMASignature: ToolSignature {
    package let tool = "ALMA Communicator"
    package let kind = FindingKind.tunnel
    private static let digits = 4
    private static let idLength = 8
    private static let minimumNames = 4

    package init() {}

    package func match(_ channel: Channel) -> SignatureMatch? {
        let messages = channel.names.compactMap { record in
            record.name.lowercased.labels.first { _ in true }.flatMap(Self.system).map {
                (system: $0, frame: record.first.place)
            }
        }
        let systems = Dictionary(grouping: messages, by: \.system)
        guard
            let (system, found) = systems.max(by: { ($0.value.count, $1.key) < ($1.value.count, $0.key) }),
            found.count >= Self.minimumNames
        else { return nil }
        return recognized(
            .possible,
            feature: "alma_names",
            value: found.count,
            threshold: Self.minimumNames,
            because:
                "\(found.count) names are messages of system \(system.hexadecimal(digits: Self.idLength)), first in frame "
                + "\(found[0].frame)."
        )
    }

    private static func system(in label: ArraySlice<UInt8>) -> UInt32? {
        let parts = label.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard parts.count == 4, parts[0].count == digits + 2 + idLength,
            parts[0].prefix(digits).allSatisfy({ (0x30...0x39).contains($0) }),
            parts[0].dropFirst(digits).prefix(2).isText("id"), parts[1].decimalNumber != nil,
            parts[2...].allSatisfy({ PayloadEncoding.base16.octets(of: $0)?.isEmpty == false })
        else { return nil }
        return parts[0].suffix(idLength).hexadecimalNumber
    }
}
