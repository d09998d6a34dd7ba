package import Channels
package import DNSWire
package import Findings
import PayloadMeasures
package import ZoneProfiles

/// Recognizes ObviousDNSC2 by the time of day that its names hold.
///
///     CHK<Base32 of the time>.zone   CON<Base32 of the time>.zone                    asks for commands, goes on
///     HDR<Base32 of a count and the time>.zone   RES<part of the Base32 of output>.zone           sends output
///
/// Padding is written `-`, with a 0 behind it. The time is 26 characters such as `2026-03-01 12:30:00.123456`: a text of that form
/// has a chance below 2⁻¹⁰⁰. Answers are TXT: NUL, HDR, CMD or ACK with Base64 behind.
///
/// Source: chriselgee/ObviousDNSC2, client/odc2client.py, server/odc2server.py.
package struct ObviousDNSC2Signature: ToolSignature, ToolLayout {
    package let tool = "ObviousDNSC2"
    package let kind = FindingKind.tunnel
    private static let minimumNames = 2
    private static let timeLength = 26

    package init() {}

    package func match(_ channel: Channel) -> SignatureMatch? {
        let frames = zip(channel.names, channel.subdomains).compactMap { record, subdomain in
            Self.holdsTime(subdomain) ? record.first.place : nil
        }
        guard let first = frames.first, frames.count >= Self.minimumNames else { return nil }
        var match = recognized(
            feature: "obviousdnsc2_names",
            value: frames.count,
            threshold: Self.minimumNames,
            because:
                "\(frames.count) names are CHK, CON or HDR before the time of day in Base32, first in frame \(first)."
        )
        match.layout = self
        return match
    }

    private static func holdsTime(_ subdomain: DomainName) -> Bool {
        guard let label = subdomain.labels.first(where: { _ in true }),
            ["chk", "con", "hdr"].contains(where: { label.prefix(3).isText($0) }),
            let text = text(label.dropFirst(3)), text.count >= timeLength
        else { return false }
        let time = Array(text.suffix(timeLength))
        return zip(time, "0000-00-00 00:00:00.000000".utf8).allSatisfy { octet, form in
            form == UInt8(ascii: "0") ? (0x30...0x39).contains(octet) : octet == form
        }
    }

    private static func text(_ symbols: ArraySlice<UInt8>) -> [UInt8]? {
        PayloadEncoding.base32.octets(of: symbols.prefix { $0 != UInt8(ascii: "-") })
    }

    package func piecesUp(in subdomain: DomainName) -> [CarriedPiece] {
        guard let label = subdomain.labels.first(where: { _ in true }), label.prefix(3).isText("res") else {
            return []
        }
        let symbols = label.dropFirst(3).prefix { $0 != UInt8(ascii: "-") }
        // A part need not begin between two octets.
        return [CarriedPiece(position: 0, octets: symbols, count: symbols.count * 5 / 8)]
    }

    package func piecesDown(
        in answers: [AnswerRecord],
        to subdomain: DomainName?,
        below zone: DomainName
    ) -> [CarriedPiece] {
        answers.compactMap { answer in
            guard answer.type == .txt else { return nil }
            let text = CharacterStringText.joined(answer.octets)
            guard text.starts(with: "CMD".utf8) else { return nil }
            return CarriedPiece(position: 0, octets: EncodedText.octets(ofBase64: text.dropFirst(3)))
        }
    }
}
