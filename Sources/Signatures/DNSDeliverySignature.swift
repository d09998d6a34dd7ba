package import Channels
import DNSWire
package import Findings
import PayloadMeasures
import ZoneProfiles

/// Recognizes DNSDelivery by the answer that announces the delivery.
///
///     init.zone          asked for as TXT, answered with the Base64 of shellcode|chunks or assembly|chunks
///     <number>.zone      answered with 250 characters of Base64
///
/// The announcement is one of two words, a bar and a decimal number in Base64: 72 bits that are fixed.
///
/// Source: Arno0x/DNSDelivery, dnsdelivery.py.
package struct DNSDeliverySignature: ToolSignature {
    package let tool = "DNSDelivery"
    package let kind = FindingKind.infiltration

    package init() {}

    package func match(_ channel: Channel) -> SignatureMatch? {
        for exchange in channel.exchanges {
            guard exchange.name.labels.first(where: { _ in true })?.isText("init") == true,
                let text = exchange.response?.text,
                let announcement = PayloadEncoding.base64.octets(of: text.prefix { $0 != UInt8(ascii: "=") }),
                let bar = announcement.firstIndex(of: UInt8(ascii: "|")),
                announcement[..<bar].isText("shellcode") || announcement[..<bar].isText("assembly"),
                let chunks = announcement[(bar + 1)...].decimalNumber
            else { continue }
            return recognized(
                feature: "dnsdelivery_announcements",
                value: 1,
                unit: "answers",
                because:
                    "The answer to frame \(exchange.first.place) announces \(announcement[..<bar].shownText) in "
                    + "\(chunks) chunks."
            )
        }
        return nil
    }
}
