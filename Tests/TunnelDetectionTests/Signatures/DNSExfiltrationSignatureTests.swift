import DNSWire
import Findings
import Signatures
import TestSupport
import Testing

/// dns-exfiltration by its part numbers.
@Suite struct DNSExfiltrationSignatureTests {
    static let all = [
        transfer(width: 8) { $0 },
        ToolTraffic(
            tool: "dns-exfiltration",
            variant: "32 bits",
            kind: .exfiltration,
            traffic: transfer(width: 4) { $0 }.traffic
        ),
    ]

    private static func transfer(width: Int, _ number: (UInt64) -> UInt64) -> ToolTraffic {
        var generator = SeededGenerator(seed: 1)
        var traffic = ToolTraffic(tool: "dns-exfiltration", kind: .exfiltration)
        for part in 0..<20 as Range<UInt64> {
            let packed = ToolEncoding.bigEndian(number(part), octets: width).reversed() + generator.octets(8)
            traffic.exchange([ToolEncoding.padded(TextEncoding.standardBase64.encode(packed), group: 4)], .a)
        }
        return traffic
    }

    @Test(arguments: all) func recognizes(traffic: ToolTraffic) throws {
        let match = try #require(try traffic.match(DNSExfiltrationSignature()))
        #expect(match.evidence.value == 19)
        #expect(match.tool.because.contains("numbered 0 in frame 1 to 19"))
    }

    @Test func rejects() throws {
        #expect(try Self.transfer(width: 8) { 40 - $0 }.match(DNSExfiltrationSignature()) == nil)
        #expect(try Self.transfer(width: 8) { $0 << 40 }.match(DNSExfiltrationSignature()) == nil)
        #expect(
            try Self.transfer(width: 4) { ($0 &* 2_654_435_761) & 0xFFFF_FFFF }.match(
                DNSExfiltrationSignature()
            ) == nil
        )
    }
}
