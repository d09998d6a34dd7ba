package import Channels
import DNSWire
package import Findings
import NetworkTypes
import PayloadMeasures
import ZoneProfiles

/// Takes commands in Base32 behind a `C` for a hint at Pisloader.
///
///     <4 random symbols><Base32>.zone          asked for as TXT, answered with C and the Base32 of a command
///
/// Known from reports about the malware and not from source. Answers that all begin with `C` and of which the rest is
/// readable Base32 are rare: random text of eight symbols is readable once in 40 times.
package struct PisloaderSignature: ToolSignature {
    package let tool = "Pisloader"
    package let kind = FindingKind.tunnel
    private static let minimumAnswers = 4

    package init() {}

    package func match(_ channel: Channel) -> SignatureMatch? {
        let texts = channel.exchanges.compactMap { exchange in
            exchange.response?.text.map { (text: $0, frame: exchange.first.place) }
        }
        let commands = texts.compactMap { answer -> (text: [UInt8], frame: FramePlace)? in
            guard answer.text.first == UInt8(ascii: "C"),
                let command = PayloadEncoding.base32.octets(of: answer.text.dropFirst()),
                command.count >= 4, command.allSatisfy(EncodedText.isPrintable)
            else { return nil }
            return (command, answer.frame)
        }
        let idle = texts.count { $0.text == [UInt8(ascii: "C")] }
        guard let first = commands.first, commands.count >= Self.minimumAnswers,
            10 * (commands.count + idle) >= 9 * texts.count
        else { return nil }
        return recognized(
            .possible,
            feature: "pisloader_commands",
            value: commands.count,
            threshold: Self.minimumAnswers,
            unit: "answers",
            because: "\(commands.count) answers are C and a readable text in Base32, in frame \(first.frame) "
                + "\"\(first.text.shownText)\"."
        )
    }
}
