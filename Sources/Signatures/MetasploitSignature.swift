package import Channels
import DNSWire
package import Findings
import ZoneProfiles

/// Recognizes Metasploit's payload `windows/dns_txt_query_exec` by the shellcode that it fetches.
///
///     a.zone, b.zone, c.zone, …          asked for as TXT, answered with 255 letters and digits each
///
/// The first piece begins with a decoder of the encoders `x86/alpha_mixed` or `x86/alpha_upper`, which the payload requires: 31 or
/// 45 symbols that are always the same, a chance below 2⁻¹⁸⁰. With the second piece asked for too, one such text is certain.
///
/// Source: rapid7/metasploit-framework, modules/payloads/singles/windows/dns_txt_query_exec.rb; the decoders are SkyLined's
/// ALPHA 2 (alpha2.c, `MIXEDCASE_ASCII_DECODER`, `UPPERCASE_ASCII_DECODER`).
package struct MetasploitSignature: ToolSignature {
    package let tool = "Metasploit"
    package let kind = FindingKind.infiltration
    private static let decoders = [
        "jAXP0A0AkAAQ2AB2BB0BBABXP8ABuJI", "VTX30VX4AP0A3HH0A00ABAABTAAQ2AB2BB0BBXP8ACJJI",
    ].map { Array($0.utf8) }

    package init() {}

    package func match(_ channel: Channel) -> SignatureMatch? {
        let pieces = channel.exchanges.compactMap { exchange -> (letter: UInt8, exchange: Exchange)? in
            guard exchange.first.type == .txt,
                let label = exchange.name.lowercased.labels.first(where: { _ in true }), label.count == 1,
                let letter = label.first, (0x61...0x7A).contains(letter)
            else { return nil }
            return (letter, exchange)
        }
        guard pieces.contains(where: { $0.letter == UInt8(ascii: "b") }),
            let first = pieces.first(where: { $0.letter == UInt8(ascii: "a") })?.exchange,
            let text = first.response?.text, Self.decoders.contains(where: { text.contains($0) })
        else { return nil }
        let count = pieces.count { $0.exchange.response?.text?.isEmpty == false }
        return recognized(
            feature: "metasploit_pieces",
            value: count,
            because:
                "TXT answers to one-letter names are \(count) pieces of shellcode with its alphanumeric decoder, first in "
                + "frame \(first.first.place)."
        )
    }
}
