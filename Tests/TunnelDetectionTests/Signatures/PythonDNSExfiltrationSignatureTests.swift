import DNSWire
import Findings
import Signatures
import TestSupport
import Testing

/// python-dns-exfiltration by its key exchange and its numbered chunks.
@Suite struct PythonDNSExfiltrationSignatureTests {
    static let all = [traffic(), traffic(hasExchange: false)]

    private static func traffic(hasExchange: Bool = true, total: (Int) -> Int = { _ in 20 }) -> ToolTraffic {
        var generator = SeededGenerator(seed: 71)
        var traffic = ToolTraffic(
            tool: "python-dns-exfiltration",
            variant: hasExchange ? "" : "without its beginning",
            confidence: hasExchange ? .certain : .probable,
            kind: .exfiltration
        )
        let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
        if hasExchange {
            let key = ToolEncoding.text([1, 1, 0, 32] + generator.octets(32), symbols: alphabet)
            let label = Array("1259e47f-0-0-".utf8) + key
            traffic.exchange(ToolEncoding.labels(label, length: 52), .txt, [.text(key)])
        }
        let text = ToolEncoding.text(generator.octets(12 + 300 + 16), symbols: alphabet)
        for (number, chunk) in ToolEncoding.labels(text, length: 27).enumerated() {
            traffic.exchange(
                [Array("1259e47f-\(number)-\(total(number))-".utf8) + chunk],
                .a,
                [.address(0xC000_0201)]
            )
        }
        return traffic
    }

    @Test(arguments: all) func chunksAreThePayload(traffic: ToolTraffic) throws {
        let channel = try #require(traffic.traffic.channel("example.com", cut: "t.example.com"))
        let match = try #require(PythonDNSExfiltrationSignature().match(channel))
        #expect(CarriedPayload(of: channel, in: try #require(match.layout)).bytesUp == 300)
    }

    @Test func anotherTotalEachTimeIsNone() throws {
        #expect(
            try Self.traffic(hasExchange: false) { 30 + $0 }.match(PythonDNSExfiltrationSignature()) == nil
        )
    }
}
