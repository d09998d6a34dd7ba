import DNSWire
import Findings

/// Recognizes DNSlivery by the PowerShell that its server answers, which asks for the chunks of a file.
///
///     <file>[.exec or .save].zone          answered with a stager in clear
///     <file>.<number>.zone                 answered with up to 255 characters of Base64
///
/// The stagers are fixed texts but for file, zone and number of chunks. One that joins `Resolve-DnsName -type TXT`
/// with `Section -eq Answer` is a tool's text of more than 60 characters. The second stage, where the stager
/// itself is delivered in chunks, has these inside of Base64.
///
/// Source: no0be/DNSlivery, dnslivery.py (`stager_templates`, `dns_handler`).
package struct DNSliverySignature: ToolSignature {
    package let tool = "DNSlivery"
    private static let marks = ["FromBase64String((", "Resolve-DnsName -t", " -eq Answer"].map {
        Array($0.utf8)
    }

    package init() {}

    package func match(_ channel: Channel) -> SignatureMatch? {
        for exchange in channel.exchanges {
            guard let text = exchange.response?.text, Self.isStager(text),
                let file = exchange.name.labels.first(where: { _ in true })
            else { continue }
            return SignatureMatch(
                tool: tool,
                confidence: .certain,
                kind: .infiltration,
                feature: "dnslivery_stagers",
                value: 1,
                unit: "answers",
                threshold: 1,
                because: "The answer to frame \(exchange.first.frame) is the PowerShell stager for file "
                    + "\"\(file.shownText)\"."
            )
        }
        return nil
    }

    private static func isStager(_ text: [UInt8]) -> Bool {
        marks.allSatisfy { text.contains($0) }
    }
}
