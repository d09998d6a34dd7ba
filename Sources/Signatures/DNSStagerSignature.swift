package import Channels
package import DNSWire
package import Findings
import PayloadMeasures
package import ZoneProfiles

/// Recognizes DNSStager by shellcode in numbered addresses.
///
///     <prefix>0.zone  <prefix>1.zone  …          asked for as AAAA or TXT; 16 octets, or Base64, with a key of 8 bits added (XOR)
///
/// The first six octets are those that nearly all x86 shellcode of Metasploit and Cobalt Strike begins with, whatever the key is: a chance of
/// 2⁻³⁹. At least four numbers follow each other. Other shellcode looks like any data.
///
/// Source: mhaskar/DNSStager, core/functions.py, templates/client-ipv6-generic.c, templates/client-txt-generic.go;
/// rapid7/metasploit-framework, external/source/shellcode/windows/x64/src/block/block_api.asm.
package struct DNSStagerSignature: ToolSignature, ToolLayout {
    package let tool = "DNSStager"
    package let kind = FindingKind.infiltration
    private static let minimumNames = 4
    private static let beginnings: [[UInt8]] = [
        [0xFC, 0x48, 0x83, 0xE4, 0xF0, 0xE8], [0xFC, 0xE8, 0x82, 0x00, 0x00, 0x00],
        [0xFC, 0xE8, 0x89, 0x00, 0x00, 0x00],
        [0xFC, 0xE8, 0x8F, 0x00, 0x00, 0x00],
    ]

    package init() {}

    package func match(_ channel: Channel) -> SignatureMatch? {
        let exchanges = channel.exchanges.filter { Self.number(channel.subdomain(of: $0.name)) != nil }
        let numbers = Set(exchanges.compactMap { Self.number(channel.subdomain(of: $0.name)) })
        guard
            let first = exchanges.first(where: { Self.number(channel.subdomain(of: $0.name)) == 0 }),
            let answer = first.response?.answers.first, let octets = Self.octets(answer), octets.count >= 6,
            (1..<UInt32(Self.minimumNames)).allSatisfy(numbers.contains)
        else { return nil }
        let key = octets[0] ^ 0xFC
        let start = octets.prefix(6).map { $0 ^ key }
        guard Self.beginnings.contains(start) else { return nil }
        var match = recognized(
            feature: "dnsstager_names",
            value: numbers.count,
            threshold: Self.minimumNames,
            because:
                "The answers to \(numbers.count) numbered names begin as shellcode does, with a key of "
                + "\(key.hexadecimal(digits: 2)), first in frame \(first.first.place)."
        )
        match.layout = self
        return match
    }

    /// The decimal number at the end of the first label.
    private static func number(_ subdomain: DomainName) -> UInt32? {
        guard let label = subdomain.labels.first(where: { _ in true }) else { return nil }
        let digits = label.reversed().prefix { (0x30...0x39).contains($0) }.count
        return label.suffix(digits).decimalNumber
    }

    private static func octets(_ answer: AnswerRecord) -> [UInt8]? {
        switch answer.type {
        case .aaaa: answer.octets
        case .txt: EncodedText.octets(ofBase64: CharacterStringText.joined(answer.octets))
        default: nil
        }
    }

    package func piecesUp(in subdomain: DomainName) -> [CarriedPiece] { [] }

    package func piecesDown(
        in answers: [AnswerRecord],
        to subdomain: DomainName?,
        below zone: DomainName
    ) -> [CarriedPiece] {
        answers.compactMap { answer in
            Self.octets(answer).map { CarriedPiece(position: UInt64(answer.firstFrame), octets: $0) }
        }
    }
}
