package import Channels
import DNSWire
package import Findings
import PayloadMeasures
import ZoneProfiles

/// Recognizes Heyoka by the sample that its slave sends to learn which data a server lets through.
///
///     <flag><ticket, sequence, last received; 5 octets><00…0f 50…5f a0…af f0…ff 00>.zone     asked for as TXT
///
/// Behind the flag, a symbol of its Base32, header and sample are written as they are, in Base64 and in Base32 with the
/// symbols `a`…`z`, `0`…`5`, in this order until one comes back whole, in labels of 63 octets. The first 34 octets
/// of the sample are a chance below 2⁻²⁰⁰ in any letter case, so one name is certain. Without its beginning the tool has no mark: data
/// is of any kind, and senders are forged.
///
/// Source: xant/heyoka-unix, src/slave.c (`slave_handshake`), src/codec.c, src/net.c, src/tunnel.h.
package struct HeyokaSignature: ToolSignature {
    package let tool = "Heyoka"
    package let kind = FindingKind.tunnel
    private static let sampleLength = 34
    private static let sample = ([0x00, 0x50, 0xA0] as [UInt8]).flatMap { start in start..<(start + 16) }
        .prefix(sampleLength)

    package init() {}

    package func match(_ channel: Channel) -> SignatureMatch? {
        let names =
            channel.exchanges.map { (name: $0.name, frame: $0.first.place) }
            + channel.names.map { (name: $0.name, frame: $0.first.place) }
        for (name, frame) in names {
            guard let encoding = Self.encoding(of: name.labels.joined().dropFirst()) else { continue }
            return recognized(
                feature: "heyoka_samples",
                value: 1,
                because: "Frame \(frame) carries the sample of a new slave, written \(encoding)."
            )
        }
        return nil
    }

    /// How the sample is written behind a name's first octet, or `nil` where it is not.
    private static func encoding(of octets: some Sequence<UInt8>) -> String? {
        let octets = Array(octets)
        let length = HeyokaLayout.headerLength + sampleLength
        if isSample(octets.prefix(length)) { return "as it is" }
        // Whole groups, so that no symbol is filled up: 52 symbols are 39 octets, 64 are 40.
        if let decoded = PayloadEncoding.base64.octets(of: octets.prefix(52)), isSample(decoded[...]) {
            return "in Base64"
        }
        if let decoded = HeyokaLayout.base32.octets(of: octets.prefix(64)), isSample(decoded.prefix(length)) {
            return "in Base32"
        }
        return nil
    }

    /// Whether a header and the beginning of the sample stand there, in any letter case.
    private static func isSample(_ octets: ArraySlice<UInt8>) -> Bool {
        octets.count == HeyokaLayout.headerLength + sampleLength
            && octets.dropFirst(HeyokaLayout.headerLength).elementsEqual(sample) {
                $0.asciiLowercased == $1.asciiLowercased
            }
    }
}
