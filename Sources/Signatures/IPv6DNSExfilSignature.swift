package import Channels
package import DNSWire
package import Findings
package import ZoneProfiles

/// Recognizes IPv6DNSExfil by addresses that are numbered from 2000 on.
///
///     | number, 16 bits, four decimal digits from 2000 on | 14 octets of the file |          an AAAA record
///
/// A client writes the records with dynamic updates (RFC 2136), another one asks for them and sorts them. Eight addresses of one name whose
/// numbers follow each other are below 2⁻¹⁰⁰.
///
/// Source: DShield-ISC/IPv6DNSExfil, file2ipv6.sh, server.sh.
package struct IPv6DNSExfilSignature: ToolSignature, ToolLayout {
    package let tool = "IPv6DNSExfil"
    package let kind = FindingKind.exfiltration
    private static let minimumAddresses = 8
    private static let firstNumber = 2_000

    package init() {}

    package func match(_ channel: Channel) -> SignatureMatch? {
        let numbers = Set(channel.scope.answers.compactMap(Self.number))
        let steps = numbers.count { numbers.contains($0 + 1) }
        guard numbers.contains(Self.firstNumber) || channel.scope.answersPerSample > 1,
            numbers.count >= Self.minimumAddresses,
            steps == numbers.count - 1 || channel.scope.answersPerSample > 1,
            2 * steps >= numbers.count
        else { return nil }
        var match = recognized(
            feature: "ipv6dnsexfil_addresses",
            value: numbers.count,
            threshold: Self.minimumAddresses,
            unit: "addresses",
            because: "\(numbers.count) addresses are numbered from 2000 on and hold 14 octets each."
        )
        match.layout = self
        return match
    }

    /// The number of an address in decimal digits, or `nil` where it has none.
    private static func number(_ answer: AnswerRecord) -> Int? {
        guard answer.type == .aaaa, answer.octets.count == 16 else { return nil }
        let digits = [
            answer.octets[0] >> 4, answer.octets[0] & 0xF, answer.octets[1] >> 4, answer.octets[1] & 0xF,
        ]
        guard digits.allSatisfy({ $0 < 10 }) else { return nil }
        let number = digits.reduce(0) { 10 * $0 + Int($1) }
        return number >= firstNumber ? number : nil
    }

    package func piecesUp(in subdomain: DomainName) -> [CarriedPiece] { [] }

    package func piecesDown(
        in answers: [AnswerRecord],
        to subdomain: DomainName?,
        below zone: DomainName
    ) -> [CarriedPiece] {
        answers.compactMap { answer in
            Self.number(answer).map { CarriedPiece(position: UInt64($0), octets: answer.octets.dropFirst(2)) }
        }
    }
}
