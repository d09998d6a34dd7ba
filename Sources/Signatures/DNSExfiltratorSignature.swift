package import Channels
package import DNSWire
package import Findings
import NetworkTypes
import PayloadMeasures
import ZoneProfiles

/// Recognizes DNSExfiltrator by the name that announces a file, or by chunk numbers that its server repeats.
///
///     init.<Base32 of file|chunks>.<base64 or base32>.zone          asked for as TXT, answered with OK
///     <number>.<data>.<data>.<data>.zone                            answered with the number
///
/// - Announcement: a label whose Base32 is a text, one bar and a decimal number, between two fixed words. Chance
///   makes an even shorter text printable with such an end in fewer than one of 2³⁰ labels.
/// - Numbers: eight TXT records that repeat the first label of their names, numbers of a run. No other known
///   software has that layout; without an announcement the tool is probable.
///
/// Source: Arno0x/DNSExfiltrator, dnsexfiltrator.py, dnsExfiltrator.cs.
package struct DNSExfiltratorSignature: ToolSignature {
    package let tool = "DNSExfiltrator"
    package let kind = FindingKind.exfiltration
    private static let minimumEchoes = 8
    /// Numbers of a run of which most were lost on the way to the capture still lie close together.
    private static let largestGap = 8

    package init() {}

    package func match(_ channel: Channel) -> SignatureMatch? {
        announcement(channel) ?? echoes(channel)
    }

    /// The content of the first name of a file.
    package struct Announcement: Sendable {
        package let file: ArraySlice<UInt8>
        package let chunks: UInt32
        /// Base64 in the alphabet for file names, else Base32.
        package let isBase64: Bool

        package init?(_ name: DomainName) {
            let labels = Array(name.labels.prefix(3))
            guard labels.count == 3, labels[0].isText("init"),
                labels[2].isText("base64") || labels[2].isText("base32"),
                let text = PayloadEncoding.base32.octets(of: labels[1]),
                text.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }),
                let bar = text.lastIndex(of: UInt8(ascii: "|")), bar > 0,
                let chunks = text[(bar + 1)...].decimalNumber
            else { return nil }
            file = text[..<bar]
            self.chunks = chunks
            isBase64 = labels[2].isText("base64")
        }
    }

    /// The number and the symbols of a chunk in the labels left of the zone, or `nil` for another name.
    package static func chunk(in subdomain: DomainName) -> (number: UInt32, symbols: ArraySlice<UInt8>)? {
        let labels = Array(subdomain.labels)
        guard labels.count > 1, let number = labels[0].decimalNumber else { return nil }
        return (number, ArraySlice(labels.dropFirst().joined()))
    }

    private func announcement(_ channel: Channel) -> SignatureMatch? {
        for record in channel.names {
            guard let announcement = Announcement(record.name) else { continue }
            return recognized(
                .certain,
                feature: "dnsexfiltrator_announcements",
                value: 1,
                because:
                    "Frame \(record.first.place) announces file \"\(announcement.file.shownText)\" in "
                    + "\(announcement.chunks) chunks, written in \(announcement.isBase64 ? "base64" : "base32")."
            )
        }
        return nil
    }

    private func echoes(_ channel: Channel) -> SignatureMatch? {
        let echoes = channel.exchanges.compactMap { exchange -> (number: UInt32, frame: FramePlace)? in
            guard let text = exchange.response?.text, exchange.name.labelCount > channel.zone.labelCount + 1,
                let label = exchange.name.labels.first(where: { _ in true }),
                let number = label.decimalNumber, text.elementsEqual(label)
            else { return nil }
            return (number, exchange.first.place)
        }
        let numbers = Set(echoes.map(\.number))
        guard let low = numbers.min(), let high = numbers.max(), let first = echoes.first,
            numbers.count >= Self.minimumEchoes, Int(high - low) < Self.largestGap * numbers.count
        else { return nil }
        return recognized(
            .probable,
            feature: "dnsexfiltrator_echoes",
            value: echoes.count,
            threshold: Self.minimumEchoes,
            because:
                "\(echoes.count) TXT answers repeat the chunk number before the data, \(low) to \(high), "
                + "first in frame \(first.frame)."
        )
    }
}
