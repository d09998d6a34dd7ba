import DNSWire
import Findings
import Signatures
import TestSupport
import Testing

/// Hunt3r0x's DNS-Exfiltration by the checksums of its chunks.
@Suite struct Hunt3r0xSignatureTests {
    static let all = [traffic(error: 0)]

    private static func traffic(error: UInt32) -> ToolTraffic {
        var generator = SeededGenerator(seed: 61)
        var traffic = ToolTraffic(tool: "Hunt3r0x DNS-Exfiltration", kind: .exfiltration)
        let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
        let text = ToolEncoding.text(generator.octets(400), symbols: alphabet)
        for (number, chunk) in ToolEncoding.labels(text, length: 45).enumerated() {
            let sum = (ToolEncoding.checksum(chunk) ^ error) % 65_536
            let checksum = ToolEncoding.text(
                ToolEncoding.bigEndian(UInt64(sum), octets: 2),
                symbols: alphabet
            ).prefix(3)
            let counter = String(10_000 + number).dropFirst()
            traffic.exchange(
                [Array("XSB6VE-\(counter)-".utf8) + chunk + Array("-".utf8) + checksum],
                .a,
                [.address(0)]
            )
        }
        return traffic
    }

    @Test func chunksAreThePayload() throws {
        let channel = try #require(Self.all[0].traffic.channel("example.com", cut: "t.example.com"))
        let match = try #require(Hunt3r0xSignature().match(channel))
        #expect(match.tool.because.contains("XSB6VE"))
        #expect(CarriedPayload(of: channel, in: try #require(match.layout)).bytesUp == 400)
    }

    @Test func wrongChecksumsAreNone() throws {
        #expect(try Self.traffic(error: 0x8000).match(Hunt3r0xSignature()) == nil)
    }
}
