package import Channels
import DNSWire
package import Findings
import NetworkTypes
import PayloadMeasures
import ZoneProfiles

/// Takes numbered texts below `stage` for a hint at DNSMessenger.
///
///     <number>.<random>.stage.zone          asked for as TXT, answered with Base64 of a compressed script in parts
///
/// Known from reports about the malware and not from source; the words before the zone are the operator's choice.
package struct DNSMessengerSignature: ToolSignature {
    package let tool = "DNSMessenger"
    package let kind = FindingKind.tunnel
    private static let minimumNames = 4
    private static let minimumText = 100

    package init() {}

    package func match(_ channel: Channel) -> SignatureMatch? {
        let parts = channel.exchanges.compactMap { exchange -> (number: UInt32, frame: FramePlace)? in
            let labels = Array(exchange.name.lowercased.labels)
            guard exchange.first.type == .txt, labels.count >= 5, labels[2].isText("stage"),
                let number = labels[0].decimalNumber, let text = exchange.response?.text,
                text.count >= Self.minimumText, text.allSatisfy(Self.isBase64)
            else { return nil }
            return (number, exchange.first.place)
        }
        let rising = zip(parts, parts.dropFirst()).count { $0.number < $1.number }
        guard let first = parts.first, parts.count >= Self.minimumNames, 10 * rising >= 8 * (parts.count - 1)
        else { return nil }
        return recognized(
            .possible,
            feature: "dnsmessenger_parts",
            value: parts.count,
            threshold: Self.minimumNames,
            unit: "answers",
            because:
                "\(parts.count) numbered texts are fetched below the label stage, first in frame \(first.frame)."
        )
    }

    private static func isBase64(_ octet: UInt8) -> Bool {
        PayloadEncoding.base64.contains(octet) || octet == UInt8(ascii: "=")
    }
}
