import DNSWire
import Findings
import TestSupport
import Testing
import TunnelDetection

/// Metasploit by texts fetched from the names a, b, c and so on.
@Suite struct MetasploitSignatureTests {
    static let all = [traffic]

    /// Shell code in texts of 255 characters, from a to h.
    private static let traffic: ToolTraffic = {
        var generator = SeededGenerator(seed: 31)
        var traffic = ToolTraffic(tool: "Metasploit", confidence: .possible, kind: .infiltration)
        for letter in "abcdefgh" {
            traffic.exchange(
                String(letter),
                .txt,
                [.text(TextEncoding.standardBase64.encode(generator.octets(191)))]
            )
        }
        return traffic
    }()

    @Test(arguments: [
        NearMissNames(
            testDescription: "letters out of order",
            names: ["a", "c", "b", "d", "e"],
            text: String(repeating: "A", count: 255)
        ),
        NearMissNames(
            testDescription: "short texts",
            names: ["a", "b", "c", "d", "e"],
            text: "hello"
        ),
    ]) func rejects(miss: NearMissNames) throws {
        #expect(try miss.traffic(of: "Metasploit").match(MetasploitSignature()) == nil)
    }
}
