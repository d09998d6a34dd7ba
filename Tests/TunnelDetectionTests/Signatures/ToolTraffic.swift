import DNSWire
import Findings
import Signatures
import TestSupport
import Testing

/// What one tool sends and gets back, made from the description of its protocol.
struct ToolTraffic: CustomTestStringConvertible, Sendable {
    /// The name of the tool's signature.
    let tool: String
    var variant = ""
    var confidence = ToolIdentification.Confidence.certain
    var kind = FindingKind.tunnel
    /// The registered domain.
    var zone = "example.com"
    /// Where the tool's names end.
    var cut = "t.example.com"
    var traffic = Traffic()

    var testDescription: String { variant.isEmpty ? tool : "\(tool), \(variant)" }

    /// Adds the next exchange, half a second after the one before; the labels stand before ``cut``.
    mutating func exchange(_ labels: [[UInt8]], _ type: RecordType, _ answers: [Traffic.Answer]? = []) {
        traffic.exchange(
            at: Double(traffic.observations.count) / 4,
            labels: labels + MessageBuilder.labels(cut),
            type: type,
            id: UInt16(truncatingIfNeeded: traffic.observations.count &* 40_503),
            answers: answers
        )
    }

    mutating func exchange(_ subdomain: String, _ type: RecordType, _ answers: [Traffic.Answer]? = []) {
        exchange(MessageBuilder.labels(subdomain), type, answers)
    }

    /// What the signature says of the traffic.
    func match(_ signature: some ToolSignature) throws -> SignatureMatch? {
        signature.match(try #require(traffic.channel(zone, cut: cut)))
    }

    static let all: [ToolTraffic] =
        OtherToolTraffic.all + PisloaderSignatureTests.all
        + FrameworkPOSSignatureTests.all
        + UDPoSSignatureTests.all + DNSMessengerSignatureTests.all + NSTXSignatureTests.all
        + AtomicRedTeamSignatureTests.all + DNSTTSignatureTests.all + GodohSignatureTests.all
        + SliverSignatureTests.all
        + DNSExfiltratorSignatureTests.all + DNStealSignatureTests.all + SaitamaSignatureTests.all
        + SlipstreamSignatureTests.all + OzymanDNSSignatureTests.all + DNScapySignatureTests.all
        + DNSCatSignatureTests.all + MythicSignatureTests.all + PupySignatureTests.all
        + WEASELSignatureTests.all
        + DNSShellSignatureTests.all + DETSignatureTests.all + PacketWhisperSignatureTests.all
        + DNSliverySignatureTests.all + DNSDeliverySignatureTests.all + PowerDNSSignatureTests.all
        + DNSExfiltrationSignatureTests.all + SUNBURSTSignatureTests.all + CobaltStrikeSignatureTests.all
        + VPNOverDNSSignatureTests.all + GlimpseSignatureTests.all + HeyokaSignatureTests.all
        + MetasploitSignatureTests.all + HintSignatureTests.ofReports + TUNSSignatureTests.all
        + ofNewTools

    /// Of tools that appeared in 2025 and 2026, or whose sources were read then.
    private static let ofNewTools: [ToolTraffic] =
        TurboTunnelTests.all + StormDNSSignatureTests.all + DNSBotNetSignatureTests.all
        + KeyloggerSignatureTests.all + ObviousDNSC2SignatureTests.all + AdaptixSignatureTests.all
        + TCPOverDNSSignatureTests.all + ChashellSignatureTests.all + Hunt3r0xSignatureTests.all
        + PythonDNSExfiltrationSignatureTests.all + IPv6DNSExfilSignatureTests.all
        + DNSStagerSignatureTests.all
}

/// Encoders as tools have them.
enum ToolEncoding {
    /// Octets as symbols of an alphabet of 16, 32 or 64, the last one filled up with zero bits.
    static func text(_ octets: [UInt8], symbols: String) -> [UInt8] {
        let symbols = Array(symbols.utf8)
        let width = symbols.count == 64 ? 6 : symbols.count == 32 ? 5 : 4
        let bits = octets.flatMap { octet in (0..<8).map { octet >> (7 - UInt8($0)) & 1 } }
        return stride(from: 0, to: bits.count, by: width).map { start in
            (0..<width).reduce(into: 0) { value, offset in
                value = 2 * value + (start + offset < bits.count ? Int(bits[start + offset]) : 0)
            }
        }.map { symbols[$0] }
    }

    /// Text with `=` up to a whole group of symbols (RFC 4648 §3.2).
    static func padded(_ text: [UInt8], group: Int) -> [UInt8] {
        text + Array(repeating: UInt8(ascii: "="), count: (group - text.count % group) % group)
    }

    /// Text cut into labels.
    static func labels(_ text: [UInt8], length: Int = 63) -> [[UInt8]] {
        stride(from: 0, to: text.count, by: length).map { Array(text[$0..<min($0 + length, text.count)]) }
    }

    /// An integer in groups of seven bits, the least significant first.
    static func varint(_ value: UInt64) -> [UInt8] {
        value < 128 ? [UInt8(value)] : [UInt8(value % 128 + 128)] + varint(value / 128)
    }

    /// A protocol-buffer message of these fields, zero and empty ones left out.
    static func protobuf(
        _ integers: [(number: Int, value: UInt64)],
        data: (number: Int, octets: [UInt8])? = nil
    ) -> [UInt8] {
        var octets: [UInt8] = []
        for field in integers where field.value > 0 {
            octets += [UInt8(field.number * 8)] + varint(field.value)
        }
        if let data, !data.octets.isEmpty {
            octets += [UInt8(data.number * 8 + 2)] + varint(UInt64(data.octets.count)) + data.octets
        }
        return octets
    }

    /// CRC-32 by division, bit after bit.
    static func checksum(_ octets: [UInt8]) -> UInt32 {
        var remainder: UInt32 = 0xFFFF_FFFF
        for octet in octets {
            for bit in 0..<8 {
                let next = UInt32(octet >> UInt8(bit) & 1) ^ remainder & 1
                remainder = remainder >> 1 ^ (next == 1 ? 0xEDB8_8320 : 0)
            }
        }
        return remainder ^ 0xFFFF_FFFF
    }

    static func bigEndian(_ value: UInt64, octets: Int) -> [UInt8] {
        (0..<octets).map { UInt8(truncatingIfNeeded: value >> UInt64(8 * (octets - 1 - $0))) }
    }
}
