package import Channels
import DNSWire
package import Findings
import ZoneProfiles

/// Recognizes the delivery tool PowerDNS, which is not the name server, by its stager.
///
///     0.zone             asked for as TXT, answered with a PowerShell loop
///     <number>.zone      answered with 250 characters of Base64
///
/// The loop is a fixed text but for the zone and the number of chunks.
///
/// Source: mdsecactivebreach/PowerDNS, powerdns.py (`STAGER_CMD`).
package struct PowerDNSSignature: ToolSignature {
    package let tool = "PowerDNS"
    package let kind = FindingKind.infiltration
    private static let beginning = Array("for ($i=1;$i -le ".utf8)
    private static let mark = Array("iex(nslookup -q=txt".utf8)

    package init() {}

    package func match(_ channel: Channel) -> SignatureMatch? {
        for exchange in channel.exchanges {
            guard let text = exchange.response?.text, text.starts(with: Self.beginning),
                text.contains(Self.mark)
            else { continue }
            let chunks = text.dropFirst(Self.beginning.count).prefix { (0x30...0x39).contains($0) }
            return recognized(
                feature: "powerdns_stagers",
                value: 1,
                unit: "answers",
                because: "The answer to frame \(exchange.first.place) is the PowerShell stager for "
                    + "\(chunks.shownText) chunks."
            )
        }
        return nil
    }
}
