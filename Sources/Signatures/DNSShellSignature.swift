package import Channels
import DNSWire
package import Findings
import NetworkTypes
import PayloadMeasures
import ZoneProfiles

/// Recognizes DNS-Shell by its numbered output, or by a server that has no command.
///
///     <random>.zone                             asked for as TXT, answered with NoCMD or a command
///     <random>.CMDC<chunks>.zone                output follows
///     <random>.CMD<number>.<up to 50 hexadecimal digits>.zone
///     <random>.END.zone
///
/// Random numbers are decimal. No other known software makes two answers `NoCMD` to a decimal label, or four names of
/// output of which one ends or announces it: each has four fixed letters or more at a fixed place.
///
/// Source: sensepost/DNS-Shell, DNS-shell.py (`prepare_recursive`, `parse_newCMD`).
package struct DNSShellSignature: ToolSignature {
    package let tool = "DNS-Shell"
    package let kind = FindingKind.tunnel
    private static let minimumPolls = 2
    private static let minimumNames = 4

    package init() {}

    package func match(_ channel: Channel) -> SignatureMatch? {
        output(channel) ?? polls(channel)
    }

    private func output(_ channel: Channel) -> SignatureMatch? {
        var chunks = 0
        var frames: [FramePlace] = []
        for record in channel.names {
            let labels = Array(record.name.labels.prefix(3))
            guard labels.count == 3, labels[0].decimalNumber != nil else { continue }
            let isChunk =
                labels[1].prefix(3).isText("cmd") && labels[1].dropFirst(3).decimalNumber != nil
                && labels[2].count <= 50 && PayloadEncoding.base16.octets(of: labels[2]) != nil
            let isFrame =
                labels[1].isText("end")
                || (labels[1].prefix(4).isText("cmdc") && labels[1].dropFirst(4).decimalNumber != nil)
            guard isChunk || isFrame else { continue }
            if isChunk { chunks += 1 }
            frames.append(record.first.place)
        }
        guard let first = frames.first, frames.count >= Self.minimumNames, chunks > 0, chunks < frames.count
        else { return nil }
        return recognized(
            feature: "dns_shell_output",
            value: frames.count,
            threshold: Self.minimumNames,
            because:
                "\(chunks) names carry output of commands (CMD and a number), \(frames.count - chunks) announce or "
                + "end it (CMDC, END), first in frame \(first)."
        )
    }

    private func polls(_ channel: Channel) -> SignatureMatch? {
        let polls = channel.exchanges.filter { exchange in
            exchange.name.labels.first { _ in true }?.decimalNumber != nil
                && exchange.response?.text.map { $0.elementsEqual("NoCMD".utf8) } == true
        }
        guard let first = polls.first, polls.count >= Self.minimumPolls else { return nil }
        return recognized(
            feature: "dns_shell_polls",
            value: polls.count,
            threshold: Self.minimumPolls,
            because:
                "\(polls.count) questions for a command are answered with NoCMD, first in frame \(first.first.place)."
        )
    }
}
