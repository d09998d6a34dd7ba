package import Channels
import DNSWire
package import Findings
import NetworkTypes
import PayloadMeasures
import ZoneProfiles

/// Recognizes DNSlivery by the PowerShell stagers of its server, which ask for the chunks of a file.
///
///     <file>[.exec or .save].zone                       answered with a stager in clear
///     <file>.<print, exec or save>.<number>.zone        answered with the Base64 of a stager in parts
///     <file>.<number>.zone                              answered with up to 255 characters of Base64
///
/// Stagers are fixed texts but for file, zone and number of chunks. Three parts of them, in one text of an answer
/// or of answers put together, are 50 characters that nothing else sends.
///
/// Source: no0be/DNSlivery, dnslivery.py (`stager_templates`, `dns_handler`), README.md for stagers in parts.
package struct DNSliverySignature: ToolSignature {
    package let tool = "DNSlivery"
    package let kind = FindingKind.infiltration
    private static let marks = ["FromBase64String((", "Resolve-DnsName -t", " -eq Answer"].map {
        Array($0.utf8)
    }

    package init() {}

    package func match(_ channel: Channel) -> SignatureMatch? {
        plainStager(channel) ?? stagerInParts(channel)
    }

    private func plainStager(_ channel: Channel) -> SignatureMatch? {
        for exchange in channel.exchanges {
            guard let text = exchange.response?.text, Self.isStager(text),
                let file = exchange.name.labels.first(where: { _ in true })
            else { continue }
            return stager(file: file.shownText, frame: exchange.first.place, answers: 1)
        }
        return nil
    }

    private func stagerInParts(_ channel: Channel) -> SignatureMatch? {
        var stagers: [DomainName: [(number: UInt32, text: [UInt8], frame: FramePlace)]] = [:]
        for exchange in channel.exchanges {
            let labels = Array(exchange.name.lowercased.labels.prefix(3))
            guard labels.count == 3, ["print", "exec", "save"].contains(where: { labels[1].isText($0) }),
                let number = labels[2].decimalNumber, let text = exchange.response?.text,
                let stager = DomainName(labels: labels.prefix(2))
            else { continue }
            stagers[stager, default: []].append((number, text, exchange.first.place))
        }
        for (name, parts) in stagers.sorted(by: { $0.key < $1.key }) {
            let ordered = parts.sorted { $0.number < $1.number }
            let symbols = ordered.flatMap(\.text).prefix { $0 != UInt8(ascii: "=") }
            // Whole groups of four symbols: the last part may be missing.
            guard let text = PayloadEncoding.base64.octets(of: symbols.dropLast(symbols.count % 4)),
                Self.isStager(text)
            else { continue }
            return stager(
                file: name.labels.first { _ in true }?.shownText ?? "",
                frame: ordered[0].frame,
                answers: ordered.count
            )
        }
        return nil
    }

    private func stager(file: String, frame: FramePlace, answers: Int) -> SignatureMatch {
        recognized(
            feature: "dnslivery_stagers",
            value: answers,
            unit: "answers",
            because: answers == 1
                ? "The answer to frame \(frame) is the PowerShell stager for file \"\(file)\"."
                : "\(answers) answers, the first to frame \(frame), are the PowerShell stager for file \"\(file)\"."
        )
    }

    private static func isStager(_ text: [UInt8]) -> Bool {
        // Most texts have no parenthesis, and looking for one is quick.
        text.contains(UInt8(ascii: "(")) && marks.allSatisfy { text.contains($0) }
    }
}
